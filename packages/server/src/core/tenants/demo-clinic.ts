import {
  type PatientInput,
  type Slot,
  createAppointment,
  createHealthcareService,
  createHold,
  createLocation,
  createOrganization,
  createPractitioner,
  createPractitionerRole,
  createSchedule,
  putBusyTime,
  searchSlots,
} from '@openprm/contract';
import { Problem } from '../problem.ts';
import { dayBounds, localDateOf, toInstant } from '../scheduling/time-zone.ts';
import { type Api, type ApiCall, createApiCall } from './api-call.ts';
import {
  type DemoPractitioner,
  demoClass,
  demoLocations,
  demoOrganization,
  demoPractitioners,
  demoServices,
  demoVisits,
} from './demo-roster.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
/** How many days ahead the clinic's invented present system has entries. */
const busyDays = 14;

/** What things made on the way are called, and their ids. */
type Ids = ReadonlyMap<string, string>;

/** A source of numbers from 0 to 1 that gives the same ones in each run (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * Builds Riverside Physical Therapy in an empty tenant by the calls that any clinic would make: places, people, services, schedules, busy times,
 * and the first appointments. The same each time but for dates, which are relative to `now`.
 *
 * @param api the API's fetch handler, called in this process
 * @param secretKey of the tenant
 * @param now epoch milliseconds
 * @returns whose clinic it is
 * @throws Problem when the API refuses anything but a time that has been taken
 */
export async function seedDemoClinic(api: Api, secretKey: string, now: number): Promise<{ organizationId: string }> {
  const call = createApiCall(api, secretKey);
  const random = seeded(4870);
  const organization = await call(createOrganization, { body: demoOrganization });
  const locations = await createAll(demoLocations, (location) =>
    call(createLocation, { body: { ...location, organizationId: organization.id } }),
  );
  const services = await createAll(demoServices, (service) =>
    call(createHealthcareService, { body: { ...service, organizationId: organization.id } }),
  );
  for (const [index, practitioner] of demoPractitioners.entries()) {
    const { id } = await call(createPractitioner, { body: { name: practitioner.name } });
    await giveShifts(call, practitioner, id, { locations, services, now });
    await reportBusyTimes(call, practitioner, id, { index, random, now });
  }
  await bookVisits(call, services, { random, now });
  return { organizationId: organization.id };
}

/** Makes things one after another and keeps their ids by name. */
async function createAll<Input extends { readonly name: string }>(
  inputs: readonly Input[],
  create: (input: Input) => Promise<{ readonly id: string }>,
): Promise<Ids> {
  const ids = new Map<string, string>();
  for (const input of inputs) ids.set(input.name, (await create(input)).id);
  return ids;
}

function idOf(ids: Ids, name: string): string {
  const id = ids.get(name);
  if (id === undefined) throw new Error(`The roster has no ${name}.`);
  return id;
}

function zoneOf(locationName: string): string {
  const location = demoLocations.find(({ name }) => name === locationName);
  if (location === undefined) throw new Error(`The roster has no ${locationName}.`);
  return location.timeZone;
}

async function giveShifts(
  call: ApiCall,
  { shifts, specialty, exceptions }: DemoPractitioner,
  practitionerId: string,
  { locations, services, now }: { locations: Ids; services: Ids; now: number },
): Promise<void> {
  const places = Map.groupBy(shifts, (shift) => shift.location);
  for (const [place, shiftsThere] of places) {
    const role = await call(createPractitionerRole, {
      body: { practitionerId, locationId: idOf(locations, place), specialty },
    });
    for (const shift of shiftsThere) {
      await call(createSchedule, {
        body: {
          practitionerRoleId: role.id,
          healthcareServiceIds: shift.services.map((name) => idOf(services, name)),
          weeklyHours: [...shift.weeklyHours],
          exceptions: exceptions.map(({ inDays, hours }) => ({
            date: localDateOf(now + inDays * day, zoneOf(place)),
            hours: [...hours],
          })),
          dailyCap: shift.dailyCap ?? null,
        },
      });
    }
  }
}

/** Meetings and patients that the present system already has: on some weekdays none, on some most of a morning; never after 4 PM. */
async function reportBusyTimes(
  call: ApiCall,
  { shifts: [shift] }: DemoPractitioner,
  practitionerId: string,
  { index, random, now }: { index: number; random: () => number; now: number },
): Promise<void> {
  if (shift === undefined) return;
  const timeZone = zoneOf(shift.location);
  for (let ahead = 0; ahead < busyDays; ahead += 1) {
    const count = Math.floor(random() * 3);
    for (let n = 0; n < count; n += 1) {
      const midnight = dayBounds(localDateOf(now + ahead * day, timeZone), timeZone).start;
      const start = midnight + (8 * 60 + 30 * Math.floor(random() * 12)) * minute;
      const end = start + (30 + 30 * Math.floor(random() * 4)) * minute;
      if (isWeekend(midnight, timeZone)) continue;
      await call(putBusyTime, {
        params: { externalId: `riverside-${index + 1}-${ahead + 1}-${n + 1}` },
        body: { practitionerId, start: toInstant(start, timeZone), end: toInstant(end, timeZone) },
      });
    }
  }
}

const isWeekend = (epochMs: number, timeZone: string) =>
  [0, 6].includes(new Date(`${localDateOf(epochMs, timeZone)}T00:00:00Z`).getUTCDay());

/** Books each visit on the first day that has a time for it, from so many days on. */
async function bookVisits(
  call: ApiCall,
  services: Ids,
  { random, now }: { random: () => number; now: number },
): Promise<void> {
  const openSlots = async (service: string, from: number) => {
    const healthcareServiceId = idOf(services, service);
    const range = { start: toInstant(from, 'UTC'), end: toInstant(from + 7 * day, 'UTC') };
    const page = await call(searchSlots, { query: { healthcareServiceId, ...range, times: 'first-day', limit: 200 } });
    const names = new Map(page.practitioners.map(({ id, name }) => [id, name]));
    // Ids differ in each run, and slots of one start are in their order: names make it the same one.
    const rank = (slot: Slot) => `${new Date(slot.start).toISOString()} ${names.get(slot.practitionerId) ?? ''}`;
    return page.data.toSorted((one, other) => (rank(one) < rank(other) ? -1 : 1));
  };
  const [session] = await openSlots(demoClass.service, now);
  if (session !== undefined) for (const patient of demoClass.patients) await book(call, session.id, patient);
  for (const { service, inDays, patient } of demoVisits) {
    const slots = await openSlots(service, now + inDays * day);
    const slot = slots[Math.floor(random() * slots.length)];
    if (slot !== undefined) await book(call, slot.id, patient);
  }
}

/** Books a time, unless it has been taken in the meantime. */
async function book(call: ApiCall, slotId: string, patient: PatientInput): Promise<void> {
  try {
    const hold = await call(createHold, { body: { slotId } });
    await call(createAppointment, { body: { holdId: hold.id, holdSecret: hold.secret, patient } });
  } catch (error) {
    if (!(error instanceof Problem) || (error.code !== 'slot-unavailable' && error.code !== 'hold-expired'))
      throw error;
  }
}
