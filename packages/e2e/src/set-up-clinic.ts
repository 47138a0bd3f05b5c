import type { HealthcareServiceCreate, LocationCreate, PrmClient, ScheduleCreate } from '@openprm/sdk';

/** A place where a practitioner is, with one kind of visit. */
export interface ClinicPlace {
  readonly organizationId: string;
  readonly locationId: string;
  readonly practitionerId: string;
  readonly practitionerRoleId: string;
  readonly healthcareServiceId: string;
  readonly scheduleId: string;
}

/** What may differ from a clinic that is open from 8 to 18 every day, without notice. */
export interface PlaceOptions {
  readonly name?: string;
  readonly timeZone?: string;
  /** Somebody who is at another place already; a new person by default. */
  readonly practitionerId?: string;
  readonly location?: Partial<LocationCreate>;
  readonly service?: Partial<HealthcareServiceCreate>;
  readonly schedule?: Partial<ScheduleCreate>;
}

/** Eight hours apart: it is always day in one of them. */
const zones = ['America/Chicago', 'Europe/Berlin', 'Asia/Tokyo'] as const;

/** A zone in which it is between 8 and 18 o'clock now, where the waitlist offers times. */
export function daytimeZone(now = new Date()): string {
  const hourIn = (timeZone: string) =>
    Number(new Intl.DateTimeFormat('en', { hour: 'numeric', hourCycle: 'h23', timeZone }).format(now));
  const found = zones.find((zone) => hourIn(zone) >= 8 && hourIn(zone) < 18);
  if (found === undefined) throw new Error('It is day in none of the zones.');
  return found;
}

export const everyDay = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** Sets up an organization with one place, person, service and schedule, by the calls that its own server would make. */
export async function setUpPlace(
  client: PrmClient,
  {
    name = 'North Clinic',
    timeZone = 'America/Chicago',
    practitionerId,
    location: place,
    service,
    schedule,
  }: PlaceOptions = {},
): Promise<ClinicPlace> {
  const organization = await client.organizations.create({
    name,
    email: 'desk@north.example',
    telephone: '(555) 010-4200',
  });
  const location = await client.locations.create({
    organizationId: organization.id,
    name: `${name}, Main Street`,
    address: { line: '12 Main St', city: 'Springfield', state: 'IL', postalCode: '62701', country: 'US' },
    timeZone,
    ...place,
  });
  const practitioner = practitionerId ?? (await client.practitioners.create({ name: 'Noor Haddad, PT' })).id;
  const role = await client.practitionerRoles.create({ practitionerId: practitioner, locationId: location.id });
  const { id: healthcareServiceId } = await client.healthcareServices.create({
    organizationId: organization.id,
    name: 'First visit',
    durationMinutes: 45,
    slotIntervalMinutes: 15,
    minimumNoticeMinutes: 0,
    ...service,
  });
  const { id: scheduleId } = await client.schedules.create({
    practitionerRoleId: role.id,
    healthcareServiceIds: [healthcareServiceId],
    weeklyHours: [{ daysOfWeek: [...everyDay], start: '08:00', end: '18:00' }],
    ...schedule,
  });
  return {
    organizationId: organization.id,
    locationId: location.id,
    practitionerId: practitioner,
    practitionerRoleId: role.id,
    healthcareServiceId,
    scheduleId,
  };
}

/** The first of some things. @throws when there are none */
export function first<Item>(items: readonly Item[]): Item {
  const [item] = items;
  if (item === undefined) throw new Error('There is none.');
  return item;
}
