import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  type StaffRole,
  arriveAppointment,
  cancelAppointment,
  createApiKey,
  createHold,
  createStaff,
  createWaitlistEntry,
  getAppointment,
  getStaffSession,
  getWaitlistEntry,
  inviteStaff,
  listAppointmentMails,
  listAppointments,
  listEvents,
  listStaff,
  listWaitlistEntries,
  rescheduleAppointment,
  signOutStaff,
  updateStaff,
} from '@openprm/contract';
import { sql } from 'kysely';
import { type TestClinic, bookSlot, dana, nth, openSlots, setUpClinic } from '../../../testing/clinic-setup.fixture.ts';
import { type TestServer, openTestServer, testDatabase } from '../../../testing/clinic.fixture.ts';
import { type StaffMember, address, enrolOwner, enrolStaff, signIn } from '../../../testing/staff.fixture.ts';

describe(`staff on ${testDatabase}`, () => {
  let server: TestServer;
  let clinic: TestClinic;
  let owner: StaffMember;
  const members = new Map<StaffRole, StaffMember>();
  const as = (role: StaffRole) => ({ credential: members.get(role)?.session ?? '' });

  before(async () => {
    server = await openTestServer();
    clinic = await setUpClinic(server);
    owner = await enrolOwner(server, clinic.tenantId);
    members.set('owner', owner);
    for (const role of ['clinician', 'front-desk', 'volunteer'] as const)
      members.set(role, await enrolStaff(server, owner, role));
  });
  after(() => server.close());

  const bookAny = async () => bookSlot(server, clinic, nth(await openSlots(server, clinic), 0));
  /** Moves a visit to local times at its place, which are said by the database's words for the day that it is there now. */
  const moveVisit = (id: string, start: string, end: string) =>
    sql`update appointment set start_at = (l.today ${sql.raw(start)}) at time zone l.time_zone, end_at = (l.today ${sql.raw(end)}) at time zone l.time_zone
      from (select id, time_zone, date_trunc('day', now() at time zone time_zone) as today from location) l
      where appointment.id = ${id} and l.id = appointment.location_id`.execute(server.ports.database);
  const bookToday = async () => {
    const visit = await bookAny();
    await moveVisit(visit.id, '', "+ interval '24 hours'");
    return visit;
  };
  const staffId = async (role: StaffRole) => {
    const { staff } = await server.call(getStaffSession, {}, as(role));
    return staff.id;
  };
  const status = async (role: StaffRole) => (await server.answer(getStaffSession, {}, as(role))).status;

  it('get from a key no role that may do what the key may not', async () => {
    const { key } = await server.call(
      createApiKey,
      { body: { kind: 'secret', name: 'roster', scopes: ['staff:write'] } },
      { credential: clinic.secretKey },
    );
    for (const role of ['owner', 'front-desk'] as const) {
      const body = { name: 'Mal', email: `mal-${role}@example.org`, role };
      assert.equal((await server.answer(createStaff, { body }, { credential: key })).status, 403, role);
    }
    const raised = { params: { id: await staffId('volunteer') }, body: { role: 'owner' as const } };
    assert.equal((await server.answer(updateStaff, raised, { credential: key })).status, 403);
    const again = { params: { id: await staffId('owner') }, body: {} };
    assert.equal((await server.answer(inviteStaff, again, { credential: key })).status, 403);
  });

  it('see of a patient what their role needs, and no more', async () => {
    const { patient } = await bookToday();
    const seenBy = async (role: StaffRole) =>
      (await server.call(listAppointments, { query: {} }, as(role))).data.find(
        (visit) => visit.patient?.id === patient?.id,
      )?.patient;
    for (const role of ['owner', 'clinician', 'front-desk'] as const) assert.deepEqual(await seenBy(role), patient);
    const least = {
      id: patient?.id,
      given: patient?.given,
      family: `${patient?.family.charAt(0)}.`,
      birthDate: null,
      phone: null,
      email: null,
      contact: null,
    };
    assert.deepEqual(await seenBy('volunteer'), least);
    const { healthcareServiceId, secretKey } = clinic;
    const body = { healthcareServiceId, patientId: patient?.id ?? '' };
    await server.call(createWaitlistEntry, { body }, { credential: secretKey });
    const waiting = async (role: StaffRole) =>
      (await server.call(listWaitlistEntries, { query: {} }, as(role))).data.at(-1)?.patient;
    assert.deepEqual([await waiting('front-desk'), await waiting('volunteer')], [patient, undefined]);
  });

  it('who greet see the visits of the day that it is at the place, and of no other, however they ask', async () => {
    const volunteer = as('volunteer');
    const { cursor: clinicStart } = await server.call(listEvents, { query: {} }, volunteer);
    const visit = await bookAny();
    const { id } = visit;
    await server.core.sequence();
    const isSeen = async () => {
      const listed = async (query: { date?: string; locationId?: string }) =>
        (await server.call(listAppointments, { query }, volunteer)).data.some((one) => one.id === id);
      const { start } = await server.call(getAppointment, { params: { id } }, { credential: clinic.secretKey });
      const answers = [
        await listed({}),
        await listed({ date: start.slice(0, 10) }),
        await listed({ locationId: visit.locationId }),
        (await server.answer(getAppointment, { params: { id } }, volunteer)).status === 200,
        (await server.answer(listAppointmentMails, { params: { id }, query: {} }, volunteer)).status === 200,
        (await server.call(listEvents, { query: { after: clinicStart } }, volunteer)).data.some(
          ({ type, resourceId }) => resourceId === id && type === 'appointment.booked',
        ),
        (await server.answer(arriveAppointment, { params: { id }, body: {} }, volunteer)).status === 200,
      ];
      await sql`update appointment set status = 'booked' where id = ${id}`.execute(server.ports.database);
      assert.equal(new Set(answers).size, 1, answers.join());
      return answers[0];
    };
    const at = async (start: string, end: string) => {
      await moveVisit(id, start, end);
      return isSeen();
    };
    // at one moment it is never the same day in the first two of them for the whole day
    for (const timeZone of ['Pacific/Kiritimati', 'Pacific/Pago_Pago', 'America/Chicago']) {
      await sql`update location set time_zone = ${timeZone} where id = ${visit.locationId}`.execute(
        server.ports.database,
      );
      assert.equal(await at("+ interval '1 minute'", "+ interval '30 minutes'"), true, `${timeZone}, early`);
      assert.equal(
        await at("+ interval '23 hours 30 minutes'", "+ interval '23 hours 59 minutes'"),
        true,
        `${timeZone}, late`,
      );
      assert.equal(
        await at("- interval '30 minutes'", "+ interval '30 minutes'"),
        true,
        `${timeZone}, since yesterday`,
      );
      assert.equal(await at("- interval '30 minutes'", "- interval '1 minute'"), false, `${timeZone}, yesterday`);
      assert.equal(await at("+ interval '24 hours 1 minute'", "+ interval '25 hours'"), false, `${timeZone}, tomorrow`);
      assert.equal(await at("+ interval '20 days'", "+ interval '20 days 1 hour'"), false, `${timeZone}, later`);
    }
    await sql`update location set time_zone = ${visit.timeZone} where id = ${visit.locationId}`.execute(
      server.ports.database,
    );
  });

  it('who greet are told of no waitlist, and of a visit that moves away', async () => {
    const { id } = await bookToday();
    const [first, second] = [await openSlots(server, clinic), as('volunteer')];
    const { cursor } = await server.call(listEvents, { query: {} }, second);
    const key = { credential: clinic.secretKey };
    const { id: entryId } = await server.call(
      createWaitlistEntry,
      { body: { healthcareServiceId: clinic.healthcareServiceId, patient: { ...dana, email: 'waits@example.org' } } },
      key,
    );
    const body = { slotId: nth(first, 5).id, replacesAppointmentId: id };
    const held = await server.call(createHold, { body }, key);
    const move = { params: { id }, body: { holdId: held.id, holdSecret: held.secret } };
    await server.call(rescheduleAppointment, move, key);
    await moveVisit(id, "+ interval '9 days'", "+ interval '10 days'");
    while ((await server.core.sequence()) > 0);
    assert.equal((await server.answer(getWaitlistEntry, { params: { id: entryId } }, second)).status, 404);
    const { data } = await server.call(listEvents, { query: { after: cursor } }, second);
    assert.deepEqual(
      data.map(({ type, resourceId }) => [type, resourceId]),
      [['appointment.rescheduled', id]],
    );
  });

  it('do what their role allows, and no more', async () => {
    const { id } = await bookToday();
    const cancel = (role: StaffRole) => server.answer(cancelAppointment, { params: { id }, body: {} }, as(role));
    assert.equal((await cancel('volunteer')).problem.code, 'permission-denied');
    assert.equal((await server.answer(arriveAppointment, { params: { id }, body: {} }, as('volunteer'))).status, 200);
    const invite = await server.answer(
      createStaff,
      { body: { name: 'A', email: 'a@clinic.example', role: 'owner' } },
      as('front-desk'),
    );
    assert.equal(invite.problem.code, 'permission-denied');
  });

  it('see nothing of another clinic', async () => {
    const other = await enrolOwner(server, (await server.createTenant()).tenantId);
    const { data } = await server.call(listStaff, { query: {} }, { credential: other.session });
    assert.deepEqual(
      data.map(({ name }) => name),
      ['Olive Marsh'],
    );
    const id = await staffId('volunteer');
    const answer = await server.answer(
      updateStaff,
      { params: { id }, body: { role: 'owner' } },
      { credential: other.session },
    );
    assert.equal(answer.problem.code, 'not-found');
  });

  it('are listed for the owner and for the clinic’s own server, page by page', async () => {
    const list = (credential: string, cursor?: string) =>
      server.call(listStaff, { query: { limit: 2, cursor } }, { credential });
    const first = await list(owner.session);
    const second = await list(owner.session, first.nextCursor ?? '');
    assert.equal(second.nextCursor, null);
    assert.deepEqual([...first.data, ...second.data].map(({ role, status: state }) => `${role} ${state}`).sort(), [
      'clinician active',
      'front-desk active',
      'owner active',
      'volunteer active',
    ]);
    assert.deepEqual(await list(clinic.secretKey), first);
  });

  it('are invited once by an address', async () => {
    const answer = await server.answer(
      createStaff,
      { body: { name: 'Again', email: 'VOLUNTEER@clinic.example', role: 'volunteer' } },
      { credential: owner.session },
    );
    assert.equal(answer.problem.code, 'already-exists');
  });

  it('have their new role from the next request on, and the change is on record', async () => {
    const id = await staffId('volunteer');
    const change = (role: StaffRole) =>
      server.call(updateStaff, { params: { id }, body: { role } }, { credential: owner.session });
    const visit = await bookToday();
    const seen = async () => {
      const { data } = await server.call(listAppointments, { query: {} }, as('volunteer'));
      return data.find((one) => one.id === visit.id)?.patient?.birthDate;
    };
    await change('clinician');
    assert.equal(await seen(), visit.patient?.birthDate);
    await change('volunteer');
    assert.equal(await seen(), null);
    const rows = await server.ports.database
      .selectFrom('audit_event')
      .select(['action', 'principal', 'resource_id'])
      .where('tenant_id', '=', clinic.tenantId)
      .where('action', 'like', 'staff.role-changed%')
      .orderBy('occurred_at')
      .execute();
    const principal = `staff:${await staffId('owner')}:owner`;
    assert.deepEqual(rows, [
      { action: 'staff.role-changed.clinician', principal, resource_id: id },
      { action: 'staff.role-changed.volunteer', principal, resource_id: id },
    ]);
  });

  it('are signed out by the owner at once', async () => {
    await server.call(
      signOutStaff,
      { params: { id: await staffId('clinician') }, body: {} },
      { credential: owner.session },
    );
    assert.equal(await status('clinician'), 401);
  });

  it('are out as soon as they are suspended, and come back with their password and app', async () => {
    const id = await staffId('front-desk');
    const change = (state: 'active' | 'suspended') =>
      server.call(updateStaff, { params: { id }, body: { status: state } }, { credential: owner.session });
    await change('suspended');
    assert.equal(await status('front-desk'), 401);
    const member = members.get('front-desk');
    assert.ok(member);
    assert.equal((await server.core.staffSignIn.checkPassword({ ...member, address })).outcome, 'refused');
    await change('active');
    assert.ok(await signIn(server, member));
  });

  it('who lost what signs them in get a new invitation, and the old way is closed', async () => {
    const id = await staffId('volunteer');
    const { status: state } = await server.call(
      inviteStaff,
      { params: { id }, body: {} },
      { credential: owner.session },
    );
    assert.equal(state, 'invited');
    assert.equal(await status('volunteer'), 401);
    const answer = await server.answer(
      updateStaff,
      { params: { id }, body: { status: 'active' } },
      { credential: owner.session },
    );
    assert.equal(answer.problem.code, 'invitation-required');
  });

  it('are opened by nobody but themselves while their second factor is not set up', async () => {
    const invited = { name: 'Half Way', email: 'half.way@clinic.example', role: 'volunteer' as const };
    const { id } = await server.call(createStaff, { body: invited }, { credential: owner.session });
    await server.runJobs();
    const [invitation = ''] = /inv_[0-9a-z]+\.[\w-]+/.exec(server.mails.at(-1)?.text ?? '') ?? [];
    const accepted = await server.core.staffEnrolment.accept({ invitation, password: 'eleven brown otters', address });
    assert.equal(accepted.outcome, 'accepted');
    const answer = await server.answer(
      updateStaff,
      { params: { id }, body: { status: 'active' } },
      { credential: owner.session },
    );
    assert.equal(answer.problem.code, 'invitation-required');
  });

  it('always keep an owner who can sign in', async () => {
    const id = await staffId('owner');
    for (const body of [{ role: 'clinician' }, { status: 'suspended' }] as const) {
      const answer = await server.answer(updateStaff, { params: { id }, body }, { credential: owner.session });
      assert.equal(answer.problem.code, 'owner-required');
    }
    assert.equal(
      (await server.answer(inviteStaff, { params: { id }, body: {} }, { credential: owner.session })).problem.code,
      'owner-required',
    );
  });
});
