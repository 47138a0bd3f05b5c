import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createAppointment } from '@openprm/contract';
import { createIdempotencyKey, PrmClient } from '@openprm/sdk';
import { newPatientFixture, patientInputFixture } from '@openprm/testing';
import { createClinicHandlers } from '@openprm/testing/msw';
import { setupServer } from 'msw/node';
import { bookOnce, explain, holdNearest } from './recover.ts';

// #region clinic
const clinic = createClinicHandlers();
const server = setupServer(...clinic.handlers);
server.listen({ onUnhandledFrame: 'error' });
after(() => server.close());

const client = new PrmClient({ apiUrl: 'http://clinic.test', key: 'pk_test_riverside' });
const { data: slots } = await client.slots.search({ healthcareServiceId: newPatientFixture.id });
// #endregion clinic

// #region taken
test('a time that somebody else has taken becomes the nearest open one', async () => {
  const [wished] = slots;
  assert.ok(wished);
  clinic.takeSlot(wished.id);
  const hold = await holdNearest(client, { slotId: wished.id });
  assert.notEqual(hold.slot.id, wished.id);
});
// #endregion taken

// #region lost
test('an answer that is lost on the way does not book twice', async () => {
  const hold = await holdNearest(client, { slotId: slots[3]?.id ?? '' });
  clinic.loseNextAnswer(createAppointment);
  await bookOnce(client, hold, patientInputFixture(), createIdempotencyKey());
  assert.equal(clinic.appointments.length, 1);
});
// #endregion lost

test('words that were refused are named by their place', async () => {
  const hold = await holdNearest(client, { slotId: slots[6]?.id ?? '' });
  const booking = bookOnce(client, hold, patientInputFixture({ email: 'dana@' }), createIdempotencyKey());
  const words = await booking.then(() => 'booked', explain);
  assert.match(words, /^\/body\/patient\/email must be/);
});
