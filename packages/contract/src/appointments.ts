import * as z from 'zod/mini';
import { endpoint } from './endpoint.ts';
import { holdSecret } from './holds.ts';
import { patientSchema } from './patient.ts';
import { contactRelationships } from './relationships.ts';
import { code, email, id, instantText, languageTag, line, localDate, page, paging, phone } from './primitives.ts';

/** FHIR R4 AppointmentStatus. */
export const appointmentStatuses = [
  'proposed',
  'pending',
  'booked',
  'arrived',
  'fulfilled',
  'cancelled',
  'noshow',
  'entered-in-error',
  'checked-in',
  'waitlist',
] as const;
export type AppointmentStatus = (typeof appointmentStatuses)[number] | 'unknown';

/** Who ended it: the patient, the clinic, or something else (FHIR appointment-cancellation-reason, its first level). */
export const cancellationReasons = ['pat', 'prov', 'maint', 'other'] as const;
export type CancellationReason = (typeof cancellationReasons)[number];

/** Somebody who books for a patient in their care: who they are, and how they stand to the patient (`PRN`: a parent). */
export const patientContactInputSchema = z.strictObject({
  relationship: z.enum(contactRelationships),
  given: line(100),
  family: line(100),
});
export type PatientContactInput = z.input<typeof patientContactInputSchema>;

/**
 * What a person gives to be booked: five fields and the language that mail should be written in. Who books for somebody in their care says who they are in
 * `contact`; `phone` and `email` are then their own, and mail goes to them.
 */
export const patientInputSchema = z.strictObject({
  given: line(100),
  family: line(100),
  birthDate: localDate,
  phone,
  email,
  language: z.optional(languageTag),
  contact: z.optional(patientContactInputSchema),
});
export type PatientInput = z.input<typeof patientInputSchema>;

/** An appointment (FHIR Appointment, flat). `start` and `end` carry the location's offset. */
export const appointmentSchema = z.object({
  id: z.string(),
  status: code(appointmentStatuses),
  /** Null to a role of staff that is not to know why somebody comes. */
  healthcareServiceId: z.nullable(z.string()),
  locationId: z.string(),
  practitionerId: z.string(),
  start: instantText,
  end: instantText,
  /** The location's IANA zone. */
  timeZone: z.string(),
  mode: code(['in-person', 'telehealth']),
  /** 0 when booked, one more with each change: the calendar file's SEQUENCE. */
  sequence: z.number(),
  createdAt: instantText,
  cancellationReason: z.nullable(code(cancellationReasons)),
  /** What the ids above are called, so that a confirmation needs no further request. */
  display: z.object({
    organization: z.string(),
    /** Null where `healthcareServiceId` is. */
    healthcareService: z.nullable(z.string()),
    practitioner: z.string(),
    location: z.string(),
    address: z.string(),
    telephone: z.nullable(z.string()),
    preparation: z.nullable(z.string()),
  }),
  /** Null once the patient was erased, and to a secret key that may read neither appointments nor patients. */
  patient: z.nullable(patientSchema),
});
export type Appointment = z.output<typeof appointmentSchema>;

/** A short-lived credential for one appointment: what the mailed link is exchanged for. Keep it in memory only. */
export const appointmentAccessSchema = z.object({ token: z.string(), expiresAt: instantText });
export type AppointmentAccess = z.output<typeof appointmentAccessSchema>;

/** A booked appointment with the credential to change or cancel it. */
export const appointmentBookedSchema = z.object({ ...appointmentSchema.shape, access: appointmentAccessSchema });
export type AppointmentBooked = z.output<typeof appointmentBookedSchema>;

/** The same as whoever booked gets it. */
export const appointmentCreatedSchema = z.object({
  ...appointmentSchema.shape,
  /** Null to a secret key: its scopes say what it may read and change. */
  access: z.nullable(appointmentAccessSchema),
});
export type AppointmentCreated = z.output<typeof appointmentCreatedSchema>;

/**
 * Who is booked: a visitor and a prospect say it in `patient`; a clinic's server may name a chart, `patientId`, instead. A person whose session is
 * linked, or who acts for somebody, leaves both out: it is that patient.
 */
export const appointmentCreateSchema = z.strictObject({
  holdId: id('hld'),
  holdSecret,
  patient: z.optional(patientInputSchema),
  patientId: z.optional(id('pat')),
});
export type AppointmentCreate = z.input<typeof appointmentCreateSchema>;

export const appointmentCancelSchema = z.strictObject({ reason: z.optional(z.enum(cancellationReasons)) });
export type AppointmentCancel = z.input<typeof appointmentCancelSchema>;

/** The hold must have been made with `replacesAppointmentId`, for this appointment. */
export const appointmentRescheduleSchema = z.strictObject({ holdId: id('hld'), holdSecret });
export type AppointmentReschedule = z.input<typeof appointmentRescheduleSchema>;

/** A calendar file (RFC 5545) to hand to the patient's calendar. */
export const calendarFileSchema = z.object({ fileName: z.string(), content: z.string() });
export type CalendarFile = z.output<typeof calendarFileSchema>;

/**
 * A mail that tells of an appointment's booking, move or end, and what became of it: `accepted` by the mail server, `refused` by it, `superseded` by a later change, or
 * `withheld`, since too many visits were booked for its address by people who have not shown that it is theirs.
 */
export const appointmentMailSchema = z.object({
  id: z.string(),
  kind: code(['booked', 'rescheduled', 'cancelled']),
  recipient: code(['patient', 'organization']),
  status: code(['queued', 'accepted', 'refused', 'superseded', 'withheld']),
  createdAt: instantText,
  acceptedAt: z.nullable(instantText),
});
export type AppointmentMail = z.output<typeof appointmentMailSchema>;

const params = z.strictObject({ id: id('apt') });
const nothing = z.strictObject({});

/** A date means that date in the location's zone; without a location, in each appointment's own. */
export const listAppointments = endpoint({
  method: 'GET',
  path: '/v1/appointments',
  query: z.strictObject({ ...paging, date: z.optional(localDate), locationId: z.optional(id('loc')) }),
  response: page(appointmentSchema),
});
export const createAppointment = endpoint({
  method: 'POST',
  path: '/v1/appointments',
  body: appointmentCreateSchema,
  response: appointmentCreatedSchema,
  creates: true,
});
export const getAppointment = endpoint({
  method: 'GET',
  path: '/v1/appointments/{id}',
  params,
  response: appointmentSchema,
});
export const getAppointmentCalendar = endpoint({
  method: 'GET',
  path: '/v1/appointments/{id}/calendar',
  params,
  response: calendarFileSchema,
});
/** The oldest first. */
export const listAppointmentMails = endpoint({
  method: 'GET',
  path: '/v1/appointments/{id}/mails',
  params,
  query: z.strictObject(paging),
  response: page(appointmentMailSchema),
});
export const cancelAppointment = endpoint({
  method: 'POST',
  path: '/v1/appointments/{id}/cancel',
  params,
  body: appointmentCancelSchema,
  response: appointmentSchema,
});
export const rescheduleAppointment = endpoint({
  method: 'POST',
  path: '/v1/appointments/{id}/reschedule',
  params,
  body: appointmentRescheduleSchema,
  response: appointmentSchema,
});
export const arriveAppointment = endpoint({
  method: 'POST',
  path: '/v1/appointments/{id}/arrive',
  params,
  body: nothing,
  response: appointmentSchema,
});
export const fulfilAppointment = endpoint({
  method: 'POST',
  path: '/v1/appointments/{id}/fulfil',
  params,
  body: nothing,
  response: appointmentSchema,
});
export const noShowAppointment = endpoint({
  method: 'POST',
  path: '/v1/appointments/{id}/no-show',
  params,
  body: nothing,
  response: appointmentSchema,
});

/** Ends every link to the appointment that was mailed, and every credential that came of one, at once. Links mailed later are good. */
export const revokeAppointmentAccess = endpoint({
  method: 'POST',
  path: '/v1/appointments/{id}/revoke-access',
  params,
  body: nothing,
});

/** The answer to a mailed link: the appointment and the credential to act on it. */
export const appointmentSessionSchema = z.object({ appointment: appointmentSchema, access: appointmentAccessSchema });
export type AppointmentSession = z.output<typeof appointmentSessionSchema>;

/** The link's secret goes in the `Authorization` header, never in an address. A link can be exchanged again until the visit is over. */
export const createAppointmentSession = endpoint({
  method: 'POST',
  path: '/v1/appointment-sessions',
  body: nothing,
  response: appointmentSessionSchema,
  creates: true,
});
