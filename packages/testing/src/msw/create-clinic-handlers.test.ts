import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import * as contract from '@openprm/contract';
import { endpointRows } from '@openprm/contract/policies';
import { setupServer } from 'msw/node';
import { patientInputFixture } from '../fixtures/booking.ts';
import { type Clinic, createClinicHandlers } from './create-clinic-handlers.ts';

const apiUrl = 'http://clinic.test';
const server = setupServer();
let clinic: Clinic;
let now = new Date('2026-11-23T14:00:00Z');
let lastKey = 0;

/** A call as a client without any of our code makes it. */
async function call<E extends contract.Endpoint>(
  row: E,
  {
    path = {},
    query = {},
    body,
    credential = 'pk_test_riverside',
    key = `key-for-a-test-${++lastKey}`,
  }: {
    path?: Record<string, string>;
    query?: Record<string, string>;
    body?: unknown;
    credential?: string;
    key?: string;
  } = {},
) {
  const address = apiUrl + row.path.replace(/\{(\w+)\}/g, (_match, name: string) => path[name] ?? '');
  const response = await fetch(`${address}?${new URLSearchParams(query).toString()}`, {
    method: row.method,
    headers: {
      authorization: `Bearer ${credential}`,
      ...(row.method === 'POST' ? { 'idempotency-key': key } : {}),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
}

async function firstSlot(query: Record<string, string> = {}): Promise<contract.Slot> {
  const answer = await call(contract.searchSlots, { query: { healthcareServiceId: 'svc_new_patient', ...query } });
  return contract.slotPageSchema.parse(answer.body).firstAvailable ?? assert.fail('the clinic has no open slot');
}

async function hold(slotId: string): Promise<contract.Hold> {
  const answer = await call(contract.createHold, { body: { slotId } });
  assert.equal(answer.status, 201);
  return contract.holdSchema.parse(answer.body);
}

/** As a visitor, who gets a credential. */
async function book(slotId: string): Promise<contract.AppointmentBooked> {
  const { id: holdId, secret: holdSecret } = await hold(slotId);
  const answer = await call(contract.createAppointment, {
    body: { holdId, holdSecret, patient: patientInputFixture() },
  });
  assert.equal(answer.status, 201);
  return contract.appointmentBookedSchema.parse(answer.body);
}

before(() => server.listen({ onUnhandledFrame: 'error' }));
after(() => server.close());
beforeEach(() => {
  now = new Date('2026-11-23T14:00:00Z');
  clinic = createClinicHandlers({ apiUrl, now: () => now });
  server.use(...clinic.handlers);
});
afterEach(() => server.resetHandlers());

describe('the mock clinic', () => {
  test('lists its places in two time zones, in pages', async () => {
    const first = await call(contract.listLocations, { query: { limit: '1' } });
    const second = await call(contract.listLocations, { query: { limit: '1', cursor: first.body.nextCursor } });
    assert.deepEqual(
      [first, second].map(({ body }) => body.data[0].timeZone),
      ['America/Chicago', 'America/Los_Angeles'],
    );
    assert.equal(second.body.nextCursor, null);
  });

  test('offers slots after its notice, each at the wall-clock hours of its place', async () => {
    const { body } = await call(contract.searchSlots, {
      query: { healthcareServiceId: 'svc_follow_up', limit: '200' },
    });
    const page = contract.slotPageSchema.parse(body);
    assert.ok(page.data.length > 50);
    assert.ok(page.data.every((slot) => Date.parse(slot.start) >= now.getTime() + 60 * 60_000));
    assert.deepEqual(
      new Set(page.data.map((slot) => `${slot.locationId} ${slot.start.slice(-6)}`)),
      new Set(['loc_riverside -06:00', 'loc_harbor -08:00']),
    );
    const times = new Set(page.data.map(({ start }) => Date.parse(start)));
    assert.ok(page.days.reduce((sum, { count }) => sum + count, 0) >= times.size);
    assert.deepEqual(
      page.data,
      [...page.data].sort((a, b) => Date.parse(a.start) - Date.parse(b.start)),
    );
  });

  test('answers the times of the first day only, when asked', async () => {
    const { body } = await call(contract.searchSlots, {
      query: { healthcareServiceId: 'svc_new_patient', locationId: 'loc_harbor', times: 'first-day' },
    });
    assert.deepEqual(
      new Set(body.data.map((slot: contract.Slot) => slot.start.slice(0, 10))),
      new Set([body.days[0].date]),
    );
    assert.ok(body.days.length > 1);
  });

  test('gives a held time to nobody else and offers the nearest at its place', async () => {
    const slot = await firstSlot();
    await hold(slot.id);
    const second = await call(contract.createHold, { body: { slotId: slot.id } });
    assert.equal(second.status, 409);
    assert.equal(second.body.code, 'slot-unavailable');
    const places = second.body.alternatives.map((each: { locationId: string }) => each.locationId);
    assert.ok(places.length >= 3);
    assert.deepEqual(new Set(places), new Set([slot.locationId]), 'where there are enough, nothing elsewhere');
    assert.notEqual((await firstSlot()).id, slot.id);
  });

  test('offers a time again when its hold has run out', async () => {
    const later = { start: '2026-11-25T00:00:00Z' };
    const slot = await firstSlot(later);
    const { id, secret } = await hold(slot.id);
    now = new Date(now.getTime() + 10 * 60_000);
    const renewal = await call(contract.renewHold, { path: { id }, body: { secret } });
    assert.equal(renewal.body.code, 'hold-expired');
    assert.equal((await firstSlot(later)).id, slot.id);
  });

  test('renews a hold for two hours at most', async () => {
    const { id, secret } = await hold((await firstSlot({ start: '2026-11-25T00:00:00Z' })).id);
    for (let minutes = 9; minutes < 120; minutes += 9) {
      now = new Date(now.getTime() + 9 * 60_000);
      assert.equal((await call(contract.renewHold, { path: { id }, body: { secret } })).status, 200);
    }
    now = new Date(now.getTime() + 9 * 60_000);
    assert.equal((await call(contract.renewHold, { path: { id }, body: { secret } })).body.code, 'hold-expired');
  });

  test('books a hold once, and only with its secret', async () => {
    const { id: holdId, secret: holdSecret } = await hold((await firstSlot()).id);
    const patient = patientInputFixture();
    const wrong = await call(contract.createAppointment, { body: { holdId, holdSecret: 'x'.repeat(43), patient } });
    assert.equal(wrong.body.code, 'hold-expired');
    const right = await call(contract.createAppointment, { body: { holdId, holdSecret, patient } });
    assert.equal(right.body.status, 'booked');
    const again = await call(contract.createAppointment, { body: { holdId, holdSecret, patient } });
    assert.equal(again.body.code, 'hold-expired');
    assert.equal(clinic.appointments.length, 1);
  });

  test('shows an appointment to its patient and to the clinic, and to nobody else', async () => {
    const [mine, other] = [await book((await firstSlot()).id), await book((await firstSlot()).id)];
    const read = (credential: string) => call(contract.getAppointment, { path: { id: mine.id }, credential });
    assert.equal((await read(mine.access.token)).status, 200);
    assert.equal((await read('sk_test_riverside')).status, 200);
    assert.equal((await read(other.access.token)).status, 404);
    assert.equal((await read('pk_test_riverside')).status, 403);
  });

  test('exchanges a link and moves the appointment to another time, even one that overlaps its own', async () => {
    const { id, start } = await book((await firstSlot()).id);
    const session = await call(contract.createAppointmentSession, { credential: clinic.linkTo(id), body: {} });
    const credential = session.body.access.token;
    const query = { healthcareServiceId: 'svc_new_patient', replacesAppointmentId: id };
    const { data } = contract.slotPageSchema.parse((await call(contract.searchSlots, { credential, query })).body);
    assert.ok(
      data.every((slot) => slot.start !== start || slot.practitionerId !== session.body.appointment.practitionerId),
    );
    const holdFor = (slotId: string | undefined) =>
      call(contract.createHold, { credential, body: { slotId, replacesAppointmentId: id } });
    const first = await holdFor(data[0]?.id);
    const held = await holdFor(data[1]?.id);
    const move = (holdId: string, holdSecret: string) =>
      call(contract.rescheduleAppointment, { path: { id }, credential, body: { holdId, holdSecret } });
    assert.equal((await move(first.body.id, first.body.secret)).body.code, 'hold-expired');
    const moved = await move(held.body.id, held.body.secret);
    assert.deepEqual([moved.body.sequence, moved.body.start], [1, data[1]?.start]);
  });

  test('uses a hold only for what it was made for', async () => {
    const { id, access } = await book((await firstSlot()).id);
    const credential = access.token;
    const plain = await hold((await firstSlot()).id);
    const move = { path: { id }, credential, body: { holdId: plain.id, holdSecret: plain.secret } };
    assert.equal((await call(contract.rescheduleAppointment, move)).body.issues[0].path, '/body/holdId');
    const slotId = (await firstSlot()).id;
    const moving = await call(contract.createHold, { credential, body: { slotId, replacesAppointmentId: id } });
    const patient = patientInputFixture();
    const body = { holdId: moving.body.id, holdSecret: moving.body.secret, patient };
    assert.equal((await call(contract.createAppointment, { body })).body.issues[0].path, '/body/holdId');
    const notMine = await call(contract.createHold, { body: { slotId, replacesAppointmentId: id } });
    assert.equal(notMine.status, 404);
  });

  test('lets a patient change only what lies ahead', async () => {
    const { id, start } = await book((await firstSlot()).id);
    now = new Date(start);
    const { body } = await call(contract.createAppointmentSession, { credential: clinic.linkTo(id), body: {} });
    const cancel = (credential: string) => call(contract.cancelAppointment, { path: { id }, credential, body: {} });
    assert.equal((await cancel(body.access.token)).body.code, 'appointment-status-conflict');
    assert.equal((await cancel('sk_test_riverside')).body.cancellationReason, 'prov');
    now = new Date(Date.parse(start) + 48 * 3_600_000);
    const late = await call(contract.createAppointmentSession, { credential: clinic.linkTo(id), body: {} });
    assert.equal(late.body.code, 'credential-expired');
  });

  test('refuses ranges that lie in the past or are too long, unknown zones and made-up slots', async () => {
    const search = (query: Record<string, string>) =>
      call(contract.searchSlots, { query: { healthcareServiceId: 'svc_video', ...query } });
    const refusals = [
      await search({ start: '2026-11-01T00:00:00Z', end: '2026-11-02T00:00:00Z' }),
      await search({ end: '2027-11-02T00:00:00Z' }),
      await search({ days: '63' }),
      await search({ days: '7', end: '2026-12-02T00:00:00Z' }),
      await search({ timeZone: 'Mars/Olympus' }),
      await call(contract.createHold, { body: { slotId: 'slot_made-up' } }),
    ].map(({ status, body }) => `${status} ${body.issues?.[0]?.path}`);
    assert.deepEqual(refusals, [
      '422 /query/end',
      '422 /query/end',
      '422 /query/days',
      '422 /query/days',
      '422 /query/timeZone',
      '422 /body/slotId',
    ]);
    assert.equal((await search({ healthcareServiceId: 'svc_none' })).status, 404);
  });

  test('frees the time of a cancelled appointment and cancels it once', async () => {
    const slot = await firstSlot();
    const { id, access } = await book(slot.id);
    const cancel = () =>
      call(contract.cancelAppointment, { path: { id }, credential: access.token, body: { reason: 'pat' } });
    assert.deepEqual((({ body: { status, cancellationReason } }) => [status, cancellationReason])(await cancel()), [
      'cancelled',
      'pat',
    ]);
    assert.equal((await cancel()).body.code, 'appointment-status-conflict');
    assert.equal((await firstSlot()).id, slot.id);
  });

  test("lists the day's appointments and notes what became of them", async () => {
    const { id, start, locationId } = await book((await firstSlot()).id);
    const credential = 'sk_test_riverside';
    const list = await call(contract.listAppointments, { credential, query: { date: start.slice(0, 10), locationId } });
    assert.deepEqual(
      list.body.data.map((appointment: contract.Appointment) => appointment.id),
      [id],
    );
    const note = async (row: contract.Endpoint) => (await call(row, { credential, path: { id }, body: {} })).body;
    assert.equal((await note(contract.noShowAppointment)).code, 'appointment-status-conflict');
    now = new Date(start);
    assert.equal((await note(contract.arriveAppointment)).status, 'arrived');
    assert.equal((await note(contract.noShowAppointment)).status, 'noshow');
    assert.equal((await note(contract.fulfilAppointment)).code, 'appointment-status-conflict');
    assert.equal((await note(contract.arriveAppointment)).status, 'arrived');
    assert.equal((await note(contract.fulfilAppointment)).status, 'fulfilled');
  });
});

describe('the knobs', () => {
  test('fail the next call of one endpoint, in the order given', async () => {
    const slot = await firstSlot();
    clinic.failNext(contract.createHold, 'rate-limited');
    clinic.failNext(contract.createHold, 'service-unavailable');
    const statuses = [];
    for (let n = 0; n < 3; n++) statuses.push((await call(contract.createHold, { body: { slotId: slot.id } })).status);
    assert.deepEqual(statuses, [429, 503, 201]);
    assert.equal(clinic.countCalls(contract.createHold), 3);
  });

  test('lose an answer whose effect took place: the same key gets it after all', async () => {
    const slot = await firstSlot();
    clinic.loseNextAnswer(contract.createHold);
    const attempt = () => call(contract.createHold, { body: { slotId: slot.id }, key: 'the-same-key-twice' });
    await assert.rejects(attempt());
    assert.equal((await attempt()).status, 201);
  });

  test('take a slot and end a hold', async () => {
    const slot = await firstSlot();
    const { id, secret } = await hold(slot.id);
    clinic.expireHold(id);
    clinic.takeSlot(slot.id);
    const late = await call(contract.createAppointment, {
      body: { holdId: id, holdSecret: secret, patient: patientInputFixture() },
    });
    assert.equal(late.body.code, 'hold-expired');
    assert.ok(late.body.alternatives.length >= 3);
    assert.equal((await call(contract.renewHold, { path: { id }, body: { secret } })).body.code, 'hold-expired');
    assert.equal((await call(contract.createHold, { body: { slotId: slot.id } })).body.code, 'slot-unavailable');
  });

  test('cut the connection and mend it', async () => {
    clinic.offline();
    await assert.rejects(call(contract.listLocations));
    clinic.online();
    assert.equal((await call(contract.listLocations)).status, 200);
  });

  test('keep a call waiting', async () => {
    const resume = clinic.pause(contract.listLocations);
    let isAnswered = false;
    const answer = call(contract.listLocations).finally(() => (isAnswered = true));
    await call(contract.listPractitioners);
    assert.equal(isAnswered, false);
    resume();
    assert.equal((await answer).status, 200);
  });

  test('holds an offered time for who waits, and books or frees it', async () => {
    const joined = await call(contract.createWaitlistEntry, {
      body: {
        healthcareServiceId: 'svc_new_patient',
        patient: patientInputFixture(),
        requestedPeriod: { end: '2026-11-30' },
      },
    });
    const { id } = contract.waitlistEntrySchema.parse(joined.body);
    const slot = await firstSlot();
    clinic.offer(id, slot.id);
    assert.notEqual((await firstSlot()).id, slot.id);
    const credential = clinic.waitlistLinkTo(id);
    const opened = await call(contract.openWaitlistEntry, { body: {}, credential });
    const { offer } = contract.waitlistEntrySchema.parse(opened.body);
    assert.equal(offer?.slot.id, slot.id);
    const body = { offerId: offer.id };
    const instead = { ...body, slotId: (await firstSlot({ start: '2026-12-02T00:00:00Z' })).id };
    const refused = await call(contract.acceptWaitlistOffer, { path: { id }, body: instead, credential });
    assert.deepEqual([refused.status, refused.body.issues[0]?.path], [422, '/body/slotId'], 'a day not waited for');
    const accepted = await call(contract.acceptWaitlistOffer, { path: { id }, body, credential });
    assert.equal(contract.appointmentBookedSchema.parse(accepted.body).start, slot.start);
    assert.equal((await call(contract.acceptWaitlistOffer, { path: { id }, body, credential })).status, 409);
    assert.deepEqual(
      clinic.waitlist.map(({ status }) => status),
      ['booked'],
    );
    assert.equal((await call(contract.openWaitlistEntry, { body: {}, credential: 'wll_mock-nobody' })).status, 401);
    const read = async (as: string) =>
      contract.waitlistEntrySchema.parse(
        (await call(contract.getWaitlistEntry, { path: { id }, credential: as })).body,
      );
    assert.notEqual((await read('sk_test_riverside')).patient, null);
    assert.equal((await read(credential)).patient, null, 'an ended entry is nobody’s to who has its link');
    const left = await call(contract.leaveWaitlist, { path: { id }, body: {}, credential });
    assert.equal(contract.waitlistEntrySchema.parse(left.body).patient, null);
  });

  test('holds a time that the clinic offers by hand, one at a time', async () => {
    const joined = await call(contract.createWaitlistEntry, {
      body: { healthcareServiceId: 'svc_new_patient', patient: patientInputFixture() },
    });
    const { id } = contract.waitlistEntrySchema.parse(joined.body);
    const offer = async (credential?: string) =>
      call(contract.offerWaitlistTime, {
        path: { id },
        body: { slotId: (await firstSlot()).id },
        ...(credential === undefined ? {} : { credential }),
      });
    assert.equal((await offer()).status, 403, 'not for a visitor');
    const offered = contract.waitlistEntrySchema.parse((await offer('sk_test_riverside')).body);
    assert.equal(offered.offer?.participantStatus, 'needs-action');
    assert.equal((await offer('sk_test_riverside')).body.code, 'already-exists');
    await call(contract.leaveWaitlist, { path: { id }, body: {}, credential: 'sk_test_riverside' });
    assert.equal((await offer('sk_test_riverside')).body.code, 'appointment-status-conflict');
  });

  test('tells a patient who reached their appointment, and nobody else’s', async () => {
    const mine = clinic.book((await firstSlot()).id);
    const theirs = clinic.book((await firstSlot()).id);
    const credential = 'sk_test_riverside';
    for (const { id } of [mine, theirs]) await call(contract.getAppointment, { path: { id }, credential });
    const session = await call(contract.createAppointmentSession, { body: {}, credential: clinic.linkTo(mine.id) });
    const { access } = contract.createAppointmentSession.response.parse(session.body);
    const answer = await call(contract.listAuditEvents, { credential: access.token });
    const { data } = contract.listAuditEvents.response.parse(answer.body);
    assert.deepEqual(
      data.map(({ operation, agent, resourceId }) => [operation, agent.kind, resourceId]),
      [
        ['createAppointmentSession', 'link', mine.id],
        ['getAppointment', 'secret', mine.id],
      ],
    );
  });

  test('has what is another’s as what is not there, for every row that says whose it is', async () => {
    const [mine, theirs] = [await book((await firstSlot()).id), await book((await firstSlot()).id)];
    const wait = async () => {
      const body = { healthcareServiceId: 'svc_new_patient', patient: patientInputFixture() };
      return contract.waitlistEntrySchema.parse((await call(contract.createWaitlistEntry, { body })).body).id;
    };
    const [entry, others] = [await wait(), await wait()];
    const { id: slotId } = await firstSlot();
    const bodies: Readonly<Record<string, unknown>> = {
      createHold: { slotId, replacesAppointmentId: theirs.id },
      createWaitlistEntry: { healthcareServiceId: 'svc_new_patient', replacesAppointmentId: theirs.id },
      rescheduleAppointment: { holdId: 'hld_0001', holdSecret: 'A'.repeat(43) },
      acceptWaitlistOffer: { offerId: 'ofr_0001' },
      declineWaitlistOffer: { offerId: 'ofr_0001' },
    };
    let looked = 0;
    for (const row of endpointRows) {
      if (typeof row.own !== 'object' || row.own.what === 'questionnaire-response') continue;
      const isVisit = row.own.what === 'appointment';
      const kinds: readonly string[] = row.access;
      if (!kinds.includes(isVisit ? 'patient' : 'waitlist-link')) continue;
      const query = row.own.at.startsWith('query.')
        ? { healthcareServiceId: 'svc_new_patient', replacesAppointmentId: theirs.id }
        : {};
      const answer = await call(row, {
        path: { id: isVisit ? theirs.id : others },
        query,
        ...(row.method === 'GET' ? {} : { body: bodies[row.name] ?? {} }),
        credential: isVisit ? mine.access.token : clinic.waitlistLinkTo(entry),
      });
      assert.deepEqual([row.name, answer.status], [row.name, 404]);
      looked += 1;
    }
    assert.ok(looked >= 10, String(looked));
  });

  test('ends the links to a patient’s visits and to what they wait for when they are signed out', async () => {
    const visit = await book((await firstSlot()).id);
    const patientId = visit.patient?.id ?? assert.fail();
    const as = { credential: 'sk_test_riverside' };
    const joined = await call(contract.createWaitlistEntry, {
      body: { healthcareServiceId: 'svc_new_patient', patientId },
      ...as,
    });
    const { id: entryId } = contract.waitlistEntrySchema.parse(joined.body);
    const link = await call(contract.createSignInLink, { path: { id: patientId }, body: {}, ...as });
    const { secret } = contract.createSignInLink.response.parse(link.body);
    const before = [clinic.linkTo(visit.id), clinic.waitlistLinkTo(entryId)] as const;
    const open = async ([visitLink, entryLink]: readonly [string, string]) => [
      (await call(contract.createAppointmentSession, { body: {}, credential: visitLink })).status,
      (await call(contract.openWaitlistEntry, { body: {}, credential: entryLink })).status,
    ];
    const read = async () =>
      (await call(contract.getAppointment, { path: { id: visit.id }, credential: visit.access.token })).status;
    assert.deepEqual([...(await open(before)), await read()], [201, 200, 200]);
    assert.equal((await call(contract.endPatientSessions, { path: { id: patientId }, body: {}, ...as })).status, 204);
    assert.deepEqual([...(await open(before)), await read()], [401, 401, 401]);
    assert.deepEqual(await open([clinic.linkTo(visit.id), clinic.waitlistLinkTo(entryId)]), [201, 200]);
    const key = { kty: 'EC', crv: 'P-256', x: 'A'.repeat(43), y: 'A'.repeat(43) };
    const signedIn = await call(contract.createSessionFromLink, { body: { key }, credential: secret });
    assert.equal(signedIn.status, 401);
  });
});
