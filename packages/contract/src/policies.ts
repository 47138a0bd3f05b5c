/**
 * The table of endpoints: every row whole. Only the server, its tests and the documents load this module; a browser loads the rows it calls
 * from the package's main entry, one export each.
 */
import * as apiKeys from './api-keys.ts';
import { apiKeyPolicies } from './api-keys.policy.ts';
import * as appointments from './appointments.ts';
import { appointmentPolicies } from './appointments.policy.ts';
import * as auditEvents from './audit-events.ts';
import { auditEventPolicies } from './audit-events.policy.ts';
import * as busyTimes from './busy-times.ts';
import { busyTimePolicies } from './busy-times.policy.ts';
import * as consents from './consents.ts';
import { consentPolicies } from './consents.policy.ts';
import type { Endpoint } from './endpoint.ts';
import * as events from './events.ts';
import { eventPolicies } from './events.policy.ts';
import * as healthcareServices from './healthcare-services.ts';
import { healthcareServicePolicies } from './healthcare-services.policy.ts';
import * as holds from './holds.ts';
import { holdPolicies } from './holds.policy.ts';
import * as locations from './locations.ts';
import { locationPolicies } from './locations.policy.ts';
import * as organizations from './organizations.ts';
import { organizationPolicies } from './organizations.policy.ts';
import * as ownSurveys from './own-surveys.ts';
import { ownSurveyPolicies } from './own-surveys.policy.ts';
import * as patients from './patients.ts';
import { patientPolicies } from './patients.policy.ts';
import type { PoliciesOf, Policy } from './policy.ts';
import * as ownSessions from './own-sessions.ts';
import { ownSessionPolicies } from './own-sessions.policy.ts';
import * as practitioners from './practitioners.ts';
import { practitionerPolicies } from './practitioners.policy.ts';
import * as questionnaireResponses from './questionnaire-responses.ts';
import { questionnaireResponsePolicies } from './questionnaire-responses.policy.ts';
import * as questionnaires from './questionnaires.ts';
import { questionnairePolicies } from './questionnaires.policy.ts';
import * as relatedPersons from './related-persons.ts';
import { relatedPersonPolicies } from './related-persons.policy.ts';
import * as responseAttachments from './response-attachments.ts';
import { responseAttachmentPolicies } from './response-attachments.policy.ts';
import * as schedules from './schedules.ts';
import { schedulePolicies } from './schedules.policy.ts';
import * as sealedItems from './sealed-items.ts';
import { sealedItemPolicies } from './sealed-items.policy.ts';
import * as sessions from './sessions.ts';
import { sessionPolicies } from './sessions.policy.ts';
import * as signIn from './sign-in.ts';
import { signInPolicies } from './sign-in.policy.ts';
import * as slots from './slots.ts';
import { slotPolicies } from './slots.policy.ts';
import * as staff from './staff.ts';
import { staffPolicies } from './staff.policy.ts';
import * as surveyInvitations from './survey-invitations.ts';
import { surveyInvitationPolicies } from './survey-invitations.policy.ts';
import * as surveyResults from './survey-results.ts';
import { surveyResultPolicies } from './survey-results.policy.ts';
import * as surveys from './surveys.ts';
import { surveyPolicies } from './surveys.policy.ts';
import * as tasks from './tasks.ts';
import { taskPolicies } from './tasks.policy.ts';
import * as waitlistEntries from './waitlist-entries.ts';
import { waitlistEntryPolicies } from './waitlist-entries.policy.ts';

export { type EventTypePolicy, type PatientEventType, eventTypePolicies } from './event-types.policy.ts';
export {
  type Limit,
  type LimitName,
  type LimitSubject,
  type Rate,
  callLimits,
  failureLimits,
  nowhereLimits,
  fileCaps,
  holdCaps,
  limits,
  mailLimits,
  type ShareLimit,
  shareLimits,
  streamCaps,
} from './limits.ts';
export { type Owned, type Policy, type PrincipalKind, freshMinutes, principalKinds } from './policy.ts';
export { type Scope, allowsScope, everyScope, scopes } from './scopes.ts';
export { type FieldView, type ShownFields, type StaffRolePolicy, staffRolePolicies } from './staff-roles.policy.ts';

type Table<Rows> = { readonly [Name in keyof PoliciesOf<Rows>]: Name extends keyof Rows ? Rows[Name] & Policy : never };

const join = <Rows extends object>(rows: Rows, policies: PoliciesOf<Rows>): Table<Rows> =>
  Object.fromEntries(
    Object.entries<Policy>(policies).map(([name, policy]) => [
      name,
      { ...(rows[name as keyof Rows] as Endpoint), ...policy },
    ]),
  ) as unknown as Table<Rows>;

/** Every endpoint by its name, which is also its OpenAPI `operationId`. */
export const endpointTable = {
  ...join(organizations, organizationPolicies),
  ...join(locations, locationPolicies),
  ...join(practitioners, practitionerPolicies),
  ...join(healthcareServices, healthcareServicePolicies),
  ...join(schedules, schedulePolicies),
  ...join(busyTimes, busyTimePolicies),
  ...join(slots, slotPolicies),
  ...join(holds, holdPolicies),
  ...join(appointments, appointmentPolicies),
  ...join(waitlistEntries, waitlistEntryPolicies),
  ...join(questionnaires, questionnairePolicies),
  ...join(surveys, surveyPolicies),
  ...join(ownSurveys, ownSurveyPolicies),
  ...join(surveyInvitations, surveyInvitationPolicies),
  ...join(questionnaireResponses, questionnaireResponsePolicies),
  ...join(responseAttachments, responseAttachmentPolicies),
  ...join(surveyResults, surveyResultPolicies),
  ...join(tasks, taskPolicies),
  ...join(consents, consentPolicies),
  ...join(patients, patientPolicies),
  ...join(auditEvents, auditEventPolicies),
  ...join(staff, staffPolicies),
  ...join(apiKeys, apiKeyPolicies),
  ...join(signIn, signInPolicies),
  ...join(sessions, sessionPolicies),
  ...join(ownSessions, ownSessionPolicies),
  ...join(relatedPersons, relatedPersonPolicies),
  ...join(sealedItems, sealedItemPolicies),
  ...join(events, eventPolicies),
};

/** The type of the table, from which the server's handlers and the msw handlers are derived. */
export type EndpointTable = typeof endpointTable;

/** The name of an endpoint. */
export type EndpointName = keyof EndpointTable;

/** Any row of the table. */
export type EndpointRow = Endpoint & Policy;

/** The rows as a list, in the order of the documents. */
export const endpointRows: readonly (EndpointRow & { readonly name: EndpointName })[] = (
  Object.entries(endpointTable) as [EndpointName, EndpointRow][]
).map(([name, row]) => ({ ...row, name }));
