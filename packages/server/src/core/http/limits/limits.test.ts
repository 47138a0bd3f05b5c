import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import {
  cancelAppointment,
  createAppointment,
  createAppointmentSession,
  createHealthcareService,
  createHold,
  createQuestionnaireResponse,
  createSchedule,
  createSession,
  createSignInCode,
  createWaitlistEntry,
  erasePatient,
  listAppointmentMails,
  listAuditEvents,
  listLocations,
  listOrganizations,
  listStaff,
  releaseHold,
  rescheduleAppointment,
} from '@openprm/contract';
import { limits } from '@openprm/contract/policies';
import { sql } from 'kysely';
import { type TestServer, openTestServer, testDatabase } from '../../../testing/clinic.fixture.ts';
import {
  type TestClinic,
  bookSlot,
  dana,
  everyDay,
  nth,
  openSlots,
  setUpClinic,
} from '../../../testing/clinic-setup.fixture.ts';
import { makeSurvey, storeForm } from '../../../testing/survey.fixture.ts';
import { makeDevice, signIn } from '../../../testing/sign-in.fixture.ts';
import { sweepHolds } from '../../features/holds/sweep.ts';
import { defaultLimits, readLimits } from './limit-settings.ts';
import { pruneRateLimits } from './take-calls.ts';

const small = readLimits(
  'calls-by-address=5/60 calls-by-origin=7/60 calls-by-address-when-busy=1/60 calls-by-session=4/60 mails-by-destination=2/86400 held-times=3 held-share=0.5 failed-credentials-by-address=3/60 responses-by-key=3/3600 responses-by-address-when-busy=1/3600 waitlist-by-key=2/3600 waitlist-by-address-when-busy=1/3600 codes-by-origin=2/3600 codes-by-address-when-busy=1/3600',
);

describe(`limits on ${testDatabase}`, () => {
  let server: TestServer;
  let clinic: TestClinic;
  let address: string | undefined;
  let lastAddress = 0;
  const fromElsewhere = () => (address = `198.51.100.${(lastAddress += 1)}`);
  before(async () => {
    server = await openTestServer({ core: { limits: small, remoteAddressOf: () => address } });
  });
  beforeEach(async () => {
    address = undefined;
    clinic = await setUpClinic(server, { schedule: { weeklyHours: [] } });
    fromElsewhere();
  });
  after(() => server.close());

  const read = (origin?: string, credential = clinic.publishableKey) =>
    server.answer(listLocations, { query: {} }, { credential, ...(origin === undefined ? {} : { origin }) });
  const statuses = async (count: number, call: () => Promise<{ status: number }>) => {
    const seen: number[] = [];
    for (let n = 0; n < count; n += 1) seen.push((await call()).status);
    return seen;
  };

  it('refuse what comes too often from one address with 429, Retry-After and a problem, and let another address in', async () => {
    assert.deepEqual(await statuses(6, read), [200, 200, 200, 200, 200, 429]);
    const refused = await read();
    assert.equal(refused.problem.code, 'rate-limited');
    assert.match(refused.problem.detail ?? '', /calls-by-address/);
    const wait = Number(refused.headers.get('retry-after'));
    assert.ok(wait >= 1 && wait <= 12, `one call comes back every 12 seconds, and it says ${wait}`);
    assert.equal(refused.headers.get('access-control-allow-origin'), '*');
    fromElsewhere();
    assert.equal((await read()).status, 200);
  });

  it('count by hashes that are another for each limit, so that nobody who reads them joins two', async () => {
    await server.answer(createSignInCode, { body: { email: 'x@example.org' } }, { credential: clinic.publishableKey });
    await read();
    const { rows } = await sql<{
      name: string;
      subject: string;
    }>`select name, encode(subject, 'hex') as subject from rate_limit
      where tenant_id = ${clinic.tenantId}`.execute(server.open.database);
    assert.ok(rows.filter(({ name }) => name.endsWith('-by-address')).length >= 2);
    assert.equal(new Set(rows.map(({ subject }) => subject)).size, rows.length);
  });

  it('give one call back after the time that Retry-After says', async () => {
    await statuses(6, read);
    await sql`update rate_limit set whole_at = whole_at - interval '12 seconds'`.execute(server.open.database);
    assert.deepEqual(await statuses(2, read), [200, 429]);
  });

  it('count one clinic apart from another, and never the clinic’s own server by its address', async () => {
    const other = await setUpClinicElsewhere();
    await statuses(6, read);
    assert.equal((await read(undefined, other.publishableKey)).status, 200);
    const asClinic = () => server.answer(listOrganizations, { query: {} }, { credential: clinic.secretKey });
    assert.ok((await statuses(12, asClinic)).every((status) => status === 200));
  });

  it('count a page’s origin and key over all addresses, and close the page to nobody who has not come yet', async () => {
    const origin = 'https://clinic.example';
    const seven = await statuses(7, () => {
      fromElsewhere();
      return read(origin);
    });
    assert.ok(seven.every((status) => status === 200));
    assert.deepEqual(await statuses(2, () => read(origin)), [200, 429], 'its share');
    fromElsewhere();
    assert.deepEqual(await statuses(2, () => read(origin)), [200, 429], 'who has not come yet');
    const other = () => read('https://app.example');
    assert.equal((await other()).status, 200, 'another page of the clinic');
    await sql`update rate_limit set whole_at = now() + interval '70 seconds' where name = 'calls-by-key'`.execute(
      server.open.database,
    );
    fromElsewhere();
    assert.deepEqual(await statuses(2, other), [200, 429], 'where all of the key is used up');
    assert.equal((await server.answer(listOrganizations, { query: {} }, { credential: clinic.secretKey })).status, 429);
    address = undefined;
    assert.equal((await read(origin)).status, 429, 'where nobody has an address');
  });

  it('count what one address is refused towards nothing that others share', async () => {
    const origin = 'https://clinic.example';
    const fives = (status: number) => [status, status, status, status, status];
    assert.deepEqual(await statuses(20, () => read(origin)), [
      ...fives(200),
      ...fives(429),
      ...fives(429),
      ...fives(429),
    ]);
    fromElsewhere();
    assert.deepEqual(
      await statuses(4, () => read(origin)),
      [200, 200, 200, 429],
      'seven of the origin in all, and its share',
    );
  });

  it('count what is refused for who calls, or for the page it comes from, by its caller alone', async () => {
    const staffOnly = (credential: string) => () => server.answer(listStaff, { query: {} }, { credential });
    const refusedSix = [403, 403, 403, 403, 403, 429];
    for (const call of [staffOnly(clinic.publishableKey), () => read('https://elsewhere.example')]) {
      assert.deepEqual(await statuses(6, call), refusedSix);
      assert.match((await call()).problem.detail ?? '', /calls-by-address/);
      assert.equal((await read()).status, 429, 'it is one count with what is answered');
      fromElsewhere();
      assert.equal((await call()).status, 403, 'from another address it is the first');
      assert.equal((await read()).status, 200);
      fromElsewhere();
    }
    const { rows } = await sql<{ name: string }>`
      select name from rate_limit where tenant_id = ${clinic.tenantId} and name = 'calls-by-origin'`.execute(
      server.open.database,
    );
    assert.deepEqual(rows, [], 'nothing of what all share is used up');

    const open = await openClinic();
    const booked = await bookSlot(server, open, nth(await openSlots(server, open), 0));
    const asPatient = await statuses(5, () => {
      fromElsewhere();
      return staffOnly(booked.access.token)();
    });
    assert.deepEqual(asPatient, [403, 403, 403, 403, 429]);
  });

  it('count a session wherever it is used from', async () => {
    const open = await openClinic();
    const booked = await bookSlot(server, open, nth(await openSlots(server, open), 0));
    const seen = await statuses(5, () => {
      fromElsewhere();
      return read(undefined, booked.access.token);
    });
    assert.deepEqual(seen, [200, 200, 200, 200, 429]);
  });

  it('count wrong keys, links and tokens together, and let good ones in from the same address', async () => {
    const open = await openClinic();
    const booked = await bookSlot(server, open, nth(await openSlots(server, open), 0));
    fromElsewhere();
    const secret = 'A'.repeat(43);
    const link = `lnk_${open.tenantId.slice(4)}.${booked.id.slice(4)}.1.${secret}`;
    const linkOfNobody = `lnk_nowhere.${booked.id.slice(4)}.1.${secret}`;
    const wrong = [
      () => read(undefined, `pk_${secret}`),
      () => read(undefined, `sk_${secret}`),
      () => server.answer(createAppointmentSession, {}, { credential: link }),
      () => server.answer(createAppointmentSession, {}, { credential: linkOfNobody }),
      () => read(undefined, `${booked.access.token.slice(0, -4)}AAAA`),
      () => server.answer(listStaff, { query: {} }, { credential: `sst_${secret}` }),
    ];
    const seen: number[] = [];
    for (const call of wrong) seen.push((await call()).status);
    assert.deepEqual(seen, [401, 401, 401, 429, 429, 429]);
    const refused = await read(undefined, `pk_${secret}`);
    assert.match(refused.problem.detail ?? '', /failed-credentials-by-address/);
    const wait = Number(refused.headers.get('retry-after'));
    assert.ok(wait >= 1 && wait <= 20, `one try comes back every 20 seconds, and it says ${wait}`);

    assert.equal((await read(undefined, open.publishableKey)).status, 200);
    assert.equal((await read(undefined, booked.access.token)).status, 200);
    fromElsewhere();
    assert.equal((await read(undefined, `pk_${secret}`)).status, 401, 'from another address it is the first');
  });

  it('count a wrong code too, whose refusal is remembered, and its repeat no more', async () => {
    const body = { signInCodeId: 'sgn_nowhere', code: '000000', key: (await makeDevice()).key };
    const as = { credential: clinic.publishableKey };
    const once = { ...as, idempotencyKey: 'one-try' };
    assert.deepEqual(await statuses(2, () => server.answer(createSession, { body }, once)), [401, 401]);
    assert.deepEqual(await statuses(3, () => server.answer(createSession, { body }, as)), [401, 401, 429]);
  });

  it('let nobody fill an address with mail by booking in its name, and answer everybody alike', async () => {
    const open = await openClinic();
    const desk = { credential: open.secretKey };
    const slots = await openSlots(server, open);
    const book = async (index: number, email: string, as = { credential: open.publishableKey }) => {
      fromElsewhere();
      const hold = await server.call(createHold, { body: { slotId: nth(slots, index).id } }, as);
      const body = { holdId: hold.id, holdSecret: hold.secret, patient: { ...dana, email } };
      const answer = await server.answer(createAppointment, { body }, as);
      await server.runJobs();
      return answer;
    };
    const cancel = async (id: string, credential: string) => {
      await server.call(cancelAppointment, { params: { id }, body: {} }, { credential });
      await server.runJobs();
    };
    const became = async (id: string) =>
      (await server.call(listAppointmentMails, { params: { id }, query: {} }, desk)).data
        .filter(({ recipient }) => recipient === 'patient')
        .map(({ kind, status }) => `${kind} ${status}`);
    const mailed = () => server.mails.filter(({ to }) => to.toLowerCase() === 'dana@example.org').length;
    server.jobs.length = 0;
    server.mails.length = 0;

    const first = await book(0, 'dana@example.org');
    await book(4, 'Dana@Example.org');
    const third = await book(8, 'DANA@example.org');
    assert.deepEqual([third.status, Object.keys(third.body)], [201, Object.keys(first.body)]);
    assert.equal(mailed(), 2);
    assert.deepEqual(await became(third.body.id), ['booked withheld']);

    // what follows from such a booking counts as well; what its holder of the address, the clinic and others do does not
    await cancel(third.body.id, third.body.access?.token ?? '');
    assert.deepEqual(await became(third.body.id), ['booked withheld', 'cancelled withheld']);
    const link = /lnk_\S+/.exec(server.mails[0]?.text ?? '')?.[0] ?? '';
    const { access } = await server.call(createAppointmentSession, { body: {} }, { credential: link });
    await cancel(first.body.id, access.token);
    assert.deepEqual(await became(first.body.id), ['booked accepted', 'cancelled accepted']);
    assert.deepEqual(await became((await book(12, 'dana@example.org', desk)).body.id), ['booked accepted']);
    assert.deepEqual(await became((await book(16, 'sam@example.org')).body.id), ['booked accepted']);
    // a tag is no mailbox of its own
    assert.deepEqual(await became((await book(20, 'Dana+two@example.org')).body.id), ['booked withheld']);

    // the clinic sees it; whoever booked in another's name does not
    const { data } = await server.call(listAuditEvents, { query: {} }, desk);
    assert.equal(data.filter(({ operation }) => operation === 'withholdMail').length, 3);
    const visit = await server.call(listAuditEvents, { query: {} }, { credential: third.body.access?.token ?? '' });
    assert.ok(visit.data.length > 0 && visit.data.every(({ operation }) => operation !== 'withholdMail'));
    const events = await sql`select 1 from event where type = 'mail.withheld'`.execute(server.open.database);
    assert.equal(events.rows.length, 3);
  });

  it('store neither an address nor an origin nor a key, and forget who has used nothing for a while', async () => {
    address = '203.0.113.77';
    await read('https://clinic.example');
    const stored = async () =>
      (await sql<{ row: string }>`select rate_limit::text as row from rate_limit`.execute(server.open.database)).rows;
    const text = (await stored()).map(({ row }) => row).join('\n');
    assert.match(text, /calls-by-address/);
    assert.doesNotMatch(text, /203\.0\.113|clinic\.example|pk_|key_/);
    assert.ok(!text.includes(Buffer.from('203.0.113.77').toString('hex')));
    await sql`update rate_limit set whole_at = now() - interval '1 second'`.execute(server.open.database);
    await pruneRateLimits(server.open.database);
    assert.deepEqual(await stored(), []);
  });

  it('let one visitor hold only a few times at once, and only half of a day', async () => {
    const open = await openClinic();
    const slots = await openSlots(server, open);
    const as = { credential: open.publishableKey };
    const days = wholeDays(slots);
    const firstDay = nth(days, 0);
    const hold = (slot: { id: string }) => server.answer(createHold, { body: { slotId: slot.id } }, as);
    // 2 hours of 45 minutes: half of the day is one visit
    const first = await hold(nth(firstDay, 0));
    assert.equal(first.status, 201);
    const second = await hold(nth(firstDay, 3));
    assert.deepEqual([second.status, second.problem.code], [429, 'too-many-times']);
    assert.match(second.problem.detail ?? '', /this day/);
    assert.ok(Number(second.headers.get('retry-after')) > 500, 'until the first hold is over');

    const otherDays = days.slice(1).map((day) => nth(day, 0));
    assert.equal((await hold(nth(otherDays, 0))).status, 201);
    assert.equal((await hold(nth(otherDays, 1))).status, 201);
    fromElsewhere();
    assert.equal((await hold(nth(firstDay, 3))).status, 201, 'another visitor may have the rest of the day');
    address = `198.51.100.${lastAddress - 1}`;
    await sql`delete from rate_limit`.execute(server.open.database);
    const fourth = await hold(nth(otherDays, 2));
    assert.equal(fourth.problem.code, 'too-many-times');
    assert.match(fourth.problem.detail ?? '', /3 times are held/);
    await server.call(releaseHold, { params: { id: first.body.id }, body: { secret: first.body.secret } }, as);
    assert.equal((await hold(nth(otherDays, 2))).status, 201, 'a released time counts no more');
  });

  it('count what a visitor has booked as what they hold, for a day, until it is cancelled, whoever shows meanwhile that it is theirs', async () => {
    const open = await openClinic();
    const { database } = server.open;
    const days = wholeDays(await openSlots(server, open));
    const [day, other] = [nth(days, 0), nth(days, 1)];
    const as = { credential: open.publishableKey };
    const hold = async (slot: { id: string }, more = {}, caller = as) => {
      await sql`delete from rate_limit`.execute(database);
      return server.answer(createHold, { body: { slotId: slot.id, ...more } }, caller);
    };
    const bookInvented = async (slot: { id: string }) => {
      const { body: held } = await hold(slot);
      const patient = { ...dana, email: `${slot.id.slice(-9).toLowerCase()}@invented.example` };
      const booked = await server.call(
        createAppointment,
        { body: { holdId: held.id, holdSecret: held.secret, patient } },
        as,
      );
      return { ...booked, patientId: booked.patient?.id ?? '' };
    };
    const refused = async (...call: Parameters<typeof hold>) => {
      const answer = await hold(...call);
      assert.deepEqual([answer.status, answer.problem.code], [429, 'too-many-times']);
      assert.match(answer.problem.detail ?? '', /this day/);
      return Number(answer.headers.get('retry-after'));
    };
    const freed = async (answer: Awaited<ReturnType<typeof hold>>) => {
      assert.equal(answer.status, 201);
      await server.call(releaseHold, { params: { id: answer.body.id }, body: { secret: answer.body.secret } }, as);
    };
    // 2 hours of 45 minutes: half of the day is one visit
    const first = await bookInvented(nth(day, 0));
    assert.ok((await refused(nth(day, 3))) > 86_000, 'until a day after it was booked');
    await freed(await hold(nth(day, 3), {}, { credential: open.secretKey }));
    const here = address;
    fromElsewhere();
    await freed(await hold(nth(day, 3)));
    address = here;

    // a visit of another day is moved there no more than one is booked there; one of the same day may move within it
    const elsewhere = await bookInvented(nth(other, 0));
    await refused(nth(day, 3), { replacesAppointmentId: elsewhere.id }, { credential: elsewhere.access?.token ?? '' });
    const within = { credential: first.access?.token ?? '' };
    const moved = await hold(nth(day, 4), { replacesAppointmentId: first.id }, within);
    const body = { holdId: moved.body.id, holdSecret: moved.body.secret };
    await server.call(rescheduleAppointment, { params: { id: first.id }, body }, within);
    await refused(nth(day, 0));
    const as24hoursAgo = sql`update appointment set visitor_at = now() - interval '24 hours' where id = ${first.id}`;
    const mine = (id = first.id) =>
      database.selectFrom('appointment').select('visitor').where('id', '=', id).executeTakeFirstOrThrow();

    // nor is it a way to free the time for oneself that the chart of an invented birth date is shown to be one's own
    await sql`update patient set verified = true, is_shown = true where id = ${first.patientId}`.execute(database);
    await refused(nth(day, 0));
    assert.ok((await mine()).visitor !== null);
    await as24hoursAgo.execute(database);
    await freed(await hold(nth(day, 0)));
    await sweepHolds(server.ports);
    assert.equal((await mine()).visitor, null, 'who it was is forgotten');

    assert.ok((await mine(elsewhere.id)).visitor !== null);
    await server.call(erasePatient, { params: { id: elsewhere.patientId }, body: {} }, { credential: open.secretKey });
    assert.equal((await mine(elsewhere.id)).visitor, null, 'who it was is forgotten with the patient');

    const last = await bookInvented(nth(nth(days, 2), 0));
    await refused(nth(nth(days, 2), 3));
    await server.call(
      cancelAppointment,
      { params: { id: last.id }, body: {} },
      { credential: last.access?.token ?? '' },
    );
    await freed(await hold(nth(nth(days, 2), 3)));
  });

  it('let a family book three visits of a day from one address', async () => {
    const open = await setUpClinic(server);
    const day = nth(wholeDays(await openSlots(server, open)), 0);
    for (const index of [0, 4, 8]) {
      await sql`delete from rate_limit`.execute(server.open.database);
      await bookSlot(server, open, nth(day, index));
    }
  });

  it('count a visit for whoever was signed in and for the network: signing in opens no second share', async () => {
    const open = await openClinic();
    const [day, other] = wholeDays(await openSlots(server, open));
    assert.ok(day && other);
    const here = address;
    await bookSlot(server, open, nth(day, 0));
    const { as } = await signIn(server, open, 'signed-in@example.org');
    const hold = async (slot: { id: string }, caller: { credential: string } = as) => {
      await sql`delete from rate_limit`.execute(server.open.database);
      return server.answer(createHold, { body: { slotId: slot.id } }, caller);
    };
    const visitor = { credential: open.publishableKey };
    assert.match((await hold(nth(day, 3))).problem.detail ?? '', /this day/, 'what was taken here before');
    const { body: held } = await hold(nth(other, 0));
    const patient = { ...dana, email: 'signed-in@example.org' };
    await server.call(createAppointment, { body: { holdId: held.id, holdSecret: held.secret, patient } }, as);
    assert.match((await hold(nth(other, 3), visitor)).problem.detail ?? '', /this day/, 'signed out again');
    fromElsewhere();
    assert.match((await hold(nth(other, 3))).problem.detail ?? '', /this day/, 'wherever they are');
    assert.equal((await hold(nth(other, 3), visitor)).status, 201, 'another visitor may have the rest of the day');
    assert.equal((await hold(nth(day, 3))).status, 201, 'and they what was taken elsewhere by others');

    const { rows } = await sql<{ n: number }>`
      select count(network)::integer as n from appointment where network is not null`.execute(server.open.database);
    assert.ok((rows[0]?.n ?? 0) > 0);
    await sql`update appointment set visitor_at = now() - interval '24 hours' where visitor is not null`.execute(
      server.open.database,
    );
    await sweepHolds(server.ports);
    const kept = await sql`select id from appointment where network is not null`.execute(server.open.database);
    assert.deepEqual(kept.rows, [], 'from where it was is forgotten');
    address = here;
  });

  it('count the time that is kept free around a visit, so that nobody takes a whole day by it', async () => {
    const open = await setUpClinic(server, {
      service: { durationMinutes: 30, bufferAfterMinutes: 30, bufferBeforeMinutes: 0, slotIntervalMinutes: 60 },
      schedule: { weeklyHours: [{ daysOfWeek: [...everyDay], start: '08:00', end: '16:00' }] },
    });
    fromElsewhere();
    const day = nth(wholeDays(await openSlots(server, open)), 0);
    const taken: number[] = [];
    for (const slot of day) {
      await sql`delete from rate_limit`.execute(server.open.database);
      const { status, body } = await server.answer(
        createHold,
        { body: { slotId: slot.id } },
        { credential: open.publishableKey },
      );
      taken.push(status);
      if (status !== 201) continue;
      const patient = { ...dana, email: `${slot.id.slice(-9).toLowerCase()}@invented.example` };
      await server.call(
        createAppointment,
        { body: { holdId: body.id, holdSecret: body.secret, patient } },
        { credential: open.publishableKey },
      );
    }
    assert.equal(day.length, 8);
    assert.deepEqual(
      taken.map((status) => status === 201),
      day.map((_, at) => at < 4),
    );
  });

  it('count one practitioner’s day over all their schedules, the most visits of a day, and IPv6 by the /56', async () => {
    const open = await openClinic();
    const staff = { credential: open.secretKey };
    const hours = [{ daysOfWeek: [...everyDay], start: '08:00', end: '10:00' }];
    const { practitionerRoleId, organizationId } = open;
    const service = await server.call(
      createHealthcareService,
      {
        body: {
          organizationId,
          name: 'Another',
          durationMinutes: 45,
          slotIntervalMinutes: 15,
          minimumNoticeMinutes: 0,
        },
      },
      staff,
    );
    const schedule = { practitionerRoleId, healthcareServiceIds: [service.id], weeklyHours: hours };
    await server.call(createSchedule, { body: schedule }, staff);
    const day = nth(wholeDays(await openSlots(server, open)), 0);
    const sameDay = nth(wholeDays(await openSlots(server, { ...open, healthcareServiceId: service.id })), 0);
    const hold = async (slot: { id: string }) => {
      await sql`delete from rate_limit`.execute(server.open.database);
      return server.answer(createHold, { body: { slotId: slot.id } }, { credential: open.publishableKey });
    };
    address = '2001:db8:1:2::1';
    assert.equal((await hold(nth(day, 0))).status, 201);
    assert.match((await hold(nth(sameDay, 3))).problem.detail ?? '', /this day/, 'by the other schedule');
    address = '2001:db8:1:ff::1';
    assert.match((await hold(nth(day, 3))).problem.detail ?? '', /this day/, 'by another /64 of the same /56');
    address = '2001:db8:1:100::1';
    assert.equal((await hold(nth(day, 3))).status, 201, 'by another /56');

    const few = await setUpClinic(server, { schedule: { dailyCap: 3 } });
    const ofFew = nth(wholeDays(await openSlots(server, few)), 0);
    const holdOfFew = (slot: { id: string }) =>
      server.answer(createHold, { body: { slotId: slot.id } }, { credential: few.publishableKey });
    assert.equal((await holdOfFew(nth(ofFew, 0))).status, 201);
    assert.match((await holdOfFew(nth(ofFew, 4))).problem.detail ?? '', /this day/, 'two of three visits');
  });

  it('let a family hold seats of one class from one address, and not more than half of the class’s day', async () => {
    const open = await openClinic(2);
    const [slot, ...later] = nth(wholeDays(await openSlots(server, open)), 0);
    assert.ok(slot);
    await sql`delete from rate_limit`.execute(server.open.database);
    const hold = (each: { id: string }) =>
      server.answer(createHold, { body: { slotId: each.id } }, { credential: open.publishableKey });
    // 2 hours of classes of 45 minutes with two seats: two seats are 45 minutes, three are more than an hour
    assert.deepEqual([(await hold(slot)).status, (await hold(slot)).status], [201, 201]);
    const other = later.find(({ start }) => Date.parse(start) >= Date.parse(slot.end));
    assert.match((await hold(other ?? slot)).problem.detail ?? '', /this day/);
  });

  it('cap holds also when one visitor asks for many at once, and not what the clinic holds', async () => {
    const open = await openClinic();
    const slots = await openSlots(server, open);
    const days = [...Map.groupBy(slots, ({ start }) => start.slice(0, 10)).values()].map((day) => nth(day, 0));
    await sql`delete from rate_limit`.execute(server.open.database);
    const hold = (credential: string, slot: { id: string }) =>
      server.answer(createHold, { body: { slotId: slot.id } }, { credential });
    const five = await Promise.all(days.slice(0, 5).map((slot) => hold(open.publishableKey, slot)));
    assert.equal(five.filter(({ status }) => status === 201).length, 3);
    const refused = five.flatMap(({ status }, index) => (status === 201 ? [] : [nth(days, index)]));
    for (const slot of refused) assert.equal((await hold(open.secretKey, slot)).status, 201);
  });

  it('close an anonymous survey to nobody who has not answered, however much strangers have sent', async () => {
    const form = await storeForm(server, clinic);
    const { id: surveyId } = await makeSurvey(server, clinic, form, { mode: 'anonymous' });
    const answer = () =>
      server.answer(createQuestionnaireResponse, { body: { surveyId } }, { credential: clinic.publishableKey });
    assert.deepEqual(await statuses(5, answer), [201, 201, 201, 201, 429]);
    const used = async () =>
      (
        await sql`select whole_at::text from rate_limit where tenant_id = ${clinic.tenantId} and name = 'calls-by-key' order by whole_at desc limit 1`.execute(
          server.open.database,
        )
      ).rows;
    for (const each of [1, 2, 3]) {
      fromElsewhere();
      assert.equal((await answer()).status, 201, `address ${each}`);
      const before = await used();
      assert.equal((await answer()).status, 429, `address ${each} again`);
      assert.deepEqual(await used(), before, 'what the survey refuses uses up nothing of the page');
    }
  });

  it('close neither the waitlist nor the codes of a page to who has not come yet, however much strangers have sent', async () => {
    const as = { credential: clinic.publishableKey, origin: 'https://clinic.example' };
    const { healthcareServiceId } = clinic;
    const body = { healthcareServiceId, patient: dana };
    for (const [name, ask] of [
      ['waitlist', () => server.answer(createWaitlistEntry, { body }, as)],
      ['codes', () => server.answer(createSignInCode, { body: { email: 'dana@example.org' } }, as)],
    ] as const) {
      await sql`delete from rate_limit`.execute(server.open.database);
      fromElsewhere();
      assert.deepEqual(await statuses(4, ask), [201, 201, 201, 429], name);
      fromElsewhere();
      assert.deepEqual(await statuses(2, ask), [201, 429], `${name}, from another address`);
      await sql`delete from rate_limit`.execute(server.open.database);
      address = undefined;
      assert.deepEqual(await statuses(3, ask), [201, 201, 429], `${name}, where no address is known`);
    }
  });

  it('close an anonymous survey to all alike where nobody’s address is known', async () => {
    const form = await storeForm(server, clinic);
    const { id: surveyId } = await makeSurvey(server, clinic, form, { mode: 'anonymous' });
    address = undefined;
    const answer = () =>
      server.answer(createQuestionnaireResponse, { body: { surveyId } }, { credential: clinic.publishableKey });
    assert.deepEqual(await statuses(4, answer), [201, 201, 201, 429]);
  });

  it('do not remember a refusal that passes: the same key gets through later', async () => {
    const open = await openClinic();
    const slots = await openSlots(server, open);
    const as = { credential: open.publishableKey };
    const day = nth(wholeDays(slots), 0);
    const first = await server.call(createHold, { body: { slotId: nth(day, 0).id } }, as);
    const again = { ...as, idempotencyKey: 'one-intent' };
    assert.equal((await server.answer(createHold, { body: { slotId: nth(day, 3).id } }, again)).status, 429);
    await server.call(releaseHold, { params: { id: first.id }, body: { secret: first.secret } }, as);
    assert.equal((await server.answer(createHold, { body: { slotId: nth(day, 3).id } }, again)).status, 201);
  });

  /** Days of which nothing is over yet: from tomorrow on. */
  const wholeDays = (slots: Awaited<ReturnType<typeof openSlots>>) =>
    [...Map.groupBy(slots, ({ start }) => start.slice(0, 10)).values()].slice(1);

  async function setUpClinicElsewhere(): Promise<TestClinic> {
    return setUpClinic(server, { schedule: { weeklyHours: [] } });
  }

  /** A clinic that is open for two hours a day. */
  async function openClinic(capacity = 1): Promise<TestClinic> {
    const everyDay = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
    return setUpClinic(server, {
      service: { capacity },
      schedule: { weeklyHours: [{ daysOfWeek: [...everyDay], start: '08:00', end: '10:00' }] },
    });
  }
});

describe('the settings of limits', () => {
  it('are the contract’s unless said otherwise, and later words outweigh earlier ones', () => {
    const read = readLimits('*=9/1 calls-by-key=5/60 held-times=20 held-share=0.25');
    assert.deepEqual(read.rates['calls-by-key'], { most: 5, perSeconds: 60 });
    assert.deepEqual(read.rates['bookings-by-address'], { most: 9, perSeconds: 1 });
    assert.deepEqual(read.holdCaps, { times: 20, shareOfDay: 0.25 });
    assert.equal(defaultLimits.rates['calls-by-key'].most, 12_000);
  });

  for (const word of [
    'calls-by-key',
    'calls-by-key=0/60',
    'calls-by-key=5',
    'nothing=5/60',
    'held-share=2',
    'held-times=0',
    '*=*',
  ]) {
    it(`refuse ${word} in words that name it`, () =>
      assert.throws(() => readLimits(word), { name: 'RangeError', message: /is no limit.*calls-by-address/ }));
  }

  it('have a reason each', () => {
    for (const [name, { reason }] of Object.entries(limits)) assert.ok(reason.length > 40, name);
  });

  it('end the codes that one key has mailed, too, for whoever says no origin and has networks without number', async () => {
    let network: string | undefined;
    let networks = 0;
    const fromAnother = () => (network = `2001:db8:0:${(networks += 1)}::1`);
    const mailing = await openTestServer({
      core: {
        remoteAddressOf: () => network,
        limits: readLimits('codes-by-key=3/3600 codes-by-address-when-busy=1/3600'),
      },
    });
    try {
      const { publishableKey: credential } = await setUpClinic(mailing, { schedule: { weeklyHours: [] } });
      const ask = async (email: string) =>
        (await mailing.answer(createSignInCode, { body: { email } }, { credential })).status;
      for (let n = 0; n < 3; n += 1) {
        fromAnother();
        assert.equal(await ask(`somebody${n}@example.org`), 201);
      }
      fromAnother();
      assert.equal(await ask('nobody@example.org'), 201, 'who has not come yet has a share');
      assert.equal(await ask('nobody.else@example.org'), 429, 'and no more');
    } finally {
      await mailing.close();
    }
  });
});
