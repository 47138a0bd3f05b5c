import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import {
  type Endpoint,
  createHealthcareService,
  createLocation,
  createOrganization,
  createPractitioner,
  createPractitionerRole,
  createSchedule,
  deleteBusyTime,
  getHealthcareService,
  getLocation,
  getOrganization,
  getPractitioner,
  getPractitionerRole,
  getSchedule,
  listBusyTimes,
  listHealthcareServices,
  listLocations,
  listOrganizations,
  listPractitionerRoles,
  listPractitioners,
  listSchedules,
  putBusyTime,
  updateHealthcareService,
  updateLocation,
  updateOrganization,
  updatePractitioner,
  updatePractitionerRole,
  updateSchedule,
} from '@openprm/contract';
import { endpointRows } from '@openprm/contract/policies';
import { sql } from 'kysely';
import { type TestServer, openTestServer, testDatabase } from '../../testing/clinic.fixture.ts';
import { type TestClinic, setUpClinic } from '../../testing/clinic-setup.fixture.ts';

const tags = [
  'Organizations',
  'Locations',
  'Practitioners',
  'Practitioner roles',
  'Healthcare services',
  'Schedules',
  'Busy times',
];
const setUpRows = endpointRows.filter(({ tag }) => tags.includes(tag));
const address = { line: '1 Main Street', city: 'Springfield', state: 'IL', postalCode: '62701', country: 'US' };
const visit = { start: '2027-03-01T10:00:00Z', end: '2027-03-01T11:00:00Z' };

/** Calls with a stranger's ids that must look as if there were no such thing; with the ids of a clinic of one's own where only one is strange. */
const trespasses = (theirs: TestClinic, own: TestClinic): [Endpoint, object][] => [
  [getOrganization, { params: { id: theirs.organizationId } }],
  [updateOrganization, { params: { id: theirs.organizationId }, body: { name: 'Taken over' } }],
  [updateOrganization, { params: { id: theirs.organizationId }, body: {} }],
  [getLocation, { params: { id: theirs.locationId } }],
  [updateLocation, { params: { id: theirs.locationId }, body: { active: false } }],
  [createLocation, { body: { organizationId: theirs.organizationId, name: 'X', address, timeZone: 'UTC' } }],
  [getPractitioner, { params: { id: theirs.practitionerId } }],
  [updatePractitioner, { params: { id: theirs.practitionerId }, body: { name: 'Taken over' } }],
  [getPractitionerRole, { params: { id: theirs.practitionerRoleId } }],
  [updatePractitionerRole, { params: { id: theirs.practitionerRoleId }, body: { active: false } }],
  [createPractitionerRole, { body: { practitionerId: theirs.practitionerId, locationId: own.locationId } }],
  [createPractitionerRole, { body: { practitionerId: own.practitionerId, locationId: theirs.locationId } }],
  [getHealthcareService, { params: { id: theirs.healthcareServiceId } }],
  [updateHealthcareService, { params: { id: theirs.healthcareServiceId }, body: { name: 'Taken over' } }],
  [createHealthcareService, { body: { organizationId: theirs.organizationId, name: 'X', durationMinutes: 30 } }],
  [getSchedule, { params: { id: theirs.scheduleId } }],
  [updateSchedule, { params: { id: theirs.scheduleId }, body: { dailyCap: 0 } }],
  [updateSchedule, { params: { id: own.scheduleId }, body: { healthcareServiceIds: [theirs.healthcareServiceId] } }],
  [
    createSchedule,
    {
      body: {
        practitionerRoleId: theirs.practitionerRoleId,
        healthcareServiceIds: [own.healthcareServiceId],
        weeklyHours: [],
      },
    },
  ],
  [
    createSchedule,
    {
      body: {
        practitionerRoleId: own.practitionerRoleId,
        healthcareServiceIds: [theirs.healthcareServiceId],
        weeklyHours: [],
      },
    },
  ],
  [putBusyTime, { params: { externalId: 'stolen-1' }, body: { practitionerId: theirs.practitionerId, ...visit } }],
];

const absent: TestClinic = {
  tenantId: '',
  publishableKey: '',
  secretKey: '',
  organizationId: 'org_nosuchthing',
  locationId: 'loc_nosuchthing',
  practitionerId: 'prc_nosuchthing',
  practitionerRoleId: 'rol_nosuchthing',
  healthcareServiceId: 'svc_nosuchthing',
  scheduleId: 'sch_nosuchthing',
};

for (const locks of ['row-level security and the tenant filter', 'the tenant filter alone']) {
  describe(`clinics behind ${locks} on ${testDatabase}`, () => {
    let server: TestServer;
    before(async () => {
      server = await openTestServer();
      if (locks !== 'the tenant filter alone') return;
      const { rows } = await sql<{
        name: string;
      }>`select oid::regclass::text as name from pg_class where relrowsecurity`.execute(server.open.database);
      assert.ok(rows.length > 10);
      for (const { name } of rows)
        await sql`alter table ${sql.raw(name)} disable row level security`.execute(server.open.database);
    });
    after(() => server.close());

    it("shows another tenant's things as absent, in the same words as things that never were", async () => {
      const own = await setUpClinic(server);
      const theirs = await setUpClinic(server);
      const before = await everythingOf(server, theirs);
      const strange = trespasses(theirs, own);
      for (const [index, [row, input]] of trespasses(absent, own).entries()) {
        const never = await server.answer(row, input, { credential: own.secretKey });
        const [, other] = strange[index] ?? [];
        const foreign = await server.answer(row, other, { credential: own.secretKey });
        assert.equal(foreign.status, 404, `${row.method} ${row.path}`);
        assert.deepEqual({ ...foreign.problem, requestId: '' }, { ...never.problem, requestId: '' });
      }
      assert.deepEqual(await everythingOf(server, theirs), before);
    });

    it('lists nothing of another tenant, even when asked for by its ids', async () => {
      const own = await setUpClinic(server);
      const theirs = await setUpClinic(server);
      await server.call(
        putBusyTime,
        { params: { externalId: 'a' }, body: { practitionerId: theirs.practitionerId, ...visit } },
        { credential: theirs.secretKey },
      );
      const filters: [Endpoint, object][] = [
        [listLocations, { organizationId: theirs.organizationId }],
        [listPractitioners, { locationId: theirs.locationId }],
        [listPractitioners, { healthcareServiceId: theirs.healthcareServiceId }],
        [listPractitionerRoles, { practitionerId: theirs.practitionerId }],
        [listHealthcareServices, { organizationId: theirs.organizationId }],
        [listHealthcareServices, { locationId: theirs.locationId }],
        [listSchedules, { practitionerRoleId: theirs.practitionerRoleId }],
        [listBusyTimes, { practitionerId: theirs.practitionerId }],
        [listBusyTimes, {}],
      ];
      for (const [row, query] of filters) {
        const { body } = await server.answer(row, { query }, { credential: own.secretKey });
        assert.deepEqual((body as unknown as { data: unknown[] }).data, [], row.path);
      }
      const ids = Object.values(theirs);
      for (const { data } of Object.values(await everythingOf(server, own))) {
        assert.ok(data.every((item) => !('id' in item && typeof item.id === 'string' && ids.includes(item.id))));
      }
    });

    it("keeps a busy time apart from another tenant's of the same external id", async () => {
      const own = await setUpClinic(server);
      const theirs = await setUpClinic(server);
      for (const clinic of [own, theirs]) {
        const body = { practitionerId: clinic.practitionerId, ...visit };
        await server.call(putBusyTime, { params: { externalId: 'same' }, body }, { credential: clinic.secretKey });
      }
      await server.call(deleteBusyTime, { params: { externalId: 'same' } }, { credential: own.secretKey });
      const left = await server.call(listBusyTimes, { query: {} }, { credential: theirs.secretKey });
      assert.deepEqual(
        left.data.map(({ practitionerId }) => practitionerId),
        [theirs.practitionerId],
      );
    });
  });
}

describe(`what the public may do on ${testDatabase}`, () => {
  let server: TestServer;
  before(async () => {
    server = await openTestServer();
  });
  after(() => server.close());

  it('is to list locations, practitioners and services, and nothing else of the set-up', async () => {
    const clinic = await setUpClinic(server);
    const before = await everythingOf(server, clinic);
    const reads = ['listLocations', 'listPractitioners', 'listHealthcareServices'];
    assert.equal(setUpRows.length, 27);
    for (const row of setUpRows.filter(({ name }) => !reads.includes(name))) {
      const input = {
        params: { id: clinic.organizationId, externalId: 'x' },
        ...(row.body === undefined ? {} : { body: {} }),
      };
      const { status, problem } = await server.answer(row, input, { credential: clinic.publishableKey });
      assert.deepEqual([status, problem.code], [403, 'permission-denied'], row.name);
    }
    assert.deepEqual(await everythingOf(server, clinic), before);
    for (const row of [listLocations, listPractitioners, listHealthcareServices]) {
      const { status, body, headers } = await server.answer(row, { query: {} }, { credential: clinic.publishableKey });
      assert.equal(status, 200);
      assert.equal(body.data.length, 1);
      // With the key in a header; what a cache may keep is asked for with the key in the address.
      assert.equal(headers.get('cache-control'), 'no-store');
    }
  });

  const retirements: [
    what: string,
    row: Endpoint,
    id: keyof TestClinic,
    left: { locations: number; practitioners: number; services: number },
  ][] = [
    ['schedule', updateSchedule, 'scheduleId', { locations: 1, practitioners: 0, services: 0 }],
    [
      'practitioner role',
      updatePractitionerRole,
      'practitionerRoleId',
      { locations: 1, practitioners: 0, services: 0 },
    ],
    ['practitioner', updatePractitioner, 'practitionerId', { locations: 1, practitioners: 0, services: 0 }],
    [
      'healthcare service',
      updateHealthcareService,
      'healthcareServiceId',
      { locations: 1, practitioners: 0, services: 0 },
    ],
    ['location', updateLocation, 'locationId', { locations: 0, practitioners: 0, services: 0 }],
    ['organization', updateOrganization, 'organizationId', { locations: 0, practitioners: 0, services: 0 }],
  ];
  for (const [what, row, id, left] of retirements) {
    it(`no longer shows what hangs on a retired ${what}; the clinic sees it, and may bring it back`, async () => {
      const clinic = await setUpClinic(server);
      const count = async (credential: string) => ({
        locations: (await server.call(listLocations, { query: {} }, { credential })).data.length,
        practitioners: (await server.call(listPractitioners, { query: {} }, { credential })).data.length,
        services: (await server.call(listHealthcareServices, { query: {} }, { credential })).data.length,
      });
      const all = { locations: 1, practitioners: 1, services: 1 };
      const set = (active: boolean) =>
        server.call(row, { params: { id: clinic[id] }, body: { active } }, { credential: clinic.secretKey });

      assert.deepEqual(await count(clinic.publishableKey), all);
      await set(false);
      assert.deepEqual(await count(clinic.publishableKey), left);
      assert.deepEqual(await count(clinic.secretKey), all);
      const { body } = await server.answer(
        updateLocation,
        { params: { id: clinic.locationId }, body: {} },
        { credential: clinic.secretKey },
      );
      assert.equal(body.active, id !== 'locationId');
      await set(true);
      assert.deepEqual(await count(clinic.publishableKey), all);
    });
  }

  it('does not name a place where a service is no longer offered', async () => {
    const clinic = await setUpClinic(server);
    const as = { credential: clinic.secretKey };
    const places = async (credential: string) =>
      (await server.call(listHealthcareServices, { query: {} }, { credential })).data.map(
        ({ locationIds }) => locationIds,
      );
    const second = await server.call(
      createLocation,
      { body: { organizationId: clinic.organizationId, name: 'Second', address, timeZone: 'UTC' } },
      as,
    );
    const role = await server.call(
      createPractitionerRole,
      { body: { practitionerId: clinic.practitionerId, locationId: second.id } },
      as,
    );
    await server.call(
      createSchedule,
      { body: { practitionerRoleId: role.id, healthcareServiceIds: [clinic.healthcareServiceId], weeklyHours: [] } },
      as,
    );
    for (const credential of [clinic.secretKey, clinic.publishableKey]) {
      assert.deepEqual(await places(credential), [[clinic.locationId, second.id].toSorted()]);
    }
    await server.call(updateLocation, { params: { id: second.id }, body: { active: false } }, as);
    for (const credential of [clinic.secretKey, clinic.publishableKey])
      assert.deepEqual(await places(credential), [[clinic.locationId]]);
  });

  it('does not show who and what nobody can book yet', async () => {
    const tenant = await server.createTenant();
    const as = { credential: tenant.secretKey };
    const organization = await server.call(createOrganization, { body: { name: 'New' } }, as);
    await server.call(createPractitioner, { body: { name: 'Nobody Yet' } }, as);
    await server.call(
      createHealthcareService,
      { body: { organizationId: organization.id, name: 'Not yet', durationMinutes: 30 } },
      as,
    );
    const visitor = { credential: tenant.publishableKey };
    assert.deepEqual((await server.call(listPractitioners, { query: {} }, visitor)).data, []);
    assert.deepEqual((await server.call(listHealthcareServices, { query: {} }, visitor)).data, []);
  });
});

/** All that a clinic's secret key lists. */
async function everythingOf(server: TestServer, { secretKey }: TestClinic) {
  const as = { credential: secretKey };
  return {
    organizations: await server.call(listOrganizations, { query: {} }, as),
    locations: await server.call(listLocations, { query: {} }, as),
    practitioners: await server.call(listPractitioners, { query: {} }, as),
    roles: await server.call(listPractitionerRoles, { query: {} }, as),
    services: await server.call(listHealthcareServices, { query: {} }, as),
    schedules: await server.call(listSchedules, { query: {} }, as),
    busyTimes: await server.call(listBusyTimes, { query: {} }, as),
  };
}
