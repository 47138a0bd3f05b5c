import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as contract from '@openprm/contract';
import { endpointRows } from '@openprm/contract/policies';
import { PrmClient } from '../prm-client.ts';
import type { Transport } from '../transport/transport.ts';
import { AppointmentSessions } from './appointment-sessions.ts';
import { Appointments } from './appointments.ts';
import { BusyTimes } from './busy-times.ts';
import { HealthcareServices } from './healthcare-services.ts';
import { Holds } from './holds.ts';
import { Locations } from './locations.ts';
import { Organizations } from './organizations.ts';
import { PractitionerRoles } from './practitioner-roles.ts';
import { Practitioners } from './practitioners.ts';
import { Schedules } from './schedules.ts';
import { Slots } from './slots.ts';

interface Called {
  readonly endpoint: contract.Endpoint;
  readonly input: unknown;
  readonly options: unknown;
}

const calls: Called[] = [];
/** Notes each call and answers an empty page, which no single resource looks into. */
const transport: Transport = {
  call: (endpoint, input, options) => {
    calls.push({ endpoint, input, options });
    return Promise.resolve({ data: [], nextCursor: null } as never);
  },
};

const options = { locale: 'es' };
const id = 'any_0001';
const practitionerId = 'prc_0001';
const secret = 'a-hold-secret-0123456789';
const patient = {
  given: 'Dana',
  family: 'Reyes',
  birthDate: '1988-03-14',
  phone: '5550101234',
  email: 'dana@example.org',
};
const address = { line: '210 Mill St', city: 'Chicago', state: null, postalCode: null, country: 'US' };
const period = { start: '2026-11-26T10:00:00Z', end: '2026-11-26T11:00:00Z' };
const weekly = { practitionerRoleId: 'rol_0001', healthcareServiceIds: ['svc_0001'], weeklyHours: [] };

const organizations = new Organizations(transport);
const locations = new Locations(transport);
const practitioners = new Practitioners(transport);
const roles = new PractitionerRoles(transport);
const services = new HealthcareServices(transport);
const schedules = new Schedules(transport);
const busyTimes = new BusyTimes(transport);
const slots = new Slots(transport);
const holds = new Holds(transport);
const appointments = new Appointments(transport);
const sessions = new AppointmentSessions(transport);

const location = { organizationId: 'org_0001', name: 'Riverside', address, timeZone: 'America/Chicago' };
const service = { organizationId: 'org_0001', name: 'Follow-up', durationMinutes: 30 };
const role = { practitionerId, locationId: 'loc_0001' };
const params = { id };

/** Every endpoint: how it is called, and what must then go over the wire. */
const table: [endpoint: contract.Endpoint, act: () => Promise<unknown>, input: unknown][] = [
  [contract.listOrganizations, () => organizations.list({ limit: 1 }, options), { query: { limit: 1 } }],
  [contract.createOrganization, () => organizations.create({ name: 'R' }, options), { body: { name: 'R' } }],
  [contract.getOrganization, () => organizations.get(id, options), { params }],
  [
    contract.updateOrganization,
    () => organizations.update({ id, active: false }, options),
    { params, body: { active: false } },
  ],
  [contract.listLocations, () => locations.list({ cursor: 'c' }, options), { query: { cursor: 'c' } }],
  [contract.createLocation, () => locations.create(location, options), { body: location }],
  [contract.getLocation, () => locations.get(id, options), { params }],
  [contract.updateLocation, () => locations.update({ id, name: 'R' }, options), { params, body: { name: 'R' } }],
  [contract.listPractitioners, () => practitioners.list(undefined, options), { query: {} }],
  [contract.createPractitioner, () => practitioners.create({ name: 'A' }, options), { body: { name: 'A' } }],
  [contract.getPractitioner, () => practitioners.get(id, options), { params }],
  [
    contract.updatePractitioner,
    () => practitioners.update({ id, name: 'A' }, options),
    { params, body: { name: 'A' } },
  ],
  [contract.listPractitionerRoles, () => roles.list({ practitionerId }, options), { query: { practitionerId } }],
  [contract.createPractitionerRole, () => roles.create(role, options), { body: role }],
  [contract.getPractitionerRole, () => roles.get(id, options), { params }],
  [
    contract.updatePractitionerRole,
    () => roles.update({ id, active: true }, options),
    { params, body: { active: true } },
  ],
  [
    contract.listHealthcareServices,
    () => services.list({ locationId: 'loc_0001' }, options),
    { query: { locationId: 'loc_0001' } },
  ],
  [contract.createHealthcareService, () => services.create(service, options), { body: service }],
  [contract.getHealthcareService, () => services.get(id, options), { params }],
  [
    contract.updateHealthcareService,
    () => services.update({ id, capacity: 4 }, options),
    { params, body: { capacity: 4 } },
  ],
  [contract.listSchedules, () => schedules.list({}, options), { query: {} }],
  [contract.createSchedule, () => schedules.create(weekly, options), { body: weekly }],
  [contract.getSchedule, () => schedules.get(id, options), { params }],
  [
    contract.updateSchedule,
    () => schedules.update({ id, dailyCap: null }, options),
    { params, body: { dailyCap: null } },
  ],
  [contract.listBusyTimes, () => busyTimes.list({ practitionerId }, options), { query: { practitionerId } }],
  [
    contract.putBusyTime,
    () => busyTimes.put({ externalId: 'x1', practitionerId, ...period }, options),
    { params: { externalId: 'x1' }, body: { practitionerId, ...period } },
  ],
  [contract.deleteBusyTime, () => busyTimes.delete('x1', options), { params: { externalId: 'x1' } }],
  [
    contract.searchSlots,
    () => slots.search({ healthcareServiceId: 'svc_0001', times: 'first-day' }, options),
    { query: { healthcareServiceId: 'svc_0001', times: 'first-day' } },
  ],
  [contract.createHold, () => holds.create({ slotId: 'slot_0001' }, options), { body: { slotId: 'slot_0001' } }],
  [contract.renewHold, () => holds.renew({ id, secret }, options), { params, body: { secret } }],
  [contract.releaseHold, () => holds.release({ id, secret }, options), { params, body: { secret } }],
  [
    contract.listAppointments,
    () => appointments.list({ date: '2026-11-26' }, options),
    { query: { date: '2026-11-26' } },
  ],
  [
    contract.createAppointment,
    () => appointments.create({ holdId: id, holdSecret: secret, patient }, options),
    { body: { holdId: id, holdSecret: secret, patient } },
  ],
  [contract.getAppointment, () => appointments.get(id, options), { params }],
  [contract.getAppointmentCalendar, () => appointments.calendar(id, options), { params }],
  [
    contract.cancelAppointment,
    () => appointments.cancel({ id, reason: 'pat' }, options),
    { params, body: { reason: 'pat' } },
  ],
  [
    contract.rescheduleAppointment,
    () => appointments.reschedule({ id, holdId: id, holdSecret: secret }, options),
    { params, body: { holdId: id, holdSecret: secret } },
  ],
  [contract.arriveAppointment, () => appointments.arrive(id, options), { params, body: {} }],
  [contract.fulfilAppointment, () => appointments.fulfil(id, options), { params, body: {} }],
  [contract.noShowAppointment, () => appointments.noShow(id, options), { params, body: {} }],
  [contract.createAppointmentSession, () => sessions.create(options), { body: {} }],
];

describe('a resource calls', () => {
  for (const [endpoint, act, input] of table) {
    test(`${endpoint.method} ${endpoint.path}`, async () => {
      calls.length = 0;
      await act();
      assert.deepEqual(calls, [{ endpoint, input, options }]);
      assert.equal(calls[0]?.endpoint, endpoint);
    });
  }

  test('every endpoint of the contract', () => {
    const reached = new Set(table.map(([{ method, path }]) => `${method} ${path}`));
    const missing = endpointRows.filter(({ method, path }) => !reached.has(`${method} ${path}`));
    assert.deepEqual(
      missing.map(({ name }) => name),
      [],
    );
  });
});

test('the client has every resource, over one transport', () => {
  const client = new PrmClient({ apiUrl: 'https://prm.clinic.example', key: 'pk_test_riverside' });
  assert.deepEqual(
    Object.values(client).map((resource: object) => resource.constructor),
    [
      Organizations,
      Locations,
      Practitioners,
      PractitionerRoles,
      HealthcareServices,
      Schedules,
      BusyTimes,
      Slots,
      Holds,
      Appointments,
      AppointmentSessions,
    ],
  );
});
