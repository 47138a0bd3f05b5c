import {
  type HealthcareServiceCreate,
  type PatientInput,
  type ScheduleCreate,
  type Slot,
  createAppointment,
  createHealthcareService,
  createHold,
  createLocation,
  createOrganization,
  createPractitioner,
  createPractitionerRole,
  createSchedule,
  searchSlots,
} from '@openprm/contract';
import type { TestServer } from './clinic.fixture.ts';

/** A clinic with one practitioner who has hours every day of the week, set up through the API. */
export interface TestClinic {
  readonly tenantId: string;
  readonly publishableKey: string;
  readonly secretKey: string;
  readonly organizationId: string;
  readonly locationId: string;
  readonly practitionerId: string;
  readonly practitionerRoleId: string;
  readonly healthcareServiceId: string;
  readonly scheduleId: string;
}

export const everyDay = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

export interface ClinicOptions {
  readonly service?: Partial<HealthcareServiceCreate>;
  readonly schedule?: Partial<ScheduleCreate>;
  readonly timeZone?: string;
  readonly email?: string | null;
}

/** Sets up a clinic as its own server would: one call after the other with its secret key. */
export async function setUpClinic(server: TestServer, options: ClinicOptions = {}): Promise<TestClinic> {
  const { tenantId, publishableKey, secretKey } = await server.createTenant();
  const as = { credential: secretKey };
  const organization = await server.call(
    createOrganization,
    {
      body: {
        name: 'North Clinic',
        telephone: '+1 555 010 2000',
        email: options.email === undefined ? 'desk@north.example' : options.email,
      },
    },
    as,
  );
  const location = await server.call(
    createLocation,
    {
      body: {
        organizationId: organization.id,
        name: 'North Clinic, Main Street',
        address: { line: '1 Main Street', city: 'Springfield', state: 'IL', postalCode: '62701', country: 'US' },
        timeZone: options.timeZone ?? 'America/Chicago',
      },
    },
    as,
  );
  const practitioner = await server.call(createPractitioner, { body: { name: 'Noor Haddad, PT' } }, as);
  const role = await server.call(
    createPractitionerRole,
    { body: { practitionerId: practitioner.id, locationId: location.id } },
    as,
  );
  const service = await server.call(
    createHealthcareService,
    {
      body: {
        organizationId: organization.id,
        name: 'Evaluation',
        durationMinutes: 45,
        slotIntervalMinutes: 15,
        minimumNoticeMinutes: 0,
        ...options.service,
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
        weeklyHours: [{ daysOfWeek: [...everyDay], start: '08:00', end: '18:00' }],
        ...options.schedule,
      },
    },
    as,
  );
  return {
    tenantId,
    publishableKey,
    secretKey,
    organizationId: organization.id,
    locationId: location.id,
    practitionerId: practitioner.id,
    practitionerRoleId: role.id,
    healthcareServiceId: service.id,
    scheduleId: schedule.id,
  };
}

export const dana: PatientInput = {
  given: 'Dana',
  family: 'Reyes',
  birthDate: '1984-03-14',
  phone: '(555) 010-1234',
  email: 'dana@example.org',
};

/** Open slots from a midnight (UTC) on that is more than a day away, so that none is lost to the hour of the day at which the test runs: then the day's hours in Chicago are over. */
export async function openSlots(
  server: TestServer,
  clinic: TestClinic,
  days = 7,
  replacesAppointmentId?: string,
): Promise<Slot[]> {
  const start = Math.ceil(server.clock.now() / 86_400_000 + 1) * 86_400_000;
  const { data } = await server.call(
    searchSlots,
    {
      query: {
        healthcareServiceId: clinic.healthcareServiceId,
        start: new Date(start).toISOString(),
        end: new Date(start + days * 86_400_000).toISOString(),
        limit: 200,
        ...(replacesAppointmentId === undefined ? {} : { replacesAppointmentId }),
      },
    },
    { credential: replacesAppointmentId === undefined ? clinic.publishableKey : clinic.secretKey },
  );
  return data;
}

/** Books a slot as a visitor of the clinic's page does. */
export async function bookSlot(server: TestServer, clinic: TestClinic, slot: Slot, patient: PatientInput = dana) {
  const as = { credential: clinic.publishableKey };
  const hold = await server.call(createHold, { body: { slotId: slot.id } }, as);
  const body = { holdId: hold.id, holdSecret: hold.secret, patient };
  const booked = await server.call(createAppointment, { body }, as);
  const { patient: chart, access } = booked;
  if (chart === null) throw new Error('An appointment that was just booked has no patient.');
  if (access === null) throw new Error('Who has just booked as a visitor got no credential.');
  return { ...booked, patient: chart, access };
}

/** The n-th of some slots. @throws when there are fewer */
export function nth<Item>(items: readonly Item[], index: number): Item {
  const item = items[index];
  if (item === undefined) throw new Error(`There are ${items.length} items, and no number ${index}.`);
  return item;
}
