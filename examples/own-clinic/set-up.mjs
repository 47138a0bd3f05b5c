// Sets up a clinic with its secret key. What is there already stays as it is: after a mistake, or with more people in it, run it again.
import { PrmClient } from '@openprm/sdk';

// #region client
const { OPENPRM_URL: apiUrl, OPENPRM_SECRET_KEY: key } = process.env;
if (!apiUrl || !key) throw new Error('Set OPENPRM_URL and OPENPRM_SECRET_KEY.');
const client = new PrmClient({ apiUrl, key });
// #endregion client

// #region places
const organization = await findOrCreate(
  client.organizations.list(),
  ({ name }) => name === 'North Clinic',
  () => client.organizations.create({ name: 'North Clinic', telephone: '(555) 010-4200', email: 'desk@north.example' }),
);
const location = await findOrCreate(
  client.locations.list(),
  ({ name }) => name === 'Main Street',
  () =>
    client.locations.create({
      organizationId: organization.id,
      name: 'Main Street',
      address: { line: '12 Main St', city: 'Boulder', state: 'CO', postalCode: '80302', country: 'US' },
      telephone: '(555) 010-4200',
      emergencyTelephone: '911',
      crisisTelephone: '988',
      timeZone: 'America/Denver',
    }),
);
// #endregion places

// #region people
const practitioner = await findOrCreate(
  client.practitioners.list(),
  ({ name }) => name === 'Ada Birk, PT',
  () => client.practitioners.create({ name: 'Ada Birk, PT' }),
);
const role = await findOrCreate(
  client.practitionerRoles.list({ practitionerId: practitioner.id }),
  ({ locationId }) => locationId === location.id,
  () => client.practitionerRoles.create({ practitionerId: practitioner.id, locationId: location.id }),
);
// #endregion people

// #region visits
const service = await findOrCreate(
  client.healthcareServices.list(),
  ({ name }) => name === 'First visit',
  () =>
    client.healthcareServices.create({
      organizationId: organization.id,
      name: 'First visit',
      preparation: 'Wear loose clothing.',
      durationMinutes: 45,
      bufferAfterMinutes: 15,
      minimumNoticeMinutes: 120,
      horizonDays: 60,
    }),
);
const schedule = await findOrCreate(
  client.schedules.list({ practitionerRoleId: role.id }),
  ({ healthcareServiceIds }) => healthcareServiceIds.includes(service.id),
  () =>
    client.schedules.create({
      practitionerRoleId: role.id,
      healthcareServiceIds: [service.id],
      // Wall-clock time of the location. A date with other hours, or with none, is an exception.
      weeklyHours: [
        { daysOfWeek: ['mon', 'tue', 'wed', 'thu', 'fri'], start: '08:00', end: '12:00' },
        { daysOfWeek: ['mon', 'tue', 'wed', 'thu'], start: '13:00', end: '17:00' },
      ],
      exceptions: [{ date: '2026-12-25', hours: [] }],
      dailyCap: 6,
    }),
);
// #endregion visits

// #region busy
for (const { id, start, end } of presentCalendar()) {
  const { conflictingAppointmentIds } = await client.busyTimes.put({
    externalId: id,
    practitionerId: practitioner.id,
    start,
    end,
  });
  for (const appointmentId of conflictingAppointmentIds)
    console.warn(`${appointmentId} overlaps ${id}: please decide.`);
}

/** Stands for your present system's calendar: put here what it has booked, under its own ids, as often as it changes. */
function presentCalendar() {
  const wednesday = new Date();
  wednesday.setUTCDate(wednesday.getUTCDate() + ((10 - wednesday.getUTCDay()) % 7 || 7));
  const day = wednesday.toISOString().slice(0, 10);
  return [{ id: `meeting-${day}`, start: `${day}T15:00:00Z`, end: `${day}T20:00:00Z` }];
}
// #endregion busy

const { firstAvailable } = await client.slots.search({ healthcareServiceId: service.id, times: 'first-day' });
console.log(`${service.name} with ${practitioner.name}, schedule ${schedule.id}`);
console.log(`First available: ${firstAvailable?.start ?? 'none within the next 60 days'}`);

/**
 * @template Item
 * @param {Promise<AsyncIterable<Item>>} list
 * @param {(item: Item) => boolean} isIt
 * @param {() => Promise<Item>} create
 */
async function findOrCreate(list, isIt, create) {
  for await (const item of await list) if (isIt(item)) return item;
  return create();
}
