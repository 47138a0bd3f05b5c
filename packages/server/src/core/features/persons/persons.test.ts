import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  type PatientInput,
  cancelAppointment,
  createAppointment,
  createAppointmentSession,
  createHold,
  createRelatedPerson,
  createSession,
  createSessionFromLink,
  createSignInLink,
  endOwnSessions,
  endPatientSessions,
  getAppointment,
  getCurrentSession,
  getPatient,
  listAppointments,
  listAuditEvents,
  listRelatedPersons,
  matchCurrentSession,
  rescheduleAppointment,
  revokeAppointmentAccess,
  revokeRelatedPerson,
  searchPatients,
} from '@openprm/contract';
import { sql } from 'kysely';
import { type CallOptions, type TestServer, openTestServer, testDatabase } from '../../../testing/clinic.fixture.ts';
import {
  type TestClinic,
  bookSlot,
  dana,
  everyDay,
  nth,
  openSlots,
  setUpClinic,
} from '../../../testing/clinic-setup.fixture.ts';
import { makeDevice, readCode, signIn } from '../../../testing/sign-in.fixture.ts';
import { enrolOwner, enrolStaff } from '../../../testing/staff.fixture.ts';

describe(`who a person is, on ${testDatabase}`, () => {
  let server: TestServer;
  let next = 0;
  before(async () => {
    server = await openTestServer();
  });
  after(() => server.close());

  const desk = (clinic: TestClinic) => ({ credential: clinic.secretKey });
  /** A time that nobody has yet. */
  const freeSlot = async (clinic: TestClinic) => nth(await openSlots(server, clinic), 0);
  /** Somebody whom no other test knows. */
  const somebody = (more: Partial<PatientInput> = {}): PatientInput => ({
    ...dana,
    email: `somebody${(next += 1)}@example.org`,
    ...more,
  });
  /** A booking by the clinic's own server: that is a chart. */
  const addChart = async (clinic: TestClinic, patient: PatientInput) => {
    const hold = await server.call(createHold, { body: { slotId: (await freeSlot(clinic)).id } }, desk(clinic));
    const body = { holdId: hold.id, holdSecret: hold.secret, patient };
    const added = await server.call(createAppointment, { body }, desk(clinic));
    assert.ok(added.patient);
    return { ...added, patient: added.patient };
  };
  const book = async (clinic: TestClinic, as: CallOptions, body: object = {}) => {
    const hold = await server.call(createHold, { body: { slotId: (await freeSlot(clinic)).id } }, as);
    return server.answer(createAppointment, { body: { holdId: hold.id, holdSecret: hold.secret, ...body } }, as);
  };
  const match = (as: CallOptions, birthDate: string) => server.call(matchCurrentSession, { body: { birthDate } }, as);
  const idsOf = async (as: CallOptions) =>
    (await server.call(listAppointments, { query: {} }, as)).data.map(({ id }) => id);
  const signedIn = async (clinic: TestClinic, patient: PatientInput) => {
    const session = await signIn(server, clinic, patient.email);
    await match(session.as, patient.birthDate);
    return session;
  };

  it('has no more dates of birth tried by booking than by asking', async () => {
    const clinic = await setUpClinic(server);
    const child = await bookSlot(server, clinic, await freeSlot(clinic), somebody({ birthDate: '2015-01-01' }));
    const email = 'shared@example.org';
    await server.call(
      createRelatedPerson,
      {
        body: {
          patientId: child.patient.id,
          given: 'Mo',
          family: 'X',
          birthDate: '1980-01-09',
          email,
          relationship: 'GUARD',
          mayChange: true,
        },
      },
      desk(clinic),
    );
    const { as } = await signIn(server, clinic, email);
    for (let day = 1; day <= 5; day += 1)
      await server.call(matchCurrentSession, { body: { birthDate: `1980-01-0${day}` } }, as);
    const slot = await freeSlot(clinic);
    const hold = await server.call(createHold, { body: { slotId: slot.id } }, as);
    const patient = somebody({ birthDate: '1980-01-09', email });
    await server.call(createAppointment, { body: { holdId: hold.id, holdSecret: hold.secret, patient } }, as);
    assert.deepEqual((await server.call(getCurrentSession, {}, as)).actsFor, []);
  });

  it('links a session to the one chart with its address and birth date, and shows what is theirs and no more', async () => {
    const clinic = await setUpClinic(server);
    const me = somebody();
    const mine = await addChart(clinic, me);
    const theirs = await addChart(clinic, somebody());
    const { as } = await signIn(server, clinic, me.email.toUpperCase());
    assert.deepEqual(await idsOf(as), [], 'an address alone shows nothing');
    assert.equal((await server.answer(getAppointment, { params: { id: mine.id } }, as)).problem.code, 'not-found');
    assert.equal((await match(as, '1984-03-15')).patient, null);
    const linked = await match(as, me.birthDate);
    assert.deepEqual(linked.patient, mine.patient);
    assert.deepEqual(await idsOf(as), [mine.id]);
    assert.equal((await server.answer(getAppointment, { params: { id: theirs.id } }, as)).problem.code, 'not-found');
    assert.equal(
      (await server.answer(cancelAppointment, { params: { id: theirs.id }, body: {} }, as)).problem.code,
      'not-found',
    );
  });

  it('lets a linked person book with their chart, move and cancel', async () => {
    const clinic = await setUpClinic(server);
    const me = somebody();
    const mine = await addChart(clinic, me);
    const { as } = await signedIn(clinic, me);
    const booked = await book(clinic, as);
    assert.equal(booked.status, 201);
    assert.equal(booked.body.patient?.id, mine.patient.id);
    const slot = nth(await openSlots(server, clinic), 20);
    const hold = await server.call(createHold, { body: { slotId: slot.id, replacesAppointmentId: mine.id } }, as);
    const moved = await server.call(
      rescheduleAppointment,
      { params: { id: mine.id }, body: { holdId: hold.id, holdSecret: hold.secret } },
      as,
    );
    assert.equal(moved.start, slot.start);
    const cancelled = await server.call(cancelAppointment, { params: { id: mine.id }, body: {} }, as);
    assert.equal(cancelled.cancellationReason, 'pat');
    assert.deepEqual((await idsOf(as)).sort(), [mine.id, booked.body.id].sort());
    const twice = await book(clinic, as, { patient: me });
    assert.deepEqual([twice.status, twice.problem.issues?.[0]?.path], [422, '/body/patient']);
  });

  it('links nobody where two charts fit: twins with their mother’s address', async () => {
    const clinic = await setUpClinic(server);
    const twin = somebody();
    await addChart(clinic, twin);
    await addChart(clinic, { ...twin, given: 'Dani' });
    const { as } = await signIn(server, clinic, twin.email);
    assert.equal((await match(as, twin.birthDate)).patient, null);
    assert.deepEqual(await idsOf(as), []);
  });

  it('lets an anonymous booking read, merge into and change no chart, and come between nobody and theirs', async () => {
    const clinic = await setUpClinic(server);
    const me = somebody();
    const mine = await addChart(clinic, me);
    const { rows: before } = await sql<{ row: string }>`
      select row_to_json(patient)::text as row from patient where id = ${mine.patient.id}`.execute(
      server.open.database,
    );
    const anonymous = await bookSlot(server, clinic, await freeSlot(clinic), { ...me, phone: '555 999 0000' });
    assert.notEqual(anonymous.patient.id, mine.patient.id);
    assert.equal(anonymous.patient.phone, '555 999 0000');
    const { rows: after } = await sql<{ row: string }>`
      select row_to_json(patient)::text as row from patient where id = ${mine.patient.id}`.execute(
      server.open.database,
    );
    assert.deepEqual(after, before);
    const { as } = await signedIn(clinic, me);
    assert.deepEqual(await idsOf(as), [mine.id], 'the chart is still found, and the booking is not in it');
    const named = await server.answer(
      createAppointment,
      { body: { holdId: 'hld_00000000', holdSecret: 'x'.repeat(43), patientId: mine.patient.id } },
      { credential: clinic.publishableKey },
    );
    assert.equal(named.status >= 400, true);
  });

  it('finds the one anonymous booking of a verified address, and none where there are several', async () => {
    const clinic = await setUpClinic(server);
    const once = somebody();
    const visit = await bookSlot(server, clinic, await freeSlot(clinic), once);
    assert.deepEqual(await idsOf((await signedIn(clinic, once)).as), [visit.id]);
    const twice = somebody();
    await bookSlot(server, clinic, await freeSlot(clinic), twice);
    await bookSlot(server, clinic, await freeSlot(clinic), twice);
    assert.deepEqual(await idsOf((await signedIn(clinic, twice)).as), []);
  });

  it('lets an unknown but verified person book as a prospect, who is found the next time', async () => {
    const clinic = await setUpClinic(server);
    const me = somebody();
    const { as } = await signIn(server, clinic, me.email);
    const foreign = await book(clinic, as, { patient: { ...me, email: 'other@example.org' } });
    assert.equal(foreign.problem.issues?.[0]?.path, '/body/patient/email');
    const booked = await book(clinic, as, { patient: me });
    assert.equal(booked.status, 201);
    assert.deepEqual(await idsOf(as), [booked.body.id]);
    assert.deepEqual(await idsOf((await signedIn(clinic, me)).as), [booked.body.id]);
  });

  it('takes a prospect who types the data of their chart to that chart', async () => {
    const clinic = await setUpClinic(server);
    const me = somebody();
    const mine = await addChart(clinic, me);
    const { as } = await signIn(server, clinic, me.email);
    const booked = await book(clinic, as, { patient: { ...me, phone: '555 777 0000' } });
    assert.equal(booked.body.patient?.id, mine.patient.id);
    assert.equal(booked.body.patient?.phone, me.phone, 'and changes nothing in it');
  });

  it('takes name and telephone number from nobody but its person and the clinic: what a visitor had typed is written over', async () => {
    const clinic = await setUpClinic(server);
    const me = somebody();
    const visitor = { ...me, given: 'Mallory', family: 'Stranger', phone: '+1 555 0199' };
    const typed = await bookSlot(server, clinic, await freeSlot(clinic), visitor);
    const read = async () => server.call(getPatient, { params: { id: typed.patient.id } }, desk(clinic));

    // to show address and birth date makes it their chart, and says nothing about a name
    const first = await signedIn(clinic, me);
    assert.deepEqual(await idsOf(first.as), [typed.id]);
    assert.deepEqual([(await read()).verified, (await read()).given], [false, 'Mallory']);

    // nobody comes between them and it any more
    await bookSlot(server, clinic, await freeSlot(clinic), { ...visitor, given: 'Trudy' });
    assert.deepEqual(await idsOf((await signedIn(clinic, me)).as), [typed.id]);

    // the next booking for themself asks who they are, of whoever came by the date and of a prospect
    const { session } = await signIn(server, clinic, me.email);
    assert.equal(session.asksWho, true);
    assert.equal((await server.call(getCurrentSession, {}, first.as)).asksWho, true);
    const without = await book(clinic, first.as);
    assert.equal(without.status, 422);
    assert.deepEqual(
      without.problem.issues?.map(({ path, code }) => [path, code]),
      [['/body/patient', 'patient-required']],
    );
    const booked = await book(clinic, first.as, { patient: me });
    assert.equal(booked.status, 201);
    assert.notEqual(booked.body.patient?.id, typed.patient.id, 'whom a stranger typed is somebody else');
    const own = booked.body.patient?.id ?? '';
    const readOwn = async () => server.call(getPatient, { params: { id: own } }, desk(clinic));
    const { given, family, phone, verified } = await readOwn();
    assert.deepEqual([given, family, phone, verified], [me.given, me.family, me.phone, true]);
    assert.deepEqual([(await read()).given, (await read()).verified], ['Mallory', false], 'it stays as it is');
    const now = await server.call(getCurrentSession, {}, first.as);
    assert.deepEqual([now.patient?.id, now.asksWho], [own, false]);
    assert.deepEqual(await idsOf(first.as), [booked.body.id]);
    assert.equal((await book(clinic, first.as)).body.patient?.id, own, 'and nobody asks again');
    assert.equal((await signedIn(clinic, me)).session.asksWho, true, 'before the date there is no chart');
    assert.equal((await match((await signIn(server, clinic, me.email)).as, me.birthDate)).patient?.id, own);

    // what its person has said stands until the clinic changes it, and whoever has another name is not put there
    const other = await signIn(server, clinic, me.email);
    const twin = await book(clinic, other.as, { patient: { ...me, given: 'Dan' } });
    assert.notEqual(twin.body.patient?.id, own);
    assert.equal(
      (await server.call(getPatient, { params: { id: twin.body.patient?.id ?? '' } }, desk(clinic))).verified,
      false,
    );
    assert.equal((await readOwn()).given, me.given);
    assert.equal((await match((await signIn(server, clinic, me.email)).as, me.birthDate)).patient?.id, own);
  });

  it('writes what somebody says of themself over what stands in a chart of their name, on both roads', async () => {
    const clinic = await setUpClinic(server);
    for (const road of ['linked', 'prospect']) {
      const me = somebody({ given: 'José', family: 'Núñez-Ríos' });
      const visitor = { ...me, given: 'JOSE', family: 'Nunez Rios', phone: '+1 555 0199' };
      const typed = await bookSlot(server, clinic, await freeSlot(clinic), visitor);
      const { as } = road === 'linked' ? await signedIn(clinic, me) : await signIn(server, clinic, me.email);
      const booked = await book(clinic, as, { patient: me });
      assert.equal(booked.body.patient?.id, typed.patient.id, road);
      const { given, family, phone, verified } = await server.call(
        getPatient,
        { params: { id: typed.patient.id } },
        desk(clinic),
      );
      assert.deepEqual([given, family, phone, verified], [me.given, me.family, me.phone, true]);
      const search = async (phone: string) =>
        (await server.call(searchPatients, { body: { phone } }, desk(clinic))).data.map(({ id }) => id);
      const { data: log } = await server.call(
        listAuditEvents,
        { query: { patientId: typed.patient.id } },
        desk(clinic),
      );
      assert.equal(
        log.filter(({ operation }) => operation === 'rewritePatient').length,
        1,
        'the clinic sees that it was',
      );
      assert.ok((await search(me.phone)).includes(typed.patient.id), 'found by what they said');
      assert.ok(!(await search(visitor.phone)).includes(typed.patient.id), 'and not by what was typed');
      assert.deepEqual((await idsOf(as)).sort(), [typed.id, booked.body.id].sort());
      const twice = await book(clinic, as, { patient: me });
      assert.equal(twice.problem.issues?.[0]?.path, '/body/patient', 'which is said once');
    }
  });

  it('gives each twin a chart of their own, whichever was booked first', async () => {
    const clinic = await setUpClinic(server);
    for (const road of ['linked', 'prospect']) {
      const twinA = somebody({ given: 'Ana', birthDate: '2007-05-05' });
      const first = await bookSlot(server, clinic, await freeSlot(clinic), twinA);
      const { as } = road === 'linked' ? await signedIn(clinic, twinA) : await signIn(server, clinic, twinA.email);
      const second = await book(clinic, as, { patient: { ...twinA, given: 'Bea' } });
      assert.equal(second.status, 201, road);
      assert.notEqual(second.body.patient?.id, first.patient.id);
      const visit = await server.call(getAppointment, { params: { id: first.id } }, desk(clinic));
      assert.deepEqual([visit.patient?.id, visit.patient?.given], [first.patient.id, 'Ana']);
    }
  });

  it('asks nobody who they are whom the clinic has said: by a link, by a right, by its own booking', async () => {
    const clinic = await setUpClinic(server);
    const me = somebody();
    const typed = await bookSlot(server, clinic, await freeSlot(clinic), me);
    const { secret } = await server.call(
      createSignInLink,
      { params: { id: typed.patient.id }, body: {} },
      desk(clinic),
    );
    const { key } = await makeDevice();
    const byLink = await server.call(createSessionFromLink, { body: { key } }, { credential: secret });
    assert.equal(byLink.session.asksWho, false);
    const visit = await book(clinic, { credential: byLink.access.token });
    assert.deepEqual([visit.status, visit.body.patient?.id], [201, typed.patient.id]);
    await server.call(
      createRelatedPerson,
      {
        body: {
          patientId: typed.patient.id,
          given: me.given,
          family: me.family,
          birthDate: me.birthDate,
          email: me.email,
          relationship: 'ONESELF',
          mayChange: true,
        },
      },
      desk(clinic),
    );
    const { as } = await signedIn(clinic, me);
    assert.equal((await server.call(getCurrentSession, {}, as)).asksWho, false);
    const known = somebody();
    await addChart(clinic, known);
    const { as: asKnown } = await signedIn(clinic, known);
    assert.equal((await server.call(getCurrentSession, {}, asKnown)).asksWho, false);
  });

  it('lets five dates be tried in a day, in however many sessions', async () => {
    const clinic = await setUpClinic(server);
    const me = somebody();
    await addChart(clinic, me);
    const { as } = await signIn(server, clinic, me.email);
    for (let day = 1; day <= 3; day += 1) assert.equal((await match(as, `1990-01-0${day}`)).patient, null);
    const again = await signIn(server, clinic, me.email);
    for (let day = 4; day <= 5; day += 1) assert.equal((await match(again.as, `1990-01-0${day}`)).patient, null);
    const refused = await server.answer(matchCurrentSession, { body: { birthDate: me.birthDate } }, again.as);
    assert.equal(refused.problem.code, 'rate-limited');
    assert.ok(Number(refused.headers.get('retry-after')) > 3600);
  });

  it('counts no date that was right: whoever signs in often finds their chart, or whom they act for, each time', async () => {
    const clinic = await setUpClinic(server);
    const me = somebody();
    const mine = await addChart(clinic, me);
    const guardian = { given: 'Mo', family: 'X', birthDate: '1980-01-09', email: `guardian-of-${me.email}` };
    await server.call(
      createRelatedPerson,
      { body: { patientId: mine.patient.id, ...guardian, relationship: 'GUARD', mayChange: true } },
      desk(clinic),
    );
    // a session that is not linked asks again as often as it likes: that is as good as signing in again
    const acting = await signIn(server, clinic, guardian.email);
    for (let time = 1; time <= 6; time += 1)
      assert.equal((await match(acting.as, guardian.birthDate)).actsFor?.length, 1, `the ${time}th time`);
    const { database } = server.open;
    const { as } = await signIn(server, clinic, me.email);
    const matchAnew = async (birthDate: string) => {
      await database.updateTable('patient_session').set({ patient_id: null }).execute();
      return server.answer(matchCurrentSession, { body: { birthDate } }, as);
    };
    for (let time = 1; time <= 6; time += 1)
      assert.equal((await matchAnew(me.birthDate)).body.patient?.id, mine.patient.id, `the ${time}th time`);
    for (let day = 1; day <= 4; day += 1) assert.equal((await matchAnew(`1990-01-0${day}`)).body.patient, null);
    assert.equal((await matchAnew(me.birthDate)).body.patient?.id, mine.patient.id);
    assert.equal((await matchAnew('1990-01-05')).body.patient, null, 'nor does a right one forgive wrong ones');
    assert.equal((await matchAnew('1990-01-06')).problem.code, 'rate-limited');
    assert.equal((await matchAnew(me.birthDate)).problem.code, 'rate-limited', 'else it could still be guessed');
  });

  describe('somebody in one’s care', () => {
    const contact = { relationship: 'PRN', given: 'Robin', family: 'Reyes' } as const;

    it('is booked by a visitor, who is reached for them, and is told of to the clinic', async () => {
      const clinic = await setUpClinic(server);
      const child = somebody({ given: 'Mia', birthDate: '2016-05-06', contact });
      const booked = await bookSlot(server, clinic, await freeSlot(clinic), child);
      assert.deepEqual(booked.patient.contact, contact);
      assert.equal(booked.patient.email, child.email);
      await server.runJobs();
      const mail = server.mails.findLast(({ to }) => to === child.email);
      assert.equal(mail?.subject, 'The visit you booked for someone');
      const [shown] = (await server.call(listAppointments, { query: {} }, desk(clinic))).data;
      assert.deepEqual(shown?.patient?.contact, contact);
      const { rows } = await sql<{ text: string }>`select encode(sealed, 'escape') as text from patient`.execute(
        server.open.database,
      );
      assert.ok(
        rows.every(({ text }) => !text.includes('Robin')),
        'who cares for them stands sealed',
      );
    });

    it('is not found by the address of who booked: to care for somebody is not to be them', async () => {
      const clinic = await setUpClinic(server);
      const child = somebody({ given: 'Mia', birthDate: '2016-05-06', contact });
      await bookSlot(server, clinic, await freeSlot(clinic), child);
      const { as } = await signIn(server, clinic, child.email);
      assert.equal((await match(as, child.birthDate)).patient, null);
      assert.deepEqual(await idsOf(as), []);
    });

    it('is booked by a verified person without becoming their chart, and by no one whose chart is known', async () => {
      const clinic = await setUpClinic(server);
      const child = somebody({ given: 'Mia', birthDate: '2016-05-06', contact });
      const { as } = await signIn(server, clinic, child.email);
      assert.equal((await book(clinic, as, { patient: child })).status, 201);
      assert.equal((await server.call(getCurrentSession, {}, as)).patient, null);
      const me = somebody();
      await addChart(clinic, me);
      const mine = await signedIn(clinic, me);
      const refused = await book(clinic, mine.as, { patient: { ...child, email: me.email } });
      assert.equal(refused.problem.issues?.[0]?.path, '/body/patient');
    });
  });

  describe('a rule of who may come', () => {
    const refusedFor = async (clinic: TestClinic, as: CallOptions, body: object = {}) => {
      const { status, problem } = await book(clinic, as, body);
      return status === 201 ? null : `${problem.code} ${problem.issues?.[0]?.path} ${problem.issues?.[0]?.code}`;
    };
    const visitor = (clinic: TestClinic) => ({ credential: clinic.publishableKey });

    it('is the age on the day of the visit, for the patient and not for who books; the time stays held', async () => {
      const clinic = await setUpClinic(server, { service: { eligibility: { minimumAge: 16, maximumAge: 17 } } });
      const slot = await freeSlot(clinic);
      const years = (count: number) => `${Number(slot.start.slice(0, 4)) - count}${slot.start.slice(4, 10)}`;
      const as = visitor(clinic);
      const hold = await server.call(createHold, { body: { slotId: slot.id } }, as);
      const patient = (birthDate: string) => somebody({ birthDate });
      const send = (birthDate: string) =>
        server.answer(
          createAppointment,
          { body: { holdId: hold.id, holdSecret: hold.secret, patient: patient(birthDate) } },
          as,
        );
      const young = (await send(years(15))).problem;
      assert.deepEqual(
        [young.status, young.code, young.issues?.[0]?.path, young.issues?.[0]?.code],
        [422, 'not-eligible', '/body/patient/birthDate', 'too-young'],
      );
      assert.equal((await send(years(18))).problem.issues?.[0]?.code, 'too-old');
      const { rows } = await sql`select id from patient where tenant_id = ${clinic.tenantId}`.execute(
        server.open.database,
      );
      assert.equal(rows.length, 0, 'nothing of a refused booking stays');
      assert.equal((await send(years(16))).status, 201);
      const contact = { relationship: 'PRN', given: 'Robin', family: 'Reyes' };
      assert.equal(await refusedFor(clinic, as, { patient: { ...patient(years(16)), contact } }), null);
      assert.equal(await refusedFor(clinic, desk(clinic), { patient: patient(years(40)) }), null, 'the clinic decides');
    });

    it('counts the age on the clock of the place', async () => {
      const clinic = await setUpClinic(server, {
        service: { eligibility: { minimumAge: 16 } },
        timeZone: 'Pacific/Kiritimati',
        schedule: { weeklyHours: [{ daysOfWeek: [...everyDay], start: '01:00', end: '04:00' }] },
      });
      const { start } = await freeSlot(clinic);
      assert.notEqual(new Date(start).toISOString().slice(0, 10), start.slice(0, 10));
      const birthDate = `${Number(start.slice(0, 4)) - 16}${start.slice(4, 10)}`;
      assert.equal(await refusedFor(clinic, visitor(clinic), { patient: somebody({ birthDate }) }), null);
    });

    it('tells no visitor whether somebody is a patient, and whose chart is known only what they know', async () => {
      const clinic = await setUpClinic(server, { service: { eligibility: { patients: 'new' } } });
      const me = somebody();
      const mine = await addChart(clinic, me);
      assert.equal(await refusedFor(clinic, visitor(clinic), { patient: me }), null);
      const { as } = await signedIn(clinic, me);
      assert.equal(await refusedFor(clinic, as), null, 'who was booked and has not come yet is new');
      await sql`update appointment set start_at = start_at - interval '30 days', end_at = end_at - interval '30 days'
        where id = ${mine.id}`.execute(server.open.database);
      assert.equal(await refusedFor(clinic, as), 'not-eligible /body/patient not-new');
      assert.equal(await refusedFor(clinic, visitor(clinic), { patient: me }), null, 'a visitor learns nothing');
    });

    it('is no way to try dates of birth: who is refused by what their chart says has shown theirs', async () => {
      const clinic = await setUpClinic(server, { service: { eligibility: { patients: 'new' } } });
      const me = somebody();
      const mine = await addChart(clinic, me);
      await sql`update appointment set start_at = start_at - interval '30 days', end_at = end_at - interval '30 days'
        where id = ${mine.id}`.execute(server.open.database);
      const { as } = await signIn(server, clinic, me.email);
      assert.equal(await refusedFor(clinic, as, { patient: me }), 'not-eligible /body/patient not-new');
      assert.equal((await server.call(getCurrentSession, {}, as)).patient?.id, mine.patient.id, 'it is as a match');
    });

    it('keeps who has not been seen yet from a visit for existing patients, once their chart is known', async () => {
      const clinic = await setUpClinic(server, { service: { eligibility: { patients: 'existing' } } });
      const me = somebody();
      await addChart(clinic, me);
      const { as } = await signedIn(clinic, me);
      assert.equal(await refusedFor(clinic, as), 'not-eligible /body/patient not-existing');
    });
  });

  it('books for a chart that the clinic names, and for none of another clinic', async () => {
    const clinic = await setUpClinic(server);
    const other = await setUpClinic(server);
    const { patient } = await addChart(clinic, somebody());
    const mine = await book(clinic, desk(clinic), { patientId: patient.id });
    assert.equal(mine.body.patient?.id, patient.id);
    const theirs = await book(other, desk(other), { patientId: patient.id });
    assert.equal(theirs.problem.code, 'not-found');
    const neither = await book(clinic, desk(clinic));
    assert.equal(neither.problem.issues?.[0]?.path, '/body/patient');
  });

  describe('acting for somebody', () => {
    const parentOf = async (more: object = {}) => {
      const clinic = await setUpClinic(server);
      const child = somebody({ given: 'Robin', birthDate: '2019-06-01' });
      const parent = somebody();
      const visit = await addChart(clinic, child);
      const right = await server.call(
        createRelatedPerson,
        {
          body: {
            patientId: visit.patient.id,
            relationship: 'PRN',
            given: parent.given,
            family: parent.family,
            birthDate: parent.birthDate,
            email: parent.email,
            mayChange: true,
            ...more,
          },
        },
        desk(clinic),
      );
      const { as, session } = await signedIn(clinic, parent);
      return {
        clinic,
        child,
        parent,
        visit,
        right,
        as,
        sessionId: session.id,
        forChild: { ...as, actingFor: visit.patient.id },
      };
    };

    it('is stated by each request, and reaches that patient and no other', async () => {
      const { clinic, visit, right, as, forChild } = await parentOf();
      const session = await server.call(getCurrentSession, {}, as);
      assert.deepEqual(session.actsFor, [
        {
          relatedPersonId: right.id,
          patientId: visit.patient.id,
          given: 'Robin',
          family: 'Reyes',
          relationship: 'PRN',
          mayChange: true,
          end: null,
        },
      ]);
      assert.deepEqual(await idsOf(as), [], 'without the statement it acts for itself');
      assert.deepEqual(await idsOf(forChild), [visit.id]);
      const booked = await book(clinic, forChild);
      assert.equal(booked.body.patient?.id, visit.patient.id);
      const stranger = await addChart(clinic, somebody());
      const refused = await server.answer(listAppointments, { query: {} }, { ...as, actingFor: stranger.patient.id });
      assert.equal(refused.problem.code, 'not-found');
      const { rows } = await sql<{ principal: string }>`
        select distinct principal from audit_event where resource_id = ${booked.body.id}`.execute(server.open.database);
      assert.ok(
        rows.some(({ principal }) => principal.includes(right.id)),
        'the audit says who acted for whom',
      );
    });

    it('is told apart in the audit: which acts were one’s own, and which were for somebody', async () => {
      const { clinic, parent, visit, forChild } = await parentOf();
      const other = somebody();
      const rights = { patientId: visit.patient.id, relationship: 'GUARD', given: 'Sam', family: 'Reyes' } as const;
      const { email, birthDate } = other;
      await server.call(createRelatedPerson, { body: { ...rights, email, birthDate } }, desk(clinic));
      const { as } = await signedIn(clinic, other);
      await idsOf({ ...as, actingFor: visit.patient.id });
      await idsOf(forChild);
      const again = await signedIn(clinic, parent);
      const { data } = await server.call(listAuditEvents, { query: {} }, { ...again.as, actingFor: visit.patient.id });
      const lists = data.filter(({ operation }) => operation === 'listAppointments');
      assert.deepEqual(
        lists.slice(0, 2).map(({ agent }) => [agent.kind, agent.isCaller, agent.isProxy]),
        [
          ['person', true, true],
          ['person', false, true],
        ],
      );
      assert.ok(data.every(({ agent }) => agent.kind === 'person' || (!agent.isCaller && !agent.isProxy)));
    });

    it('may be for reading only', async () => {
      const { clinic, visit, forChild } = await parentOf({ mayChange: false });
      assert.deepEqual(await idsOf(forChild), [visit.id]);
      const cancelled = await server.answer(cancelAppointment, { params: { id: visit.id }, body: {} }, forChild);
      assert.equal(cancelled.problem.code, 'permission-denied');
      const slot = { slotId: (await freeSlot(clinic)).id };
      assert.equal((await server.answer(createHold, { body: slot }, forChild)).problem.code, 'permission-denied');
      const { id: holdId, secret: holdSecret } = await server.call(createHold, { body: slot }, desk(clinic));
      const booked = await server.answer(createAppointment, { body: { holdId, holdSecret } }, forChild);
      assert.equal(booked.problem.code, 'permission-denied');
    });

    it('lasts for its days', async () => {
      for (const period of [{ start: '2100-01-01' }, { end: '2020-01-01' }]) {
        const { as, forChild } = await parentOf(period);
        assert.deepEqual((await server.call(getCurrentSession, {}, as)).actsFor, []);
        assert.equal((await server.answer(listAppointments, { query: {} }, forChild)).problem.code, 'not-found');
      }
    });

    it('ends when the clinic takes the right back, in a session that is open too', async () => {
      const { clinic, right, visit, forChild } = await parentOf();
      assert.deepEqual(await idsOf(forChild), [visit.id]);
      const revoked = await server.call(revokeRelatedPerson, { params: { id: right.id }, body: {} }, desk(clinic));
      assert.ok(revoked.revokedAt);
      assert.equal((await server.answer(listAppointments, { query: {} }, forChild)).problem.code, 'not-found');
      const { data } = await server.call(listRelatedPersons, { query: { patientId: visit.patient.id } }, desk(clinic));
      assert.deepEqual(data, [revoked]);
    });

    it('is for who has both the address and the birth date', async () => {
      const { clinic, parent, visit } = await parentOf();
      const { as } = await signIn(server, clinic, parent.email);
      await match(as, '1970-01-01');
      const refused = await server.answer(listAppointments, { query: {} }, { ...as, actingFor: visit.patient.id });
      assert.equal(refused.problem.code, 'not-found');
    });

    it('is for nobody who came by a link to a chart in which a visitor typed them, until the clinic knows the chart', async () => {
      const { clinic, parent, visit } = await parentOf();
      const typed = await addChart(clinic, { ...parent, given: 'Somebody', family: 'Else' });
      await sql`update patient set verified = false where id = ${typed.patient.id}`.execute(server.open.database);
      const bySignInLink = async () => {
        const { secret } = await server.call(
          createSignInLink,
          { params: { id: typed.patient.id }, body: {} },
          desk(clinic),
        );
        const { key } = await makeDevice();
        return server.call(createSessionFromLink, { body: { key } }, { credential: secret });
      };
      const { session, access } = await bySignInLink();
      assert.deepEqual(session.actsFor, []);
      const forChild = { credential: access.token, actingFor: visit.patient.id };
      assert.equal((await server.answer(listAppointments, { query: {} }, forChild)).problem.code, 'not-found');
      await sql`update patient set verified = true where id = ${typed.patient.id}`.execute(server.open.database);
      assert.deepEqual(
        (await bySignInLink()).session.actsFor.map(({ patientId }) => patientId),
        [visit.patient.id],
      );
    });

    it('can be for oneself: what the clinic says goes before what fits', async () => {
      const clinic = await setUpClinic(server);
      const me = somebody();
      const twin = await addChart(clinic, me);
      await addChart(clinic, { ...me, given: 'Dani' });
      const { given, family, birthDate, email } = me;
      await server.call(
        createRelatedPerson,
        { body: { patientId: twin.patient.id, relationship: 'ONESELF', given, family, birthDate, email } },
        desk(clinic),
      );
      const { as } = await signedIn(clinic, me);
      assert.deepEqual(await idsOf(as), [twin.id]);
    });

    it('leaves nobody a chart where several are said to be theirs, in a session that is open too', async () => {
      const clinic = await setUpClinic(server);
      const me = somebody();
      const { as } = await signedIn(clinic, me);
      const { given, family, birthDate, email } = me;
      const seen: string[][] = [];
      for (const chart of [await addChart(clinic, somebody()), await addChart(clinic, somebody())]) {
        const own = { patientId: chart.patient.id, relationship: 'ONESELF' as const, given, family, birthDate, email };
        await server.call(createRelatedPerson, { body: own }, desk(clinic));
        seen.push(await idsOf(as));
      }
      assert.deepEqual(
        seen.map(({ length }) => length),
        [1, 0],
      );
    });

    it('is for oneself until its last day, in a session that is open too; who has the chart by what fits keeps it', async () => {
      const clinic = await setUpClinic(server);
      const [me, fitting] = [somebody(), somebody()];
      const chart = await addChart(clinic, somebody());
      const own = await addChart(clinic, fitting);
      const { as } = await signedIn(clinic, me);
      const { as: asFitting } = await signedIn(clinic, fitting);
      const say = (patientId: string, { given, family, birthDate, email }: typeof me) =>
        server.call(
          createRelatedPerson,
          { body: { patientId, relationship: 'ONESELF', given, family, birthDate, email, end: '2100-01-01' } },
          desk(clinic),
        );
      const link = await say(chart.patient.id, me);
      await say(own.patient.id, fitting);
      const booked = await book(clinic, as);
      const readBooked = async () => {
        const credential = booked.body.access?.token ?? '';
        return (await server.answer(getAppointment, { params: { id: booked.body.id } }, { credential })).status;
      };
      assert.deepEqual((await idsOf(as)).toSorted(), [chart.id, booked.body.id].toSorted());
      assert.deepEqual(await idsOf(asFitting), [own.id]);
      assert.equal(await readBooked(), 200);

      await sql`update related_person set end_date = '2020-01-01' where tenant_id = ${clinic.tenantId}`.execute(
        server.open.database,
      );
      assert.equal((await server.call(getCurrentSession, {}, as)).patient, null);
      assert.deepEqual(await idsOf(as), []);
      assert.equal(await readBooked(), 404, 'nor by the credential of the visit that was booked with it');
      assert.equal((await match(as, me.birthDate)).patient, null);
      assert.deepEqual(await idsOf(asFitting), [own.id]);

      const other = await addChart(clinic, somebody());
      await say(other.patient.id, me);
      assert.deepEqual(await idsOf(as), [other.id], 'what is said next counts at once');
      await server.call(revokeRelatedPerson, { params: { id: link.id }, body: {} }, desk(clinic));
      assert.deepEqual(await idsOf(as), [other.id]);
    });

    it('is told to the patient by mail, once given and once taken back, without a name; and not to whom it is about', async () => {
      const { clinic, visit, child, parent, right } = await parentOf();
      await server.runJobs();
      const told = () => server.mails.filter(({ to, subject }) => to === child.email && /right to act/.test(subject));
      const [mail] = told();
      assert.equal(mail?.patientId, visit.patient.id);
      assert.doesNotMatch(
        `${mail.subject} ${mail.text}`,
        new RegExp(`${parent.given}|${parent.family}|@|_[0-9a-z]{20}`),
      );
      const revoke = (id: string) => server.call(revokeRelatedPerson, { params: { id }, body: {} }, desk(clinic));
      await revoke(right.id);
      await revoke(right.id);
      const { given, family, birthDate } = parent;
      const more = { patientId: visit.patient.id, given, family, birthDate };
      const self = { ...more, relationship: 'ONESELF' as const, email: child.email.toUpperCase() };
      await server.call(createRelatedPerson, { body: self }, desk(clinic));
      const body = { ...more, relationship: 'PRN' as const, email: parent.email };
      const mistaken = await server.call(createRelatedPerson, { body }, desk(clinic));
      await revoke(mistaken.id);
      await server.runJobs();
      assert.deepEqual(
        told().map(({ subject }) => subject),
        [
          'Somebody was given the right to act at the clinic',
          'A right to act at the clinic has ended',
          'A right to act at the clinic has ended',
        ],
        'what was over before it was told of is not told of as given',
      );
      assert.ok(
        server.mails.every(({ to, subject }) => to !== child.email || !/record/.test(subject)),
        'nobody is told of their own address',
      );
      const { data } = await server.call(listAuditEvents, { query: { patientId: visit.patient.id } }, desk(clinic));
      assert.ok(data.some(({ operation }) => operation === 'sendRelatedPersonMail'));
    });

    it('is given, linked and taken back by staff, at once and with a reason in the audit', async () => {
      const clinic = await setUpClinic(server);
      const owner = await enrolOwner(server, clinic.tenantId);
      const volunteer = await enrolStaff(server, owner, 'volunteer');
      const atDesk = { credential: (await enrolStaff(server, owner, 'front-desk')).session };
      const me = somebody();
      const chart = await addChart(clinic, somebody());
      const { as } = await signedIn(clinic, me);
      assert.deepEqual(await idsOf(as), [], 'their address and birth date fit no chart');
      const { given, family, birthDate, email } = me;
      const own = { patientId: chart.patient.id, relationship: 'ONESELF' as const, given, family, birthDate, email };
      const refused = await server.answer(createRelatedPerson, { body: own }, atDesk);
      assert.equal(refused.problem.issues?.[0]?.path, '/body/reason');
      const body = { ...own, reason: 'identity-shown' as const };
      const barred = await server.answer(createRelatedPerson, { body }, { credential: volunteer.session });
      assert.equal(barred.problem.code, 'permission-denied');

      const link = await server.call(createRelatedPerson, { body }, atDesk);
      assert.deepEqual(await idsOf(as), [chart.id], 'in the session that is open');
      const told = await server.call(listAuditEvents, { query: {} }, as);
      assert.ok(
        told.data.length > 0 && told.data.every(({ reason }) => reason === undefined),
        'why, is for the clinic',
      );
      const { data: seen } = await server.call(listRelatedPersons, { query: { patientId: own.patientId } }, atDesk);
      assert.deepEqual(seen, [{ ...link, email, birthDate, reason: 'identity-shown', revocationReason: null }]);

      const hold = await server.call(createHold, { body: { slotId: (await freeSlot(clinic)).id } }, as);
      const booking = () =>
        server.answer(
          createAppointment,
          { body: { holdId: hold.id, holdSecret: hold.secret } },
          { ...as, idempotencyKey: 'booked-as-them' },
        );
      assert.deepEqual([(await booking()).status, (await booking()).status], [201, 201]);
      const ended = { params: { id: link.id }, body: { reason: 'correction' as const } };
      const revoked = await server.call(revokeRelatedPerson, ended, atDesk);
      assert.equal(revoked.revocationReason, 'correction');
      assert.deepEqual(await idsOf(as), []);
      assert.equal(
        (await booking()).problem.code,
        'not-found',
        'nor is what they were answered as that patient given again',
      );
      assert.equal((await match(as, birthDate)).patient, null);
      const again = { params: { id: link.id }, body: { reason: 'safety' as const } };
      assert.equal((await server.call(revokeRelatedPerson, again, atDesk)).revocationReason, 'correction');

      const { data } = await server.call(listAuditEvents, { query: { patientId: own.patientId } }, desk(clinic));
      const acts = data.filter(({ reason }) => reason !== undefined);
      assert.ok(acts.every(({ agent }) => agent.role === 'front-desk'));
      assert.deepEqual(
        acts.map(({ operation, reason }) => [operation, reason]),
        [
          ['revokeRelatedPerson', 'safety'],
          ['revokeRelatedPerson', 'correction'],
          ['createRelatedPerson', 'identity-shown'],
        ],
      );
    });

    it('ends with the sessions of the patient, when the clinic ends them', async () => {
      const { clinic, visit, child, as } = await parentOf();
      const own = await signedIn(clinic, child);
      const stranger = await signedIn(clinic, somebody());
      await server.call(endPatientSessions, { params: { id: visit.patient.id }, body: {} }, desk(clinic));
      for (const { credential } of [as, own.as])
        assert.equal((await server.answer(getCurrentSession, {}, { credential })).problem.code, 'session-ended');
      assert.equal((await server.answer(getCurrentSession, {}, stranger.as)).status, 200);
    });

    it('ends with the sessions that have shown the address and no birth date yet, and with the codes that were mailed', async () => {
      const { clinic, visit, child, parent } = await parentOf();
      const [early, earlyParent] = [
        await signIn(server, clinic, child.email),
        await signIn(server, clinic, parent.email),
      ];
      const stranger = await signIn(server, clinic, somebody().email);
      let last = await readCode(server, clinic, child.email);
      while (!last.mail.text.includes('psl_')) last = await readCode(server, clinic, child.email);
      const others = await readCode(server, clinic, parent.email);
      await server.call(endPatientSessions, { params: { id: visit.patient.id }, body: {} }, desk(clinic));

      for (const { as } of [early, earlyParent])
        assert.equal(
          (await server.answer(matchCurrentSession, { body: { birthDate: child.birthDate } }, as)).problem.code,
          'session-ended',
        );
      assert.equal((await server.answer(getCurrentSession, {}, stranger.as)).status, 200);
      const { key } = early.device;
      for (const { id, code } of [last, others]) {
        const entered = { body: { signInCodeId: id, code, key } };
        const answer = await server.answer(createSession, entered, { credential: clinic.publishableKey });
        assert.equal(answer.problem.code, 'sign-in-refused');
      }
      const secret = /#(psl_[A-Za-z0-9._-]+)/.exec(last.mail.text)?.[1] ?? '';
      const byLink = await server.answer(createSessionFromLink, { body: { key } }, { credential: secret });
      assert.equal(byLink.problem.code, 'sign-in-refused');
      const again = await signIn(server, clinic, child.email);
      assert.equal((await match(again.as, child.birthDate)).patient?.id, visit.patient.id, 'with a code that is new');

      const open = await readCode(server, clinic, child.email);
      await server.call(endOwnSessions, {}, again.as);
      const entered = { body: { signInCodeId: open.id, code: open.code, key } };
      const answer = await server.answer(createSession, entered, { credential: clinic.publishableKey });
      assert.equal(answer.problem.code, 'sign-in-refused', 'nor does a code outlive signing out everywhere');
    });
  });

  it('ends mailed links and what came of them, at once', async () => {
    const clinic = await setUpClinic(server);
    const visit = await bookSlot(server, clinic, await freeSlot(clinic), somebody());
    await server.runJobs();
    const mail = server.mails.findLast(({ to }) => to === visit.patient.email);
    const link = { credential: /#(lnk_[A-Za-z0-9._-]+)/.exec(mail?.text ?? '')?.[1] ?? '' };
    const { access } = await server.call(createAppointmentSession, { body: {} }, link);
    const tokens = [access.token, visit.access.token];
    const read = async (credential: string) =>
      (await server.answer(getAppointment, { params: { id: visit.id } }, { credential })).status;
    assert.deepEqual(await Promise.all(tokens.map(read)), [200, 200]);
    await server.call(revokeAppointmentAccess, { params: { id: visit.id }, body: {} }, desk(clinic));
    assert.deepEqual(await Promise.all(tokens.map(read)), [401, 401]);
    assert.equal(
      (await server.answer(createAppointmentSession, { body: {} }, link)).problem.code,
      'credential-invalid',
    );
  });
});
