import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  type PatientInput,
  type Slot,
  type WaitlistEntryCreate,
  acceptWaitlistOffer,
  cancelAppointment,
  createAppointmentSession,
  createHold,
  createPractitioner,
  createPractitionerRole,
  createSchedule,
  createWaitlistEntry,
  declineWaitlistOffer,
  deleteBusyTime,
  endPatientSessions,
  erasePatient,
  getAppointment,
  getWaitlistEntry,
  leaveWaitlist,
  listAuditEvents,
  listWaitlistEntries,
  matchCurrentSession,
  offerWaitlistTime,
  openWaitlistEntry,
  putBusyTime,
  releaseHold,
  revokeAppointmentAccess,
  searchSlots,
  updateSchedule,
  updateWaitlistEntry,
  withdrawWaitlistEntry,
} from '@openprm/contract';
import { sql } from 'kysely';
import { readLimits } from '../../http/limits/limit-settings.ts';
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
import { MailRefused } from '../../ports.ts';
import { signIn } from '../../../testing/sign-in.fixture.ts';

const mornings = [{ daysOfWeek: ['mon', 'tue'] as ('mon' | 'tue')[], start: '08:00', end: '12:00' }];

/** Whoever waits for a lock needs a connection of their own. */
const isOneConnection = testDatabase !== 'postgres';

describe(`the waitlist on ${testDatabase}`, () => {
  let server: TestServer;
  let address: string | undefined;
  before(async () => {
    // ten in the morning, in Chicago, tomorrow
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
    server = await openTestServer({
      now: Date.parse(`${tomorrow}T16:30:00Z`),
      core: {
        remoteAddressOf: () => address,
        limits: readLimits('*=1000000/1 waitlist-mails-by-destination=5/86400'),
      },
    });
  });
  after(() => server.close());

  it('holds a cancelled time for the first who fits, and books it for them alone', async () => {
    const clinic = await setUpClinic(server, { service: { slotIntervalMinutes: 45 } });
    const [slot] = await bookedUp(server, clinic);
    const first = await join(server, clinic, person('first'));
    const second = await join(server, clinic, person('second'));
    const visit = await bookAsClinic(server, clinic, slot);
    await cancelAsClinic(server, clinic, visit.id);
    await settle(server);

    const link = await linkIn(server, person('first'));
    const entry = await server.call(openWaitlistEntry, { body: {} }, { credential: link });
    assert.equal(entry.id, first.id);
    assert.equal(entry.offer?.participantStatus, 'needs-action');
    assert.equal(entry.offer.slot.id, slot.id);
    const waiting = await server.call(getWaitlistEntry, { params: { id: second.id } }, secret(clinic));
    assert.equal(waiting.offer, null, 'the second is offered nothing');
    const refused = await server.answer(createHold, { body: { slotId: slot.id } }, visitor(clinic));
    assert.equal(refused.problem.code, 'slot-unavailable', 'and nobody else can have it');

    const body = { offerId: entry.offer.id };
    address = '203.0.113.30';
    const booked = await server.call(acceptWaitlistOffer, { params: { id: entry.id }, body }, { credential: link });
    address = undefined;
    assert.equal(booked.status, 'booked');
    assert.equal(booked.start, slot.start);
    assert.equal(booked.patient?.id, entry.patient?.id);
    const read = await server.call(getAppointment, { params: { id: booked.id } }, { credential: booked.access.token });
    assert.equal(read.id, booked.id);
    const { rows: counted } = await sql`
      select from appointment where id = ${booked.id} and visitor is not null`.execute(server.open.database);
    assert.equal(counted.length, 1, 'it is of the share of a day of who takes it');
    await settle(server);
    assert.match(lastMail(server, person('first')).subject, /is booked/);
    const again = await server.answer(acceptWaitlistOffer, { params: { id: entry.id }, body }, { credential: link });
    assert.equal(again.problem.code, 'appointment-status-conflict', 'who is booked is not told that they are not');
    const late = await server.answer(declineWaitlistOffer, { params: { id: entry.id }, body }, { credential: link });
    assert.deepEqual(
      [late.status, late.body.status, late.body.appointmentId],
      [200, 'booked', booked.id],
      'whoever has taken it does not lose it by a decline that comes late',
    );
    const kept = await server.call(getAppointment, { params: { id: booked.id } }, secret(clinic));
    assert.equal(kept.status, 'booked');
    const ended = await server.call(openWaitlistEntry, { body: {} }, { credential: link });
    assert.deepEqual([ended.status, ended.appointmentId], ['booked', booked.id]);
  });

  it('goes to the next in line when an offer is declined, and offers nobody a time twice', async () => {
    const clinic = await setUpClinic(server, { service: { slotIntervalMinutes: 45 } });
    const [slot] = await bookedUp(server, clinic);
    // the same person once more, and somebody who has the same name and birth date
    const people = [person('one'), person('two'), person('two'), { ...person('two'), email: 'other@example.org' }];
    const entries = [];
    for (const patient of people) entries.push(await join(server, clinic, patient));
    await cancelAsClinic(server, clinic, (await bookAsClinic(server, clinic, slot)).id);
    await settle(server);
    const offered = async () =>
      (await server.call(listWaitlistEntries, { query: {} }, secret(clinic))).data.map(
        ({ offer }) => offer?.participantStatus,
      );
    assert.deepEqual(await offered(), ['needs-action', undefined, undefined, undefined]);
    await decline(server, clinic, nth(entries, 0).id, person('one'));
    assert.deepEqual(await offered(), ['declined', 'needs-action', undefined, undefined]);
    await decline(server, clinic, nth(entries, 1).id, person('two'));
    assert.deepEqual(
      await offered(),
      ['declined', 'declined', undefined, 'needs-action'],
      'nobody is passed over for a name that anybody can type',
    );
    await decline(server, clinic, nth(entries, 3).id, nth(people, 3));
    assert.ok(
      (await openSlots(server, clinic)).some(({ id }) => id === slot.id),
      'the time is free for anybody',
    );
    assert.equal(await countFreed(server, clinic), 0);
  });

  it('frees an offer that nobody answered, and passes it on', async () => {
    const clinic = await setUpClinic(server, { service: { slotIntervalMinutes: 45 } });
    const [slot] = await bookedUp(server, clinic);
    await join(server, clinic, person('late'));
    const next = await join(server, clinic, person('next'));
    await cancelAsClinic(server, clinic, (await bookAsClinic(server, clinic, slot)).id);
    await settle(server);
    const link = await linkIn(server, person('late'));
    await expireHolds(server, clinic);
    const entry = await server.call(openWaitlistEntry, { body: {} }, { credential: link });
    assert.equal(entry.offer?.participantStatus, 'expired');
    const refused = await server.answer(
      acceptWaitlistOffer,
      { params: { id: entry.id }, body: { offerId: entry.offer.id } },
      { credential: link },
    );
    assert.equal(refused.problem.code, 'hold-expired');
    assert.ok(
      refused.problem.alternatives?.some(({ id }) => id === slot.id),
      'its own time is open again',
    );
    const other = nth(await openSlots(server, clinic), 0);
    const stranger = await setUpClinic(server, { service: { slotIntervalMinutes: 45 } });
    const foreign = nth(await openSlots(server, stranger), 0).id;
    const accept = (slotId: string) =>
      server.answer(
        acceptWaitlistOffer,
        { params: { id: entry.id }, body: { offerId: entry.offer?.id ?? '', slotId } },
        { credential: link },
      );
    assert.equal((await accept(foreign)).status, 422, "another clinic's time");
    assert.equal((await accept(other.id)).body.start, other.start, 'another open time');
    await server.core.runJob({ kind: 'holds-sweep' });
    await settle(server);
    const passed = await server.call(getWaitlistEntry, { params: { id: next.id } }, secret(clinic));
    assert.equal(passed.offer?.slot.id, slot.id);
  });

  it('moves a visit to an earlier time in one act', async () => {
    const clinic = await setUpClinic(server, { service: { slotIntervalMinutes: 45 } });
    const [early, later] = await bookedUp(server, clinic, 2);
    const blocker = await bookAsClinic(server, clinic, early);
    const visit = await bookSlot(server, clinic, later, person('mover'));
    const body = {
      healthcareServiceId: clinic.healthcareServiceId,
      replacesAppointmentId: visit.id,
    };
    const as = { credential: visit.access.token };
    const entry = await server.call(createWaitlistEntry, { body }, as);
    const same = await server.call(createWaitlistEntry, { body }, as);
    assert.equal(same.id, entry.id, 'a visit waits once');
    await cancelAsClinic(server, clinic, blocker.id);
    await settle(server);
    const link = await linkIn(server, person('mover'));
    const { offer } = await server.call(openWaitlistEntry, { body: {} }, { credential: link });
    assert.equal(offer?.slot.id, early.id);
    const moved = await server.call(
      acceptWaitlistOffer,
      { params: { id: entry.id }, body: { offerId: offer.id } },
      { credential: link },
    );
    assert.deepEqual([moved.id, moved.start, moved.sequence], [visit.id, early.start, 1]);
    assert.ok(
      (await openSlots(server, clinic)).some(({ id }) => id === later.id),
      'the old time is free',
    );
    const other = await bookSlot(server, clinic, later, person('other'));
    const stranger = await server.answer(
      createWaitlistEntry,
      { body: { ...body, replacesAppointmentId: other.id } },
      as,
    );
    assert.equal(stranger.problem.code, 'not-found', "somebody else's visit");
  });

  it('offers a visit nothing that is later than it, and nothing once it is cancelled', async () => {
    const clinic = await setUpClinic(server, { service: { slotIntervalMinutes: 45 } });
    const [early, middle, late] = await bookedUp(server, clinic, 3);
    const [first, last] = [await bookAsClinic(server, clinic, early), await bookAsClinic(server, clinic, late)];
    const visit = await bookSlot(server, clinic, middle, person('middle'));
    const body = { healthcareServiceId: clinic.healthcareServiceId, replacesAppointmentId: visit.id };
    const entry = await server.call(createWaitlistEntry, { body }, { credential: visit.access.token });
    await cancelAsClinic(server, clinic, last.id);
    await settle(server);
    const read = () => server.call(getWaitlistEntry, { params: { id: entry.id } }, secret(clinic));
    assert.equal((await read()).offer, null);
    await cancelAsClinic(server, clinic, first.id);
    await settle(server);
    assert.equal((await read()).offer?.slot.id, early.id);
    await server.call(cancelAppointment, { params: { id: visit.id }, body: {} }, { credential: visit.access.token });
    assert.equal((await read()).status, 'cancelled');
    assert.ok(
      (await openSlots(server, clinic)).some(({ id }) => id === early.id),
      'what was held for it is free',
    );
  });

  it('offers only what fits the hours, days, place and person that were asked for', async () => {
    const clinic = await setUpClinic(server, { service: { slotIntervalMinutes: 45 } });
    const [slot] = await bookedUp(server, clinic);
    const date = slot.start.slice(0, 10);
    const time = slot.start.slice(11, 16);
    const dayOf = nth(
      ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const,
      new Date(`${date}T12:00:00Z`).getUTCDay(),
    );
    const otherDay = everyDay.filter((each) => each !== dayOf);
    const before = new Date(Date.parse(`${date}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);
    const wishes: Partial<WaitlistEntryCreate>[] = [
      { availableTime: [{ daysOfWeek: otherDay, start: '00:00', end: '24:00' }] },
      { availableTime: [{ daysOfWeek: [dayOf], start: '00:00', end: time }] },
      { requestedPeriod: { end: before } },
      {
        availableTime: [{ daysOfWeek: [dayOf], start: time, end: '24:00' }],
        requestedPeriod: { start: date, end: date },
      },
    ];
    const ids: string[] = [];
    for (const [index, wish] of wishes.entries())
      ids.push((await join(server, clinic, person(`wish${index}`), wish)).id);
    await cancelAsClinic(server, clinic, (await bookAsClinic(server, clinic, slot)).id);
    await settle(server);
    const offers = (await server.call(listWaitlistEntries, { query: {} }, secret(clinic))).data;
    assert.deepEqual(
      offers.filter(({ offer }) => offer !== null).map(({ id }) => id),
      [ids.at(-1)],
    );
  });

  it('takes in place of an offer only another time that was waited for', async () => {
    const clinic = await setUpClinic(server, { service: { slotIntervalMinutes: 45 } });
    const [slot] = await bookedUp(server, clinic);
    const { practitionerId, locationId, healthcareServiceId } = clinic;
    const second = await server.call(createPractitioner, { body: { name: 'Ines Okafor, PT' } }, secret(clinic));
    const role = await server.call(
      createPractitionerRole,
      { body: { practitionerId: second.id, locationId } },
      secret(clinic),
    );
    const weeklyHours = [{ daysOfWeek: [...everyDay], start: '08:00', end: '18:00' }];
    await server.call(
      createSchedule,
      { body: { practitionerRoleId: role.id, healthcareServiceIds: [healthcareServiceId], weeklyHours } },
      secret(clinic),
    );
    const date = slot.start.slice(0, 10);
    const wish = { practitionerId, requestedPeriod: { start: date, end: date } };
    const { id } = await join(server, clinic, person('strict'), wish);
    await cancelAsClinic(server, clinic, (await bookAsClinic(server, clinic, slot)).id);
    await settle(server);
    const credential = await linkIn(server, person('strict'));
    const { offer } = await server.call(openWaitlistEntry, { body: {} }, { credential });
    const accept = (slotId?: string) => {
      const body = { offerId: offer?.id ?? '', ...(slotId === undefined ? {} : { slotId }) };
      return server.answer(acceptWaitlistOffer, { params: { id }, body }, { credential });
    };
    const { data: open } = await server.call(
      searchSlots,
      { query: { healthcareServiceId, start: `${date}T00:00:00Z`, limit: 200 } },
      visitor(clinic),
    );
    const isWished = (each: Slot) => each.practitionerId === practitionerId && each.start.startsWith(date);
    const others = [
      open.find((each) => each.practitionerId === second.id && each.start.startsWith(date)),
      open.find((each) => each.practitionerId === practitionerId && !each.start.startsWith(date)),
    ];
    for (const other of others) {
      const refused = await accept(other?.id);
      assert.deepEqual([refused.status, refused.problem.issues?.[0]?.path], [422, '/body/slotId']);
    }
    assert.equal((await server.call(getWaitlistEntry, { params: { id } }, secret(clinic))).offer?.id, offer?.id);
    await expireHolds(server, clinic);
    const { problem } = await accept();
    assert.equal(problem.code, 'hold-expired');
    assert.ok(problem.alternatives?.length && problem.alternatives.every(isWished), 'only what may be taken is named');
    const [wished] = problem.alternatives;
    assert.equal((await accept(wished?.id)).body.start, wished?.start);
  });

  it('writes to nobody at night: the time waits for the morning, open to all', async () => {
    const clinic = await setUpClinic(server, { service: { slotIntervalMinutes: 45 } });
    const [slot] = await bookedUp(server, clinic);
    const entry = await join(server, clinic, person('sleeper'));
    const day = server.clock.now();
    const visit = await bookAsClinic(server, clinic, slot);
    await settle(server);
    server.clock.set(day + 11 * 3_600_000);
    await cancelAsClinic(server, clinic, visit.id);
    await settle(server);
    const read = () => server.call(getWaitlistEntry, { params: { id: entry.id } }, secret(clinic));
    assert.equal((await read()).offer, null);
    assert.equal(await countFreed(server, clinic), 1);
    server.clock.set(day + 23 * 3_600_000);
    await server.core.runJob({ kind: 'waitlist-sweep' });
    assert.equal((await read()).offer?.slot.id, slot.id);
    await settle(server);
    server.clock.set(day);
  });

  it('offers what a hold, a busy time or closed hours gave back', async () => {
    const clinic = await setUpClinic(server, { service: { slotIntervalMinutes: 45 } });
    const as = secret(clinic);
    const [slot] = await bookedUp(server, clinic);
    const offered = async (patient: PatientInput, act: () => Promise<unknown>) => {
      const { id } = await join(server, clinic, patient);
      await act();
      await settle(server);
      const { offer } = await server.call(getWaitlistEntry, { params: { id } }, as);
      await server.call(leaveWaitlist, { params: { id }, body: {} }, as);
      await settle(server);
      return offer?.slot.id;
    };
    const hold = await server.call(createHold, { body: { slotId: slot.id } }, visitor(clinic));
    const release = () =>
      server.call(releaseHold, { params: { id: hold.id }, body: { secret: hold.secret } }, visitor(clinic));
    assert.equal(await offered(person('a'), release), slot.id);
    const busy = { practitionerId: clinic.practitionerId, start: slot.start, end: slot.end };
    await server.call(putBusyTime, { params: { externalId: 'surgery' }, body: busy }, as);
    const unneeded = () => server.call(deleteBusyTime, { params: { externalId: 'surgery' } }, as);
    assert.equal(await offered(person('b'), unneeded), slot.id);
    const date = slot.start.slice(0, 10);
    const exceptions = [{ date, hours: [] }];
    await server.call(updateSchedule, { params: { id: clinic.scheduleId }, body: { exceptions } }, as);
    const open = () => server.call(updateSchedule, { params: { id: clinic.scheduleId }, body: { exceptions: [] } }, as);
    assert.equal((await offered(person('c'), open)) !== undefined, true);
  });

  it('tells nobody who waits: a mailbox gets a few mails, and the answer is the same', async () => {
    const clinic = await setUpClinic(server, { service: { slotIntervalMinutes: 45 } });
    const mailbox = { ...dana, email: 'full@example.org' };
    const answers = [];
    for (let index = 0; index < 7; index += 1)
      answers.push(await join(server, clinic, { ...mailbox, given: `Child${index}` }));
    await settle(server);
    assert.equal(server.mails.filter(({ to }) => to === 'full@example.org').length, 5);
    assert.equal(new Set(answers.map((answer) => Object.keys(answer).join())).size, 1);
    const other = await setUpClinic(server, { service: { slotIntervalMinutes: 45 } });
    const [entry] = answers;
    const refused = await server.answer(getWaitlistEntry, { params: { id: entry?.id ?? '' } }, secret(other));
    assert.equal(refused.problem.code, 'not-found', "another clinic's key");
  });

  it("opens one entry to one link, and none to another clinic's or another person's", async () => {
    const clinic = await setUpClinic(server, { service: { slotIntervalMinutes: 45 } });
    const [slot] = await bookedUp(server, clinic);
    await join(server, clinic, person('owner'));
    await join(server, clinic, person('thief'));
    await cancelAsClinic(server, clinic, (await bookAsClinic(server, clinic, slot)).id);
    await settle(server);
    const [mine, theirs] = [await linkIn(server, person('owner')), await linkIn(server, person('thief'))];
    const entry = await server.call(openWaitlistEntry, { body: {} }, { credential: mine });
    const body = { offerId: entry.offer?.id ?? '' };
    for (const row of [acceptWaitlistOffer, declineWaitlistOffer]) {
      const refused = await server.answer(row, { params: { id: entry.id }, body }, { credential: theirs });
      assert.equal(refused.problem.code, 'not-found');
    }
    const own = await server.call(openWaitlistEntry, { body: {} }, { credential: theirs });
    const stolen = await server.answer(acceptWaitlistOffer, { params: { id: own.id }, body }, { credential: theirs });
    assert.equal(stolen.problem.code, 'hold-expired', "another's offer at one's own entry");
    const visit = await server.answer(createAppointmentSession, { body: {} }, { credential: mine });
    assert.equal(visit.problem.code, 'permission-denied', 'a link of the waitlist opens no visit');
    const forged = mine.replace(/^wll_/, 'lnk_');
    assert.equal((await server.answer(createAppointmentSession, { body: {} }, { credential: forged })).status, 401);
  });

  it('answers a link with no identity once the entry has ended, and some days later with nothing', async () => {
    const clinic = await setUpClinic(server, { service: { slotIntervalMinutes: 45 } });
    const { id } = await join(server, clinic, person('leaver'));
    await settle(server);
    const credential = await linkIn(server, person('leaver'));
    const open = () => server.answer(openWaitlistEntry, { body: {} }, { credential });
    assert.equal((await open()).body.patient?.email, person('leaver').email);
    const left = await server.call(leaveWaitlist, { params: { id }, body: {} }, { credential });
    assert.deepEqual([left.status, left.patient], ['cancelled', null]);
    assert.equal((await open()).body.patient, null);
    const asClinic = await server.call(getWaitlistEntry, { params: { id } }, secret(clinic));
    assert.equal(asClinic.patient?.email, person('leaver').email);
    await sql`update waitlist_entry set ended_at = now() - interval '8 days' where id = ${id}`.execute(
      server.open.database,
    );
    assert.equal((await open()).problem.code, 'credential-invalid');
  });

  it('ends its links with those of the visit, and with the sessions of the patient', async () => {
    const clinic = await setUpClinic(server, { service: { slotIntervalMinutes: 45 } });
    const [early, later] = await bookedUp(server, clinic, 2);
    const blocker = await bookAsClinic(server, clinic, early);
    const visit = await bookSlot(server, clinic, later, person('revoked'));
    const body = { healthcareServiceId: clinic.healthcareServiceId, replacesAppointmentId: visit.id };
    const entry = await server.call(createWaitlistEntry, { body }, secret(clinic));
    await settle(server);
    const joined = await linkIn(server, person('revoked'));
    await server.call(revokeAppointmentAccess, { params: { id: visit.id }, body: {} }, secret(clinic));
    const open = (credential: string) => server.answer(openWaitlistEntry, { body: {} }, { credential });
    const accept = (credential: string, offerId: string) =>
      server.answer(acceptWaitlistOffer, { params: { id: entry.id }, body: { offerId } }, { credential });
    assert.equal((await open(joined)).problem.code, 'credential-invalid');
    await cancelAsClinic(server, clinic, blocker.id);
    await settle(server);
    const offered = await linkIn(server, person('revoked'));
    const { offer } = (await open(offered)).body;
    assert.ok(offer, 'the next mail brings a new link');
    await server.call(endPatientSessions, { params: { id: visit.patient?.id ?? '' }, body: {} }, secret(clinic));
    for (const credential of [joined, offered]) {
      assert.equal((await accept(credential, offer.id)).problem.code, 'credential-invalid');
    }
  });

  it('withholds what strangers cause beyond a count, which the clinic sees, and nothing that the owner of the mailbox does', async () => {
    const clinic = await setUpClinic(server, { service: { slotIntervalMinutes: 45 } });
    const victim = person('victim');
    // to most providers a tag is no mailbox of its own
    const tagged = (tag: string) => victim.email.replace('@', `+${tag}@`);
    const typed = [
      victim.email,
      tagged('one'),
      tagged('two'),
      victim.email.toUpperCase(),
      tagged('three'),
      tagged('four'),
    ];
    for (const [index, email] of typed.entries())
      await join(server, clinic, { ...victim, given: `Fake${index}`, email });
    await settle(server);
    const rows = await server.open.database
      .selectFrom('event')
      .select('resource_id')
      .where('tenant_id', '=', clinic.tenantId)
      .where('type', '=', 'mail.withheld')
      .execute();
    assert.equal(rows.length, 1);
    const { data } = await server.call(listAuditEvents, { query: {} }, secret(clinic));
    assert.equal(data.filter(({ operation }) => operation === 'withholdMail').length, 1);
    const { as } = await signIn(server, clinic, victim.email);
    const body = { healthcareServiceId: clinic.healthcareServiceId, patient: victim };
    const mine = await server.call(createWaitlistEntry, { body }, as);
    await settle(server);
    const credential = await linkIn(server, victim);
    assert.equal((await server.call(openWaitlistEntry, { body: {} }, { credential })).id, mine.id);
  });

  it('offers first to who has shown that the address is theirs, whatever strangers typed of it before', async () => {
    const clinic = await setUpClinic(server, { service: { slotIntervalMinutes: 45 } });
    const slots = await bookedUp(server, clinic, 4);
    const visits = [];
    for (const slot of slots) visits.push(await bookAsClinic(server, clinic, slot));
    const [one, two, three, four] = [nth(visits, 0), nth(visits, 1), nth(visits, 2), nth(visits, 3)];
    const victim = person('shadowed');
    // offers of a day for the mailbox, the first of them under the same name
    for (const given of [victim.given, 'Fake1', 'Fake2']) await join(server, clinic, { ...victim, given });
    for (const { id } of [one, two, three]) await cancelAsClinic(server, clinic, id);
    await settle(server);
    const offers = await server.open.database
      .selectFrom('waitlist_offer')
      .select('id')
      .where('tenant_id', '=', clinic.tenantId)
      .execute();
    assert.equal(offers.length, 3);
    await join(server, clinic, person('sooner'));
    const { as } = await signIn(server, clinic, victim.email);
    const body = { healthcareServiceId: clinic.healthcareServiceId, patient: victim };
    const { id } = await server.call(createWaitlistEntry, { body }, as);
    const read = () => server.call(getWaitlistEntry, { params: { id } }, secret(clinic));
    await cancelAsClinic(server, clinic, four.id);
    await settle(server);
    assert.equal((await read()).offer?.slot.start, nth(slots, 3).start, 'before who joined sooner');
    await decline(server, clinic, id, victim);
    // the time that the stranger was offered under the same name
    await sql`
      update hold set expires_at = now() - interval '1 second' where id = (select hold_id from waitlist_offer
        where tenant_id = ${clinic.tenantId} and start_at = ${nth(slots, 0).start}::timestamptz)`.execute(
      server.open.database,
    );
    await server.core.runJob({ kind: 'holds-sweep' });
    await settle(server);
    assert.equal((await read()).offer?.participantStatus, 'needs-action');
    assert.equal((await read()).offer?.slot.start, nth(slots, 0).start);
  });

  it("passes nobody over for what a stranger typed of them, and puts first who opened the mail's link", async () => {
    const clinic = await setUpClinic(server, { service: { slotIntervalMinutes: 45 } });
    const slots = await bookedUp(server, clinic, 4);
    const visits: { readonly id: string }[] = [];
    for (const slot of slots) visits.push(await bookAsClinic(server, clinic, slot));
    const free = async (index: number) => {
      await cancelAsClinic(server, clinic, nth(visits, index).id);
      await settle(server);
    };
    const offerTo = async ({ id }: { id: string }) =>
      (await server.call(getWaitlistEntry, { params: { id } }, secret(clinic))).offer?.slot.start;
    const victim = person('typed');
    address = '203.0.113.20';
    const typed = await join(server, clinic, { ...victim, given: 'Another' });
    // three of a day to the mailbox, for what the stranger typed
    for (const index of [0, 1, 2]) {
      await free(index);
      assert.equal(await offerTo(typed), nth(slots, index).start);
      await decline(server, clinic, typed.id, victim);
    }
    address = '203.0.113.21';
    const waits = await join(server, clinic, victim);
    const sooner = await join(server, clinic, person('sooner'));
    const opener = await join(server, clinic, person('opener'));
    address = undefined;
    await settle(server);
    await server.call(openWaitlistEntry, { body: {} }, { credential: await linkIn(server, person('opener')) });
    await free(3);
    assert.equal(await offerTo(opener), nth(slots, 3).start, 'who has shown that the address is theirs');
    await decline(server, clinic, opener.id, person('opener'));
    assert.equal(await offerTo(waits), nth(slots, 3).start, 'their own mailbox, which a stranger has used up');
    assert.equal(await offerTo(sooner), undefined);
  });

  it('holds at most two times for all that one visitor typed, and none whose mail was refused', async () => {
    const clinic = await setUpClinic(server, { service: { slotIntervalMinutes: 45 } });
    const slots = await bookedUp(server, clinic, 4);
    const visits = [];
    for (const slot of slots) visits.push(await bookAsClinic(server, clinic, slot));
    address = '203.0.113.9';
    for (let index = 0; index < 5; index += 1) await join(server, clinic, person(`nobody${index}`));
    address = undefined;
    await settle(server);
    for (const { id } of visits.slice(0, 3)) await cancelAsClinic(server, clinic, id);
    await settle(server);
    const open = () =>
      server.open.database
        .selectFrom('waitlist_offer')
        .select('start_at')
        .where('tenant_id', '=', clinic.tenantId)
        .where('status', '=', 'needs-action')
        .execute();
    assert.equal((await open()).length, 2);
    const { id } = await join(server, clinic, person('unreachable'));
    await settle(server);
    await cancelAsClinic(server, clinic, nth(visits, 3).id);
    const { mail } = server.ports;
    const { send } = mail;
    mail.send = () => Promise.reject(new MailRefused('no such mailbox'));
    await settle(server);
    mail.send = send;
    const read = await server.call(getWaitlistEntry, { params: { id } }, secret(clinic));
    assert.equal(read.offer?.participantStatus, 'declined');
    assert.ok(
      (await openSlots(server, clinic)).some((slot) => slot.id === nth(slots, 3).id),
      'it is free',
    );
  });

  it('is ended by who has just joined, with a secret that nobody else has, and only for a while', async () => {
    const clinic = await setUpClinic(server, { service: { slotIntervalMinutes: 45 } });
    await bookedUp(server, clinic);
    const body = {
      healthcareServiceId: clinic.healthcareServiceId,
      patient: { ...person('typo'), email: 'tpyo@example.org' },
    };
    const joined = await server.call(createWaitlistEntry, { body }, visitor(clinic));
    const other = await server.call(createWaitlistEntry, { body }, visitor(clinic));
    const { undo } = joined;
    assert.ok(undo && other.undo && undo.secret !== other.undo.secret);
    const byClinic = await server.call(createWaitlistEntry, { body }, secret(clinic));
    assert.equal(byClinic.undo, null);
    const withdraw = (id: string, key: string, as = visitor(clinic)) =>
      server.answer(withdrawWaitlistEntry, { params: { id }, body: { secret: key } }, as);
    const elsewhere = await setUpClinic(server);
    for (const refused of [
      await withdraw(joined.id, other.undo.secret),
      await withdraw(joined.id, `${undo.secret.slice(0, -2)}AA`),
      await withdraw(byClinic.id, undo.secret),
      await withdraw(joined.id, undo.secret, visitor(elsewhere)),
    ])
      assert.equal(refused.problem.code, 'not-found');
    assert.equal((await withdraw(joined.id, undo.secret)).status, 204);
    assert.equal((await withdraw(joined.id, undo.secret)).status, 204, 'once more is no error');
    const entry = await server.call(getWaitlistEntry, { params: { id: joined.id } }, secret(clinic));
    assert.equal(entry.status, 'cancelled');
    const opened = await server.answer(openWaitlistEntry, { body: {} }, { credential: undo.secret });
    assert.equal(opened.status, 401, 'it opens nothing');
    await settle(server);
    const typo = server.mails.filter(({ to }) => to === 'tpyo@example.org');
    assert.equal(typo.length, 2, 'nobody is written to for the entry that ended');
    await sql`update waitlist_entry set created_at = now() - interval '61 minutes' where id = ${other.id}`.execute(
      server.open.database,
    );
    assert.equal((await withdraw(other.id, other.undo.secret)).problem.code, 'not-found');
  });

  it('is listed, changed and left in a session by whose it is, and by nobody else', async () => {
    const clinic = await setUpClinic(server, { service: { slotIntervalMinutes: 45 } });
    await bookedUp(server, clinic);
    const me = person('session');
    const { as } = await signIn(server, clinic, me.email);
    const { healthcareServiceId } = clinic;
    const joined = await server.call(createWaitlistEntry, { body: { healthcareServiceId, patient: me } }, as);
    await server.call(matchCurrentSession, { body: { birthDate: me.birthDate } }, as);
    const theirs = await join(server, clinic, person('neighbour'));
    const { data } = await server.call(listWaitlistEntries, { query: {} }, as);
    assert.deepEqual(
      data.map(({ id }) => id),
      [joined.id],
    );
    const end = joined.requestedPeriod.end;
    const body = { requestedPeriod: { end: joined.requestedPeriod.start }, availableTime: mornings };
    const changed = await server.call(updateWaitlistEntry, { params: { id: joined.id }, body }, as);
    assert.deepEqual(
      [changed.id, changed.requestedPeriod, changed.availableTime],
      [joined.id, { start: joined.requestedPeriod.start, end: joined.requestedPeriod.start }, mornings],
    );
    const back = await server.call(
      updateWaitlistEntry,
      { params: { id: joined.id }, body: { requestedPeriod: { end } } },
      as,
    );
    assert.deepEqual([back.requestedPeriod.end, back.availableTime], [end, mornings]);
    const wrong = { requestedPeriod: { end: '2020-01-01' } };
    const past = await server.answer(updateWaitlistEntry, { params: { id: joined.id }, body: wrong }, as);
    assert.equal(past.problem.code, 'validation-failed');
    for (const refused of [
      await server.answer(getWaitlistEntry, { params: { id: theirs.id } }, as),
      await server.answer(leaveWaitlist, { params: { id: theirs.id }, body: {} }, as),
      await server.answer(updateWaitlistEntry, { params: { id: theirs.id }, body }, as),
    ])
      assert.equal(refused.problem.code, 'not-found');
    const left = await server.call(leaveWaitlist, { params: { id: joined.id }, body: {} }, as);
    assert.equal(left.status, 'cancelled');
    const over = await server.answer(updateWaitlistEntry, { params: { id: joined.id }, body }, as);
    assert.equal(over.problem.code, 'appointment-status-conflict');
  });

  it('leaves nothing of an erased patient, and frees what was held for them', async () => {
    const clinic = await setUpClinic(server, { service: { slotIntervalMinutes: 45 } });
    const [slot] = await bookedUp(server, clinic);
    const entry = await join(server, clinic, person('erased'));
    await cancelAsClinic(server, clinic, (await bookAsClinic(server, clinic, slot)).id);
    await settle(server);
    const patientId = entry.patient?.id ?? '';
    await server.call(erasePatient, { params: { id: patientId }, body: {} }, secret(clinic));
    for (const table of ['waitlist_entry', 'waitlist_offer', 'waitlist_mail'] as const) {
      const rows = await server.open.database
        .selectFrom(table)
        .select('id')
        .where('tenant_id', '=', clinic.tenantId)
        .execute();
      assert.deepEqual(rows, [], table);
    }
    assert.ok((await openSlots(server, clinic)).some(({ id }) => id === slot.id));
  });

  it('keeps nothing of an offer that broke off, and makes it again', async () => {
    const clinic = await setUpClinic(server, { service: { slotIntervalMinutes: 45 } });
    const [slot] = await bookedUp(server, clinic);
    const { id } = await join(server, clinic, person('patient'));
    const visit = await bookAsClinic(server, clinic, slot);
    await settle(server);
    await cancelAsClinic(server, clinic, visit.id);
    const { jobs } = server.ports;
    const { enqueue } = jobs;
    jobs.enqueue = () => Promise.reject(new Error('the process died here'));
    const job = { kind: 'waitlist-offer', tenantId: clinic.tenantId } as const;
    await assert.rejects(server.core.runJob(job), /died/);
    jobs.enqueue = enqueue;
    assert.ok(
      (await openSlots(server, clinic)).some((each) => each.id === slot.id),
      'nothing is held',
    );
    await server.core.runJob({ kind: 'waitlist-sweep' });
    const read = () => server.call(getWaitlistEntry, { params: { id } }, secret(clinic));
    assert.equal((await read()).offer?.slot.id, slot.id);
    const holds = await server.open.database
      .selectFrom('hold')
      .select('id')
      .where('tenant_id', '=', clinic.tenantId)
      .execute();
    assert.equal(holds.length, 1);
    // who answered in time, but whose answer was lost, gets it again
    await settle(server);
    const credential = await linkIn(server, person('patient'));
    const input = { params: { id }, body: { offerId: (await read()).offer?.id ?? '' } };
    const once = { credential, idempotencyKey: 'the-same-act' };
    const first = await server.call(acceptWaitlistOffer, input, once);
    assert.equal((await server.call(acceptWaitlistOffer, input, once)).id, first.id);
  });

  it('ends what nobody can wait for any more', async () => {
    const clinic = await setUpClinic(server, { service: { slotIntervalMinutes: 45 } });
    const today = new Date(server.clock.now()).toISOString().slice(0, 10);
    const { id } = await join(server, clinic, person('past'), { requestedPeriod: { end: today } });
    const now = server.clock.now();
    server.clock.set(now + 3 * 86_400_000);
    await server.core.runJob({ kind: 'waitlist-sweep' });
    server.clock.set(now);
    assert.equal((await server.call(getWaitlistEntry, { params: { id } }, secret(clinic))).status, 'cancelled');
    const past = await server.answer(
      createWaitlistEntry,
      {
        body: {
          healthcareServiceId: clinic.healthcareServiceId,
          patient: dana,
          requestedPeriod: { end: '2020-01-01' },
        },
      },
      visitor(clinic),
    );
    assert.equal(past.problem.code, 'validation-failed');
  });

  it('offers each of many freed times once, to as many people, whoever runs the job and however often', async () => {
    const clinic = await setUpClinic(server, { service: { slotIntervalMinutes: 45 } });
    const slots = await bookedUp(server, clinic, 4);
    const entries = [];
    for (const name of ['p1', 'p2', 'p3']) entries.push(await join(server, clinic, person(name)));
    const visits = [];
    for (const slot of slots) visits.push(await bookAsClinic(server, clinic, slot));
    await settle(server);
    await Promise.all(visits.map(({ id }) => cancelAsClinic(server, clinic, id)));
    const job = { kind: 'waitlist-offer', tenantId: clinic.tenantId } as const;
    await Promise.all(Array.from({ length: 6 }, () => server.core.runJob(job)));
    await server.core.runJob({ kind: 'waitlist-sweep' });
    const { rows } = await sql<{ entry: string; start: Date }>`
      select entry_id as entry, start_at as start from waitlist_offer where tenant_id = ${clinic.tenantId} and status = 'needs-action'`.execute(
      server.open.database,
    );
    assert.equal(rows.length, 3);
    assert.equal(new Set(rows.map(({ entry }) => entry)).size, 3, 'nobody has two');
    assert.equal(new Set(rows.map(({ start }) => start.getTime())).size, 3, 'no time is offered to two');
    assert.equal(await countFreed(server, clinic), 0);
  });

  it('is offered a time by hand, by who may: whoever’s turn it is, once, and only of what was waited for', async () => {
    const clinic = await setUpClinic(server, { service: { slotIntervalMinutes: 45 } });
    const slots = await bookedUp(server, clinic);
    await join(server, clinic, person('earlier'));
    const entry = await join(server, clinic, person('chosen'), {
      requestedPeriod: { end: slots[0].start.slice(0, 10) },
    });
    const offer = (slotId: string, credential = clinic.secretKey) =>
      server.answer(offerWaitlistTime, { params: { id: entry.id }, body: { slotId } }, { credential });
    const late = server.clock.now();
    server.clock.set(Date.parse(`${slots[0].start.slice(0, 10)}T05:30:00Z`) - 86_400_000);
    const offered = await offer(slots[0].id);
    assert.equal(offered.status, 200, 'at half past eleven in the night');
    assert.equal(offered.body.offer?.participantStatus, 'needs-action');
    assert.equal(offered.body.offer.slot.id, slots[0].id);
    assert.equal((await offer(slots[1].id)).problem.code, 'already-exists', 'one at a time');
    await settle(server);
    assert.match(lastMail(server, person('chosen')).text, /\/waitlist#wll_/);
    server.clock.set(late);
    await decline(server, clinic, entry.id, person('chosen'));
    assert.equal((await offer(slots[0].id)).problem.code, 'already-exists', 'not the same again');
    const taken = await bookAsClinic(server, clinic, slots[1]);
    const refused = await offer(slots[1].id);
    assert.equal(refused.problem.code, 'slot-unavailable');
    assert.ok((refused.problem.alternatives ?? []).length > 0);
    const other = await setUpClinic(server);
    const foreign = nth(await openSlots(server, other), 0).id;
    assert.equal((await offer(foreign)).problem.issues?.[0]?.path, '/body/slotId');
    await server.call(leaveWaitlist, { params: { id: entry.id }, body: {} }, secret(clinic));
    assert.equal((await offer(slots[2].id)).problem.code, 'appointment-status-conflict');

    // for an earlier time than a visit has: no later one
    const earlier = await server.call(
      createWaitlistEntry,
      { body: { healthcareServiceId: clinic.healthcareServiceId, replacesAppointmentId: taken.id } },
      secret(clinic),
    );
    const later = { params: { id: earlier.id }, body: { slotId: slots[3].id } };
    assert.equal((await server.answer(offerWaitlistTime, later, secret(clinic))).problem.code, 'validation-failed');
    const gone = { params: { id: earlier.id }, body: { slotId: slots[0].id } };
    const { problem } = await server.answer(offerWaitlistTime, gone, secret(clinic));
    assert.equal(problem.code, 'slot-unavailable');
    assert.deepEqual(
      (problem.alternatives ?? []).filter(({ start }) => start >= taken.start),
      [],
      'nor is one named that would be refused',
    );
  });

  it('is offered one time at once, by hand or by the job, whichever is first', { skip: isOneConnection }, async () => {
    const clinic = await setUpClinic(server, { service: { slotIntervalMinutes: 45 } });
    const { database } = server.open;
    const slots = await bookedUp(server, clinic, 4);
    const [first, second] = [await join(server, clinic, person('h1')), await join(server, clinic, person('h2'))];
    const visit = await bookAsClinic(server, clinic, slots[0]);
    await settle(server);
    await cancelAsClinic(server, clinic, visit.id);
    const job = { kind: 'waitlist-offer', tenantId: clinic.tenantId } as const;
    let running: Promise<unknown> | undefined;
    await database.transaction().execute(async (tx) => {
      await sql`select from waitlist_entry where id = ${first.id} for update`.execute(tx);
      running = server.core.runJob(job);
      await untilSomebodyWaits(server, 'waitlist_entry');
      // what the clinic does by hand meanwhile
      const hold = await server.call(createHold, { body: { slotId: slots[2].id } }, secret(clinic));
      await sql`
        insert into waitlist_offer (tenant_id, id, entry_id, hold_id, schedule_id, healthcare_service_id, practitioner_id, location_id, start_at, end_at, expires_at)
        values (${clinic.tenantId}, ${hold.id.replace('hld_', 'ofr_')}, ${first.id}, ${hold.id}, ${clinic.scheduleId}, ${clinic.healthcareServiceId},
          ${hold.slot.practitionerId}, ${hold.slot.locationId}, ${hold.slot.start}, ${hold.slot.end}, ${hold.expiresAt})`.execute(
        tx,
      );
    });
    await running;
    const offerOf = async (id: string) =>
      (await server.call(getWaitlistEntry, { params: { id } }, secret(clinic))).offer?.slot.id;
    assert.deepEqual([await offerOf(first.id), await offerOf(second.id)], [slots[2].id, slots[0].id]);

    // while somebody has the turn the other waits, and wakes whoever was turned away
    const third = await join(server, clinic, person('h3'));
    await settle(server);
    let byHand: Promise<{ readonly status: number }> | undefined;
    await database.transaction().execute(async (tx) => {
      await sql`select pg_advisory_xact_lock(hashtextextended('waitlist/' || ${clinic.tenantId}, 0))`.execute(tx);
      const request = { params: { id: third.id }, body: { slotId: slots[3].id } };
      byHand = server.answer(offerWaitlistTime, request, secret(clinic));
      await untilSomebodyWaits(server, 'advisory');
    });
    assert.equal((await byHand)?.status, 200);
    assert.ok(server.jobs.some(({ kind }) => kind === 'waitlist-offer'));
  });
});

/** @param what a table in whose statement somebody waits for a lock, or `advisory` */
async function untilSomebodyWaits(server: TestServer, what: string): Promise<void> {
  for (const end = Date.now() + 4_000; Date.now() < end;) {
    const { rows } = await sql`
      select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
        and query ilike ${`%${what}%`} and pid <> pg_backend_pid()`.execute(server.open.database);
    if (rows.length > 0) return;
  }
  throw new Error(`Nobody waits for ${what}.`);
}

const secret = ({ secretKey }: TestClinic) => ({ credential: secretKey });
const visitor = ({ publishableKey }: TestClinic) => ({ credential: publishableKey });
const person = (name: string): PatientInput => ({ ...dana, given: name, email: `${name}@example.org` });

/** A day that is full but for some times, the first of which a test may book and give back. */
async function bookedUp(server: TestServer, clinic: TestClinic, count = 1): Promise<[Slot, Slot, Slot, Slot]> {
  const slots = await openSlots(server, clinic, 3);
  const apart: Slot[] = [];
  for (const slot of slots) {
    const last = apart.at(-1);
    if (last === undefined || Date.parse(slot.start) >= Date.parse(last.end)) apart.push(slot);
  }
  const wanted = apart.slice(2, 2 + Math.max(count, 4));
  return [nth(wanted, 0), nth(wanted, 1), nth(wanted, 2), nth(wanted, 3)];
}

const join = (server: TestServer, clinic: TestClinic, patient: PatientInput, wish: Partial<WaitlistEntryCreate> = {}) =>
  server.call(
    createWaitlistEntry,
    { body: { healthcareServiceId: clinic.healthcareServiceId, patient, ...wish } },
    visitor(clinic),
  );

const bookAsClinic = (server: TestServer, clinic: TestClinic, slot: Slot) =>
  bookSlot(server, clinic, slot, person(`taker${slot.start}`.replaceAll(/[^a-z0-9]/gi, '')));

const cancelAsClinic = (server: TestServer, clinic: TestClinic, id: string) =>
  server.call(cancelAppointment, { params: { id }, body: {} }, secret(clinic));

/** Runs jobs until there are none. */
async function settle(server: TestServer): Promise<void> {
  while (server.jobs.length > 0) await server.runJobs();
}

const lastMail = (server: TestServer, { email }: PatientInput) => {
  const mail = server.mails.findLast(({ to }) => to === email);
  assert.ok(mail, `a mail to ${email}`);
  return mail;
};

/** The secret of the newest link to the waitlist in somebody's mails. */
function linkIn(server: TestServer, patient: PatientInput): Promise<string> {
  const [, link] = /\/waitlist#(wll_[^\s]+)/.exec(lastMail(server, patient).text) ?? [];
  assert.ok(link);
  return Promise.resolve(link);
}

async function decline(server: TestServer, clinic: TestClinic, id: string, patient: PatientInput): Promise<void> {
  const { offer } = await server.call(getWaitlistEntry, { params: { id } }, secret(clinic));
  const body = { offerId: offer?.id ?? '' };
  await server.call(declineWaitlistOffer, { params: { id }, body }, { credential: await linkIn(server, patient) });
  await settle(server);
}

const expireHolds = (server: TestServer, { tenantId }: TestClinic) =>
  sql`update hold set expires_at = now() - interval '1 second' where tenant_id = ${tenantId}`.execute(
    server.open.database,
  );

async function countFreed(server: TestServer, { tenantId }: TestClinic): Promise<number> {
  const rows = await server.open.database
    .selectFrom('freed_time')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .execute();
  return rows.length;
}
