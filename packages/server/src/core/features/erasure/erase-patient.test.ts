import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import {
  cancelAppointment,
  createAppointment,
  createAppointmentSession,
  createHold,
  erasePatient,
  getAppointment,
  getPatient,
  listAppointments,
  searchPatients,
  searchSlots,
  createRelatedPerson,
  getCurrentSession,
  matchCurrentSession,
} from '@openprm/contract';
import { sql } from 'kysely';
import { type TestClinic, bookSlot, dana, nth, openSlots, setUpClinic } from '../../../testing/clinic-setup.fixture.ts';
import { type TestServer, openTestServer, testDatabase } from '../../../testing/clinic.fixture.ts';
import { signIn } from '../../../testing/sign-in.fixture.ts';
import { createLink } from '../appointment-access/link.ts';
import { createOutboxChannel, listOutbox } from '../mail/outbox-channel.ts';
import { patientIdentity } from '../patients/patient-record.ts';
import { type ErasureList, replayErasures } from './erasure-list.ts';

describe(`erasing a patient on ${testDatabase}`, () => {
  let server: TestServer;
  let clinic: TestClinic;
  const lines: string[] = [];
  let failToWrite = false;
  const list: ErasureList = {
    append(line) {
      if (failToWrite) return Promise.reject(new Error('the disk is full'));
      lines.push(line);
      return Promise.resolve();
    },
    async *read() {
      yield* lines;
    },
  };

  before(async () => {
    server = await openTestServer({ core: { erasureList: list } });
    clinic = await setUpClinic(server);
  });
  after(() => server.close());
  let next = 0;
  beforeEach(() => {
    lines.length = 0;
    failToWrite = false;
  });

  const book = async (patient = dana) => {
    const slots = await openSlots(server, clinic);
    return bookSlot(server, clinic, nth(slots, (next += 7)), patient);
  };
  const staff = () => ({ credential: clinic.secretKey });
  const erase = (id: string) => server.call(erasePatient, { params: { id }, body: {} }, staff());
  const { stringify } = JSON;

  it('leaves the visit, without a name, and its time taken', async () => {
    const booked = await book();
    const { id, erasedAt } = await erase(booked.patient.id);
    assert.equal(id, booked.patient.id);
    const read = await server.call(getAppointment, { params: { id: booked.id } }, staff());
    const { access: _access, patient: _patient, ...visit } = booked;
    assert.deepEqual(read, { ...visit, patient: null });
    const { data } = await server.call(listAppointments, { query: {} }, staff());
    assert.equal(data.find((one) => one.id === booked.id)?.patient, null);
    const { data: slots } = await server.call(
      searchSlots,
      {
        query: {
          healthcareServiceId: clinic.healthcareServiceId,
          start: booked.start,
          end: new Date(Date.parse(booked.start) + 60_000).toISOString(),
        },
      },
      { credential: clinic.publishableKey },
    );
    assert.deepEqual(slots, []);
    assert.ok(Date.parse(erasedAt) <= Date.now());
  });

  it('is found and read no more, and erased again with the same answer', async () => {
    const somebody = { ...dana, email: 'found@example.org', phone: '555 777 1000' };
    const { patient } = await book(somebody);
    const first = await erase(patient.id);
    for (const body of [{ email: somebody.email }, { phone: somebody.phone }]) {
      assert.deepEqual((await server.call(searchPatients, { body }, staff())).data, []);
    }
    assert.equal((await server.answer(getPatient, { params: { id: patient.id } }, staff())).status, 404);
    assert.deepEqual(await erase(patient.id), first);
  });

  it("leaves no key that opens a copy of the patient's row from before, nor one of a remembered answer", async () => {
    const { database } = server.open;
    const booked = await book();
    const { id } = booked.patient;
    const row = await database.selectFrom('patient').select('sealed').where('id', '=', id).executeTakeFirst();
    const answers = await database
      .selectFrom('idempotency_key')
      .select(['answer', 'key'])
      .where(sql<boolean>`${id} = any(patient_ids)`)
      .execute();
    assert.equal(answers.length, 1);
    await erase(id);
    const { keys } = server.ports;
    await assert.rejects(keys.open(clinic.tenantId, patientIdentity(id), row?.sealed ?? Buffer.of()), {
      code: 'sealed-value-changed',
    });
    const left = await database
      .selectFrom('idempotency_key')
      .select('key')
      .where(sql<boolean>`${id} = any(patient_ids)`)
      .execute();
    assert.deepEqual(left, []);
    const wrapped = await database
      .selectFrom('openprm_keys.patient_key')
      .select('patient_id')
      .where('patient_id', '=', id)
      .execute();
    assert.deepEqual(wrapped, []);
  });

  it('ends links and tokens to the visit', async () => {
    const booked = await book();
    const link = await createLink(server.ports.keys, clinic.tenantId, booked.id, 1);
    await erase(booked.patient.id);
    const opened = await server.answer(createAppointmentSession, { body: {} }, { credential: link });
    assert.equal(opened.status, 401);
    const token = { credential: booked.access.token };
    for (const [row, input] of [
      [getAppointment, { params: { id: booked.id } }],
      [cancelAppointment, { params: { id: booked.id }, body: {} }],
    ] as const) {
      const { status } = await server.answer(row, input, token);
      assert.ok(status === 401 || status === 404, `${row.path}: ${status}`);
    }
  });

  it('removes who signed in to the chart by an address that is not in it, and keeps whose way in to another chart it is', async () => {
    const people = async () =>
      (await server.open.database.selectFrom('person').select('id').where('tenant_id', '=', clinic.tenantId).execute())
        .length;
    const before = await people();
    const birthDate = '1971-02-03';
    const booked = await book({ ...dana, birthDate, email: 'in-the-chart@example.org' });
    const self = { given: 'Dana', family: 'Reyes', birthDate, email: 'private@elsewhere.example' };
    await server.call(
      createRelatedPerson,
      { body: { patientId: booked.patient.id, ...self, relationship: 'ONESELF', mayChange: true } },
      staff(),
    );
    const session = await signIn(server, clinic, self.email);
    const { patient } = await server.call(matchCurrentSession, { body: { birthDate } }, session.as);
    assert.equal(patient?.id, booked.patient.id);
    const other = await book({ ...dana, birthDate: '1990-05-06', email: 'other@example.org' });
    const stays = await signIn(server, clinic, 'other@example.org');
    await server.call(matchCurrentSession, { body: { birthDate: '1990-05-06' } }, stays.as);
    assert.equal(await people(), before + 2);
    const { database, ports } = { ...server, database: server.open.database };
    const copy = await database
      .selectFrom('person')
      .select(['id', 'sealed'])
      .where('id', 'in', (from) =>
        from.selectFrom('patient_session').select('person_id').where('id', '=', session.session.id),
      )
      .executeTakeFirstOrThrow();
    const keysOf = (id: string) =>
      database.selectFrom('openprm_keys.patient_key').select('wrapped').where('patient_id', '=', id).execute();
    assert.equal((await keysOf(copy.id)).length, 1);
    await erase(booked.patient.id);
    assert.equal(await people(), before + 1);
    assert.deepEqual(await keysOf(copy.id), [], 'no key is left for a copy of the row from before');
    await assert.rejects(ports.keys.open(clinic.tenantId, `person/${copy.id}`, copy.sealed), {
      code: 'sealed-value-changed',
    });
    assert.equal((await server.call(getCurrentSession, {}, stays.as)).patient?.id, other.patient.id);
  });

  it('removes mail that was kept, and sends none that waits', async () => {
    const booked = await book({ ...dana, email: 'waits@example.org' });
    const channel = createOutboxChannel(server.ports);
    const mail = {
      id: 'mail_kept0001',
      tenantId: clinic.tenantId,
      patientId: booked.patient.id,
      to: 'waits@example.org',
      replyTo: null,
      fromName: 'North',
      subject: 'Your visit',
      text: 'Hello',
      calendar: null,
    };
    await channel.send(mail);
    await erase(booked.patient.id);
    assert.deepEqual(await listOutbox(server.ports, clinic.tenantId), { mails: [], damaged: [] });
    await assert.rejects(channel.send({ ...mail, id: 'mail_late0001' }), { name: 'MailRefused' });
    await server.runJobs();
    assert.deepEqual(
      server.mails.filter(({ to }) => to === 'waits@example.org'),
      [],
    );
  });

  it('lets somebody sign in again whom a restored backup has back without their key', async () => {
    const email = 'restored@example.org';
    const before = await signIn(server, clinic, email);
    const { database } = server.open;
    const { person_id: personId } = await database
      .selectFrom('patient_session')
      .select('person_id')
      .where('id', '=', before.session.id)
      .executeTakeFirstOrThrow();
    await database.deleteFrom('openprm_keys.patient_key').where('patient_id', '=', personId).execute();
    const again = await signIn(server, clinic, email);
    assert.equal((await server.call(getCurrentSession, {}, again.as)).email, email);
  });

  it('removes the codes that the demo’s outbox has kept, of the address in the chart and of others that they signed in by', async () => {
    const [address, other, stranger] = ['codes@example.org', 'codes@elsewhere.example', 'stranger@example.org'];
    const { patient } = await book({ ...dana, email: address });
    const { id: patientId } = patient;
    const self = { given: 'Dana', family: 'Reyes', birthDate: dana.birthDate, email: other };
    const right = { patientId, ...self, relationship: 'ONESELF' as const, mayChange: true };
    await server.call(createRelatedPerson, { body: right }, staff());
    const session = await signIn(server, clinic, other);
    await server.call(matchCurrentSession, { body: { birthDate: dana.birthDate } }, session.as);
    const { send } = createOutboxChannel(server.ports);
    for (const [n, to] of [address, other, stranger].entries()) {
      const text = { replyTo: null, fromName: 'North', subject: 'Your sign-in code', text: '12345678', calendar: null };
      const id = `sgn_kept000${n}`;
      await send({ id, tenantId: clinic.tenantId, patientId: null, codeFor: to.toUpperCase(), to, ...text });
    }
    await erase(patientId);
    const { mails: kept } = await listOutbox(server.ports, clinic.tenantId);
    assert.deepEqual(
      kept.map(({ to }) => to),
      [stranger],
    );
  });

  it('leaves no answer of signing in, which holds the address before a chart is linked', async () => {
    const { database } = server.open;
    const { patient } = await book({ ...dana, email: 'dana-who-signs-in@example.org' });
    await signIn(server, clinic, 'dana-who-signs-in@example.org');
    const ofSignIn = async () =>
      (
        await sql<{ minutes: number }>`
          select round(extract(epoch from expires_at - created_at) / 60)::integer as minutes from idempotency_key
          where tenant_id = ${clinic.tenantId} and route = 'POST /v1/sessions' and patient_ids = '{}'`.execute(database)
      ).rows;
    assert.deepEqual(await ofSignIn(), [{ minutes: 30 }]);
    await erase(patient.id);
    assert.deepEqual(await ofSignIn(), []);
  });

  it('leaves other patients as they are, also those with the same address', async () => {
    const [first, second] = [await book(), await book()];
    await erase(first.patient.id);
    const read = await server.call(getAppointment, { params: { id: second.id } }, staff());
    assert.deepEqual(read.patient, second.patient);
  });

  it('is written down before it commits: what cannot be written down is not erased', async () => {
    const booked = await book();
    failToWrite = true;
    const { status } = await server.answer(erasePatient, { params: { id: booked.patient.id }, body: {} }, staff());
    assert.equal(status, 500);
    const read = await server.call(getAppointment, { params: { id: booked.id } }, staff());
    assert.deepEqual(read.patient, booked.patient);
  });

  it('holds after a backup from before was restored, by the list that is replayed', async () => {
    const { database } = server.open;
    const booked = await book();
    const { id } = booked.patient;
    const patient = await database.selectFrom('patient').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
    const key = await database
      .selectFrom('openprm_keys.patient_key')
      .selectAll()
      .where('patient_id', '=', id)
      .executeTakeFirstOrThrow();
    await erase(id);
    assert.equal(lines.length, 1);
    assert.doesNotMatch(stringify(lines), /Dana|Reyes|example\.org/);

    await database.deleteFrom('erasure').where('patient_id', '=', id).execute();
    await database.insertInto('openprm_keys.patient_key').values(key).execute();
    await sql`update patient set erased_at = null, sealed = ${patient.sealed} where id = ${id}`.execute(database);
    const restored = await server.call(getAppointment, { params: { id: booked.id } }, staff());
    assert.equal(restored.patient?.family, dana.family);

    assert.equal(await replayErasures(server.ports, list), 1);
    const read = await server.call(getAppointment, { params: { id: booked.id } }, staff());
    assert.equal(read.patient, null);
    assert.equal(await replayErasures(server.ports, list), 0);
  });

  it('takes no line that the server did not write', async () => {
    const [one, two] = [await book(), await book()];
    await erase(one.patient.id);
    const [line = ''] = lines;
    lines[0] = line.replace(one.patient.id, two.patient.id);
    await assert.rejects(replayErasures(server.ports, list), { code: 'erasure-list-changed', message: /^Line 1 / });
    lines[0] = line.slice(0, -5);
    await assert.rejects(replayErasures(server.ports, list), { code: 'erasure-list-changed' });
    lines[0] = line;
    assert.equal(await replayErasures(server.ports, list), 0);
  });

  it('erases also who cannot be opened any more', async () => {
    const { database } = server.open;
    const booked = await book();
    const { id } = booked.patient;
    await database
      .updateTable('patient')
      .set({ sealed: Buffer.from('typed by a stranger') })
      .where('id', '=', id)
      .execute();
    const broken = await server.answer(getAppointment, { params: { id: booked.id } }, staff());
    assert.equal(broken.status, 500);
    assert.match(server.logLines.at(-2) ?? '', /"code":"sealed-value-changed".*"advice":"The row was changed/);
    assert.doesNotMatch(stringify(broken.problem), /typed by a stranger/);
    await erase(id);
    const read = await server.call(getAppointment, { params: { id: booked.id } }, staff());
    assert.equal(read.patient, null);
  });

  it('does not book again for a repeated request of the erased patient', async () => {
    const slots = await openSlots(server, clinic);
    const as = { credential: clinic.publishableKey, idempotencyKey: 'book-and-erase' };
    const hold = await server.call(createHold, { body: { slotId: nth(slots, 2).id } }, { credential: as.credential });
    const body = { holdId: hold.id, holdSecret: hold.secret, patient: dana };
    const booked = await server.call(createAppointment, { body }, as);
    await erase(booked.patient?.id ?? '');
    const again = await server.answer(createAppointment, { body }, as);
    assert.equal(again.status, 409);
  });
});
