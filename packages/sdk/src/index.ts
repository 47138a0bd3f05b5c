/** The typed client of the PRM API, for browsers, Node and workers. */
export { PrmClient, type PrmClientOptions } from './prm-client.ts';

export { createTransport, type TransportOptions } from './transport/create-transport.ts';
export {
  type CallOptions,
  type Credential,
  type Transport,
  type TransportCallOptions,
  withCredential,
} from './transport/transport.ts';
export { type PageResult } from './paging.ts';
export { createIdempotencyKey } from './idempotency-key.ts';

export { type AppointmentQuery, Appointments } from './resources/appointments.ts';
export { AppointmentSessions } from './resources/appointment-sessions.ts';
export { type BusyTimeQuery, BusyTimes } from './resources/busy-times.ts';
export { type HealthcareServiceQuery, HealthcareServices } from './resources/healthcare-services.ts';
export { type HoldKey, Holds } from './resources/holds.ts';
export { type LocationQuery, Locations } from './resources/locations.ts';
export { type OrganizationQuery, Organizations } from './resources/organizations.ts';
export { type PractitionerQuery, Practitioners } from './resources/practitioners.ts';
export { type PractitionerRoleQuery, PractitionerRoles } from './resources/practitioner-roles.ts';
export { type ScheduleQuery, Schedules } from './resources/schedules.ts';
export { Slots } from './resources/slots.ts';

export { PrmError, type PrmErrorCode, type PrmErrorName } from './errors/prm-error.ts';
export { ApiError } from './errors/api-error.ts';
export { AuthenticationError } from './errors/authentication-error.ts';
export { ConflictError } from './errors/conflict-error.ts';
export { ConnectionError } from './errors/connection-error.ts';
export { NotFoundError } from './errors/not-found-error.ts';
export { PermissionError } from './errors/permission-error.ts';
export { RateLimitError } from './errors/rate-limit-error.ts';
export { type ResponseIssue, ResponseSchemaError } from './errors/response-schema-error.ts';
export { TimeoutError } from './errors/timeout-error.ts';
export { ValidationError } from './errors/validation-error.ts';
export { type AnyPrmError, isPrmError } from './errors/is-prm-error.ts';

export {
  createPendingBookingStore,
  type PendingBooking,
  type PendingBookingStore,
} from './storage/pending-booking-store.ts';

/** The contract's types that a user of the SDK meets: elements and vendors take them from here. */
export type {
  Address,
  Appointment,
  AppointmentAccess,
  AppointmentBooked,
  AppointmentCancel,
  AppointmentCreate,
  AppointmentReschedule,
  AppointmentSession,
  AppointmentStatus,
  BusyTime,
  BusyTimePut,
  BusyTimeResult,
  CalendarFile,
  CancellationReason,
  DayOfWeek,
  Endpoint,
  EndpointInput,
  EndpointResponse,
  HealthcareService,
  HealthcareServiceCreate,
  HealthcareServiceUpdate,
  Hold,
  HoldCreate,
  HoldRenewal,
  Hours,
  Location,
  LocationCreate,
  LocationUpdate,
  Organization,
  OrganizationCreate,
  OrganizationUpdate,
  Page,
  Patient,
  PatientInput,
  Practitioner,
  PractitionerCreate,
  PractitionerRole,
  PractitionerRoleCreate,
  PractitionerRoleUpdate,
  PractitionerUpdate,
  ProblemCode,
  ProblemDetails,
  ProblemIssue,
  Schedule,
  ScheduleCreate,
  ScheduleException,
  ScheduleUpdate,
  Slot,
  SlotDay,
  SlotPage,
  SlotQuery,
  WeeklyHours,
} from '@openprm/contract';
