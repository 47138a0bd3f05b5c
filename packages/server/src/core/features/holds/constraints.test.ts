import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  createHealthcareService,
  createHold,
  createPractitionerRole,
  createLocation,
  createOrganization,
  createSchedule,
  searchSlots,
} from '@openprm/contract';
import { sql } from 'kysely';
import { type TestServer, openTestServer, testDatabase } from '../../../testing/clinic.fixture.ts';
import {
  type TestClinic,
  bookSlot,
  everyDay,
  nth,
  openSlots,
  setUpClinic,
} from '../../../testing/clinic-setup.fixture.ts';

describe(`what the database itself refuses, on ${testDatabase}`, () => {
  let server: TestServer;
  before(async () => {
    server = await openTestServer();
  });
  after(() => server.close());

  it('refuses a second session in the same time of one practitioner', async () => {
    const clinic = await setUpClinic(server);
    const booked = await bookSlot(server, clinic, nth(await openSlots(server, clinic), 4));
    const copy = sql`
      with copied as (
        insert into session (tenant_id, id, schedule_id, healthcare_service_id, start_at, end_at, date, capacity)
        select tenant_id, 'ses_copy', schedule_id, healthcare_service_id, start_at + interval '15 minutes', end_at, date, capacity
        from session where tenant_id = ${clinic.tenantId} returning id
      )
      insert into allocation (tenant_id, session_id, resource_id, during, claim_id)
      select tenant_id, 'ses_copy', resource_id, during, 'another claim' from allocation where tenant_id = ${clinic.tenantId}`;
    await assert.rejects(copy.execute(server.open.database), { code: '23P01' });
    assert.equal(booked.status, 'booked');
  });

  it('refuses a seat beyond the capacity, and a seat that two have', async () => {
    const clinic = await setUpClinic(server, { service: { capacity: 2 } });
    await bookSlot(server, clinic, nth(await openSlots(server, clinic), 0));
    const seat = (number: number, appointment: string) => sql`
      insert into seat (tenant_id, session_id, seat, capacity, appointment_id)
      select tenant_id, session_id, ${number}::integer, capacity, ${appointment} from seat where tenant_id = ${clinic.tenantId}`;
    await assert.rejects(seat(3, 'apt_x').execute(server.open.database), { code: '23514' });
    await assert.rejects(seat(1, 'apt_x').execute(server.open.database), { code: '23505' });
  });

  it('gives the seats of a class to as many as ask for them at once', async () => {
    const clinic = await setUpClinic(server, { service: { capacity: 4 } });
    const slots = await openSlots(server, clinic);
    for (const round of [0, 4, 8, 12]) {
      const asked = Array.from({ length: 6 }, () =>
        server.answer(createHold, { body: { slotId: nth(slots, round).id } }, { credential: clinic.publishableKey }),
      );
      const statuses = (await Promise.all(asked)).map(({ status }) => status).toSorted();
      assert.deepEqual(statuses, [201, 201, 201, 201, 409, 409]);
    }
  });

  it('refuses an appointment that is booked without a time, or cancelled with one', async () => {
    const clinic = await setUpClinic(server);
    await bookSlot(server, clinic, nth(await openSlots(server, clinic), 0));
    const change = (assignment: string) =>
      sql`update appointment set ${sql.raw(assignment)} where tenant_id = ${clinic.tenantId}`.execute(
        server.open.database,
      );
    await assert.rejects(change('session_id = null'), { code: '23514' });
    await assert.rejects(change("status = 'cancelled'"), { code: '23514' });
  });

  it('lets one practitioner be booked in two organizations, but only once at a time', async () => {
    const clinic = await setUpClinic(server);
    const second = await secondOrganization(server, clinic);
    const here = await openSlots(server, clinic);
    const slot = nth(here, 6);
    const there = await openSlots(server, second);
    const overlapping = there.find(
      ({ start, end }) => Date.parse(start) < Date.parse(slot.end) && Date.parse(slot.start) < Date.parse(end),
    );
    assert.ok(overlapping, 'both organizations offer the time before it is taken');

    await bookSlot(server, clinic, slot);
    const refused = await server.answer(
      createHold,
      { body: { slotId: overlapping.id } },
      { credential: clinic.publishableKey },
    );
    assert.equal(refused.problem.code, 'slot-unavailable');
    assert.ok(!(await openSlots(server, second)).some(({ id }) => id === overlapping.id));
  });

  it('gives a time that many want at once to one of them, through different services and organizations', async () => {
    const clinic = await setUpClinic(server);
    const second = await secondOrganization(server, clinic);
    const as = { credential: clinic.publishableKey };
    const here = await openSlots(server, clinic);
    const there = await openSlots(server, second);
    for (const round of [2, 10, 18]) {
      const slot = nth(here, round);
      const rivals = [
        slot,
        ...there.filter(
          ({ start, end }) => Date.parse(start) < Date.parse(slot.end) && Date.parse(slot.start) < Date.parse(end),
        ),
      ];
      assert.ok(rivals.length > 1);
      await Promise.all(
        [...rivals, ...rivals, ...rivals].map(({ id }) => server.answer(createHold, { body: { slotId: id } }, as)),
      );
    }
    const { rows } = await sql`
      select a.session_id from allocation a join allocation b
        on a.tenant_id = b.tenant_id and a.resource_id = b.resource_id and a.session_id < b.session_id and a.during && b.during
      where a.tenant_id = ${clinic.tenantId}`.execute(server.open.database);
    assert.deepEqual(rows, [], 'no two sessions overlap');
    const { rows: held } = await sql`select id from hold where tenant_id = ${clinic.tenantId}`.execute(
      server.open.database,
    );
    assert.ok(held.length >= 3, 'somebody got each of the three times');
  });
});

/** The same practitioner in another organization of the tenant, with a service of another length. */
async function secondOrganization(server: TestServer, clinic: TestClinic): Promise<TestClinic> {
  const as = { credential: clinic.secretKey };
  const organization = await server.call(createOrganization, { body: { name: 'South Clinic' } }, as);
  const location = await server.call(
    createLocation,
    {
      body: {
        organizationId: organization.id,
        name: 'South Clinic',
        address: { line: '2 Lake Road', city: 'Boston', state: 'MA', postalCode: '02108', country: 'US' },
        timeZone: 'America/New_York',
      },
    },
    as,
  );
  const role = await server.call(
    createPractitionerRole,
    { body: { practitionerId: clinic.practitionerId, locationId: location.id } },
    as,
  );
  const service = await server.call(
    createHealthcareService,
    {
      body: {
        organizationId: organization.id,
        name: 'Follow-up',
        durationMinutes: 30,
        slotIntervalMinutes: 10,
        minimumNoticeMinutes: 0,
      },
    },
    as,
  );
  const schedule = await server.call(
    createSchedule,
    {
      body: {
        practitionerRoleId: role.id,
        healthcareServiceIds: [service.id],
        weeklyHours: [{ daysOfWeek: [...everyDay], start: '08:00', end: '20:00' }],
      },
    },
    as,
  );
  const view = await server.call(searchSlots, { query: { healthcareServiceId: service.id } }, as);
  assert.ok(view.firstAvailable);
  return {
    ...clinic,
    organizationId: organization.id,
    locationId: location.id,
    healthcareServiceId: service.id,
    scheduleId: schedule.id,
    practitionerRoleId: role.id,
  };
}
