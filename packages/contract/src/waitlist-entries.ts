import * as z from 'zod/mini';
import { appointmentBookedSchema, patientInputSchema } from './appointments.ts';
import { endpoint } from './endpoint.ts';
import { visitModes } from './healthcare-service.ts';
import { patientSchema } from './patient.ts';
import { code, dateText, id, instantText, localDate, page, paging } from './primitives.ts';
import { weeklyHoursInput, weeklyHoursSchema } from './schedules.ts';
import { slotSchema } from './slots.ts';

/** How an entry stands, as FHIR R4's AppointmentStatus says it: waiting, booked by an accepted offer, or ended without a visit. */
export const waitlistStatuses = ['waitlist', 'booked', 'cancelled'] as const;
export type WaitlistStatus = (typeof waitlistStatuses)[number] | 'unknown';

/** How an offer stands: FHIR R4's ParticipationStatus as an AppointmentResponse has it, and `expired` for one that nobody answered in time. */
export const offerStatuses = ['needs-action', 'accepted', 'declined', 'expired'] as const;
export type OfferStatus = (typeof offerStatuses)[number] | 'unknown';

/** A time that is held for who waits: until `expiresAt` nobody else can have it. */
export const waitlistOfferSchema = z.object({
  id: z.string(),
  participantStatus: code(offerStatuses),
  expiresAt: instantText,
  slot: slotSchema,
  /** The location's IANA zone. */
  timeZone: z.string(),
  mode: code(visitModes),
  display: z.object({ practitioner: z.string(), location: z.string(), address: z.string() }),
});
export type WaitlistOffer = z.output<typeof waitlistOfferSchema>;

/**
 * Somebody waits for a time (FHIR Appointment with status `waitlist`, as a resource of its own since it has no time yet). Its period is local dates,
 * both included; `availableTime` are wall-clock hours at the place, and none means any.
 */
export const waitlistEntrySchema = z.object({
  id: z.string(),
  status: code(waitlistStatuses),
  healthcareServiceId: z.string(),
  /** Null: any. */
  locationId: z.nullable(z.string()),
  /** Null: any. */
  practitionerId: z.nullable(z.string()),
  requestedPeriod: z.object({ start: dateText, end: dateText }),
  availableTime: z.array(weeklyHoursSchema),
  /** The visit that an earlier time takes the place of. */
  replacesAppointmentId: z.nullable(z.string()),
  /** The visit that an accepted offer became. */
  appointmentId: z.nullable(z.string()),
  createdAt: instantText,
  /** The newest offer; null before the first. */
  offer: z.nullable(waitlistOfferSchema),
  display: z.object({
    organization: z.string(),
    healthcareService: z.string(),
    location: z.nullable(z.string()),
    practitioner: z.nullable(z.string()),
    telephone: z.nullable(z.string()),
  }),
  /** Null once the patient was erased, to a mailed link once the entry has ended, and to a secret key that may read neither appointments nor patients. */
  patient: z.nullable(patientSchema),
});
export type WaitlistEntry = z.output<typeof waitlistEntrySchema>;

/**
 * What somebody waits for, and who they are: `patient` or `patientId` as in a booking, or neither with `replacesAppointmentId`, which is about that
 * appointment's patient. Without a period it is from today to the last day that the service can be booked on, or to the day of the visit it replaces.
 */
export const waitlistEntryCreateSchema = z.strictObject({
  healthcareServiceId: id('svc'),
  locationId: z.optional(id('loc')),
  practitionerId: z.optional(id('prc')),
  requestedPeriod: z.optional(z.strictObject({ start: z.optional(localDate), end: z.optional(localDate) })),
  availableTime: z.optional(z.array(weeklyHoursInput).check(z.maxLength(21))),
  patient: z.optional(patientInputSchema),
  patientId: z.optional(id('pat')),
  /** A visit of the same kind that an earlier time would replace. Only for who may change that appointment. */
  replacesAppointmentId: z.optional(id('apt')),
});
export type WaitlistEntryCreate = z.input<typeof waitlistEntryCreateSchema>;

/** What whoever has just joined can do without the mail: end the entry that they made, for example since the address was mistyped. */
export const waitlistEntryUndoSchema = z.object({
  /** Told to nobody else. It opens nothing and takes no offer. */
  secret: z.string(),
  until: instantText,
});

/** An entry as who has joined gets it. */
export const waitlistEntryJoinedSchema = z.object({
  ...waitlistEntrySchema.shape,
  /** Null for who acts for the clinic, and where somebody waited already. */
  undo: z.nullable(waitlistEntryUndoSchema),
});
export type WaitlistEntryJoined = z.output<typeof waitlistEntryJoinedSchema>;

/** What is waited for from now on. What is left out stays as it is; null is any. */
export const waitlistWishSchema = z.strictObject({
  locationId: z.optional(z.nullable(id('loc'))),
  practitionerId: z.optional(z.nullable(id('prc'))),
  requestedPeriod: z.optional(z.strictObject({ start: z.optional(localDate), end: z.optional(localDate) })),
  availableTime: z.optional(z.array(weeklyHoursInput).check(z.maxLength(21))),
});
export type WaitlistWish = z.input<typeof waitlistWishSchema>;

const params = z.strictObject({ id: id('wai') });
const nothing = z.strictObject({});
const offerAct = z.strictObject({ offerId: id('ofr') });
const acceptance = z.strictObject({
  offerId: id('ofr'),
  /** Another open time that the entry asks for, in place of the one that was offered last: also after that offer was over. */
  slotId: z.optional(id('slot')),
});

export const createWaitlistEntry = endpoint({
  method: 'POST',
  path: '/v1/waitlist-entries',
  body: waitlistEntryCreateSchema,
  response: waitlistEntryJoinedSchema,
  creates: true,
});
/** In the order in which they joined. A person's are those of their own chart, or of that which the call acts for. */
export const listWaitlistEntries = endpoint({
  method: 'GET',
  path: '/v1/waitlist-entries',
  query: z.strictObject({
    ...paging,
    status: z.optional(z.enum(waitlistStatuses)),
    healthcareServiceId: z.optional(id('svc')),
  }),
  response: page(waitlistEntrySchema),
});
/** The link's secret goes in the `Authorization` header, never in an address. It is good until the clinic ends it, or a week after the entry has ended. */
export const openWaitlistEntry = endpoint({
  method: 'POST',
  path: '/v1/waitlist-entries/open',
  body: nothing,
  response: waitlistEntrySchema,
});
export const getWaitlistEntry = endpoint({
  method: 'GET',
  path: '/v1/waitlist-entries/{id}',
  params,
  response: waitlistEntrySchema,
});
/** Changes what is waited for. The place on the list stays, and so does a time that is held already. */
export const updateWaitlistEntry = endpoint({
  method: 'PATCH',
  path: '/v1/waitlist-entries/{id}',
  params,
  body: waitlistWishSchema,
  response: waitlistEntrySchema,
});
/** Ends an entry, by the secret that joining answered, for an hour. Ending what has ended is no error. */
export const withdrawWaitlistEntry = endpoint({
  method: 'POST',
  path: '/v1/waitlist-entries/{id}/withdraw',
  params,
  body: z.strictObject({ secret: z.string().check(z.minLength(8), z.maxLength(200)) }),
});
/** Takes somebody off the list, and frees what was held for them. Leaving twice is no error. */
export const leaveWaitlist = endpoint({
  method: 'POST',
  path: '/v1/waitlist-entries/{id}/leave',
  params,
  body: nothing,
  response: waitlistEntrySchema,
});
/**
 * Offers a free time by hand to who waits, as if it had just become free: it is held, and the mail goes out. It may be another than was wished for, but of the
 * same kind of visit, and earlier than the visit that it would replace. What they were offered before is not offered again.
 */
export const offerWaitlistTime = endpoint({
  method: 'POST',
  path: '/v1/waitlist-entries/{id}/offer',
  params,
  body: z.strictObject({ slotId: id('slot') }),
  response: waitlistEntrySchema,
});
/** Books the offered time, or moves the visit to it: one transaction takes the new time and frees the old. */
export const acceptWaitlistOffer = endpoint({
  method: 'POST',
  path: '/v1/waitlist-entries/{id}/accept',
  params,
  body: acceptance,
  response: appointmentBookedSchema,
});
/** Frees the offered time for whoever is next. The entry waits on. Declining what is over is no error. */
export const declineWaitlistOffer = endpoint({
  method: 'POST',
  path: '/v1/waitlist-entries/{id}/decline',
  params,
  body: offerAct,
  response: waitlistEntrySchema,
});
