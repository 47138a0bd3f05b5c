import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  arriveAppointment,
  cancelAppointment,
  createAppointment,
  createAppointmentSession,
  createHold,
  createLocation,
  createPractitioner,
  createPractitionerRole,
  createSchedule,
  fulfilAppointment,
  getAppointment,
  getAppointmentCalendar,
  listAppointments,
  listHealthcareServices,
  listLocations,
  noShowAppointment,
  putBusyTime,
  releaseHold,
  renewHold,
  rescheduleAppointment,
  searchSlots,
  updateOrganization,
  updateSchedule,
} from '@openprm/contract';
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

describe(`booking on ${testDatabase}`, () => {
  let server: TestServer;
  before(async () => {
    server = await openTestServer();
  });
  after(() => server.close());

  const visitor = (clinic: TestClinic) => ({ credential: clinic.publishableKey });
  const staff = (clinic: TestClinic) => ({ credential: clinic.secretKey });
  const expireHolds = () => sql`update hold set expires_at = now() - interval '1 second'`.execute(server.open.database);

  it('holds a shown slot, books it for a new patient, and shows it to the clinic', async () => {
    const clinic = await setUpClinic(server);
    const slot = nth(await openSlots(server, clinic), 5);
    const hold = await server.call(createHold, { body: { slotId: slot.id } }, visitor(clinic));
    assert.deepEqual(hold.slot, slot);
    assert.ok(Date.parse(hold.expiresAt) > Date.now());

    const booked = await server.call(
      createAppointment,
      { body: { holdId: hold.id, holdSecret: hold.secret, patient: dana } },
      visitor(clinic),
    );
    assert.equal(booked.status, 'booked');
    assert.equal(booked.start, slot.start);
    assert.equal(booked.end, slot.end);
    assert.equal(booked.sequence, 0);

    const { data } = await server.call(
      listAppointments,
      { query: { date: slot.start.slice(0, 10), locationId: clinic.locationId } },
      staff(clinic),
    );
    assert.deepEqual(
      data.map(({ id, patient }) => [id, patient?.given, patient?.email]),
      [[booked.id, 'Dana', 'dana@example.org']],
    );
  });

  it('shows a held or booked time to nobody else, and frees it when it is released or cancelled', async () => {
    const clinic = await setUpClinic(server);
    const [slot] = await openSlots(server, clinic);
    assert.ok(slot);
    const isShown = async () => (await openSlots(server, clinic)).some(({ id }) => id === slot.id);
    const hold = await server.call(createHold, { body: { slotId: slot.id } }, visitor(clinic));
    assert.equal(await isShown(), false);
    await server.call(releaseHold, { params: { id: hold.id }, body: { secret: hold.secret } }, visitor(clinic));
    assert.equal(await isShown(), true);
    const booked = await bookSlot(server, clinic, slot);
    assert.equal(await isShown(), false);
    await server.call(cancelAppointment, { params: { id: booked.id }, body: {} }, staff(clinic));
    assert.equal(await isShown(), true);
  });

  it('refuses a slot that somebody else holds, with the three nearest open ones', async () => {
    const clinic = await setUpClinic(server);
    const slots = await openSlots(server, clinic);
    const slot = nth(slots, 8);
    await server.call(createHold, { body: { slotId: slot.id } }, visitor(clinic));
    const refused = await server.answer(createHold, { body: { slotId: slot.id } }, visitor(clinic));
    assert.equal(refused.status, 409);
    assert.equal(refused.problem.code, 'slot-unavailable');
    assert.equal(refused.problem.alternatives?.length, 3);
    const open = new Set((await openSlots(server, clinic)).map(({ id }) => id));
    for (const { id } of refused.problem.alternatives ?? []) assert.ok(open.has(id));
  });

  it('names the nearest at the place of a lost time, with anybody and with the same practitioner, and nothing elsewhere', async () => {
    const clinic = await setUpClinic(server);
    const place = { name: 'North Clinic, Elm Street', timeZone: 'America/Chicago' };
    const elm = await server.call(
      createLocation,
      {
        body: {
          organizationId: clinic.organizationId,
          ...place,
          address: { line: '2 Elm', city: 'Springfield', state: 'IL', postalCode: '62701', country: 'US' },
        },
      },
      staff(clinic),
    );
    for (const locationId of [clinic.locationId, elm.id]) {
      const { id: practitionerId } = await server.call(
        createPractitioner,
        { body: { name: 'A colleague' } },
        staff(clinic),
      );
      const role = await server.call(createPractitionerRole, { body: { practitionerId, locationId } }, staff(clinic));
      const weeklyHours = [{ daysOfWeek: [...everyDay], start: '08:00', end: '18:00' }];
      await server.call(
        createSchedule,
        { body: { practitionerRoleId: role.id, healthcareServiceIds: [clinic.healthcareServiceId], weeklyHours } },
        staff(clinic),
      );
    }
    const lost = (await openSlots(server, clinic)).find(
      ({ start, practitionerId }) => start.includes('T12:00') && practitionerId === clinic.practitionerId,
    );
    assert.ok(lost);
    await server.call(createHold, { body: { slotId: lost.id } }, visitor(clinic));
    const { problem } = await server.answer(createHold, { body: { slotId: lost.id } }, visitor(clinic));
    const named = problem.alternatives ?? [];
    const timesOf = (slots: typeof named) => slots.map(({ start }) => start.slice(11, 16));
    const isOwn = ({ practitionerId }: { practitionerId: string }) => practitionerId === clinic.practitionerId;
    assert.deepEqual(timesOf(named.filter((slot) => !isOwn(slot))), ['11:45', '12:00', '12:15']);
    assert.deepEqual(timesOf(named.filter(isOwn)), ['11:00', '11:15', '12:45']);
    assert.ok(named.every(({ locationId }) => locationId === clinic.locationId));
  });

  it('refuses a hold that is over, and says so to a wrong secret in the same words', async () => {
    const clinic = await setUpClinic(server);
    const [slot] = await openSlots(server, clinic);
    assert.ok(slot);
    const hold = await server.call(createHold, { body: { slotId: slot.id } }, visitor(clinic));
    const book = (holdSecret: string) =>
      server.answer(createAppointment, { body: { holdId: hold.id, holdSecret, patient: dana } }, visitor(clinic));
    const wrong = await book('x'.repeat(43));
    assert.equal(wrong.problem.code, 'hold-expired');
    await expireHolds();
    const late = await book(hold.secret);
    assert.equal(late.status, 409);
    assert.equal(late.problem.code, 'hold-expired');
    assert.equal(late.problem.detail, wrong.problem.detail);
    assert.ok(
      late.problem.alternatives?.some(({ id }) => id === slot.id),
      'its own time is open again',
    );
    const renewed = await server.answer(
      renewHold,
      { params: { id: hold.id }, body: { secret: hold.secret } },
      visitor(clinic),
    );
    assert.equal(renewed.problem.code, 'hold-expired');
    assert.ok((await bookSlot(server, clinic, slot)).id);
  });

  it('books a hold once, whoever shows it again', async () => {
    const clinic = await setUpClinic(server);
    const [slot] = await openSlots(server, clinic);
    assert.ok(slot);
    const hold = await server.call(createHold, { body: { slotId: slot.id } }, visitor(clinic));
    const body = { holdId: hold.id, holdSecret: hold.secret, patient: dana };
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => server.answer(createAppointment, { body }, visitor(clinic))),
    );
    assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 409, 409, 409, 409, 409]);
  });

  it('answers a repeated booking with the first answer, and refuses the key for another body', async () => {
    const clinic = await setUpClinic(server);
    const [slot] = await openSlots(server, clinic);
    assert.ok(slot);
    const hold = await server.call(createHold, { body: { slotId: slot.id } }, visitor(clinic));
    const body = { holdId: hold.id, holdSecret: hold.secret, patient: dana };
    const repeat = { ...visitor(clinic), idempotencyKey: 'one-intent' };
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => server.answer(createAppointment, { body }, repeat)),
    );
    assert.deepEqual(new Set(answers.map(({ body: { id } }) => id)).size, 1);
    assert.deepEqual(answers.map(({ headers }) => headers.get('idempotent-replayed')).filter(Boolean).length, 4);
    const other = await server.answer(
      createAppointment,
      { body: { ...body, patient: { ...dana, given: 'Dan' } } },
      repeat,
    );
    assert.equal(other.problem.code, 'idempotency-key-reused');
    const { data } = await server.call(listAppointments, { query: {} }, staff(clinic));
    assert.equal(data.length, 1);
  });

  it('remembers a refusal, and forgets nothing else of it', async () => {
    const clinic = await setUpClinic(server);
    const [slot] = await openSlots(server, clinic);
    assert.ok(slot);
    await server.call(createHold, { body: { slotId: slot.id } }, visitor(clinic));
    const repeat = { ...visitor(clinic), idempotencyKey: 'refused-once' };
    const first = await server.answer(createHold, { body: { slotId: slot.id } }, repeat);
    await expireHolds();
    const second = await server.answer(createHold, { body: { slotId: slot.id } }, repeat);
    assert.equal(second.status, 409);
    assert.deepEqual(second.problem, first.problem);
  });

  it('lets one practitioner have one visit at a time, in whichever organization it is booked', async () => {
    const clinic = await setUpClinic(server);
    const slots = await openSlots(server, clinic);
    const slot = nth(slots, 10);
    await bookSlot(server, clinic, slot);
    const overlapping = (await openSlots(server, clinic)).filter(
      ({ start, end }) => start < slot.end && slot.start < end,
    );
    assert.deepEqual(overlapping, []);
  });

  it('keeps buffers free on both sides', async () => {
    const clinic = await setUpClinic(server, { service: { bufferBeforeMinutes: 15, bufferAfterMinutes: 15 } });
    const slot = nth(await openSlots(server, clinic), 10);
    await bookSlot(server, clinic, slot);
    const tooNear = (await openSlots(server, clinic)).filter(
      ({ start, end }) =>
        Date.parse(start) < Date.parse(slot.end) + 30 * 60_000 &&
        Date.parse(slot.start) - 30 * 60_000 < Date.parse(end),
    );
    assert.deepEqual(tooNear, []);
  });

  it('fills a class up to its capacity and not beyond', async () => {
    const clinic = await setUpClinic(server, { service: { capacity: 3, slotIntervalMinutes: 60 } });
    const [slot] = await openSlots(server, clinic);
    assert.ok(slot);
    const holds = await Promise.all(
      Array.from({ length: 6 }, () => server.answer(createHold, { body: { slotId: slot.id } }, visitor(clinic))),
    );
    assert.deepEqual(holds.map(({ status }) => status).sort(), [201, 201, 201, 409, 409, 409]);
    const [first] = holds.filter(({ status }) => status === 201);
    assert.ok(first);
    await server.call(
      releaseHold,
      { params: { id: first.body.id }, body: { secret: first.body.secret } },
      visitor(clinic),
    );
    assert.ok((await bookSlot(server, clinic, slot)).id, 'a seat that was given back can be taken again');
  });

  it('keeps a daily cap, counting holds, and counts down when one is given back', async () => {
    const clinic = await setUpClinic(server, { schedule: { dailyCap: 2 } });
    const slots = await openSlots(server, clinic);
    const date = new Date(server.clock.now() + 3 * 86_400_000).toISOString().slice(0, 10);
    const ofDay = slots.filter(({ start }) => start.startsWith(date));
    const apart = [0, 4, 8, 12, 16, 20, 24, 28, 32].map((index) => nth(ofDay, index));
    const answers = await Promise.all(
      apart.map((slot) => server.answer(createHold, { body: { slotId: slot.id } }, visitor(clinic))),
    );
    assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 201, ...Array<number>(7).fill(409)]);
    assert.equal((await openSlots(server, clinic)).filter(({ start }) => start.startsWith(date)).length, 0);
    const held = answers.find(({ status }) => status === 201);
    assert.ok(held);
    await server.call(
      releaseHold,
      { params: { id: held.body.id }, body: { secret: held.body.secret } },
      visitor(clinic),
    );
    assert.ok((await openSlots(server, clinic)).some(({ start }) => start.startsWith(date)));
  });

  it('moves a visit within a day that is full, and lets nobody else into that day', async () => {
    const clinic = await setUpClinic(server, { schedule: { dailyCap: 2 } });
    const date = new Date(server.clock.now() + 3 * 86_400_000).toISOString().slice(0, 10);
    const ofDay = (await openSlots(server, clinic)).filter(({ start }) => start.startsWith(date));
    const first = await bookSlot(server, clinic, nth(ofDay, 0));
    const second = await bookSlot(server, clinic, nth(ofDay, 8));
    const hold = async (id: string, slotId: string) =>
      server.answer(createHold, { body: { slotId, replacesAppointmentId: id } }, staff(clinic));
    const shown = (await openSlots(server, clinic, 7, first.id)).filter(({ start }) => start.startsWith(date));
    assert.ok(shown.length > 0, 'its own day is open to it');
    for (const slot of [nth(shown, 0), nth(shown, shown.length - 1)]) {
      assert.equal((await hold(first.id, slot.id)).status, 201);
    }
    const moving = await hold(first.id, nth(ofDay, 20).id);
    const alsoMoving = await hold(second.id, nth(ofDay, 28).id);
    assert.deepEqual([moving.status, alsoMoving.status], [201, 201], 'two may move at once');
    const other = await server.answer(createHold, { body: { slotId: nth(ofDay, 14).id } }, visitor(clinic));
    assert.equal(other.problem.code, 'slot-unavailable');

    const body = { holdId: moving.body.id, holdSecret: moving.body.secret };
    await server.call(rescheduleAppointment, { params: { id: first.id }, body }, staff(clinic));
    await server.call(
      releaseHold,
      { params: { id: alsoMoving.body.id }, body: { secret: alsoMoving.body.secret } },
      staff(clinic),
    );
    const { rows } = await sql<{ n: number }>`
      select n from daily_count where tenant_id = ${clinic.tenantId} and date = ${date}::date`.execute(
      server.open.database,
    );
    assert.deepEqual(rows, [{ n: 2 }]);
    await server.call(cancelAppointment, { params: { id: first.id }, body: {} }, staff(clinic));
    assert.ok((await bookSlot(server, clinic, nth(ofDay, 14))).id);
  });

  it('lets a patient neither look nor hold for a visit that has begun', async () => {
    const clinic = await setUpClinic(server);
    const booked = await bookSlot(server, clinic, nth(await openSlots(server, clinic), 0));
    await sql`update appointment set start_at = now() - interval '5 minutes', end_at = now() + interval '40 minutes' where id = ${booked.id}`.execute(
      server.open.database,
    );
    const slot = nth(await openSlots(server, clinic), 8);
    const refused = await server.answer(
      createHold,
      { body: { slotId: slot.id, replacesAppointmentId: booked.id } },
      { credential: booked.access.token },
    );
    assert.equal(refused.problem.code, 'appointment-status-conflict');
  });

  it('offers nothing in a busy time, and names the appointments that a new one overlaps', async () => {
    const clinic = await setUpClinic(server);
    const slots = await openSlots(server, clinic);
    const booked = await bookSlot(server, clinic, nth(slots, 4));
    const result = await server.call(
      putBusyTime,
      {
        params: { externalId: 'ehr-1' },
        body: { practitionerId: clinic.practitionerId, start: nth(slots, 0).start, end: nth(slots, 8).end },
      },
      staff(clinic),
    );
    assert.deepEqual(result.conflictingAppointmentIds, [booked.id]);
    const inside = (await openSlots(server, clinic)).filter(
      ({ start, end }) => start < nth(slots, 8).end && nth(slots, 0).start < end,
    );
    assert.deepEqual(inside, []);
    const refused = await server.answer(createHold, { body: { slotId: nth(slots, 0).id } }, visitor(clinic));
    assert.equal(refused.problem.code, 'slot-unavailable');
  });

  it('moves an appointment to a time that overlaps its own, and frees the old time in the same step', async () => {
    const clinic = await setUpClinic(server);
    const slots = await openSlots(server, clinic);
    const booked = await bookSlot(server, clinic, nth(slots, 4));
    const patient = { credential: booked.access.token };
    const shown = await openSlots(server, clinic, 7, booked.id);
    assert.ok(
      shown.some(({ id }) => id === nth(slots, 5).id),
      'a time that overlaps only the own one is shown',
    );
    assert.ok(!shown.some(({ id }) => id === nth(slots, 4).id), 'the own time is no new time');

    const hold = await server.call(
      createHold,
      { body: { slotId: nth(slots, 5).id, replacesAppointmentId: booked.id } },
      patient,
    );
    const moved = await server.call(
      rescheduleAppointment,
      { params: { id: booked.id }, body: { holdId: hold.id, holdSecret: hold.secret } },
      patient,
    );
    assert.equal(moved.id, booked.id);
    assert.equal(moved.start, nth(slots, 5).start);
    assert.equal(moved.sequence, 1);
    // the hour before the new time is free again
    assert.ok((await openSlots(server, clinic)).some(({ id }) => id === nth(slots, 2).id));
    const { rows } = await sql<{
      n: number;
    }>`select count(*)::integer as n from allocation where tenant_id = ${clinic.tenantId}`.execute(
      server.open.database,
    );
    assert.equal(rows[0]?.n, 1);
  });

  it('lets nobody but its patient and the clinic see or move an appointment', async () => {
    const clinic = await setUpClinic(server);
    const slots = await openSlots(server, clinic);
    const mine = await bookSlot(server, clinic, nth(slots, 0));
    const theirs = await bookSlot(server, clinic, nth(slots, 8));
    const me = { credential: mine.access.token };
    assert.equal((await server.answer(getAppointment, { params: { id: theirs.id } }, me)).problem.code, 'not-found');
    assert.equal(
      (await server.answer(cancelAppointment, { params: { id: theirs.id }, body: {} }, me)).problem.code,
      'not-found',
    );
    assert.equal(
      (await server.answer(getAppointment, { params: { id: mine.id } }, visitor(clinic))).problem.code,
      'permission-denied',
    );
    const other = await setUpClinic(server);
    assert.equal(
      (await server.answer(getAppointment, { params: { id: mine.id } }, staff(other))).problem.code,
      'not-found',
    );
    const hold = await server.answer(
      createHold,
      { body: { slotId: nth(slots, 20).id, replacesAppointmentId: mine.id } },
      visitor(clinic),
    );
    assert.equal(hold.problem.code, 'not-found');
  });

  it('notes arrival, completion and absence in the order in which they can happen', async () => {
    const clinic = await setUpClinic(server);
    const slots = await openSlots(server, clinic);
    const visit = await bookSlot(server, clinic, nth(slots, 0));
    const act = async (
      row: typeof arriveAppointment | typeof fulfilAppointment | typeof noShowAppointment,
      id: string,
    ) => {
      const { status, body, problem } = await server.answer(row, { params: { id }, body: {} }, staff(clinic));
      return status === 200 ? body.status : problem.code;
    };
    assert.equal(
      await act(noShowAppointment, visit.id),
      'appointment-status-conflict',
      'nobody has missed a visit that is still to come',
    );
    assert.equal(await act(arriveAppointment, visit.id), 'arrived');
    assert.equal(await act(fulfilAppointment, visit.id), 'fulfilled');
    assert.equal(await act(arriveAppointment, visit.id), 'appointment-status-conflict');
    const cancelled = await server.answer(cancelAppointment, { params: { id: visit.id }, body: {} }, staff(clinic));
    assert.equal(cancelled.problem.code, 'appointment-status-conflict');
  });

  it('opens a mailed link to its appointment, and gives a calendar file that a calendar can read', async () => {
    const clinic = await setUpClinic(server);
    await server.runJobs();
    server.mails.length = 0;
    const booked = await bookSlot(server, clinic, nth(await openSlots(server, clinic), 0));
    await server.runJobs();
    const mail = server.mails.find(({ to }) => to === 'dana@example.org');
    const secret = /#(lnk_[A-Za-z0-9._-]+)/.exec(mail?.text ?? '')?.[1];
    assert.ok(secret, 'the mail has the link');
    const session = await server.call(createAppointmentSession, { body: {} }, { credential: secret });
    assert.equal(session.appointment.id, booked.id);
    const file = await server.call(
      getAppointmentCalendar,
      { params: { id: booked.id } },
      { credential: session.access.token },
    );
    assert.match(file.content, /BEGIN:VCALENDAR/);
    const forged = await server.answer(
      createAppointmentSession,
      { body: {} },
      { credential: `${secret.slice(0, -2)}xx` },
    );
    assert.equal(forged.problem.code, 'credential-invalid');
  });

  it('writes event, audit and mail with the change, and nothing of them for a refusal', async () => {
    const clinic = await setUpClinic(server);
    const slot = nth(await openSlots(server, clinic), 0);
    const count = async () => {
      const { rows } = await sql<{ events: number; audits: number; mails: number }>`select
        (select count(*)::integer from event where tenant_id = ${clinic.tenantId}) as events,
        (select count(*)::integer from audit_event where tenant_id = ${clinic.tenantId} and action = 'createAppointment') as audits,
        (select count(*)::integer from mail where tenant_id = ${clinic.tenantId}) as mails`.execute(
        server.open.database,
      );
      return nth(rows, 0);
    };
    const hold = await server.call(createHold, { body: { slotId: slot.id } }, visitor(clinic));
    const before = await count();
    await server.answer(
      createAppointment,
      { body: { holdId: hold.id, holdSecret: 'x'.repeat(43), patient: dana } },
      visitor(clinic),
    );
    const refused = await count();
    assert.deepEqual({ ...refused, audits: 0 }, { ...before, audits: 0 });
    await server.call(
      createAppointment,
      { body: { holdId: hold.id, holdSecret: hold.secret, patient: dana } },
      visitor(clinic),
    );
    const booked = await count();
    assert.equal(booked.events, refused.events + 1);
    assert.equal(booked.audits, refused.audits + 1);
    assert.equal(booked.mails, 2);
  });

  it('answers the first view of a calendar in one request', async () => {
    const clinic = await setUpClinic(server);
    const start = new Date(server.clock.now()).toISOString();
    const end = new Date(server.clock.now() + 28 * 86_400_000).toISOString();
    const view = await server.call(
      searchSlots,
      { query: { healthcareServiceId: clinic.healthcareServiceId, start, end, times: 'first-day' } },
      visitor(clinic),
    );
    assert.ok(view.days.length >= 27);
    assert.deepEqual(view.firstAvailable, view.data[0]);
    assert.equal(new Set(view.data.map((slot) => slot.start.slice(0, 10))).size, 1);
    assert.equal(view.data.length, view.days[0]?.count);
    assert.deepEqual(view.practitioners, [{ id: clinic.practitionerId, name: 'Noor Haddad, PT' }]);
    const { data: offered } = await server.call(listHealthcareServices, { query: {} }, visitor(clinic));
    const { data: places } = await server.call(listLocations, { query: {} }, visitor(clinic));
    assert.deepEqual(
      view.healthcareServices,
      offered.filter(({ id }) => id === clinic.healthcareServiceId),
    );
    assert.deepEqual(
      view.locations,
      places.filter(({ id }) => id === clinic.locationId),
    );
    assert.deepEqual([view.healthcareServices.length, view.locations.length], [1, 1]);
  });

  it('counts the days of a range from its own now', async () => {
    const clinic = await setUpClinic(server);
    const search = (query: { days?: number; end?: string }) =>
      server.call(
        searchSlots,
        { query: { healthcareServiceId: clinic.healthcareServiceId, times: 'first-day', ...query } },
        visitor(clinic),
      );
    const end = new Date(server.clock.now() + 5 * 86_400_000).toISOString();
    assert.deepEqual(await search({ days: 5 }), await search({ end }));
    assert.ok((await search({ days: 6 })).days.length > (await search({ days: 5 })).days.length);
  });

  it('counts a time that two practitioners have once', async () => {
    const clinic = await setUpClinic(server);
    const colleague = await server.call(createPractitioner, { body: { name: 'Ada Lee, PT' } }, staff(clinic));
    const role = await server.call(
      createPractitionerRole,
      { body: { practitionerId: colleague.id, locationId: clinic.locationId } },
      staff(clinic),
    );
    const hours = { daysOfWeek: [...everyDay], start: '08:00', end: '18:00' };
    await server.call(
      createSchedule,
      {
        body: { practitionerRoleId: role.id, healthcareServiceIds: [clinic.healthcareServiceId], weeklyHours: [hours] },
      },
      staff(clinic),
    );
    const view = await server.call(
      searchSlots,
      { query: { healthcareServiceId: clinic.healthcareServiceId, times: 'first-day', limit: 200 } },
      visitor(clinic),
    );
    assert.equal(view.data.length, 2 * nth(view.days, 0).count);
  });

  it('finds the first available time beyond the asked-for range', async () => {
    const clinic = await setUpClinic(server);
    const opening = new Date(server.clock.now() + 30 * 86_400_000).toISOString().slice(0, 10);
    await server.call(
      updateSchedule,
      { params: { id: clinic.scheduleId }, body: { startDate: opening } },
      staff(clinic),
    );
    const view = await server.call(
      searchSlots,
      { query: { healthcareServiceId: clinic.healthcareServiceId } },
      visitor(clinic),
    );
    assert.deepEqual(view.data, []);
    assert.equal(view.firstAvailable?.start.slice(0, 10), opening);
  });

  it('refuses a search in the past, of an endless range, or of another clinic', async () => {
    const clinic = await setUpClinic(server);
    const other = await setUpClinic(server);
    const search = (query: Record<string, string>) => server.answer(searchSlots, { query }, visitor(clinic));
    const { healthcareServiceId } = clinic;
    const past = await search({ healthcareServiceId, start: '2020-01-01T00:00:00Z', end: '2020-01-08T00:00:00Z' });
    assert.deepEqual([past.status, past.problem.issues?.[0]?.path], [422, '/query/end']);
    const twice = await search({ healthcareServiceId, days: '7', end: '2099-01-08T00:00:00Z' });
    assert.deepEqual([twice.status, twice.problem.issues?.[0]?.path], [422, '/query/days']);
    const endless = await search({ healthcareServiceId, end: '2099-01-01T00:00:00Z' });
    assert.equal(endless.problem.code, 'validation-failed');
    assert.equal((await search({ healthcareServiceId: other.healthcareServiceId })).problem.code, 'not-found');
  });

  it('offers nothing of an organization that was retired', async () => {
    const clinic = await setUpClinic(server);
    const [slot] = await openSlots(server, clinic);
    assert.ok(slot);
    await server.call(
      updateOrganization,
      { params: { id: clinic.organizationId }, body: { active: false } },
      staff(clinic),
    );
    assert.deepEqual(await openSlots(server, clinic), []);
    const refused = await server.answer(createHold, { body: { slotId: slot.id } }, visitor(clinic));
    assert.equal(refused.problem.code, 'slot-unavailable');
  });

  it('refuses the slot of another clinic as if it did not exist', async () => {
    const clinic = await setUpClinic(server);
    const other = await setUpClinic(server);
    const [slot] = await openSlots(server, other);
    assert.ok(slot);
    const refused = await server.answer(createHold, { body: { slotId: slot.id } }, visitor(clinic));
    assert.equal(refused.problem.code, 'not-found');
  });
});
