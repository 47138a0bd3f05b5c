import { assert } from '@open-wc/testing';
import { createStore, entries, set } from 'idb-keyval';
import { pendingBooking } from './pending-booking.fixture.ts';
import { createPendingBookingStore, type PendingBooking } from './pending-booking-store.ts';

/** What is really on the device, read past the store. */
const device = createStore('openprm-pending-booking', 'pending');
const onDevice = () => entries<string, unknown>(device);

describe('the pending booking store', () => {
  beforeEach(() => createPendingBookingStore().clear());

  it('finds after a reload what was saved before it', async () => {
    const pending = pendingBooking({ submitted: true });
    await createPendingBookingStore().save(pending);
    const store = createPendingBookingStore();
    assert.isFalse(store.available);
    assert.deepEqual(await store.load(), pending);
    assert.isTrue(store.available);
  });

  it('keeps bookings of different names apart, and the last of one name', async () => {
    const [one, two] = [createPendingBookingStore('one'), createPendingBookingStore('two')];
    await one.save(pendingBooking({ slotId: 'slot_first' }));
    await one.save(pendingBooking({ slotId: 'slot_second' }));
    assert.equal((await one.load())?.slotId, 'slot_second');
    assert.isUndefined(await two.load());
    await one.clear();
    assert.isUndefined(await one.load());
  });

  it('forgets one hold, and no other that was kept in its place', async () => {
    const [one, two] = [createPendingBookingStore(), createPendingBookingStore()];
    await one.save(pendingBooking({ holdId: 'hld_first' }));
    await two.save(pendingBooking({ holdId: 'hld_second' }));
    await one.clear('hld_first');
    assert.equal((await two.load())?.holdId, 'hld_second');
    await two.clear('hld_second');
    assert.deepEqual(await onDevice(), []);
  });

  it('keeps no form and no name, even when handed one', async () => {
    const withForm = { ...pendingBooking(), patient: { given: 'Dana' }, email: 'dana@example.org' };
    await createPendingBookingStore().save(withForm);
    assert.notMatch(JSON.stringify(await onDevice()), /Dana|dana@/);
    assert.lengthOf(await onDevice(), 1);
  });

  const unusable: Record<string, unknown> = {
    'whose hold has ended': pendingBooking({ expiresAt: new Date(Date.now() - 1).toISOString() }),
    'without a readable end': pendingBooking({ expiresAt: 'tomorrow' }),
    'with an id of another kind': pendingBooking({ holdId: 'apt_0001' }),
    'with a secret that cannot be one': pendingBooking({ holdSecret: '<script>' }),
    'with a key that cannot be one': pendingBooking({ idempotencyKey: 'with a space' }),
    'with a field of another type': { ...pendingBooking(), submitted: 'yes' },
    'that lacks a field': (({ slotId: _slotId, ...rest }: PendingBooking) => rest)(pendingBooking()),
    'that is no booking at all': 'hello',
  };
  for (const [what, value] of Object.entries(unusable)) {
    it(`finds nothing in a record ${what}, and removes it`, async () => {
      await set('booking', value, device);
      const store = createPendingBookingStore();
      assert.isUndefined(await store.load());
      assert.isTrue(store.available);
      assert.deepEqual(await onDevice(), []);
    });
  }

  it('goes without, and says so, where the device refuses', async () => {
    const open = indexedDB.open.bind(indexedDB);
    indexedDB.open = () => {
      throw new DOMException('The operation is insecure.', 'SecurityError');
    };
    try {
      const store = createPendingBookingStore();
      await store.save(pendingBooking());
      assert.isUndefined(await store.load());
      assert.isFalse(store.available);
    } finally {
      indexedDB.open = open;
    }
  });
});
