import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { DamagedRecordsError, isPrmError, PrmClient } from '@openprm/sdk';
import { setupServer } from 'msw/node';
import { patientInputFixture } from '../fixtures/booking.ts';
import { type Clinic, createClinicHandlers } from './create-clinic-handlers.ts';

const apiUrl = 'http://clinic.test';
const server = setupServer();
const desk = new PrmClient({ apiUrl, key: 'sk_test_riverside' });
const dana = patientInputFixture();
let clinic: Clinic;

before(() => server.listen({ onUnhandledFrame: 'error' }));
after(() => server.close());
beforeEach(() => {
  clinic = createClinicHandlers({ apiUrl, now: () => new Date('2026-11-23T14:00:00Z') });
  server.resetHandlers();
  server.use(...clinic.handlers);
});

async function visitOf(given: string) {
  const { firstAvailable } = await desk.slots.search({ healthcareServiceId: 'svc_new_patient' });
  const { id, patient } = clinic.book(firstAvailable?.id ?? assert.fail('nothing is open'), { ...dana, given });
  return { id, patientId: patient?.id ?? assert.fail('it has a patient') };
}

const isDamaged = (error: unknown) => isPrmError(error) && error.code === 'record-damaged';

describe('a record that a test has damaged', () => {
  test('is named by a list beside the others, and read by its id it is a problem, until it is mended', async () => {
    const [lost, whole] = [await visitOf('Lost'), await visitOf('Whole')];
    clinic.damage(lost.id, 'patient-key-missing');
    const page = await desk.appointments.list();
    assert.deepEqual(
      page.data.map(({ id }) => id),
      [whole.id],
    );
    assert.deepEqual(page.damaged, [{ id: lost.id, reason: 'patient-key-missing' }]);
    await assert.rejects(desk.appointments.get(lost.id), isDamaged);
    await assert.rejects(desk.appointments.cancel({ id: lost.id }), isDamaged);
    assert.equal(clinic.appointments.find(({ id }) => id === lost.id)?.status, 'booked', 'nothing was done');
    await assert.rejects(
      async () => {
        for await (const _ of await desk.appointments.list());
      },
      (error) => error instanceof DamagedRecordsError && error.records[0]?.id === lost.id,
    );
    clinic.mend(lost.id);
    const mended = await desk.appointments.list();
    assert.deepEqual([mended.data.length, mended.damaged], [2, undefined]);
    assert.equal((await desk.appointments.get(lost.id)).id, lost.id);
  });

  test('is a patient, and with them what shows who they are', async () => {
    const [lost, whole] = [await visitOf('Lost'), await visitOf('Whole')];
    clinic.damage(lost.patientId);
    assert.deepEqual((await desk.appointments.list()).damaged, [{ id: lost.id, reason: 'sealed-value-changed' }]);
    const found = await desk.patients.search({ email: dana.email });
    assert.deepEqual(
      [found.data.map(({ id }) => id), found.damaged?.map(({ id }) => id)],
      [[whole.patientId], [lost.patientId]],
    );
    await assert.rejects(desk.patients.get(lost.patientId), isDamaged);
    await assert.rejects(desk.appointments.get(lost.id), isDamaged);
  });

  test('is a right to act, which ends all the same', async () => {
    const { patientId } = await visitOf('Kid');
    const parent = { given: 'Alex', family: 'X', birthDate: '1981-01-01', email: 'alex@example.org' };
    const right = await desk.relatedPersons.create({ patientId, ...parent, relationship: 'PRN' });
    clinic.damage(right.id);
    const ended = await desk.relatedPersons.revoke(right.id, { reason: 'safety' });
    assert.deepEqual([ended.id, ended.given, ended.email], [right.id, null, null]);
    assert.notEqual(ended.revokedAt, null);
    assert.equal((await desk.relatedPersons.list({ patientId })).damaged?.[0]?.id, right.id);
  });
});
