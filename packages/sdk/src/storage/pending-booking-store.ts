import { isIdempotencyKey } from '../idempotency-key.ts';
import { openDeviceStore } from './device-store.ts';

/**
 * What lets a booking go on after a reload: the hold and the key under which it is booked. No form and no name: what a patient typed is not kept
 * on a device.
 */
export interface PendingBooking {
  readonly slotId: string;
  readonly holdId: string;
  readonly holdSecret: string;
  /** When the hold ends (RFC 3339). */
  readonly expiresAt: string;
  /** For `appointments.create`: the same for each attempt, so that it is booked once. */
  readonly idempotencyKey: string;
  /** Whether the booking was sent, and perhaps made, without an answer. */
  readonly submitted: boolean;
}

const has = (value: unknown, form: RegExp) => typeof value === 'string' && form.test(value);

/**
 * Whether something found on the device can still be booked with: others may have written there. By the forms of the contract, without its schemas,
 * which every visit would have to load for the few that find something.
 */
function isLivePendingBooking(found: object): found is PendingBooking {
  const pending: Partial<Record<keyof PendingBooking, unknown>> = found;
  return (
    has(pending.slotId, /^slot_[\w.-]{4,120}$/) &&
    has(pending.holdId, /^hld_[\w.-]{4,120}$/) &&
    has(pending.holdSecret, /^[\w-]{20,100}$/) &&
    typeof pending.expiresAt === 'string' &&
    Date.parse(pending.expiresAt) > Date.now() &&
    typeof pending.idempotencyKey === 'string' &&
    isIdempotencyKey(pending.idempotencyKey) &&
    typeof pending.submitted === 'boolean'
  );
}

const isOf = (holdId: string, found: unknown) =>
  typeof found === 'object' && found !== null && 'holdId' in found && found.holdId === holdId;

/** Keeps one pending booking on this device. Nothing here throws: where nothing can be kept, nothing is found. */
export interface PendingBookingStore {
  /** Whether this device keeps anything: known after the first save or load, false before. Private windows and partitioned frames may not. */
  readonly available: boolean;
  save(pending: PendingBooking): Promise<void>;
  /** The pending booking; undefined when there is none, its hold has ended, or what was found is not one. */
  load(): Promise<PendingBooking | undefined>;
  /** Forgets it. @param holdId only if it is of this hold: another page may have kept another one since */
  clear(holdId?: string): Promise<void>;
}

/**
 * A store over IndexedDB.
 *
 * @param name keeps bookings apart that may be pending beside each other, for example by element; not personal
 */
export function createPendingBookingStore(name = 'booking'): PendingBookingStore {
  const store = openDeviceStore('openprm-pending-booking', 'pending', name);
  return {
    get available() {
      return store.available;
    },
    // Named one by one, so that nothing else that the caller's object holds is kept.
    save: ({ slotId, holdId, holdSecret, expiresAt, idempotencyKey, submitted }) =>
      store.set({ slotId, holdId, holdSecret, expiresAt, idempotencyKey, submitted }),
    async load() {
      const found = await store.get();
      if (found === undefined) return undefined;
      if (typeof found === 'object' && found !== null && isLivePendingBooking(found)) return found;
      await store.delete();
      return undefined;
    },
    clear: (holdId) => store.delete((found) => holdId === undefined || isOf(holdId, found)),
  };
}
