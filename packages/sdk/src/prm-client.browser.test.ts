import { assert } from '@open-wc/testing';
import { createHold } from '@openprm/contract';
import { createClinicHandlers } from '@openprm/testing/msw';
import { setupWorker } from 'msw/browser';
import { isPrmError, PrmClient } from './index.ts';

const clinic = createClinicHandlers();
const worker = setupWorker(...clinic.handlers);
const client = new PrmClient({ apiUrl: location.origin, key: 'pk_test_riverside' });

before(() => worker.start({ quiet: true, onUnhandledFrame: 'bypass' }));
after(() => worker.stop());

describe('the client in a browser', () => {
  it('books, and meets the same conflict that a server would answer', async () => {
    const { firstAvailable } = await client.slots.search({ healthcareServiceId: 'svc_new_patient' });
    assert.isNotNull(firstAvailable);
    const slotId = firstAvailable?.id ?? '';
    const hold = await client.holds.create({ slotId });
    const patient = {
      given: 'Dana',
      family: 'Reyes',
      birthDate: '1988-03-14',
      phone: '(555) 010-1234',
      email: 'dana@example.org',
    };
    const booked = await client.appointments.create({ holdId: hold.id, holdSecret: hold.secret, patient });
    assert.equal(booked.status, 'booked');

    const error: unknown = await client.holds.create({ slotId }).catch((reason: unknown) => reason);
    assert.isTrue(isPrmError(error) && error.name === 'ConflictError' && error.alternatives.length >= 3);
  });

  it('gets the answer that was lost, without doing it twice', async () => {
    const { firstAvailable } = await client.slots.search({ healthcareServiceId: 'svc_follow_up' });
    const before = clinic.countCalls(createHold);
    clinic.loseNextAnswer(createHold);
    await client.holds.create({ slotId: firstAvailable?.id ?? '' });
    assert.equal(clinic.countCalls(createHold), before + 2);
  });

  it('says what is wrong when the clinic is out of reach', async () => {
    clinic.offline();
    const impatient = new PrmClient({ apiUrl: location.origin, key: 'pk_test_riverside', retryBudgetMs: 0 });
    const error: unknown = await impatient.locations.list().catch((reason: unknown) => reason);
    clinic.online();
    assert.isTrue(isPrmError(error) && error.name === 'ConnectionError');
  });
});
