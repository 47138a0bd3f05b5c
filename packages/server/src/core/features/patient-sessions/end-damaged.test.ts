import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import {
  createRelatedPerson,
  createSession,
  endPatientSessions,
  getCurrentSession,
  getStaffSession,
  listAppointments,
  listAuditEvents,
  listStaff,
  matchCurrentSession,
  revokeRelatedPerson,
  updateStaff,
} from '@openprm/contract';
import { sql } from 'kysely';
import { type TestServer, openTestServer, testDatabase } from '../../../testing/clinic.fixture.ts';
import { dana } from '../../../testing/clinic-setup.fixture.ts';
import { type Side, bookChart, newEmail, openSide } from '../../../testing/matrix/side.fixture.ts';
import { makeDevice, readCode, signIn } from '../../../testing/sign-in.fixture.ts';
import { enrolStaff } from '../../../testing/staff.fixture.ts';

const flip = (
  column: string,
) => sql`${sql.ref(column)} = set_byte(${sql.ref(column)}, octet_length(${sql.ref(column)}) - 1,
  get_byte(${sql.ref(column)}, octet_length(${sql.ref(column)}) - 1) # 16)`;

/** Ways in which what names somebody is lost, in the rows of one patient. */
const damages = {
  'the chart': (id: string) => sql`update patient set ${flip('sealed')} where id = ${id}`,
  'the chart’s key': (id: string) =>
    sql`update openprm_keys.patient_key set ${flip('wrapped')} where patient_id = ${id}`,
  'the chart’s key, gone': (id: string) => sql`delete from openprm_keys.patient_key where patient_id = ${id}`,
  'who acts': (id: string) => sql`update related_person set ${flip('sealed')} where patient_id = ${id}`,
};

describe(`access whose record cannot be read, on ${testDatabase}`, () => {
  let server: TestServer;
  let side: Side;
  before(async () => {
    server = await openTestServer();
    side = await openSide(server);
  });
  after(() => server.close());
  // mails to who cannot be read are not what is asked for here
  afterEach(() => void server.jobs.splice(0));

  const asClinic = () => ({ credential: side.clinic.secretKey });
  const isIn = async (as: { readonly credential: string }) =>
    (await server.answer(getCurrentSession, {}, as)).problem.code !== 'session-ended';
  const isTold = (id: string) => server.logLines.some((line) => /"record-damaged"/.test(line) && line.includes(id));

  /** A patient, somebody who acts for them, and a session of each; and one of the patient's address that has shown no date. */
  async function openChart() {
    const [email, carer] = [newEmail(), newEmail()];
    const { patientId } = await bookChart(side, { ...dana, email });
    const person = { given: 'Cara', family: 'X', birthDate: '1970-01-01', email: carer };
    const right = await server.call(
      createRelatedPerson,
      { body: { patientId, ...person, relationship: 'CHILD', mayChange: true } },
      asClinic(),
    );
    const [own, acting, unlinked] = [
      await signIn(server, side.clinic, email),
      await signIn(server, side.clinic, carer),
      await signIn(server, side.clinic, email),
    ];
    await server.call(matchCurrentSession, { body: { birthDate: dana.birthDate } }, own.as);
    await server.call(matchCurrentSession, { body: { birthDate: person.birthDate } }, acting.as);
    const code = await readCode(server, side.clinic, email);
    server.logLines.length = 0;
    return { patientId, right, code, sessions: [own.as, acting.as, unlinked.as], acting: acting.as };
  }

  for (const [what, damage] of Object.entries(damages)) {
    it(`ends a right to act, with ${what} damaged`, async () => {
      const { patientId, right, acting } = await openChart();
      await damage(patientId).execute(server.open.database);
      const act = () => server.answer(listAppointments, { query: {} }, { ...acting, actingFor: patientId });
      assert.equal((await act()).status, 200);
      const id = { params: { id: right.id } };
      const ended = await server.call(revokeRelatedPerson, { ...id, body: { reason: 'safety' } }, asClinic());
      const isLost = what !== 'the chart';
      assert.deepEqual(
        [ended.id, ended.email, ended.birthDate, ended.given, ended.family],
        isLost
          ? [right.id, null, null, null, null]
          : [right.id, right.email, right.birthDate, right.given, right.family],
      );
      assert.equal(ended.revocationReason, 'safety');
      assert.notEqual(ended.revokedAt, null);
      assert.equal((await act()).problem.code, 'not-found');
      assert.equal(isTold(right.id), isLost);
      const again = await server.call(revokeRelatedPerson, { ...id, body: {} }, asClinic());
      assert.deepEqual(again, ended, 'twice is no error');
    });

    it(`signs a patient out everywhere, with ${what} damaged`, async () => {
      const { patientId, sessions, code } = await openChart();
      await damage(patientId).execute(server.open.database);
      assert.deepEqual(await Promise.all(sessions.map(isIn)), [true, true, true]);
      await server.call(endPatientSessions, { params: { id: patientId }, body: {} }, asClinic());
      assert.deepEqual(await Promise.all(sessions.map(isIn)), [false, false, false]);
      const { key } = await makeDevice();
      const late = await server.answer(
        createSession,
        { body: { signInCodeId: code.id, code: code.code, key } },
        { credential: side.clinic.publishableKey },
      );
      assert.equal(late.problem.code, 'sign-in-refused');
      assert.equal(isTold(patientId), what !== 'who acts');
      const { data } = await server.call(listAuditEvents, { query: { patientId } }, asClinic());
      assert.ok(
        data.some(({ operation, resourceId }) => operation === 'endPatientSessions' && resourceId === patientId),
      );
    });
  }

  it('signs out nobody else by it', async () => {
    const [one, other] = [await openChart(), await openChart()];
    await damages['the chart'](one.patientId).execute(server.open.database);
    await server.call(endPatientSessions, { params: { id: one.patientId }, body: {} }, asClinic());
    assert.deepEqual(await Promise.all(other.sessions.map(isIn)), [true, true, true]);
  });

  it('is that of staff, who can be suspended', async () => {
    const owner = { credential: side.staff.owner.session };
    const { session } = await enrolStaff(server, side.staff.owner, 'clinician', newEmail());
    const { id } = (await server.call(getStaffSession, {}, { credential: session })).staff;
    await sql`update staff set ${flip('sealed')} where id = ${id}`.execute(server.open.database);
    const changed = await server.call(updateStaff, { params: { id }, body: { status: 'suspended' } }, asClinic());
    assert.deepEqual([changed.id, changed.status, changed.name, changed.email], [id, 'suspended', null, null]);
    assert.equal((await server.answer(listAppointments, { query: {} }, { credential: session })).status, 401);
    assert.ok(isTold(id));
    assert.ok((await server.call(listStaff, { query: {} }, owner)).damaged?.some((row) => row.id === id));
  });
});
