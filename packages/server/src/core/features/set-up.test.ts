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
  getHealthcareService,
  getLocation,
  getOrganization,
  getSchedule,
  listAppointments,
  listAuditEvents,
  listHealthcareServices,
  listLocations,
  listOrganizations,
  listPractitionerRoles,
  listPractitioners,
  listSchedules,
  listTasks,
  listWaitlistEntries,
  searchPatients,
  searchSlots,
  updateHealthcareService,
  updateLocation,
  updateOrganization,
  updatePractitioner,
  updatePractitionerRole,
  updateSchedule,
} from '@openprm/contract';
import { type TestServer, openTestServer, testDatabase } from '../../testing/clinic.fixture.ts';
import {
  type TestClinic,
  bookSlot,
  everyDay,
  nth,
  openSlots,
  setUpClinic,
} from '../../testing/clinic-setup.fixture.ts';

const unknown = {
  org: 'org_nosuchthing',
  loc: 'loc_nosuchthing',
  prc: 'prc_nosuchthing',
  rol: 'rol_nosuchthing',
  svc: 'svc_nosuchthing',
};
const address = { line: '5 High Street', city: 'Leeds', state: null, postalCode: 'LS1 1AA', country: 'GB' };

describe(`setting a clinic up on ${testDatabase}`, () => {
  let server: TestServer;
  before(async () => {
    server = await openTestServer();
  });
  after(() => server.close());

  const staff = ({ secretKey }: { secretKey: string }) => ({ credential: secretKey });
  const eventsOf = async (tenantId: string) =>
    (
      await server.ports.database
        .selectFrom('event')
        .select(['type', 'resource_id'])
        .where('tenant_id', '=', tenantId)
        .execute()
    ).map((event) => `${event.type} ${event.resource_id}`);
  const auditsOf = async (tenantId: string) =>
    (
      await server.ports.database
        .selectFrom('audit_event')
        .select(['action', 'resource_id'])
        .where('tenant_id', '=', tenantId)
        .execute()
    ).map((audit) => `${audit.action} ${audit.resource_id}`);

  it('builds a clinic from nothing, which patients can then book', async () => {
    const tenant = await server.createTenant('Leeds Physio');
    const as = staff(tenant);
    assert.deepEqual(await server.call(listOrganizations, { query: {} }, as), { data: [], nextCursor: null });

    const organization = await server.call(createOrganization, { body: { name: 'Leeds Physio' } }, as);
    assert.deepEqual(organization, {
      id: organization.id,
      name: 'Leeds Physio',
      telephone: null,
      email: null,
      active: true,
    });
    const location = await server.call(
      createLocation,
      { body: { organizationId: organization.id, name: 'Leeds', address, timeZone: 'Europe/London' } },
      as,
    );
    assert.deepEqual(location, {
      id: location.id,
      organizationId: organization.id,
      name: 'Leeds',
      address,
      telephone: null,
      emergencyTelephone: null,
      crisisTelephone: null,
      timeZone: 'Europe/London',
      active: true,
    });
    const practitioner = await server.call(createPractitioner, { body: { name: 'Ann Shaw' } }, as);
    assert.deepEqual(practitioner, { id: practitioner.id, name: 'Ann Shaw', active: true });
    const role = await server.call(
      createPractitionerRole,
      { body: { practitionerId: practitioner.id, locationId: location.id, specialty: 'Backs' } },
      as,
    );
    assert.deepEqual(role, {
      id: role.id,
      practitionerId: practitioner.id,
      organizationId: organization.id,
      locationId: location.id,
      specialty: 'Backs',
      active: true,
    });
    const service = await server.call(
      createHealthcareService,
      { body: { organizationId: organization.id, name: 'First visit', durationMinutes: 40 } },
      as,
    );
    assert.deepEqual(service, {
      id: service.id,
      organizationId: organization.id,
      name: 'First visit',
      description: null,
      preparation: null,
      mode: 'in-person',
      durationMinutes: 40,
      slotIntervalMinutes: 40,
      bufferBeforeMinutes: 0,
      bufferAfterMinutes: 0,
      minimumNoticeMinutes: 60,
      horizonDays: 60,
      capacity: 1,
      eligibility: null,
      referralMethod: [],
      referralInstructions: null,
      redFlags: [],
      locationIds: [],
      active: true,
    });
    const schedule = await server.call(
      createSchedule,
      {
        body: {
          practitionerRoleId: role.id,
          healthcareServiceIds: [service.id],
          weeklyHours: [{ daysOfWeek: [...everyDay], start: '09:00', end: '17:00' }],
        },
      },
      as,
    );
    assert.deepEqual(schedule, {
      id: schedule.id,
      practitionerRoleId: role.id,
      healthcareServiceIds: [service.id],
      weeklyHours: [{ daysOfWeek: [...everyDay], start: '09:00', end: '17:00' }],
      exceptions: [],
      dailyCap: null,
      startDate: null,
      endDate: null,
      active: true,
    });

    const visitor = { credential: tenant.publishableKey };
    const offered = await server.call(listHealthcareServices, { query: {} }, visitor);
    assert.deepEqual(offered.data, [{ ...service, locationIds: [location.id] }]);
    assert.deepEqual((await server.call(listLocations, { query: {} }, visitor)).data, [location]);
    assert.deepEqual((await server.call(listPractitioners, { query: {} }, visitor)).data, [practitioner]);
    const clinic = {
      ...tenant,
      organizationId: organization.id,
      locationId: location.id,
      practitionerId: practitioner.id,
      practitionerRoleId: role.id,
      healthcareServiceId: service.id,
      scheduleId: schedule.id,
    };
    const booked = await bookSlot(server, clinic, nth(await openSlots(server, clinic), 3));
    assert.deepEqual(
      (await server.call(listAppointments, { query: {} }, as)).data.map(({ id }) => id),
      [booked.id],
    );

    const made = [
      `organization.changed ${organization.id}`,
      `location.changed ${location.id}`,
      `practitioner.changed ${practitioner.id}`,
      `practitioner-role.changed ${role.id}`,
      `healthcare-service.changed ${service.id}`,
      `schedule.changed ${schedule.id}`,
    ];
    const events = await eventsOf(tenant.tenantId);
    for (const event of made) assert.ok(events.includes(event), event);
    assert.ok((await auditsOf(tenant.tenantId)).includes(`createSchedule ${schedule.id}`));
  });

  it('changes only what a PATCH gives', async () => {
    const clinic = await setUpClinic(server);
    const as = staff(clinic);
    const organization = await server.call(getOrganization, { params: { id: clinic.organizationId } }, as);
    assert.deepEqual(
      await server.call(updateOrganization, { params: { id: organization.id }, body: { telephone: null } }, as),
      { ...organization, telephone: null },
    );
    const location = await server.call(getLocation, { params: { id: clinic.locationId } }, as);
    assert.deepEqual(
      await server.call(
        updateLocation,
        { params: { id: location.id }, body: { address, timeZone: 'Asia/Kathmandu' } },
        as,
      ),
      {
        ...location,
        address,
        timeZone: 'Asia/Kathmandu',
      },
    );
    const service = await server.call(getHealthcareService, { params: { id: clinic.healthcareServiceId } }, as);
    assert.deepEqual(
      await server.call(
        updateHealthcareService,
        { params: { id: service.id }, body: { capacity: 4, preparation: 'Bring a towel.\nAnd water.' } },
        as,
      ),
      { ...service, capacity: 4, preparation: 'Bring a towel.\nAnd water.' },
    );
    const schedule = await server.call(getSchedule, { params: { id: clinic.scheduleId } }, as);
    const exceptions = [{ date: '2027-01-01', hours: [] }];
    assert.deepEqual(
      await server.call(updateSchedule, { params: { id: schedule.id }, body: { exceptions, dailyCap: 5 } }, as),
      {
        ...schedule,
        exceptions,
        dailyCap: 5,
      },
    );
  });

  it('keeps who a visit is for, its red flags, and whom to call instead, and shows them before the times', async () => {
    const clinic = await setUpClinic(server, {
      service: {
        eligibility: { minimumAge: 16, comment: 'Children have a class of their own.' },
        referralMethod: ['fax', 'phone'],
        referralInstructions: 'Bring it to the first visit.',
        redFlags: [{ text: 'Both legs are numb', advice: 'emergency' }],
      },
    });
    const as = staff(clinic);
    const rules = {
      eligibility: { patients: null, minimumAge: 16, maximumAge: null, comment: 'Children have a class of their own.' },
      referralMethod: ['fax', 'phone'],
      referralInstructions: 'Bring it to the first visit.',
      redFlags: [{ text: 'Both legs are numb', advice: 'emergency' }],
    };
    const params = { id: clinic.healthcareServiceId };
    const numbers = { emergencyTelephone: '911', crisisTelephone: '988' };
    await server.call(updateLocation, { params: { id: clinic.locationId }, body: numbers }, as);
    const { healthcareServices, locations } = await server.call(
      searchSlots,
      { query: { healthcareServiceId: clinic.healthcareServiceId } },
      { credential: clinic.publishableKey },
    );
    assert.partialDeepStrictEqual(healthcareServices, [rules]);
    assert.partialDeepStrictEqual(locations, [numbers]);
    await server.call(updateHealthcareService, { params, body: { name: 'Back class' } }, as);
    assert.partialDeepStrictEqual(await server.call(getHealthcareService, { params }, as), rules);
    const none = { eligibility: null, referralMethod: [], referralInstructions: null, redFlags: [] };
    assert.partialDeepStrictEqual(await server.call(updateHealthcareService, { params, body: none }, as), none);
    for (const eligibility of [{}, { comment: 'For all' }, { minimumAge: 18, maximumAge: 17 }]) {
      const { problem } = await server.answer(updateHealthcareService, { params, body: { eligibility } }, as);
      assert.deepEqual(
        problem.issues?.map(({ path }) => path),
        ['/body/eligibility'],
      );
    }
  });

  it('answers an empty PATCH with the thing as it is, and tells nobody of a change', async () => {
    const clinic = await setUpClinic(server);
    const as = staff(clinic);
    const before = await eventsOf(clinic.tenantId);
    const patches: [Endpoint, string][] = [
      [updateOrganization, clinic.organizationId],
      [updateLocation, clinic.locationId],
      [updatePractitioner, clinic.practitionerId],
      [updatePractitionerRole, clinic.practitionerRoleId],
      [updateHealthcareService, clinic.healthcareServiceId],
      [updateSchedule, clinic.scheduleId],
    ];
    for (const [row, id] of patches) {
      const { status, body } = await server.answer(row, { params: { id }, body: {} }, as);
      assert.equal(status, 200, row.path);
      assert.equal((body as unknown as { id: string }).id, id);
    }
    assert.deepEqual(await eventsOf(clinic.tenantId), before);
  });

  it('refuses unknown references, naming the field', async () => {
    const clinic = await setUpClinic(server);
    const refusals: [Endpoint, object, string][] = [
      [
        createLocation,
        { organizationId: unknown.org, name: 'X', address, timeZone: 'Europe/London' },
        '/body/organizationId',
      ],
      [
        createHealthcareService,
        { organizationId: unknown.org, name: 'X', durationMinutes: 30 },
        '/body/organizationId',
      ],
      [createPractitionerRole, { practitionerId: unknown.prc, locationId: clinic.locationId }, '/body/practitionerId'],
      [createPractitionerRole, { practitionerId: clinic.practitionerId, locationId: unknown.loc }, '/body/locationId'],
      [
        createSchedule,
        { practitionerRoleId: unknown.rol, healthcareServiceIds: [clinic.healthcareServiceId], weeklyHours: [] },
        '/body/practitionerRoleId',
      ],
      [
        createSchedule,
        {
          practitionerRoleId: clinic.practitionerRoleId,
          healthcareServiceIds: [clinic.healthcareServiceId, unknown.svc],
          weeklyHours: [],
        },
        '/body/healthcareServiceIds/1',
      ],
    ];
    for (const [row, body, path] of refusals) {
      const { status, problem } = await server.answer(row, { body }, staff(clinic));
      assert.deepEqual([status, problem.code, problem.issues?.[0]?.path], [404, 'not-found', path]);
      assert.ok(problem.detail?.startsWith(path));
    }
  });

  it('refuses a second role of a practitioner at a place, retired or not', async () => {
    const clinic = await setUpClinic(server);
    const again = { body: { practitionerId: clinic.practitionerId, locationId: clinic.locationId } };
    const { status, problem } = await server.answer(createPractitionerRole, again, staff(clinic));
    assert.deepEqual([status, problem.code], [409, 'already-exists']);
    await server.call(
      updatePractitionerRole,
      { params: { id: clinic.practitionerRoleId }, body: { active: false } },
      staff(clinic),
    );
    assert.equal((await server.answer(createPractitionerRole, again, staff(clinic))).status, 409);
    assert.equal((await server.call(listPractitionerRoles, { query: {} }, staff(clinic))).data.length, 1);
  });

  it('refuses a time zone that does not exist', async () => {
    const clinic = await setUpClinic(server);
    for (const timeZone of ['Europe/Leeds', 'america/chicago', 'CST6', 'Etc/Nowhere']) {
      const body = { organizationId: clinic.organizationId, name: 'X', address, timeZone };
      const answers = [
        await server.answer(createLocation, { body }, staff(clinic)),
        await server.answer(updateLocation, { params: { id: clinic.locationId }, body: { timeZone } }, staff(clinic)),
      ];
      for (const { status, problem } of answers) {
        assert.deepEqual(
          [status, problem.code, problem.issues?.[0]?.path],
          [422, 'validation-failed', '/body/timeZone'],
          timeZone,
        );
      }
    }
  });

  it('refuses unknown fields, naming where', async () => {
    const clinic = await setUpClinic(server);
    const bodies: [Endpoint, object, string][] = [
      [createOrganization, { body: { name: 'X', tenantId: 'ten_other' } }, '/body'],
      [createPractitioner, { body: { name: 'X', id: 'prc_mine' } }, '/body'],
      [
        createLocation,
        {
          body: {
            organizationId: clinic.organizationId,
            name: 'X',
            address: { ...address, planet: 'Earth' },
            timeZone: 'UTC',
          },
        },
        '/body/address',
      ],
      [updateHealthcareService, { params: { id: clinic.healthcareServiceId }, body: { locationIds: [] } }, '/body'],
      [
        updateSchedule,
        {
          params: { id: clinic.scheduleId },
          body: { weeklyHours: [{ daysOfWeek: ['mon'], start: '08:00', end: '09:00', room: 1 }] },
        },
        '/body/weeklyHours/0',
      ],
      [listPractitioners, { query: { name: 'X' } }, '/query'],
    ];
    for (const [row, input, path] of bodies) {
      const { status, problem } = await server.answer(row, input, staff(clinic));
      assert.deepEqual([status, problem.code, problem.issues?.[0]?.path], [422, 'validation-failed', path]);
    }
  });

  it('gives back whatever a person may be called', async () => {
    const as = staff(await server.createTenant());
    const names = [
      "Robert'); drop table practitioner;--",
      '$1 {{name}} ${name} %s \\ " \' `',
      'د. ليلى حداد',
      'Name with \u200f marks and a join\u200dner',
      '👩🏽‍⚕️ Zoë 𝒟𝓇. 漢字',
      'null',
      '<img src=x onerror=alert(1)>',
      'e\u0301 is not \u00e9',
    ];
    for (const name of names) {
      assert.equal((await server.call(createPractitioner, { body: { name } }, as)).name, name);
    }
    const { data } = await server.call(listPractitioners, { query: { limit: 200 } }, as);
    assert.deepEqual(new Set(data.map((practitioner) => practitioner.name)), new Set(names));
  });

  it('refuses what no line of text may hold, naming where', async () => {
    const as = staff(await server.createTenant());
    for (const name of [
      '\0',
      'a\0b',
      'two\nlines',
      'bell\u0007',
      '\u2028',
      'turned \u202e round',
      '\u0085x',
      '\ud800',
      '   ',
      'x'.repeat(201),
    ]) {
      const { status, problem } = await server.answer(createPractitioner, { body: { name } }, as);
      assert.deepEqual(
        [status, problem.code, problem.issues?.[0]?.path],
        [422, 'validation-failed', '/body/name'],
        JSON.stringify(name),
      );
    }
  });

  it('pages through a list by name, then id, without a gap or a repeat', async () => {
    const as = staff(await server.createTenant());
    const names = ['Cy', 'Ada', 'Bo', 'Ada', 'Ada'];
    for (const name of names) await server.call(createPractitioner, { body: { name } }, as);
    const whole = (await server.call(listPractitioners, { query: {} }, as)).data;
    assert.deepEqual(
      whole.map(({ name }) => name),
      ['Ada', 'Ada', 'Ada', 'Bo', 'Cy'],
    );

    for (const limit of [1, 2, 4, 5]) {
      const paged: typeof whole = [];
      let cursor: string | undefined;
      do {
        const page = await server.call(
          listPractitioners,
          { query: { limit, ...(cursor === undefined ? {} : { cursor }) } },
          as,
        );
        assert.ok(page.data.length <= limit);
        paged.push(...page.data);
        cursor = page.nextCursor ?? undefined;
      } while (cursor !== undefined);
      assert.deepEqual(paged, whole, `by ${limit}`);
    }
  });

  it('pages through lists that have no name by id', async () => {
    const clinic = await setUpClinic(server);
    const body = {
      practitionerRoleId: clinic.practitionerRoleId,
      healthcareServiceIds: [clinic.healthcareServiceId],
      weeklyHours: [],
    };
    for (let n = 0; n < 3; n += 1) await server.call(createSchedule, { body }, staff(clinic));
    const first = await server.call(listSchedules, { query: { limit: 3 } }, staff(clinic));
    const second = await server.call(
      listSchedules,
      { query: { limit: 3, cursor: first.nextCursor ?? '' } },
      staff(clinic),
    );
    const ids = [...first.data, ...second.data].map(({ id }) => id);
    assert.equal(new Set(ids).size, 4);
    assert.deepEqual(ids, ids.toSorted());
    assert.equal(second.nextCursor, null);
  });

  it('refuses a cursor that this list did not give', async () => {
    const clinic = await setUpClinic(server);
    await server.call(createPractitioner, { body: { name: 'Another' } }, staff(clinic));
    const { nextCursor } = await server.call(listPractitioners, { query: { limit: 1 } }, staff(clinic));
    assert.ok(nextCursor);
    const madeUp = Buffer.from('["2026-99-99","x"]').toString('base64url');
    for (const [row, cursor] of [
      [listSchedules, nextCursor],
      [listPractitioners, 'bm90LW91cnM'],
      [listLocations, '%00'],
      [listOrganizations, ''],
      // what has the form of a cursor, and no time where the list has one
      [listAppointments, madeUp],
      [listAuditEvents, madeUp],
      [listWaitlistEntries, madeUp],
      [listTasks, madeUp],
    ] as const) {
      const { status, problem } = await server.answer(row, { query: { cursor } }, staff(clinic));
      assert.deepEqual([status, problem.issues?.[0]?.path], [422, '/query/cursor'], row.path);
    }
    const search = { email: 'dana@example.org', cursor: madeUp };
    assert.equal((await server.answer(searchPatients, { body: search }, staff(clinic))).status, 422);
  });

  it('finds practitioners and services by place and by what is offered there', async () => {
    const clinic = await setUpClinic(server);
    const as = staff(clinic);
    const elsewhere = await server.call(
      createLocation,
      { body: { organizationId: clinic.organizationId, name: 'Elsewhere', address, timeZone: 'UTC' } },
      as,
    );
    const other = await server.call(createPractitioner, { body: { name: 'Someone Else' } }, as);
    await server.call(createPractitionerRole, { body: { practitionerId: other.id, locationId: elsewhere.id } }, as);
    const people = async (query: object, credential: string) =>
      (await server.call(listPractitioners, { query }, { credential })).data.map(({ id }) => id);
    const services = async (query: object, credential: string) =>
      (await server.call(listHealthcareServices, { query }, { credential })).data.map(({ id }) => id);

    for (const credential of [clinic.secretKey, clinic.publishableKey]) {
      assert.deepEqual(await people({ locationId: clinic.locationId }, credential), [clinic.practitionerId]);
      assert.deepEqual(await people({ healthcareServiceId: clinic.healthcareServiceId }, credential), [
        clinic.practitionerId,
      ]);
      assert.deepEqual(
        await people({ locationId: elsewhere.id, healthcareServiceId: clinic.healthcareServiceId }, credential),
        [],
      );
      assert.deepEqual(await services({ locationId: clinic.locationId }, credential), [clinic.healthcareServiceId]);
      assert.deepEqual(await services({ locationId: elsewhere.id }, credential), []);
      assert.deepEqual(await services({ organizationId: clinic.organizationId }, credential), [
        clinic.healthcareServiceId,
      ]);
      assert.deepEqual(await services({ organizationId: unknown.org }, credential), []);
    }
    assert.deepEqual(await people({ locationId: elsewhere.id }, clinic.secretKey), [other.id]);
    assert.deepEqual(await people({ locationId: elsewhere.id }, clinic.publishableKey), []);
  });

  it('counts the time of one practitioner once, in whichever organization it is booked', async () => {
    const clinic = await setUpClinic(server);
    const partner = await addPartner(server, clinic);
    const slot = nth(await openSlots(server, clinic), 4);
    const isShownByPartner = async () =>
      (await openSlots(server, partner)).some(({ start }) => Date.parse(start) === Date.parse(slot.start));
    assert.equal(await isShownByPartner(), true);
    await bookSlot(server, clinic, slot);
    assert.equal(await isShownByPartner(), false);
  });
});

/** A second organization of the same tenant, where the same practitioner works as well. */
async function addPartner(server: TestServer, clinic: TestClinic): Promise<TestClinic> {
  const as = { credential: clinic.secretKey };
  const organization = await server.call(createOrganization, { body: { name: 'South Clinic' } }, as);
  const organizationId = organization.id;
  const location = await server.call(
    createLocation,
    { body: { organizationId, name: 'South', address, timeZone: 'America/Chicago' } },
    as,
  );
  const role = await server.call(
    createPractitionerRole,
    { body: { practitionerId: clinic.practitionerId, locationId: location.id } },
    as,
  );
  assert.equal(role.organizationId, organizationId);
  const service = await server.call(
    createHealthcareService,
    { body: { organizationId, name: 'Evaluation', durationMinutes: 45, slotIntervalMinutes: 15 } },
    as,
  );
  const schedule = await server.call(
    createSchedule,
    {
      body: {
        practitionerRoleId: role.id,
        healthcareServiceIds: [service.id],
        weeklyHours: [{ daysOfWeek: [...everyDay], start: '08:00', end: '18:00' }],
      },
    },
    as,
  );
  return {
    ...clinic,
    organizationId,
    locationId: location.id,
    practitionerRoleId: role.id,
    healthcareServiceId: service.id,
    scheduleId: schedule.id,
  };
}
