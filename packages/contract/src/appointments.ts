import * as z from 'zod/mini';
import { endpoint } from './endpoint.ts';
import { holdSecret } from './holds.ts';
import {
  code,
  dateText,
  email,
  id,
  instantText,
  languageTag,
  line,
  localDate,
  page,
  paging,
  phone,
} from './primitives.ts';

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

/** What a person gives to be booked: five fields and the language that mail should be written in. */
export const patientInputSchema = z.strictObject({
  given: line(100),
  family: line(100),
  birthDate: localDate,
  phone,
  email,
  language: z.optional(languageTag),
});
export type PatientInput = z.input<typeof patientInputSchema>;

/** A patient as the clinic, or the patient, may read it. */
export const patientSchema = z.object({
  id: z.string(),
  given: z.string(),
  family: z.string(),
  birthDate: dateText,
  phone: z.string(),
  email: z.string(),
});
export type Patient = z.output<typeof patientSchema>;

/** An appointment (FHIR Appointment, flat). `start` and `end` carry the location's offset. */
export const appointmentSchema = z.object({
  id: z.string(),
  status: code(appointmentStatuses),
  healthcareServiceId: z.string(),
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
    healthcareService: z.string(),
    practitioner: z.string(),
    location: z.string(),
    address: z.string(),
    telephone: z.nullable(z.string()),
    preparation: z.nullable(z.string()),
  }),
  patient: patientSchema,
});
export type Appointment = z.output<typeof appointmentSchema>;

/** A short-lived credential for one appointment: what the mailed link is exchanged for. Keep it in memory only. */
export const appointmentAccessSchema = z.object({ token: z.string(), expiresAt: instantText });
export type AppointmentAccess = z.output<typeof appointmentAccessSchema>;

/** A booked appointment with the credential to change or cancel it. */
export const appointmentBookedSchema = z.object({ ...appointmentSchema.shape, access: appointmentAccessSchema });
export type AppointmentBooked = z.output<typeof appointmentBookedSchema>;

export const appointmentCreateSchema = z.strictObject({ holdId: id('hld'), holdSecret, patient: patientInputSchema });
export type AppointmentCreate = z.input<typeof appointmentCreateSchema>;

export const appointmentCancelSchema = z.strictObject({ reason: z.optional(z.enum(cancellationReasons)) });
export type AppointmentCancel = z.input<typeof appointmentCancelSchema>;

/** The hold must have been made with `replacesAppointmentId`, for this appointment. */
export const appointmentRescheduleSchema = z.strictObject({ holdId: id('hld'), holdSecret });
export type AppointmentReschedule = z.input<typeof appointmentRescheduleSchema>;

/** A calendar file (RFC 5545) to hand to the patient's calendar. */
export const calendarFileSchema = z.object({ fileName: z.string(), content: z.string() });
export type CalendarFile = z.output<typeof calendarFileSchema>;

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
  response: appointmentBookedSchema,
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
