import {
  createSchedule,
  type EndpointInput,
  getSchedule,
  listSchedules,
  type Schedule,
  type ScheduleCreate,
  type ScheduleUpdate,
  updateSchedule,
} from '@openprm/contract';
import { type PageResult, paginate } from '../paging.ts';
import type { CallOptions, Transport } from '../transport/transport.ts';

/** How to narrow a list of schedules. */
export type ScheduleQuery = EndpointInput<typeof listSchedules>['query'];

/** When a practitioner takes appointments at a place, and for what (FHIR Schedule). */
export class Schedules {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** Lists schedules; needs a secret key. */
  list(query: ScheduleQuery = {}, options?: CallOptions): Promise<PageResult<Schedule>> {
    return paginate((next) => this.#transport.call(listSchedules, { query: { ...query, ...next } }, options));
  }

  /** Creates a schedule. Needs a secret key. */
  create(body: ScheduleCreate, options?: CallOptions): Promise<Schedule> {
    return this.#transport.call(createSchedule, { body }, options);
  }

  /** Reads a schedule. Needs a secret key. */
  get(id: string, options?: CallOptions): Promise<Schedule> {
    return this.#transport.call(getSchedule, { params: { id } }, options);
  }

  /** Changes only the fields that are given; a list is replaced whole. `active: false` retires it. Needs a secret key. */
  update({ id, ...body }: ScheduleUpdate & { readonly id: string }, options?: CallOptions): Promise<Schedule> {
    return this.#transport.call(updateSchedule, { params: { id }, body }, options);
  }
}
