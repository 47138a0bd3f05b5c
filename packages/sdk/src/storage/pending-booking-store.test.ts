import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pendingBooking } from './pending-booking.fixture.ts';
import { createPendingBookingStore } from './pending-booking-store.ts';

test('where there is no IndexedDB the store keeps nothing, says so, and throws nothing', async () => {
  assert.equal('indexedDB' in globalThis, false);
  const store = createPendingBookingStore();
  await store.save(pendingBooking());
  assert.equal(await store.load(), undefined);
  await store.clear();
  assert.equal(store.available, false);
});
