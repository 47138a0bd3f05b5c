import { ApiKeys } from './resources/api-keys.ts';
import { AppointmentSessions } from './resources/appointment-sessions.ts';
import { Appointments } from './resources/appointments.ts';
import { AuditEvents } from './resources/audit-events.ts';
import { BusyTimes } from './resources/busy-times.ts';
import { Consents } from './resources/consents.ts';
import { Events } from './resources/events.ts';
import { HealthcareServices } from './resources/healthcare-services.ts';
import { Holds } from './resources/holds.ts';
import { Locations } from './resources/locations.ts';
import { Organizations } from './resources/organizations.ts';
import { OwnSessions } from './resources/own-sessions.ts';
import { OwnSurveys } from './resources/own-surveys.ts';
import { Patients } from './resources/patients.ts';
import { PractitionerRoles } from './resources/practitioner-roles.ts';
import { Practitioners } from './resources/practitioners.ts';
import { ResponseAttachments } from './resources/response-attachments.ts';
import { QuestionnaireResponses } from './resources/questionnaire-responses.ts';
import { Questionnaires } from './resources/questionnaires.ts';
import { RelatedPersons } from './resources/related-persons.ts';
import { SealedItems } from './resources/sealed-items.ts';
import { Schedules } from './resources/schedules.ts';
import { Sessions } from './resources/sessions.ts';
import { Portals, SignInCodes, SignInLinks } from './resources/sign-in.ts';
import { Slots } from './resources/slots.ts';
import { Staff, StaffSessions } from './resources/staff.ts';
import { SurveyInvitations } from './resources/survey-invitations.ts';
import { Surveys } from './resources/surveys.ts';
import { Tasks } from './resources/tasks.ts';
import { WaitlistEntries } from './resources/waitlist-entries.ts';
import type { TransportOptions } from './transport/create-lean-transport.ts';
import { createTransport } from './transport/create-transport.ts';
import type { Credential } from './transport/transport.ts';

/** How to reach a clinic's API. */
export interface PrmClientOptions extends Omit<TransportOptions, 'credential'> {
  /** `pk_…` in a browser, `sk_…` only on a server; a link's secret or an access token acts for one appointment. */
  readonly key: Credential;
}

/**
 * Every resource over one transport. An element or a page that counts bytes composes only the resources that it uses, with `createTransport`.
 *
 * @example
 * ```ts
 * const client = new PrmClient({ apiUrl: 'http://localhost:4870', key: 'pk_demo_riverside' });
 * const { data: services } = await client.healthcareServices.list();
 * ```
 */
export class PrmClient {
  readonly organizations: Organizations;
  readonly locations: Locations;
  readonly practitioners: Practitioners;
  readonly practitionerRoles: PractitionerRoles;
  readonly healthcareServices: HealthcareServices;
  readonly schedules: Schedules;
  readonly busyTimes: BusyTimes;
  readonly slots: Slots;
  readonly holds: Holds;
  readonly appointments: Appointments;
  readonly appointmentSessions: AppointmentSessions;
  readonly auditEvents: AuditEvents;
  readonly patients: Patients;
  readonly signInCodes: SignInCodes;
  readonly signInLinks: SignInLinks;
  readonly portal: Portals;
  readonly sessions: Sessions;
  readonly ownSessions: OwnSessions;
  readonly relatedPersons: RelatedPersons;
  readonly sealedItems: SealedItems;
  readonly staff: Staff;
  readonly staffSessions: StaffSessions;
  readonly apiKeys: ApiKeys;
  readonly waitlistEntries: WaitlistEntries;
  readonly questionnaires: Questionnaires;
  readonly surveys: Surveys;
  readonly ownSurveys: OwnSurveys;
  readonly surveyInvitations: SurveyInvitations;
  readonly questionnaireResponses: QuestionnaireResponses;
  readonly responseAttachments: ResponseAttachments;
  readonly tasks: Tasks;
  readonly consents: Consents;
  readonly events: Events;

  /** @throws {TypeError} for an `apiUrl` that cannot be one */
  constructor({ key, ...options }: PrmClientOptions) {
    const transport = createTransport({ ...options, credential: key });
    this.organizations = new Organizations(transport);
    this.locations = new Locations(transport);
    this.practitioners = new Practitioners(transport);
    this.practitionerRoles = new PractitionerRoles(transport);
    this.healthcareServices = new HealthcareServices(transport);
    this.schedules = new Schedules(transport);
    this.busyTimes = new BusyTimes(transport);
    this.slots = new Slots(transport);
    this.holds = new Holds(transport);
    this.appointments = new Appointments(transport);
    this.appointmentSessions = new AppointmentSessions(transport);
    this.patients = new Patients(transport);
    this.auditEvents = new AuditEvents(transport);
    this.signInCodes = new SignInCodes(transport);
    this.signInLinks = new SignInLinks(transport);
    this.portal = new Portals(transport);
    this.sessions = new Sessions(transport);
    this.ownSessions = new OwnSessions(transport);
    this.relatedPersons = new RelatedPersons(transport);
    this.sealedItems = new SealedItems(transport);
    this.staff = new Staff(transport);
    this.staffSessions = new StaffSessions(transport);
    this.apiKeys = new ApiKeys(transport);
    this.waitlistEntries = new WaitlistEntries(transport);
    this.questionnaires = new Questionnaires(transport);
    this.surveys = new Surveys(transport);
    this.ownSurveys = new OwnSurveys(transport);
    this.surveyInvitations = new SurveyInvitations(transport);
    this.questionnaireResponses = new QuestionnaireResponses(transport);
    this.responseAttachments = new ResponseAttachments(transport);
    this.tasks = new Tasks(transport);
    this.consents = new Consents(transport);
    this.events = new Events(transport);
  }
}
