import { searchSlots, type Slot, type SlotPage, type SlotQuery } from '@openprm/contract';
import { type PageResult, paginate } from '../paging.ts';
import type { CallOptions, Transport } from '../transport/transport.ts';

/** Times that can be booked (FHIR Slot). */
export class Slots {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Searches open slots of one kind of visit, from now for 14 days by default. The answer holds what a calendar's first view needs: the first
   * available slot, counts by date, and names. Iterating gives the slots of every page.
   */
  search(query: SlotQuery, options?: CallOptions): Promise<PageResult<Slot, SlotPage>> {
    return paginate((next) => this.#transport.call(searchSlots, { query: { ...query, ...next } }, options));
  }
}
