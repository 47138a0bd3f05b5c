import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  type StaffRole,
  arriveAppointment,
  cancelAppointment,
  createApiKey,
  createStaff,
  createWaitlistEntry,
  getStaffSession,
  inviteStaff,
  listAppointments,
  listStaff,
  listWaitlistEntries,
  signOutStaff,
  updateStaff,
} from '@openprm/contract';
import { type TestClinic, bookSlot, nth, openSlots, setUpClinic } from '../../../testing/clinic-setup.fixture.ts';
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
    const { patient } = await bookAny();
    const seenBy = async (role: StaffRole) =>
      (await server.call(listAppointments, { query: {} }, as(role))).data.at(-1)?.patient;
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
    assert.deepEqual([await waiting('front-desk'), await waiting('volunteer')], [patient, least]);
  });

  it('do what their role allows, and no more', async () => {
    const { id } = await bookAny();
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
    await change('clinician');
    assert.equal(
      (await server.call(listAppointments, { query: {} }, as('volunteer'))).data[0]?.patient?.birthDate !== null,
      true,
    );
    await change('volunteer');
    assert.equal(
      (await server.call(listAppointments, { query: {} }, as('volunteer'))).data[0]?.patient?.birthDate,
      null,
    );
    const rows = await server.ports.database
      .selectFrom('audit_event')
      .select(['action', 'principal', 'resource_id'])
      .where('tenant_id', '=', clinic.tenantId)
      .where('action', 'like', 'staff.role-changed%')
      .orderBy('occurred_at')
      .execute();
    const principal = `staff:${await staffId('owner')}`;
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
