import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  type SessionStarted,
  cancelAppointment,
  createRelatedPerson,
  createSessionFromAssertion,
  createSessionFromLink,
  createSignInLink,
  getAppointment,
  getCurrentSession,
  getStaffSession,
  listAppointmentMails,
  listAppointments,
  listAuditEvents,
  listConsents,
  matchCurrentSession,
  noShowAppointment,
  putPortal,
  updateStaff,
} from '@openprm/contract';
import { sql } from 'kysely';
import { type TestServer, openTestServer, testDatabase } from '../../../testing/clinic.fixture.ts';
import { makePortal } from '../../../testing/portal.fixture.ts';
import { makeDevice, signIn } from '../../../testing/sign-in.fixture.ts';
import { enrolOwner, enrolStaff } from '../../../testing/staff.fixture.ts';
import { type TestClinic, bookSlot, dana, nth, openSlots, setUpClinic } from '../../../testing/clinic-setup.fixture.ts';

describe(`audit events on ${testDatabase}`, () => {
  let server: TestServer;
  let clinic: TestClinic;
  before(async () => {
    server = await openTestServer();
    clinic = await setUpClinic(server);
  });
  after(() => server.close());

  const list = (credential: string, query: object = {}) => server.call(listAuditEvents, { query }, { credential });

  it('tell the clinic who reached what, when and why, the newest first, and that it was asked', async () => {
    const booked = await bookSlot(server, clinic, nth(await openSlots(server, clinic), 0));
    await server.call(getAppointment, { params: { id: booked.id } }, { credential: clinic.secretKey });
    const [read, booking] = (await list(clinic.secretKey, { patientId: booked.patient.id })).data;
    assert.deepEqual(
      { ...read, id: '', recorded: '' },
      {
        id: '',
        recorded: '',
        action: 'R',
        operation: 'getAppointment',
        outcome: '0',
        agent: { kind: 'secret', role: null, display: null, isCaller: false, isProxy: false },
        purpose: 'PATADMIN',
        resourceId: booked.id,
        patientId: booked.patient.id,
      },
    );
    assert.deepEqual(
      [booking?.operation, booking?.action, booking?.agent.kind, booking?.purpose],
      ['createAppointment', 'C', 'publishable', 'PATRQT'],
    );
    const [look] = (await list(clinic.secretKey, { patientId: booked.patient.id })).data;
    assert.deepEqual([look?.operation, look?.purpose], ['listAuditEvents', 'HOPERAT']);
  });

  it('tell a patient of one appointment about that one and no other', async () => {
    const slots = await openSlots(server, clinic);
    const mine = await bookSlot(server, clinic, nth(slots, 8));
    const other = await bookSlot(server, clinic, nth(slots, 16));
    await server.call(listAppointments, { query: {} }, { credential: clinic.secretKey });
    await server.call(cancelAppointment, { params: { id: other.id }, body: {} }, { credential: other.access.token });
    const { data } = await list(mine.access.token);
    assert.ok(data.length >= 2);
    assert.ok(data.every(({ resourceId }) => resourceId === mine.id));
    assert.ok(data.some(({ operation, agent }) => operation === 'listAppointments' && agent.kind === 'secret'));
    assert.deepEqual((await list(mine.access.token, { patientId: other.patient.id })).data, []);
    const [look] = (await list(mine.access.token)).data;
    assert.deepEqual([look?.operation, look?.agent.kind], ['listAuditEvents', 'patient']);
  });

  it('say of an act that was refused that it was not done, and to the clinic why', async () => {
    const booked = await bookSlot(server, clinic, nth(await openSlots(server, clinic), 24));
    const as = { credential: clinic.secretKey };
    const id = { params: { id: booked.id }, body: {} };
    assert.equal((await server.answer(noShowAppointment, id, as)).status, 409);
    assert.equal((await server.answer(cancelAppointment, id, as)).status, 200);
    assert.equal((await server.answer(cancelAppointment, id, { ...as, idempotencyKey: 'again' })).status, 409);
    assert.equal((await server.answer(cancelAppointment, id, { ...as, idempotencyKey: 'again' })).status, 409);
    const told = async (credential: string) =>
      (await list(credential)).data
        .filter(({ resourceId, action }) => resourceId === booked.id && action === 'U')
        .map(({ operation, outcome, outcomeDesc }) => [operation, outcome, outcomeDesc]);
    const [conflict, done] = [['4', 'appointment-status-conflict'] as const, ['0', undefined] as const];
    const acts = [
      // given again, the refusal touched nothing
      ['cancelAppointment', conflict],
      ['cancelAppointment', done],
      ['noShowAppointment', conflict],
    ] as const;
    assert.deepEqual(
      await told(clinic.secretKey),
      acts.map(([operation, outcome]) => [operation, ...outcome]),
    );
    assert.deepEqual(
      await told(booked.access.token),
      acts.map(([operation, [outcome]]) => [operation, outcome, undefined]),
    );
  });

  it('say of a change without a key of its own, too, that it was refused', async () => {
    const { tenantId } = await server.createTenant();
    const owner = await enrolOwner(server, tenantId);
    const as = { credential: owner.session };
    const { staff } = await server.call(getStaffSession, {}, as);
    const refused = await server.answer(updateStaff, { params: { id: staff.id }, body: { status: 'suspended' } }, as);
    assert.equal(refused.problem.code, 'owner-required');
    const { data } = await server.call(listAuditEvents, { query: {} }, as);
    assert.ok(
      data.some(
        ({ operation, outcome, outcomeDesc }) =>
          operation === 'updateStaff' && outcome === '4' && outcomeDesc === 'owner-required',
      ),
    );
  });

  it('tell of each look at what a patient has decided, and at the mails about their visit', async () => {
    const booked = await bookSlot(server, clinic, nth(await openSlots(server, clinic), 32));
    const as = { credential: clinic.secretKey };
    const { patient } = booked;
    await server.call(listConsents, { query: { patientId: patient.id } }, as);
    await server.call(listAppointmentMails, { params: { id: booked.id }, query: {} }, as);
    const { data } = await server.call(listAuditEvents, { query: { patientId: patient.id } }, as);
    assert.deepEqual(
      data
        .filter(({ operation }) => operation === 'listConsents' || operation === 'listAppointmentMails')
        .map(({ operation, action, purpose }) => [operation, action, purpose]),
      [
        ['listAppointmentMails', 'R', 'PATADMIN'],
        ['listConsents', 'R', 'PATADMIN'],
      ],
    );
  });

  it('say of whoever acts for somebody that they did, also of what a session of their own tells of them', async () => {
    const slots = await openSlots(server, clinic);
    const child = await bookSlot(server, clinic, nth(slots, 40), {
      ...dana,
      given: 'Kit',
      birthDate: '2015-05-05',
      email: 'kit@home.example',
    });
    const parent = { ...dana, given: 'Cara', birthDate: '1980-01-01', email: 'cara@home.example' };
    const own = await bookSlot(server, clinic, nth(slots, 48), parent);
    const { given, family, birthDate, email } = parent;
    const patientId = child.patient.id;
    const right = await server.call(
      createRelatedPerson,
      { body: { patientId, relationship: 'PRN', given, family, birthDate, email } },
      { credential: clinic.secretKey },
    );
    const { as } = await signIn(server, clinic, email);
    await server.call(matchCurrentSession, { body: { birthDate } }, as);
    await server.call(getCurrentSession, {}, as);
    await server.call(getCurrentSession, {}, { ...as, actingFor: patientId });
    const told = async (ofPatient: string) =>
      (await list(clinic.secretKey, { patientId: ofPatient })).data
        .filter(({ agent }) => agent.kind === 'person')
        .map(({ operation, agent }) => [operation, agent.isProxy, agent.relatedPersonId]);
    const acts = ['getCurrentSession', 'getCurrentSession', 'matchCurrentSession'];
    assert.deepEqual(
      await told(patientId),
      acts.map((operation) => [operation, true, right.id]),
    );
    assert.deepEqual(
      await told(own.patient.id),
      acts.map((operation) => [operation, false, undefined]),
    );
  });

  it('say of signing in itself who it was, by the portal and by a link', async () => {
    const patient = { ...dana, given: 'Noor', birthDate: '1977-07-07', email: 'noor@home.example' };
    const { patient: chart } = await bookSlot(server, clinic, nth(await openSlots(server, clinic), 56), patient);
    const as = { credential: clinic.secretKey };
    const portal = await makePortal('ES256');
    const { audience, issuer } = await server.call(putPortal, { body: portal.registration }, as);
    const iat = Math.floor(server.clock.now() / 1000);
    const claims = {
      iss: issuer,
      aud: audience,
      sub: 'noor',
      jti: crypto.randomUUID(),
      iat,
      exp: iat + 60,
      patient_id: chart.id,
    };
    const told = async ({ access }: SessionStarted, operation: string) =>
      (await list(access.token)).data
        .filter((event) => event.operation === operation)
        .map(({ agent, resourceId }) => [resourceId, agent.kind, agent.isCaller]);
    const { key } = await makeDevice();
    const body = { assertion: await portal.sign(claims), key };
    const atPortal = await server.call(createSessionFromAssertion, { body }, { credential: clinic.publishableKey });
    assert.deepEqual(await told(atPortal, 'createSessionFromAssertion'), [[chart.id, 'person', true]]);
    const { secret } = await server.call(createSignInLink, { params: { id: chart.id }, body: {} }, as);
    const byLink = await server.call(createSessionFromLink, { body: { key } }, { credential: secret });
    assert.deepEqual(await told(byLink, 'createSessionFromLink'), [[chart.id, 'sign-in-link', true]]);
  });

  it('say of staff in which role they looked, whichever they have later', async () => {
    const slots = await openSlots(server, clinic);
    const { id, patient } = await bookSlot(server, clinic, nth(slots, 64));
    const owner = await enrolOwner(server, clinic.tenantId);
    const member = await enrolStaff(server, owner, 'front-desk');
    const look = () => server.call(getAppointment, { params: { id } }, { credential: member.session });
    const { staff } = await server.call(getStaffSession, {}, { credential: member.session });
    await look();
    const change = { params: { id: staff.id }, body: { role: 'clinician' } } as const;
    await server.call(updateStaff, change, { credential: owner.session });
    await look();
    const { data } = await list(owner.session, { patientId: patient.id });
    assert.deepEqual(
      data.filter(({ operation }) => operation === 'getAppointment').map(({ agent }) => [agent.role, agent.display]),
      [
        ['clinician', staff.name],
        ['front-desk', staff.name],
      ],
    );
    // a row that names no role, as those of before do
    const all = (await list(owner.session, { limit: 100 })).data;
    const before = all.find(({ operation, resourceId }) => operation === 'staff.enrolled' && resourceId === staff.id);
    assert.deepEqual([before?.agent.role, before?.agent.display], ['clinician', staff.name]);
  });

  it('tell the clinic alone that somebody asked for what is not theirs, and keep who and which', async () => {
    const { id, patient, access } = await bookSlot(server, clinic, nth(await openSlots(server, clinic), 72));
    const { as, session } = await signIn(server, clinic, 'nosy@example.org');
    const ask = (of: string) => server.answer(getAppointment, { params: { id: of } }, as);
    const actFor = (of: string) => server.answer(listAppointments, { query: {} }, { ...as, actingFor: of });
    const absent = { visit: id.replace(/....$/, 'zzzz'), patient: patient.id.replace(/....$/, 'zzzz') };
    const answers = [
      await ask(id),
      await ask(absent.visit),
      await actFor(patient.id),
      await actFor(absent.patient),
      await actFor('Dana Reyes'),
    ];
    for (const answer of answers) assert.equal(answer.problem.code, 'not-found');
    const { rows } = await sql<{ action: string; principal: string; resource_id: string | null; patient_id: null }>`
      select action, principal, resource_id, patient_id from audit_event
      where tenant_id = ${clinic.tenantId} and action like '%!not-found' order by occurred_at, id`.execute(
      server.ports.database,
    );
    const principal = `person:${session.sealing.owner}`;
    const row = (action: string, resource_id: string | null) => ({ action, principal, resource_id, patient_id: null });
    assert.deepEqual(rows, [
      row('getAppointment!not-found', id),
      row('getAppointment!not-found', absent.visit),
      row('listAppointments!not-found', patient.id),
      row('listAppointments!not-found', absent.patient),
      row('listAppointments!not-found', null),
    ]);
    const tries = async (credential: string) =>
      (await list(credential)).data.filter(
        ({ outcomeDesc, outcome }) => outcomeDesc === 'not-found' || outcome === '4',
      );
    const told = (await tries(clinic.secretKey)).slice(0, 5);
    assert.ok(
      told.every(({ agent, resourceId }) => agent.kind === 'person' && resourceId === null),
      'an id that somebody typed may be of another clinic',
    );
    assert.equal(told.length, 5);
    assert.deepEqual(await tries(access.token), []);
  });

  it('come page by page, each once', async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    const first = await list(clinic.secretKey, { limit: 1 });
    do {
      const page = await list(clinic.secretKey, { limit: 3, ...(cursor === undefined ? {} : { cursor }) });
      seen.push(...page.data.map(({ id }) => id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    assert.equal(new Set(seen).size, seen.length);
    assert.ok(seen.includes(first.data[0]?.id ?? ''));
  });

  it('are another clinic’s to another clinic, and none of a visitor’s business', async () => {
    const other = await setUpClinic(server);
    const { data } = await list(other.secretKey, { limit: 200 });
    const own = await list(clinic.secretKey, { limit: 200 });
    assert.deepEqual(
      data.filter(({ id }) => own.data.some((event) => event.id === id)),
      [],
    );
    const refused = await server.answer(listAuditEvents, { query: {} }, { credential: clinic.publishableKey });
    assert.equal(refused.status, 403);
  });
});
