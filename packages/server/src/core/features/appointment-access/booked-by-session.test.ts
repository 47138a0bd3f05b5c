import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  createAppointment,
  createAppointmentSession,
  createHold,
  createRelatedPerson,
  cancelAppointment,
  endOwnSessions,
  endPatientSessions,
  getAppointment,
  listAuditEvents,
  matchCurrentSession,
  rescheduleAppointment,
  revokeRelatedPerson,
} from '@openprm/contract';
import { sql } from 'kysely';
import { bookSlot, dana, nth, openSlots, setUpClinic } from '../../../testing/clinic-setup.fixture.ts';
import { type TestServer, openTestServer, testDatabase } from '../../../testing/clinic.fixture.ts';
import { signIn } from '../../../testing/sign-in.fixture.ts';

describe(`the credential that a session's booking brings on ${testDatabase}`, () => {
  let server: TestServer;
  let clinic: Awaited<ReturnType<typeof setUpClinic>>;
  before(async () => {
    server = await openTestServer();
    clinic = await setUpClinic(server);
  });
  after(() => server.close());

  const asClinic = () => ({ credential: clinic.secretKey });
  let next = 0;
  /** Signs in as who has a chart, and books. */
  async function book(person: { readonly email: string; readonly birthDate: string }, actingFor?: string) {
    const session = await signIn(server, clinic, person.email);
    const { asksWho } = await server.call(matchCurrentSession, { body: { birthDate: person.birthDate } }, session.as);
    const said = asksWho && actingFor === undefined ? { patient: dana } : {};
    const as = actingFor === undefined ? session.as : { ...session.as, actingFor };
    const slots = await openSlots(server, clinic);
    const hold = await server.call(createHold, { body: { slotId: nth(slots, (next += 1) * 30).id } }, as);
    const body = { holdId: hold.id, holdSecret: hold.secret, ...said };
    const booked = await server.call(createAppointment, { body }, as);
    return { session, booked, access: { credential: booked.access?.token ?? '' } };
  }
  const read = ({ booked, access }: Awaited<ReturnType<typeof book>>) =>
    server.answer(getAppointment, { params: { id: booked.id } }, access);

  it('ends when the session is signed out, and when the clinic ends the patient’s sessions', async () => {
    const chart = await bookSlot(server, clinic, nth(await openSlots(server, clinic), 3));
    const one = await book(dana);
    assert.equal((await read(one)).status, 200);
    await server.call(endOwnSessions, {}, one.session.as);
    assert.equal((await read(one)).problem.code, 'session-ended');
    const other = await book(dana);
    assert.equal((await read(other)).status, 200);
    await server.call(endPatientSessions, { params: { id: chart.patient.id }, body: {} }, asClinic());
    assert.equal((await read(other)).problem.code, 'session-ended');
  });

  it('ends the mailed links to each visit, and what came of them, when the clinic signs the patient out; the next mail brings a new one', async () => {
    const patient = { ...dana, email: 'lost-phone@example.org' };
    const visit = await bookSlot(server, clinic, nth(await openSlots(server, clinic), 30), patient);
    await server.runJobs();
    const mailed = () =>
      /#(lnk_[A-Za-z0-9._-]+)/.exec(server.mails.findLast(({ to }) => to === patient.email)?.text ?? '')?.[1] ?? '';
    const open = (credential: string) => server.answer(createAppointmentSession, { body: {} }, { credential });
    const first = mailed();
    const { body } = await open(first);
    const tokens = [visit.access.token, body.access.token];
    const read = async (credential: string) =>
      (await server.answer(getAppointment, { params: { id: visit.id } }, { credential })).status;
    assert.deepEqual(await Promise.all(tokens.map(read)), [200, 200]);
    await server.call(endPatientSessions, { params: { id: visit.patient.id }, body: {} }, asClinic());
    assert.deepEqual(await Promise.all(tokens.map(read)), [401, 401]);
    assert.equal((await open(first)).problem.code, 'credential-invalid');
    const { data } = await server.call(listAuditEvents, { query: { patientId: visit.patient.id } }, asClinic());
    const ended = data.filter(({ operation }) => operation === 'endPatientSessions').map((row) => row.resourceId);
    assert.deepEqual(ended.toSorted(), [visit.id, visit.patient.id].toSorted());

    const slot = nth(await openSlots(server, clinic), 40);
    const hold = await server.call(
      createHold,
      { body: { slotId: slot.id, replacesAppointmentId: visit.id } },
      asClinic(),
    );
    const to = { holdId: hold.id, holdSecret: hold.secret };
    await server.call(rescheduleAppointment, { params: { id: visit.id }, body: to }, asClinic());
    await server.runJobs();
    assert.notEqual(mailed(), first);
    assert.equal((await open(mailed())).status, 201);
  });

  it('leaves audit rows that name who acted, and the patient whom they acted for', async () => {
    const child = { ...dana, given: 'Sam', birthDate: '2016-01-01', email: 'sam@example.org' };
    const visit = await bookSlot(server, clinic, nth(await openSlots(server, clinic), 7), child);
    const parent = { given: 'Alex', family: 'X', birthDate: '1981-01-01', email: 'alex@example.org' };
    const right = await server.call(
      createRelatedPerson,
      { body: { patientId: visit.patient.id, ...parent, relationship: 'PRN', mayChange: true } },
      asClinic(),
    );
    const { session, booked, access } = await book(parent, visit.patient.id);
    const id = { params: { id: booked.id } };
    await server.call(getAppointment, id, access);
    await server.call(cancelAppointment, { ...id, body: {} }, access);
    const told = async (as: { readonly credential: string; readonly actingFor?: string }) =>
      (await server.call(listAuditEvents, { query: { patientId: visit.patient.id } }, as)).data
        .filter(({ resourceId, agent }) => resourceId === booked.id && agent.kind === 'patient')
        .map(({ operation, agent }) => ({ operation, ...agent }));
    const proxy = { kind: 'patient', role: null, display: null, isCaller: false, isProxy: true };
    const acts = ['cancelAppointment', 'getAppointment'];

    assert.deepEqual(
      await told(asClinic()),
      acts.map((operation) => ({ operation, ...proxy, relatedPersonId: right.id })),
    );
    const own = await signIn(server, clinic, child.email);
    await server.call(matchCurrentSession, { body: { birthDate: child.birthDate } }, own.as);
    assert.deepEqual(
      await told(own.as),
      acts.map((operation) => ({ operation, ...proxy })),
      'the patient sees that somebody acted for them',
    );
    assert.deepEqual(
      await told({ ...session.as, actingFor: visit.patient.id }),
      acts.map((operation) => ({ operation, ...proxy, isCaller: true })),
    );
    const { rows } = await sql<{ principal: string }>`
      select principal from audit_event where resource_id = ${booked.id} and action = 'cancelAppointment'`.execute(
      server.open.database,
    );
    assert.match(rows[0]?.principal ?? '', new RegExp(`^patient:${booked.id}:${right.id}:per_\\w+$`));
  });

  it('ends with the right to act for the patient', async () => {
    const child = { ...dana, given: 'Kim', birthDate: '2015-01-01', email: 'kim@example.org' };
    const { patient } = await bookSlot(server, clinic, nth(await openSlots(server, clinic), 5), child);
    const guardian = { given: 'Uli', family: 'X', birthDate: '1980-01-01', email: 'uli@example.org' };
    const right = await server.call(
      createRelatedPerson,
      { body: { patientId: patient.id, ...guardian, relationship: 'GUARD', mayChange: true } },
      asClinic(),
    );
    const booking = await book(guardian, patient.id);
    assert.equal((await read(booking)).status, 200);
    await server.call(revokeRelatedPerson, { params: { id: right.id }, body: {} }, asClinic());
    assert.equal((await read(booking)).status, 404);
    const cancelled = await server.answer(
      cancelAppointment,
      { params: { id: booking.booked.id }, body: {} },
      booking.access,
    );
    assert.equal(cancelled.status, 404);
  });
});
