import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  createHealthcareService,
  createOrganization,
  createSchedule,
  getSchedule,
  listSchedules,
  updateSchedule,
} from '@openprm/contract';
import { type TestServer, openTestServer, testDatabase } from '../../../testing/clinic.fixture.ts';
import { type TestClinic, openSlots, setUpClinic } from '../../../testing/clinic-setup.fixture.ts';

describe(`schedules on ${testDatabase}`, () => {
  let server: TestServer;
  before(async () => {
    server = await openTestServer();
  });
  after(() => server.close());

  const staff = ({ secretKey }: TestClinic) => ({ credential: secretKey });
  const refusal = async (clinic: TestClinic, changes: object) => {
    const { status, problem } = await server.answer(
      updateSchedule,
      { params: { id: clinic.scheduleId }, body: changes },
      staff(clinic),
    );
    const whole = {
      practitionerRoleId: clinic.practitionerRoleId,
      healthcareServiceIds: [clinic.healthcareServiceId],
      weeklyHours: [],
    };
    const created = await server.answer(createSchedule, { body: { ...whole, ...changes } }, staff(clinic));
    assert.deepEqual([created.status, created.problem.issues], [status, problem.issues]);
    return [status, problem.code, problem.issues?.[0]?.path];
  };

  it('refuses a date that has two exceptions', async () => {
    const clinic = await setUpClinic(server);
    const exceptions = [
      { date: '2027-01-01', hours: [] },
      { date: '2027-01-02', hours: [] },
      { date: '2027-01-01', hours: [{ start: '08:00', end: '09:00' }] },
    ];
    assert.deepEqual(await refusal(clinic, { exceptions }), [422, 'validation-failed', '/body/exceptions/2/date']);
  });

  it('refuses an end before the start, also when only one of them changes', async () => {
    const clinic = await setUpClinic(server);
    const update = (body: object) =>
      server.answer(updateSchedule, { params: { id: clinic.scheduleId }, body }, staff(clinic));
    assert.deepEqual(await refusal(clinic, { startDate: '2027-02-02', endDate: '2027-02-01' }), [
      422,
      'validation-failed',
      '/body/endDate',
    ]);
    assert.equal((await update({ startDate: '2027-02-01', endDate: '2027-02-01' })).status, 200);
    assert.deepEqual((await update({ startDate: '2027-02-02' })).problem.issues?.[0]?.path, '/body/startDate');
    assert.deepEqual((await update({ endDate: '2027-01-31' })).problem.issues?.[0]?.path, '/body/endDate');
    const { body } = await update({ endDate: null });
    assert.deepEqual([body.startDate, body.endDate], ['2027-02-01', null]);
    assert.equal((await update({ startDate: '2027-02-02' })).status, 200);
  });

  it('refuses a service of another organization than that of the place, and one given twice', async () => {
    const clinic = await setUpClinic(server);
    const organization = await server.call(createOrganization, { body: { name: 'South Clinic' } }, staff(clinic));
    const foreign = await server.call(
      createHealthcareService,
      { body: { organizationId: organization.id, name: 'Massage', durationMinutes: 30 } },
      staff(clinic),
    );
    const { healthcareServiceId } = clinic;
    assert.deepEqual(await refusal(clinic, { healthcareServiceIds: [healthcareServiceId, foreign.id] }), [
      422,
      'validation-failed',
      '/body/healthcareServiceIds/1',
    ]);
    assert.deepEqual(await refusal(clinic, { healthcareServiceIds: [healthcareServiceId, healthcareServiceId] }), [
      422,
      'validation-failed',
      '/body/healthcareServiceIds/1',
    ]);
  });

  it('refuses hours that end before they start, naming them', async () => {
    const clinic = await setUpClinic(server);
    const weeklyHours = [{ daysOfWeek: ['mon'], start: '09:00', end: '09:00' }];
    assert.deepEqual(await refusal(clinic, { weeklyHours }), [422, 'validation-failed', '/body/weeklyHours/0']);
  });

  it('merges hours that overlap on one day', async () => {
    const hours = (start: string, end: string) => ({ daysOfWeek: ['mon' as const, 'mon' as const], start, end });
    const overlapping = await setUpClinic(server, {
      service: { durationMinutes: 60, slotIntervalMinutes: 60 },
      schedule: { weeklyHours: [hours('08:00', '11:00'), hours('10:00', '12:00')] },
    });
    const starts = (await openSlots(server, overlapping)).map(({ start }) => start.slice(11, 16));
    assert.deepEqual(starts, ['08:00', '09:00', '10:00', '11:00']);
  });

  it('replaces its lists whole, and leaves those that are not given', async () => {
    const clinic = await setUpClinic(server);
    const add = async (name: string) =>
      (
        await server.call(
          createHealthcareService,
          { body: { organizationId: clinic.organizationId, name, durationMinutes: 30 } },
          staff(clinic),
        )
      ).id;
    const [second, third] = [await add('Second'), await add('Third')];
    const update = (body: object) =>
      server.call(updateSchedule, { params: { id: clinic.scheduleId }, body }, staff(clinic));

    const both = await update({ healthcareServiceIds: [clinic.healthcareServiceId, second] });
    assert.deepEqual(both.healthcareServiceIds.toSorted(), [clinic.healthcareServiceId, second].toSorted());
    assert.deepEqual((await update({ healthcareServiceIds: [third] })).healthcareServiceIds, [third]);
    const changed = await update({
      weeklyHours: [],
      exceptions: [{ date: '2027-05-05', hours: [{ start: '22:00', end: '24:00' }] }],
    });
    assert.deepEqual(changed.healthcareServiceIds, [third]);
    assert.deepEqual(changed.weeklyHours, []);
    assert.deepEqual(await server.call(getSchedule, { params: { id: clinic.scheduleId } }, staff(clinic)), changed);
    assert.deepEqual((await update({ exceptions: [] })).exceptions, []);
  });

  it('leaves nothing behind when it is refused', async () => {
    const clinic = await setUpClinic(server);
    const before = await server.call(listSchedules, { query: {} }, staff(clinic));
    await refusal(clinic, { healthcareServiceIds: [clinic.healthcareServiceId, 'svc_nosuchthing'], dailyCap: 3 });
    assert.deepEqual(await server.call(listSchedules, { query: {} }, staff(clinic)), before);
  });
});
