import * as z from 'zod/mini';
import { endpoint } from './endpoint.ts';
import { healthcareServiceSchema } from './healthcare-service.ts';
import { locationSchema } from './location.ts';
import { dateText, id, instant, instantText, paging, timeZone } from './primitives.ts';

/**
 * A time that can be booked (FHIR Slot, status `free`). Slots are computed, not stored: the id is opaque and says which schedule, service and
 * start are meant. `start` and `end` carry the location's offset.
 */
export const slotSchema = z.object({
  id: z.string(),
  start: instantText,
  end: instantText,
  healthcareServiceId: z.string(),
  locationId: z.string(),
  practitionerId: z.string(),
});
export type Slot = z.output<typeof slotSchema>;

/** How many different times a local date has: two practitioners who are both free at 8:00 make one time to choose. */
export const slotDaySchema = z.object({ date: dateText, count: z.number() });
export type SlotDay = z.output<typeof slotDaySchema>;

/** Everything that the first view of a calendar needs, in one answer. */
export const slotPageSchema = z.object({
  /** By start, then by practitioner. */
  data: z.array(slotSchema),
  nextCursor: z.nullable(z.string()),
  /** The earliest slot at or after `start`, also beyond `end`; null when nothing is open within the horizon. */
  firstAvailable: z.nullable(slotSchema),
  /** Dates within the range that have a slot, with how many times they have; in the asked-for zone, else in each slot's location's. */
  days: z.array(slotDaySchema),
  /** The kind of visit that was asked for; empty where it is not offered to this caller now. */
  healthcareServices: z.array(healthcareServiceSchema),
  /** The places where it is offered, of those that were asked for, whether or not they have a time in the range. */
  locations: z.array(locationSchema),
  /** Names of all that `data` and `firstAvailable` refer to. */
  practitioners: z.array(z.object({ id: z.string(), name: z.string() })),
});
export type SlotPage = z.output<typeof slotPageSchema>;

/** By default from now for 14 days; a range spans at most 62 days. Who does not trust their own clock gives `days` rather than `end`. */
export const slotQuerySchema = z.strictObject({
  ...paging,
  healthcareServiceId: id('svc'),
  locationId: z.optional(id('loc')),
  practitionerId: z.optional(id('prc')),
  start: z.optional(instant),
  end: z.optional(instant),
  /** Instead of `end`: so many days of 24 hours, counted by the server from `start`, or from its own now. */
  days: z.optional(z.coerce.number<number>('must be a whole number from 1 to 62').check(z.int(), z.gte(1), z.lte(62))),
  /** Count `days` in this zone (a telehealth patient's own). */
  timeZone: z.optional(timeZone),
  /** `first-day`: `data` holds only the first date that has a slot, `days` still spans the range. */
  times: z.optional(z.enum(['all', 'first-day'])),
  /** The appointment that is to be moved: its own time counts as free. Only for who may change that appointment. */
  replacesAppointmentId: z.optional(id('apt')),
});
export type SlotQuery = z.input<typeof slotQuerySchema>;

export const searchSlots = endpoint({
  method: 'GET',
  path: '/v1/slots',
  query: slotQuerySchema,
  response: slotPageSchema,
});
