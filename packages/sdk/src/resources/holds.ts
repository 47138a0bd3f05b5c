import { createHold, type Hold, type HoldCreate, type HoldRenewal, releaseHold, renewHold } from '@openprm/contract';
import type { CallOptions, Transport } from '../transport/transport.ts';

/** The key to a hold: whoever has the secret has the hold. */
export interface HoldKey {
  readonly id: string;
  readonly secret: string;
}

/** Times kept for one person while they fill in the form. */
export class Holds {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Holds a slot.
   *
   * @throws {ConflictError} `slot-unavailable` with the nearest `alternatives`
   */
  create(body: HoldCreate, options?: CallOptions): Promise<Hold> {
    return this.#transport.call(createHold, { body }, options);
  }

  /**
   * Gives a hold its full time again, for two hours at most.
   *
   * @throws {ConflictError} `hold-expired`
   */
  renew({ id, secret }: HoldKey, options?: CallOptions): Promise<HoldRenewal> {
    return this.#transport.call(renewHold, { params: { id }, body: { secret } }, options);
  }

  /** Releases a hold at once. Releasing what is already gone is no error. */
  release({ id, secret }: HoldKey, options?: CallOptions): Promise<void> {
    return this.#transport.call(releaseHold, { params: { id }, body: { secret } }, options);
  }
}
