import {
  getLinkSealing,
  type OpenedItem,
  openSealedItems,
  type Sealing,
  type SealedItemsOpen,
} from '@openprm/contract';
import type { CallOptions, Transport } from '../transport/transport.ts';

/** What devices keep sealed. Needs a patient's session, or a survey's link; `SealedStore` keeps all of it for a page. */
export class SealedItems {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** What somebody who has a survey's link seals with; who is signed in has it with the session. */
  linkSealing(options?: CallOptions): Promise<Sealing> {
    return this.#transport.call(getLinkSealing, {}, options);
  }

  /** Opens envelopes of the session's person, at most 20 and 60,000 bytes at once; the answers stand in their order. Changes nothing. */
  async open(body: SealedItemsOpen, options?: CallOptions): Promise<readonly OpenedItem[]> {
    return (await this.#transport.call(openSealedItems, { body }, options)).data;
  }
}
