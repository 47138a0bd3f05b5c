/** The typed client of the PRM API, for browsers, Node and workers. */
export { PrmClient, type PrmClientOptions } from './prm-client.ts';

export { apiErrorOf, type Refusal } from './errors/api-error-of.ts';
export { createLeanTransport, type ReadRefusal, type TransportOptions } from './transport/create-lean-transport.ts';
export { createTransport } from './transport/create-transport.ts';
export {
  type CallOptions,
  type Credential,
  type OpenOptions,
  type StreamTransport,
  type Transport,
  type TransportCallOptions,
  asPassive,
  withCredential,
} from './transport/transport.ts';
export { type PageResult } from './paging.ts';
export { createIdempotencyKey } from './idempotency-key.ts';

export { ApiKeys } from './resources/api-keys.ts';
export { type AppointmentQuery, Appointments } from './resources/appointments.ts';
export { AppointmentSessions } from './resources/appointment-sessions.ts';
export { type AuditEventQuery, AuditEvents } from './resources/audit-events.ts';
export { type BusyTimeQuery, BusyTimes } from './resources/busy-times.ts';
export { type ConsentQuery, Consents } from './resources/consents.ts';
export { type EventQuery, Events, type EventStreamOptions } from './resources/events.ts';
export { type FeedItem, type FeedReset } from './events/shared-feed.ts';
export { type HealthcareServiceQuery, HealthcareServices } from './resources/healthcare-services.ts';
export { type HoldKey, Holds } from './resources/holds.ts';
export { type LocationQuery, Locations } from './resources/locations.ts';
export { type OrganizationQuery, Organizations } from './resources/organizations.ts';
export { OwnSessions } from './resources/own-sessions.ts';
export { type OwnSurveyQuery, OwnSurveys } from './resources/own-surveys.ts';
export { Patients } from './resources/patients.ts';
export { type PractitionerQuery, Practitioners } from './resources/practitioners.ts';
export { type PractitionerRoleQuery, PractitionerRoles } from './resources/practitioner-roles.ts';
export { type RelatedPersonQuery, RelatedPersons, type RevokeOptions } from './resources/related-persons.ts';
export { ResponseAttachments } from './resources/response-attachments.ts';
export { type QuestionnaireResponseQuery, QuestionnaireResponses } from './resources/questionnaire-responses.ts';
export { type QuestionnaireQuery, Questionnaires } from './resources/questionnaires.ts';
export { SealedItems } from './resources/sealed-items.ts';
export { type ScheduleQuery, Schedules } from './resources/schedules.ts';
export { Sessions } from './resources/sessions.ts';
export { Portals, SignInCodes, SignInLinks } from './resources/sign-in.ts';
export { Slots } from './resources/slots.ts';
export { Staff, StaffSessions } from './resources/staff.ts';
export { SurveyAnswering } from './resources/survey-answering.ts';
export { SurveyInvitations } from './resources/survey-invitations.ts';
export { type ResultQuery, type SurveyQuery, Surveys } from './resources/surveys.ts';
export { type TaskQuery, Tasks } from './resources/tasks.ts';

export {
  WaitlistEntries,
  type WaitlistAcceptance,
  type WaitlistAnswer,
  type WaitlistQuery,
} from './resources/waitlist-entries.ts';

export { PrmError, type PrmErrorCode, type PrmErrorName } from './errors/prm-error.ts';
export { ApiError } from './errors/api-error.ts';
export { AuthenticationError } from './errors/authentication-error.ts';
export { ConflictError } from './errors/conflict-error.ts';
export { ConnectionError } from './errors/connection-error.ts';
export { DamagedRecordsError } from './errors/damaged-records-error.ts';
export { NotFoundError } from './errors/not-found-error.ts';
export { PermissionError } from './errors/permission-error.ts';
export { RateLimitError } from './errors/rate-limit-error.ts';
export { type ResponseIssue, ResponseSchemaError } from './errors/response-schema-error.ts';
export { type SealedStoreCode, SealedStoreError } from './errors/sealed-store-error.ts';
export { TimeoutError } from './errors/timeout-error.ts';
export { ValidationError } from './errors/validation-error.ts';
export { type AnyPrmError, isPrmError } from './errors/is-prm-error.ts';

export {
  createPendingBookingStore,
  type PendingBooking,
  type PendingBookingStore,
} from './storage/pending-booking-store.ts';

export {
  type RestoredDraft,
  type SealedContent,
  SealedStore,
  type SealedStoreOptions,
  type SendConsent,
  type SignOutDecision,
} from './storage/sealed-store.ts';
export { type SealedCount, type SealedCounts, type Whose } from './storage/sealed-counts.ts';
export { sealedDatabase } from './storage/sealed-database.ts';
export { type Deliver, type OpenedOutboxItem, type SendReport } from './storage/send-sealed.ts';
export {
  createDeviceSealedStorage,
  createMemorySealedStorage,
  type FoundItems,
  type KnownItem,
  type SealedStorage,
  type StoredItem,
  type StoredKey,
} from './storage/sealed-storage.ts';

export { PatientSession, type PatientSessionOptions, type SessionSupport } from './session/patient-session.ts';
export {
  createDeviceSessionStore,
  createMemorySessionStore,
  type SessionStore,
  type StoredSession,
} from './session/session-store.ts';

/** Whom a kind of visit is for: the rule that the server books by. */
export { attachmentBytes, mostAttachments } from '@openprm/contract';
export { ageOn, contactRelationships, ineligibilityOf } from '@openprm/contract';

/** The contract's types that a user of the SDK meets: elements and vendors take them from here. */
export type {
  Address,
  Appointment,
  AppointmentAccess,
  AppointmentBooked,
  AppointmentCreated,
  AppointmentCancel,
  AppointmentCreate,
  AppointmentMail,
  AppointmentReschedule,
  AppointmentSession,
  AppointmentStatus,
  AuditEvent,
  BusyTime,
  BusyTimePut,
  BusyTimeResult,
  CalendarFile,
  CancellationReason,
  ChangedStaff,
  Consent,
  ConsentCreate,
  ContactRelationship,
  DayOfWeek,
  Delivery,
  DeviceKey,
  Endpoint,
  EndpointInput,
  EndpointResponse,
  EventType,
  FeedEvent,
  FeedPage,
  FhirResource,
  Eligibility,
  EligibilityFacts,
  HealthcareService,
  HealthcareServiceCreate,
  HealthcareServiceUpdate,
  Hold,
  HoldCreate,
  HoldRenewal,
  Hours,
  Ineligibility,
  Location,
  LocationCreate,
  LocationUpdate,
  Organization,
  OrganizationCreate,
  OrganizationUpdate,
  OwnSession,
  OwnStaffSession,
  OwnSurvey,
  OwnSurveyStatus,
  Page,
  FoundPatient,
  PatientErasure,
  PatientSearch,
  Patient,
  PatientContactInput,
  PatientInput,
  OpenedItem,
  Portal,
  PortalPut,
  Practitioner,
  PractitionerCreate,
  PractitionerRole,
  PractitionerRoleCreate,
  PractitionerRoleUpdate,
  PractitionerUpdate,
  ProblemCode,
  ProblemDetails,
  ProblemIssue,
  ProxiedPatient,
  QuestionnairePut,
  QuestionnaireRecord,
  QuestionnaireResponseCreate,
  QuestionnaireResponseRecord,
  QuestionnaireResponseSave,
  QuestionnaireResponseWhole,
  QuestionnaireStored,
  QuestionnaireWhole,
  RecoveryRule,
  ResponseAttachment,
  ResponseAttachmentCreate,
  ResponseAttachmentPut,
  ResponseAttachmentWhole,
  ResponseProgress,
  ResponseScore,
  ResultGroup,
  ResultsFile,
  RedFlag,
  RelatedPerson,
  RelatedPersonCreate,
  RevokedRelatedPerson,
  Schedule,
  ScheduleCreate,
  ScheduleException,
  ScheduleUpdate,
  SealedHeader,
  SealedItemsOpen,
  SealedKind,
  Sealing,
  SealingPublicKey,
  Session,
  SessionCreate,
  SessionCredentials,
  SessionFromAssertion,
  SessionMatch,
  SessionRefresh,
  SessionStarted,
  SignInCode,
  SignInCodeCreate,
  SignInLink,
  SignInLinkCreate,
  Slot,
  SlotDay,
  SlotPage,
  SlotQuery,
  Staff as StaffMember,
  StaffCreate,
  StaffRole,
  StaffSession,
  StaffUpdate,
  Survey,
  SurveyCreate,
  SurveyForm,
  SurveyInvitationCreate,
  SurveyInvitationMade,
  SurveyInvitationOpened,
  SurveyMailDecision,
  SurveyMode,
  SurveyResults,
  SurveyUpdate,
  Task,
  TaskNote,
  TaskUpdate,
  WaitlistEntry,
  WaitlistEntryCreate,
  WaitlistEntryJoined,
  WaitlistWish,
  WaitlistOffer,
  WeeklyHours,
} from '@openprm/contract';
