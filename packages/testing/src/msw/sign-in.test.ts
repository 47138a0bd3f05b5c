import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import {
  Appointments,
  createMemorySessionStore,
  Holds,
  isPrmError,
  OwnSessions,
  PatientSession,
  PrmClient,
} from '@openprm/sdk';
import { setupServer } from 'msw/node';
import { patientInputFixture } from '../fixtures/booking.ts';
import { type Clinic, createClinicHandlers } from './create-clinic-handlers.ts';

const apiUrl = 'http://clinic.test';
const key = 'pk_test_riverside';
const server = setupServer();
const dana = patientInputFixture();
const store = createMemorySessionStore();
let clinic: Clinic;
let now = new Date('2026-11-23T14:00:00Z');

before(() => server.listen({ onUnhandledFrame: 'error' }));
after(() => server.close());
beforeEach(async () => {
  now = new Date('2026-11-23T14:00:00Z');
  clinic = createClinicHandlers({ apiUrl, now: () => now });
  server.resetHandlers();
  server.use(...clinic.handlers);
  await store.clear();
});

async function nextSlotId(): Promise<string> {
  const { firstAvailable } = await new PrmClient({ apiUrl, key }).slots.search({
    healthcareServiceId: 'svc_new_patient',
  });
  return firstAvailable?.id ?? assert.fail('the clinic has no open slot');
}

async function signIn(session = new PatientSession({ apiUrl, key, retryBudgetMs: 0, store })) {
  const { id } = await session.requestCode({ email: dana.email });
  await session.enterCode({ signInCodeId: id, code: clinic.codeFor(dana.email) });
  return session;
}

const codeOf = (act: Promise<unknown>) =>
  act.then(
    () => 'done',
    (error: unknown) => (isPrmError(error) ? error.code : error),
  );

describe('signing in at the mock clinic', () => {
  test('shows a linked person the own visits, and books with their chart', async () => {
    const visit = clinic.book(await nextSlotId(), dana);
    clinic.book(await nextSlotId(), { ...dana, email: 'other@example.org' });
    const session = await signIn();
    const visits = new Appointments(session);
    assert.deepEqual((await visits.list()).data, []);
    assert.equal((await session.match({ birthDate: '1900-01-01' })).patient, null);
    assert.deepEqual((await session.match({ birthDate: dana.birthDate })).patient, visit.patient);
    assert.deepEqual((await visits.list()).data, [visit]);
    const hold = await new Holds(session).create({ slotId: await nextSlotId() });
    const booked = await visits.create({ holdId: hold.id, holdSecret: hold.secret });
    assert.equal(booked.patient?.id, visit.patient?.id);
    assert.equal((await visits.cancel({ id: booked.id })).cancellationReason, 'pat');
  });

  test('asks once who they are whose chart a visitor had typed, and takes their word for what is theirs', async () => {
    const visitor = new PrmClient({ apiUrl, key });
    for (const given of ['Dana', 'Mallory']) {
      clinic = createClinicHandlers({ apiUrl, now: () => now });
      server.resetHandlers();
      server.use(...clinic.handlers);
      await store.clear();
      const typed = await visitor.holds.create({ slotId: await nextSlotId() });
      const patient = { ...dana, given, phone: '555 666 0000' };
      const visit = await visitor.appointments.create({ holdId: typed.id, holdSecret: typed.secret, patient });
      const session = await signIn();
      assert.equal((await session.current())?.asksWho, true, 'a prospect');
      assert.equal((await session.match({ birthDate: dana.birthDate })).asksWho, true);
      const { id: holdId, secret: holdSecret } = await new Holds(session).create({ slotId: await nextSlotId() });
      const visits = new Appointments(session);
      await assert.rejects(visits.create({ holdId, holdSecret }), (error: unknown) => {
        assert.ok(isPrmError(error) && error.name === 'ValidationError');
        assert.deepEqual(
          error.issues.map(({ path, code }) => [path, code]),
          [['/body/patient', 'patient-required']],
        );
        return true;
      });
      const booked = await visits.create({ holdId, holdSecret, patient: dana });
      assert.equal(booked.patient?.id === visit.patient?.id, given === 'Dana');
      assert.equal(booked.patient?.phone, dana.phone);
      const after = await session.current();
      assert.deepEqual([after?.patient?.id, after?.asksWho], [booked.patient?.id, false]);
    }
  });

  test('lets five wrong dates be tried, and counts no right one', async () => {
    clinic.book(await nextSlotId(), dana);
    for (let time = 1; time <= 6; time += 1)
      assert.notEqual((await (await signIn()).match({ birthDate: dana.birthDate })).patient, null);
    const session = await signIn();
    for (let day = 1; day <= 5; day += 1)
      assert.equal((await session.match({ birthDate: `1990-01-0${day}` })).patient, null);
    assert.equal(await codeOf(session.match({ birthDate: dana.birthDate })), 'rate-limited');
  });

  test('makes a prospect a patient when they book', async () => {
    const session = await signIn();
    const visits = new Appointments(session);
    const { id: holdId, secret: holdSecret } = await new Holds(session).create({ slotId: await nextSlotId() });
    assert.equal(await codeOf(visits.create({ holdId, holdSecret })), 'validation-failed');
    const booked = await visits.create({ holdId, holdSecret, patient: dana });
    assert.deepEqual(
      (await visits.list()).data.map(({ id }) => id),
      [booked.id],
    );
  });

  test('refuses a wrong code, one that was used, and one that is too old', async () => {
    const session = new PatientSession({ apiUrl, key });
    const { id: signInCodeId } = await session.requestCode({ email: dana.email });
    const code = clinic.codeFor(dana.email);
    assert.equal(await codeOf(session.enterCode({ signInCodeId, code: '000000' })), 'sign-in-refused');
    assert.equal(await codeOf(session.enterCode({ signInCodeId, code })), 'done');
    assert.equal(await codeOf(session.enterCode({ signInCodeId, code })), 'sign-in-refused');
    const late = await session.requestCode({ email: dana.email });
    now = new Date(now.getTime() + 10 * 60_000);
    const entered = session.enterCode({ signInCodeId: late.id, code: clinic.codeFor(dana.email) });
    assert.equal(await codeOf(entered), 'sign-in-refused');
  });

  test('goes on with a proof of the key, and ends when it is idle, signed out or ended by the clinic', async () => {
    await signIn();
    const reopen = () => new PatientSession({ apiUrl, key, retryBudgetMs: 0, store }).current();
    now = new Date(now.getTime() + 14 * 60_000);
    assert.ok(await reopen());
    now = new Date(now.getTime() + 15 * 60_000);
    assert.equal(await reopen(), undefined);

    const session = await signIn();
    await session.signOut();
    assert.equal(await reopen(), undefined);

    await signIn();
    clinic.endSessions();
    assert.equal(await reopen(), undefined);
  });

  test('lists the own sessions and ends them, by who has signed in moments ago', async () => {
    clinic.book(await nextSlotId(), dana);
    const open = async () => {
      const session = await signIn(new PatientSession({ apiUrl, key, retryBudgetMs: 0 }));
      await session.match({ birthDate: dana.birthDate });
      return session;
    };
    const [phone, desk, here] = [await open(), await open(), await open()];
    const own = new OwnSessions(here);
    const { data } = await own.list();
    assert.deepEqual(
      data.map(({ isCurrent, road }) => [isCurrent, road]),
      [
        [true, 'code'],
        [false, 'code'],
        [false, 'code'],
      ],
    );
    assert.equal(await codeOf(own.end(data[2]?.id ?? '')), 'done');
    assert.equal(await phone.current(), undefined);
    assert.equal(await codeOf(own.end(data[2]?.id ?? '')), 'not-found');
    now = new Date(now.getTime() + 10 * 60_000);
    for (const act of [own.end(data[1]?.id ?? ''), own.endOthers()])
      assert.equal(await codeOf(act), 'reauthentication-required');
    assert.equal((await own.list()).data.length, 2);
    assert.equal(await codeOf(new OwnSessions(await open()).endOthers()), 'done');
    for (const each of [desk, here]) assert.equal(await each.current(), undefined);
  });
});
