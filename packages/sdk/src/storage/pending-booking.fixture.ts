import type { PendingBooking } from './pending-booking-store.ts';

/** A pending booking whose hold lives for another ten minutes. */
export const pendingBooking = (changes: Partial<PendingBooking> = {}): PendingBooking => ({
  slotId: 'slot_0001',
  holdId: 'hld_0001',
  holdSecret: 'a-hold-secret-0123456789',
  expiresAt: new Date(Date.now() + 600_000).toISOString(),
  idempotencyKey: '0123456789abcdef0123456789abcdef',
  submitted: false,
  ...changes,
});
