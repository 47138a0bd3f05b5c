import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  type StaffRole,
  type TaskUpdate,
  createAppointment,
  createHold,
  createQuestionnaireResponse,
  getTask,
  inviteStaff,
  listEvents,
  listStaff,
  listTasks,
  updateStaff,
  updateTask,
} from '@openprm/contract';
import { phq9 } from '@openprm/questionnaire/instruments';
import { type TestServer, openTestServer, testDatabase } from '../../../testing/clinic.fixture.ts';
import { type TestClinic, dana, nth, openSlots, setUpClinic } from '../../../testing/clinic-setup.fixture.ts';
import { type StaffMember, enrolOwner, enrolStaff } from '../../../testing/staff.fixture.ts';
import { formOf, inviteTo, makeSurvey, storeForm } from '../../../testing/survey.fixture.ts';

const hurting = { valueCoding: { system: 'urn:openprm:codes:frequency-two-weeks', code: 'several-days' } };
const hurt = {
  resourceType: 'QuestionnaireResponse',
  questionnaire: 'urn:openprm:questionnaire:phq-9|1',
  status: 'in-progress',
  item: [{ linkId: 'phq-9', item: [{ linkId: 'phq-9-9', answer: [hurting] }] }],
};

describe(`tasks on ${testDatabase}`, () => {
  let server: TestServer;
  let clinic: TestClinic;
  let owner: StaffMember;
  let surveyId: string;
  let people = 0;
  before(async () => {
    server = await openTestServer();
    clinic = await setUpClinic(server, { service: { capacity: 100 } });
    owner = await enrolOwner(server, clinic.tenantId, 'owner@north.example');
    ({ id: surveyId } = await makeSurvey(server, clinic, await storeForm(server, clinic, formOf(phq9))));
  });
  after(() => server.close());

  const asClinic = () => ({ credential: clinic.secretKey });
  /** The task of a patient who thinks of hurting themselves. */
  const safetyTask = async () => {
    const slot = nth(await openSlots(server, clinic), 0);
    const hold = await server.call(createHold, { body: { slotId: slot.id } }, asClinic());
    const patient = { ...dana, email: `patient${(people += 1)}@example.org` };
    const body = { holdId: hold.id, holdSecret: hold.secret, patient };
    const booked = await server.call(createAppointment, { body }, asClinic());
    assert.ok(booked.patient);
    const link = await inviteTo(server, clinic, surveyId, booked.patient.id);
    const begun = { body: { surveyId, response: hurt } };
    const { id } = await server.call(createQuestionnaireResponse, begun, { credential: link });
    const { data } = await server.call(listTasks, { query: { status: 'open', limit: 200 } }, asClinic());
    const task = data.find(({ questionnaireResponseId }) => questionnaireResponseId === id);
    assert.ok(task);
    return task;
  };
  const change = (id: string, body: TaskUpdate, as = asClinic()) =>
    server.answer(updateTask, { params: { id }, body }, as);
  const newStaff = async (role: StaffRole) => {
    const email = `staff${(people += 1)}@north.example`;
    const member = await enrolStaff(server, owner, role, email);
    const { data } = await server.call(listStaff, { query: { limit: 200 } }, asClinic());
    const id = data.find((one) => one.email === email)?.id;
    assert.ok(id);
    return { id, credential: member.session };
  };

  it('are not put away as not needed without what came of it, and why', async () => {
    const frontDesk = await newStaff('front-desk');
    for (const as of [asClinic(), { credential: frontDesk.credential }]) {
      const { id } = await safetyTask();
      const refused = async (body: Omit<TaskUpdate, 'version'>) => {
        const { status, problem } = await change(id, { version: 1, ...body }, as);
        return [status, problem.issues?.map(({ path }) => path)];
      };
      assert.deepEqual(await refused({ status: 'cancelled' }), [422, ['/body/outcome']]);
      assert.deepEqual(await refused({ status: 'cancelled', note: 'A slip' }), [422, ['/body/outcome']]);
      assert.deepEqual(await refused({ status: 'cancelled', outcome: 'no-action-needed' }), [422, ['/body/note']]);
      const words = { outcome: 'no-action-needed', note: 'Sent by a test of ours' } as const;
      const closed = await change(id, { version: 1, status: 'cancelled', ...words }, as);
      assert.deepEqual([closed.status, closed.body.status], [200, 'cancelled']);
      const { detail, outcome } = await server.call(getTask, { params: { id } }, asClinic());
      assert.deepEqual([outcome, detail?.notes?.map(({ text }) => text)], ['no-action-needed', [words.note]]);
      const emptied = await change(id, { version: 2, outcome: null });
      assert.deepEqual(emptied.problem.issues?.[0]?.path, '/body/outcome');
      const noted = await change(id, { version: 2, note: 'Asked once more' });
      assert.deepEqual([noted.status, noted.body.status], [200, 'cancelled']);
    }
  });

  it('are nobody’s once their owner may not work on them, and others take them', async () => {
    const leaves: Readonly<Record<string, (id: string) => Promise<{ status: number }>>> = {
      suspended: (id) => server.answer(updateStaff, { params: { id }, body: { status: 'suspended' } }, asClinic()),
      'a volunteer': (id) => server.answer(updateStaff, { params: { id }, body: { role: 'volunteer' } }, asClinic()),
      'invited anew': (id) => server.answer(inviteStaff, { params: { id }, body: {} }, asClinic()),
    };
    const other = await newStaff('clinician');
    for (const [how, leave] of Object.entries(leaves)) {
      const member = await newStaff('clinician');
      const [open, done] = [await safetyTask(), await safetyTask()];
      for (const { id } of [open, done])
        await change(id, { version: 1, ownerId: member.id, status: 'in-progress', tried: true, note: 'No answer' });
      await change(done.id, { version: 2, status: 'completed', outcome: 'helped' });
      while ((await server.core.sequence()) > 0);
      const { cursor } = await server.call(listEvents, { query: {} }, asClinic());
      assert.equal((await leave(member.id)).status, 200, how);
      const released = await server.call(getTask, { params: { id: open.id } }, asClinic());
      assert.deepEqual([released.owner, released.status, released.version], [null, 'requested', 3], how);
      assert.deepEqual([released.triedAt !== null, released.detail?.notes?.length], [true, 1], how);
      const closed = await server.call(getTask, { params: { id: done.id } }, asClinic());
      assert.deepEqual([closed.owner?.id, closed.status], [member.id, 'completed'], `${how}: who was done with it`);
      while ((await server.core.sequence()) > 0);
      const { data } = await server.call(listEvents, { query: { after: cursor, limit: 200 } }, asClinic());
      const told = data.filter(({ type }) => type === 'task.changed').map(({ resourceId }) => resourceId);
      assert.deepEqual(told, [open.id], how);
      const given = { version: 3, ownerId: member.id };
      assert.equal((await change(open.id, given)).problem.issues?.[0]?.path, '/body/ownerId', how);
      const taken = { version: 3, ownerId: other.id, status: 'in-progress' as const };
      assert.equal((await change(open.id, taken, other)).body.owner?.id, other.id, how);
    }
  });

  it('stay with who changes between roles that work on them', async () => {
    const member = await newStaff('clinician');
    const { id } = await safetyTask();
    await change(id, { version: 1, ownerId: member.id, status: 'in-progress' });
    await server.call(updateStaff, { params: { id: member.id }, body: { role: 'owner' } }, asClinic());
    const { owner: kept, version } = await server.call(getTask, { params: { id } }, asClinic());
    assert.deepEqual([kept?.id, version], [member.id, 2]);
  });
});
