import type { PendingBooking, PendingBookingStore } from '@openprm/sdk';
import { PendingClaim } from './pending-claim.ts';

/** Where a booking is kept that may be interrupted. */
export interface PendingPlace {
  readonly name: string;
  readonly store: PendingBookingStore;
}

/**
 * What this page keeps on the device for after a reload. All pages with the same element share one record, and it belongs to one of them at a time:
 * while that one lives and has a time, the others find nothing and keep nothing. What is asked for is done in its order.
 */
export class PendingRecord {
  readonly #claim: PendingClaim;
  #work: Promise<unknown> = Promise.resolve();
  /** The hold that is in the record, if it is this page's. */
  #holdId: string | null = null;

  /** @param onLost another page went on with this hold, while this one was left */
  constructor(onLost: (holdId: string) => void) {
    this.#claim = new PendingClaim(() => {
      const holdId = this.#holdId;
      this.#holdId = null;
      if (holdId !== null) onLost(holdId);
    });
  }

  /** When all is done that was asked for so far. */
  async settled(): Promise<void> {
    await this.#work;
  }

  /** What was interrupted, for this page to go on with; undefined when there is nothing, or another page has it. */
  load({ name, store }: PendingPlace): Promise<PendingBooking | undefined> {
    return this.#next(async () => {
      if (!(await this.#claim.take(name))) return undefined;
      const found = await store.load();
      if (found) this.#holdId = found.holdId;
      else this.#claim.release();
      return found;
    });
  }

  /** Keeps it, unless the record is another page's. */
  save({ name, store }: PendingPlace, pending: PendingBooking): Promise<void> {
    return this.#next(async () => {
      if (!(await this.#claim.take(name))) return;
      this.#holdId = pending.holdId;
      await store.save(pending);
    });
  }

  /** Forgets one hold. Another one that is kept in its place by now stays. */
  clear({ store }: PendingPlace, holdId: string): Promise<void> {
    return this.#next(async () => {
      await store.clear(holdId);
      if (this.#holdId === holdId) this.#leave();
    });
  }

  /** Leaves the record, as it is, to whoever comes next. @param holdId only while it is of this hold */
  leave(holdId?: string): Promise<void> {
    return this.#next(async () => {
      if (holdId === undefined || this.#holdId === holdId) this.#leave();
    });
  }

  #leave() {
    this.#holdId = null;
    this.#claim.release();
  }

  #next<Result>(work: () => Promise<Result>): Promise<Result> {
    const done = this.#work.then(work);
    // What fails keeps nothing back that comes after it.
    this.#work = done.catch(() => undefined);
    return done;
  }
}

/** The key of a booking is made of its hold's key, so that one stored string gives both back. */
export const bookingKey = (holdKey: string, number: number) => `${holdKey}-${number}`;

/** The hold's key, and the number of the try. */
export function splitBookingKey(idempotencyKey: string): { readonly key: string; readonly number: number } {
  const at = idempotencyKey.lastIndexOf('-');
  return { key: idempotencyKey.slice(0, at), number: Number(idempotencyKey.slice(at + 1)) || 1 };
}
