import {
  type BusyTime,
  type BusyTimePut,
  type BusyTimeResult,
  deleteBusyTime,
  type EndpointInput,
  listBusyTimes,
  putBusyTime,
} from '@openprm/contract';
import { type PageResult, paginate } from '../paging.ts';
import type { CallOptions, Transport } from '../transport/transport.ts';

/** How to narrow a list of busy times. */
export type BusyTimeQuery = EndpointInput<typeof listBusyTimes>['query'];

/** Time that the clinic's present system has taken, known by that system's own ids. Needs a secret key. */
export class BusyTimes {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Lists busy times. */
  list(query: BusyTimeQuery = {}, options?: CallOptions): Promise<PageResult<BusyTime>> {
    return paginate((next) => this.#transport.call(listBusyTimes, { query: { ...query, ...next } }, options));
  }

  /** Creates or replaces a busy time; the answer names the appointments that it overlaps, which stay booked. */
  put(
    { externalId, ...body }: BusyTimePut & { readonly externalId: string },
    options?: CallOptions,
  ): Promise<BusyTimeResult> {
    return this.#transport.call(putBusyTime, { params: { externalId }, body }, options);
  }

  /** Deletes a busy time, and offers its time again. */
  delete(externalId: string, options?: CallOptions): Promise<void> {
    return this.#transport.call(deleteBusyTime, { params: { externalId } }, options);
  }
}
