import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import {
  Appointments,
  AuditEvents,
  Holds,
  isPrmError,
  PatientSession,
  Patients,
  Portals,
  PrmClient,
  RelatedPersons,
  Sessions,
  SignInLinks,
  createTransport,
} from '@openprm/sdk';
import { openSealedItems } from '@openprm/contract';
import { setupServer } from 'msw/node';
import { patientInputFixture } from '../fixtures/booking.ts';
import { type Clinic, createClinicHandlers } from './create-clinic-handlers.ts';

const apiUrl = 'http://clinic.test';
const key = 'pk_test_riverside';
const desk = createTransport({ apiUrl, credential: 'sk_test_riverside', retryBudgetMs: 0 });
const server = setupServer();
const dana = patientInputFixture();
const robin = { ...dana, given: 'Robin', birthDate: '2019-06-01', email: 'school@example.org' };
let clinic: Clinic;
let now: Date;

before(() => server.listen({ onUnhandledFrame: 'error' }));
after(() => server.close());
beforeEach(() => {
  now = new Date('2026-11-23T14:00:00Z');
  clinic = createClinicHandlers({ apiUrl, now: () => now });
  server.resetHandlers();
  server.use(...clinic.handlers);
});

const openSession = () => new PatientSession({ apiUrl, key, retryBudgetMs: 0 });

async function nextSlotId(): Promise<string> {
  const { firstAvailable } = await new PrmClient({ apiUrl, key }).slots.search({
    healthcareServiceId: 'svc_new_patient',
  });
  return firstAvailable?.id ?? assert.fail('the clinic has no open slot');
}

const visitOf = async (patient: typeof dana) => {
  const visit = clinic.book(await nextSlotId(), patient);
  return { ...visit, patient: visit.patient ?? assert.fail('it has a patient') };
};

async function signIn({ email, birthDate } = dana) {
  const session = openSession();
  const { id } = await session.requestCode({ email });
  await session.enterCode({ signInCodeId: id, code: clinic.codeFor(email) });
  return { session, started: await session.match({ birthDate }) };
}

const codeOf = (act: Promise<unknown>) =>
  act.then(
    () => 'done',
    (error: unknown) => (isPrmError(error) ? error.code : error),
  );

describe('patients of the mock clinic', () => {
  test('are found by exactly a name, a telephone number or an address', async () => {
    const { patient } = await visitOf(dana);
    const patients = new Patients(desk);
    const found = async (search: Parameters<Patients['search']>[0]) =>
      (await patients.search(search)).data.map(({ id }) => id);
    assert.deepEqual(await found({ email: dana.email.toUpperCase() }), [patient.id]);
    assert.deepEqual(await found({ phone: dana.phone }), [patient.id]);
    const { given, family, birthDate } = dana;
    assert.deepEqual(await found({ given: given.toUpperCase(), family, birthDate }), [patient.id]);
    assert.deepEqual(await found({ given: given.slice(1), family, birthDate }), []);
    assert.equal((await patients.get(patient.id)).given, dana.given);
    assert.equal(await codeOf(patients.get('pat_nobody')), 'not-found');
  });

  test('sign in with a link, once, and not with one that is over or taken back', async () => {
    const { patient } = await visitOf(dana);
    const links = new SignInLinks(desk);
    const { secret } = await links.create({ patientId: patient.id });
    assert.equal((await openSession().signInWithLink(secret)).patient?.id, patient.id);
    assert.equal(await codeOf(openSession().signInWithLink(secret)), 'sign-in-refused');
    const late = await links.create({ patientId: patient.id, hours: 1 });
    const ended = await links.create({ patientId: patient.id });
    await links.delete(ended.id);
    now = new Date(now.getTime() + 3_600_000);
    assert.equal(await codeOf(openSession().signInWithLink(late.secret)), 'sign-in-refused');
    assert.equal(await codeOf(openSession().signInWithLink(ended.secret)), 'sign-in-refused');
    assert.equal(await codeOf(openSession().signInWithLink('psl_mock.sil_mock9999')), 'credential-invalid');
    assert.equal(await codeOf(links.create({ patientId: 'pat_nobody' })), 'not-found');
  });

  test('are signed out by the clinic', async () => {
    const { patient } = await visitOf(dana);
    const { session } = await signIn();
    await new Sessions(desk).endOfPatient(patient.id);
    assert.equal(await session.current(), undefined);
  });
});

describe('a portal of the mock clinic', () => {
  const issuer = 'https://portal.test';
  const encode = (part: Uint8Array | object) =>
    Buffer.from(part instanceof Uint8Array ? part : JSON.stringify(part)).toString('base64url');

  /** A portal with a key, and what it signs. */
  async function openPortal() {
    const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
    const pair = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
    const { x = '', y = '' } = await crypto.subtle.exportKey('jwk', pair.publicKey);
    const { audience } = await new Portals(desk).put({
      issuer,
      jwks: { keys: [{ kty: 'EC', crv: 'P-256', x, y, kid: 'one' }] },
    });
    let made = 0;
    return async (changes: object = {}, head: object = {}) => {
      const iat = Math.floor(now.getTime() / 1000);
      const account = { sub: 'account-7', email: dana.email, email_verified: true, birthdate: dana.birthDate };
      const claims = { iss: issuer, aud: audience, jti: `assertion-${(made += 1)}`, iat, exp: iat + 120, ...account };
      const signed = `${encode({ alg: 'ES256', kid: 'one', ...head })}.${encode({ ...claims, ...changes })}`;
      const signature = await crypto.subtle.sign(
        { name: 'ECDSA', hash: 'SHA-256' },
        pair.privateKey,
        new TextEncoder().encode(signed),
      );
      return `${signed}.${encode(new Uint8Array(signature))}`;
    };
  }
  const use = (assertion: string) => openSession().signInWithPortal(() => Promise.resolve(assertion));

  test('signs its people in, each assertion once', async () => {
    const { patient } = await visitOf(dana);
    const make = await openPortal();
    const assertion = await make();
    assert.equal((await use(assertion)).patient?.id, patient.id);
    assert.equal(await codeOf(use(assertion)), 'sign-in-refused');
    assert.equal((await use(await make({ email: undefined, patient_id: patient.id }))).patient?.id, patient.id);
    assert.equal((await use(await make({ birthdate: '1970-01-01' }))).patient, null);
  });

  test('is believed in nothing that the server would refuse', async () => {
    await visitOf(dana);
    const make = await openPortal();
    const seconds = Math.floor(now.getTime() / 1000);
    const refused = [
      make({ aud: 'urn:openprm:elsewhere' }),
      make({ iss: 'https://elsewhere.test' }),
      make({ exp: seconds + 3600 }),
      make({ exp: seconds - 60 }),
      make({ iat: undefined }),
      make({ jti: 'short' }),
      make({ patient_id: 'pat_nobody' }),
      make({}, { alg: 'none' }),
      make({}, { kid: 'two' }),
      make().then((assertion) => `${assertion.slice(0, -4)}AAAA`),
    ];
    for (const assertion of refused) assert.equal(await codeOf(use(await assertion)), 'sign-in-refused');
    await new Portals(desk).delete();
    assert.equal(await codeOf(use(await make())), 'sign-in-refused');
    assert.equal(await codeOf(new Portals(desk).get()), 'not-found');
  });
});

describe('acting for somebody at the mock clinic', () => {
  async function parentOf(more: { readonly mayChange?: boolean; readonly end?: string } = {}) {
    const visit = await visitOf(robin);
    const people = new RelatedPersons(desk);
    const { given, family, email, birthDate } = dana;
    const person = { given, family, email, birthDate, relationship: 'PRN' } as const;
    const right = await people.create({ patientId: visit.patient.id, ...person, ...more });
    return { visit, right, people, actingFor: visit.patient.id, ...(await signIn()) };
  }

  test('reaches that patient and no other, and is noted', async () => {
    const { visit, started, session, actingFor } = await parentOf({ mayChange: true });
    assert.equal(started.patient, null);
    assert.deepEqual(
      started.actsFor.map(({ patientId, given, relationship }) => [patientId, given, relationship]),
      [[visit.patient.id, 'Robin', 'PRN']],
    );
    const visits = new Appointments(session);
    assert.deepEqual((await visits.list()).data, []);
    assert.deepEqual((await visits.list({}, { actingFor })).data, [visit]);
    const stranger = await visitOf({ ...dana, email: 'other@example.org' });
    assert.equal(await codeOf(visits.list({}, { actingFor: stranger.patient.id })), 'not-found');
    const hold = await new Holds(session).create({ slotId: await nextSlotId() });
    const booked = await visits.create({ holdId: hold.id, holdSecret: hold.secret }, { actingFor });
    assert.equal(booked.patient?.id, visit.patient.id);
    const { data } = await new AuditEvents(session).list({}, { actingFor });
    assert.deepEqual(data.map(({ operation, agent }) => [operation, agent.isCaller, agent.isProxy]).slice(0, 2), [
      ['createAppointment', true, true],
      ['listAppointments', true, true],
    ]);
  });

  test('may be for reading only, and ends', async () => {
    const { visit, right, people, session, actingFor } = await parentOf();
    const visits = new Appointments(session);
    assert.equal(await codeOf(visits.cancel({ id: visit.id }, { actingFor })), 'permission-denied');
    const hold = await new Holds(session).create({ slotId: await nextSlotId() });
    const booking = visits.create({ holdId: hold.id, holdSecret: hold.secret }, { actingFor });
    assert.equal(await codeOf(booking), 'permission-denied');
    const holding = new Holds(session).create({ slotId: await nextSlotId() }, { actingFor });
    assert.equal(await codeOf(holding), 'permission-denied');
    // what the own device has kept is the own, whomever one acts for
    const opening = session.call(openSealedItems, { body: { envelopes: ['a.b.c.d.e'] } }, { actingFor });
    assert.equal(await codeOf(opening), 'done');
    assert.ok((await people.revoke(right.id)).revokedAt);
    assert.equal(await codeOf(visits.list({}, { actingFor })), 'not-found');
    assert.equal((await people.list({ patientId: visit.patient.id })).data[0]?.id, right.id);
  });

  test('lasts to its last day', async () => {
    const { started } = await parentOf({ end: '2026-11-21' });
    assert.deepEqual(started.actsFor, []);
  });
});
