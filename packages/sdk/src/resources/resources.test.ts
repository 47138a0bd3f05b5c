import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as contract from '@openprm/contract';
import { endpointRows } from '@openprm/contract/policies';
import { PrmClient } from '../prm-client.ts';
import type { StreamTransport } from '../transport/transport.ts';
import { AppointmentSessions } from './appointment-sessions.ts';
import { Appointments } from './appointments.ts';
import { AuditEvents } from './audit-events.ts';
import { BusyTimes } from './busy-times.ts';
import { Consents } from './consents.ts';
import { Events } from './events.ts';
import { HealthcareServices } from './healthcare-services.ts';
import { Holds } from './holds.ts';
import { Locations } from './locations.ts';
import { Organizations } from './organizations.ts';
import { OwnSessions } from './own-sessions.ts';
import { OwnSurveys } from './own-surveys.ts';
import { Patients } from './patients.ts';
import { PractitionerRoles } from './practitioner-roles.ts';
import { Practitioners } from './practitioners.ts';
import { ResponseAttachments } from './response-attachments.ts';
import { QuestionnaireResponses } from './questionnaire-responses.ts';
import { Questionnaires } from './questionnaires.ts';
import { RelatedPersons } from './related-persons.ts';
import { SealedItems } from './sealed-items.ts';
import { Schedules } from './schedules.ts';
import { Sessions } from './sessions.ts';
import { Portals, SignInCodes, SignInLinks } from './sign-in.ts';
import { Slots } from './slots.ts';
import { ApiKeys } from './api-keys.ts';
import { Staff, StaffSessions } from './staff.ts';
import { SurveyInvitations } from './survey-invitations.ts';
import { Surveys } from './surveys.ts';
import { Tasks } from './tasks.ts';
import { WaitlistEntries } from './waitlist-entries.ts';

interface Called {
  readonly endpoint: contract.Endpoint;
  readonly input: unknown;
  readonly options: unknown;
}

const calls: Called[] = [];
/** Notes each call and answers an empty page, which no single resource looks into. */
const transport: StreamTransport = {
  call: (endpoint, input, options) => {
    calls.push({ endpoint, input, options });
    return Promise.resolve({ data: [], nextCursor: null } as never);
  },
  open: () => Promise.reject(new Error('No resource of the table opens a stream.')),
};

const options = { locale: 'es' };
const id = 'any_0001';
const practitionerId = 'prc_0001';
const secret = 'a-hold-secret-0123456789';
const patient = {
  given: 'Dana',
  family: 'Reyes',
  birthDate: '1988-03-14',
  phone: '5550101234',
  email: 'dana@example.org',
};
const address = { line: '210 Mill St', city: 'Chicago', state: null, postalCode: null, country: 'US' };
const period = { start: '2026-11-26T10:00:00Z', end: '2026-11-26T11:00:00Z' };
const weekly = { practitionerRoleId: 'rol_0001', healthcareServiceIds: ['svc_0001'], weeklyHours: [] };

const questionnaire = { resourceType: 'Questionnaire' };
const response = { resourceType: 'QuestionnaireResponse', status: 'completed' };
const asked = {
  organizationId: 'org_0001',
  questionnaireId: 'qst_0001',
  name: 'Your visit',
  mode: 'named',
  readers: ['clinician'],
  minutes: 3,
} satisfies contract.SurveyCreate;
const questionnaires = new Questionnaires(transport);
const surveys = new Surveys(transport);
const ownSurveys = new OwnSurveys(transport);
const surveyInvitations = new SurveyInvitations(transport);
const questionnaireResponses = new QuestionnaireResponses(transport);
const responseAttachments = new ResponseAttachments(transport);
const tasks = new Tasks(transport);
const consents = new Consents(transport);
const organizations = new Organizations(transport);
const locations = new Locations(transport);
const practitioners = new Practitioners(transport);
const roles = new PractitionerRoles(transport);
const services = new HealthcareServices(transport);
const schedules = new Schedules(transport);
const busyTimes = new BusyTimes(transport);
const slots = new Slots(transport);
const holds = new Holds(transport);
const appointments = new Appointments(transport);
const patients = new Patients(transport);
const auditEvents = new AuditEvents(transport);
const appointmentSessions = new AppointmentSessions(transport);
const signInCodes = new SignInCodes(transport);
const signInLinks = new SignInLinks(transport);
const portal = new Portals(transport);
const sessions = new Sessions(transport);
const ownSessions = new OwnSessions(transport);
const relatedPersons = new RelatedPersons(transport);
const events = new Events(transport);
const sealedItems = new SealedItems(transport);
const staff = new Staff(transport);
const staffSessions = new StaffSessions(transport);
const apiKeys = new ApiKeys(transport);
const waitlist = new WaitlistEntries(transport);

const location = { organizationId: 'org_0001', name: 'Riverside', address, timeZone: 'America/Chicago' };
const service = { organizationId: 'org_0001', name: 'Follow-up', durationMinutes: 30 };
const role = { practitionerId, locationId: 'loc_0001' };
const params = { id };
const { email, birthDate } = patient;
const key = { kty: 'EC', crv: 'P-256', x: 'x', y: 'y' } as const;
const entered = { signInCodeId: 'sgn_0001', code: '123456', key };
const asserted = { assertion: 'a.b.c', key };
const registration = { issuer: 'https://portal.clinic.example', jwks: { keys: [] } };
const parent = { patientId: id, relationship: 'PRN', given: 'Ana', family: 'Reyes', birthDate, email } as const;

/** Every endpoint: how it is called, and what must then go over the wire. */
const table: [endpoint: contract.Endpoint, act: () => Promise<unknown>, input: unknown][] = [
  [contract.listOrganizations, () => organizations.list({ limit: 1 }, options), { query: { limit: 1 } }],
  [contract.createOrganization, () => organizations.create({ name: 'R' }, options), { body: { name: 'R' } }],
  [contract.getOrganization, () => organizations.get(id, options), { params }],
  [
    contract.updateOrganization,
    () => organizations.update({ id, active: false }, options),
    { params, body: { active: false } },
  ],
  [contract.listLocations, () => locations.list({ cursor: 'c' }, options), { query: { cursor: 'c' } }],
  [contract.createLocation, () => locations.create(location, options), { body: location }],
  [contract.getLocation, () => locations.get(id, options), { params }],
  [contract.updateLocation, () => locations.update({ id, name: 'R' }, options), { params, body: { name: 'R' } }],
  [contract.listPractitioners, () => practitioners.list(undefined, options), { query: {} }],
  [contract.createPractitioner, () => practitioners.create({ name: 'A' }, options), { body: { name: 'A' } }],
  [contract.getPractitioner, () => practitioners.get(id, options), { params }],
  [
    contract.updatePractitioner,
    () => practitioners.update({ id, name: 'A' }, options),
    { params, body: { name: 'A' } },
  ],
  [contract.listPractitionerRoles, () => roles.list({ practitionerId }, options), { query: { practitionerId } }],
  [contract.createPractitionerRole, () => roles.create(role, options), { body: role }],
  [contract.getPractitionerRole, () => roles.get(id, options), { params }],
  [
    contract.updatePractitionerRole,
    () => roles.update({ id, active: true }, options),
    { params, body: { active: true } },
  ],
  [
    contract.listHealthcareServices,
    () => services.list({ locationId: 'loc_0001' }, options),
    { query: { locationId: 'loc_0001' } },
  ],
  [contract.createHealthcareService, () => services.create(service, options), { body: service }],
  [contract.getHealthcareService, () => services.get(id, options), { params }],
  [
    contract.updateHealthcareService,
    () => services.update({ id, capacity: 4 }, options),
    { params, body: { capacity: 4 } },
  ],
  [contract.listSchedules, () => schedules.list({}, options), { query: {} }],
  [contract.createSchedule, () => schedules.create(weekly, options), { body: weekly }],
  [contract.getSchedule, () => schedules.get(id, options), { params }],
  [
    contract.updateSchedule,
    () => schedules.update({ id, dailyCap: null }, options),
    { params, body: { dailyCap: null } },
  ],
  [contract.listBusyTimes, () => busyTimes.list({ practitionerId }, options), { query: { practitionerId } }],
  [
    contract.putBusyTime,
    () => busyTimes.put({ externalId: 'x1', practitionerId, ...period }, options),
    { params: { externalId: 'x1' }, body: { practitionerId, ...period } },
  ],
  [contract.deleteBusyTime, () => busyTimes.delete('x1', options), { params: { externalId: 'x1' } }],
  [
    contract.searchSlots,
    () => slots.search({ healthcareServiceId: 'svc_0001', times: 'first-day' }, options),
    { query: { healthcareServiceId: 'svc_0001', times: 'first-day' } },
  ],
  [contract.createHold, () => holds.create({ slotId: 'slot_0001' }, options), { body: { slotId: 'slot_0001' } }],
  [contract.renewHold, () => holds.renew({ id, secret }, options), { params, body: { secret } }],
  [contract.releaseHold, () => holds.release({ id, secret }, options), { params, body: { secret } }],
  [
    contract.listAppointments,
    () => appointments.list({ date: '2026-11-26' }, options),
    { query: { date: '2026-11-26' } },
  ],
  [
    contract.createAppointment,
    () => appointments.create({ holdId: id, holdSecret: secret, patient }, options),
    { body: { holdId: id, holdSecret: secret, patient } },
  ],
  [
    contract.searchPatients,
    () => patients.search({ phone: '(555) 010-1234', limit: 1 }, options),
    { body: { phone: '(555) 010-1234', limit: 1 } },
  ],
  [contract.getPatient, () => patients.get(id, options), { params: { id } }],
  [contract.erasePatient, () => patients.erase(id, options), { params: { id }, body: {} }],
  [contract.listAuditEvents, () => auditEvents.list({ limit: 1 }, options), { query: { limit: 1 } }],
  [contract.listStaff, () => staff.list({ limit: 1 }, options), { query: { limit: 1 } }],
  [
    contract.createStaff,
    () => staff.create({ name: 'Nia', email, role: 'volunteer' }, options),
    { body: { name: 'Nia', email, role: 'volunteer' } },
  ],
  [
    contract.updateStaff,
    () => staff.update({ id, role: 'owner' }, options),
    { params: { id }, body: { role: 'owner' } },
  ],
  [contract.inviteStaff, () => staff.invite(id, options), { params: { id }, body: {} }],
  [contract.signOutStaff, () => staff.signOut(id, options), { params: { id }, body: {} }],
  [contract.getStaffSession, () => staffSessions.current(options), {}],
  [contract.endStaffSession, () => staffSessions.end(options), {}],
  [contract.endStaffSessions, () => staffSessions.endAll(options), {}],
  [contract.listStaffSessions, () => staffSessions.list({ limit: 5 }, options), { query: { limit: 5 } }],
  [contract.endOtherStaffSessions, () => staffSessions.endOthers(options), {}],
  [contract.endOneStaffSession, () => staffSessions.endOne(id, options), { params }],
  [contract.listApiKeys, () => apiKeys.list({ limit: 1 }, options), { query: { limit: 1 } }],
  [
    contract.createApiKey,
    () => apiKeys.create({ kind: 'secret', name: 'sync', scopes: ['clinic:read'] }, options),
    { body: { kind: 'secret', name: 'sync', scopes: ['clinic:read'] } },
  ],
  [
    contract.updateApiKey,
    () => apiKeys.update({ id, origins: [] }, options),
    { params: { id }, body: { origins: [] } },
  ],
  [contract.revokeApiKey, () => apiKeys.revoke(id, options), { params: { id }, body: {} }],
  [contract.getAppointment, () => appointments.get(id, options), { params }],
  [contract.listAppointmentMails, () => appointments.mails(id, options), { params, query: {} }],
  [contract.getAppointmentCalendar, () => appointments.calendar(id, options), { params }],
  [
    contract.cancelAppointment,
    () => appointments.cancel({ id, reason: 'pat' }, options),
    { params, body: { reason: 'pat' } },
  ],
  [
    contract.rescheduleAppointment,
    () => appointments.reschedule({ id, holdId: id, holdSecret: secret }, options),
    { params, body: { holdId: id, holdSecret: secret } },
  ],
  [contract.arriveAppointment, () => appointments.arrive(id, options), { params, body: {} }],
  [contract.fulfilAppointment, () => appointments.fulfil(id, options), { params, body: {} }],
  [contract.noShowAppointment, () => appointments.noShow(id, options), { params, body: {} }],
  [contract.revokeAppointmentAccess, () => appointments.revokeAccess(id, options), { params, body: {} }],
  [contract.createAppointmentSession, () => appointmentSessions.create(options), { body: {} }],
  [contract.createSignInCode, () => signInCodes.create({ email }, options), { body: { email } }],
  [
    contract.createSignInLink,
    () => signInLinks.create({ patientId: id, hours: 24 }, options),
    { params, body: { hours: 24 } },
  ],
  [contract.deleteSignInLink, () => signInLinks.delete(id, options), { params }],
  [contract.getPortal, () => portal.get(options), {}],
  [contract.putPortal, () => portal.put(registration, options), { body: registration }],
  [contract.deletePortal, () => portal.delete(options), {}],
  [contract.createSession, () => sessions.create(entered, options), { body: entered }],
  [contract.createSessionFromAssertion, () => sessions.createFromAssertion(asserted, options), { body: asserted }],
  [contract.createSessionFromLink, () => sessions.createFromLink({ key }, options), { body: { key } }],
  [contract.refreshSession, () => sessions.refresh({ proof: 'p' }, options), { body: { proof: 'p' } }],
  [contract.getCurrentSession, () => sessions.current(options), {}],
  [contract.matchCurrentSession, () => sessions.match({ birthDate }, options), { body: { birthDate } }],
  [contract.endCurrentSession, () => sessions.end(options), {}],
  [contract.endOwnSessions, () => sessions.endAll(options), {}],
  [contract.listOwnSessions, () => ownSessions.list({ limit: 5 }, options), { query: { limit: 5 } }],
  [contract.endOtherSessions, () => ownSessions.endOthers(options), {}],
  [contract.endOneSession, () => ownSessions.end(id, options), { params }],
  [contract.endPatientSessions, () => sessions.endOfPatient(id, options), { params, body: {} }],
  [contract.listRelatedPersons, () => relatedPersons.list({ patientId: id }, options), { query: { patientId: id } }],
  [contract.createRelatedPerson, () => relatedPersons.create(parent, options), { body: parent }],
  [
    contract.revokeRelatedPerson,
    () => relatedPersons.revoke(id, { ...options, reason: 'safety' }),
    { params, body: { reason: 'safety' } },
  ],
  [
    contract.createWaitlistEntry,
    () => waitlist.create({ healthcareServiceId: 'svc_0001', patient }, options),
    { body: { healthcareServiceId: 'svc_0001', patient } },
  ],
  [
    contract.listWaitlistEntries,
    () => waitlist.list({ status: 'waitlist' }, options),
    { query: { status: 'waitlist' } },
  ],
  [contract.openWaitlistEntry, () => waitlist.open(options), { body: {} }],
  [contract.getWaitlistEntry, () => waitlist.get(id, options), { params }],
  [
    contract.updateWaitlistEntry,
    () => waitlist.update({ id, availableTime: [] }, options),
    { params, body: { availableTime: [] } },
  ],
  [
    contract.withdrawWaitlistEntry,
    () => waitlist.withdraw({ id, secret: 'undo-secret' }, options),
    { params, body: { secret: 'undo-secret' } },
  ],
  [contract.leaveWaitlist, () => waitlist.leave(id, options), { params, body: {} }],
  [
    contract.offerWaitlistTime,
    () => waitlist.offer(id, 'slot_0001', options),
    { params, body: { slotId: 'slot_0001' } },
  ],
  [
    contract.acceptWaitlistOffer,
    () => waitlist.accept({ id, offerId: 'ofr_0001' }, options),
    { params, body: { offerId: 'ofr_0001' } },
  ],
  [
    contract.declineWaitlistOffer,
    () => waitlist.decline({ id, offerId: 'ofr_0001' }, options),
    { params, body: { offerId: 'ofr_0001' } },
  ],
  [
    contract.listQuestionnaires,
    () => questionnaires.list({ status: 'active' }, options),
    { query: { status: 'active' } },
  ],
  [contract.createQuestionnaire, () => questionnaires.create({ questionnaire }, options), { body: { questionnaire } }],
  [contract.getQuestionnaire, () => questionnaires.get(id, options), { params }],
  [
    contract.putQuestionnaire,
    () => questionnaires.put({ id, questionnaire }, options),
    { params, body: { questionnaire } },
  ],
  [contract.retireQuestionnaire, () => questionnaires.retire(id, options), { params, body: {} }],
  [contract.listSurveys, () => surveys.list({ limit: 1 }, options), { query: { limit: 1 } }],
  [contract.createSurvey, () => surveys.create(asked, options), { body: asked }],
  [contract.getSurvey, () => surveys.get(id, options), { params }],
  [contract.updateSurvey, () => surveys.update({ id, active: false }, options), { params, body: { active: false } }],
  [
    contract.getSurveyResults,
    () => surveys.results({ id, by: 'location' }, options),
    { params, query: { by: 'location' } },
  ],
  [contract.exportSurveyResults, () => surveys.resultsCsv({ id }, options), { params, query: {} }],
  [
    contract.exportSurveyResponses,
    () => surveys.responsesFhir({ id, limit: 1 }, options),
    { params, query: { limit: 1 } },
  ],
  [contract.listOwnSurveys, () => ownSurveys.list({ limit: 1 }, options), { query: { limit: 1 } }],
  [contract.getSurveyForm, () => surveys.getForm(id, options), { params }],
  [
    contract.createSurveyInvitation,
    () => surveyInvitations.create({ surveyId: id, patientId: 'pat_0001' }, options),
    { body: { surveyId: id, patientId: 'pat_0001' } },
  ],
  [contract.openSurveyInvitation, () => surveyInvitations.open(options), { body: {} }],
  [
    contract.createQuestionnaireResponse,
    () => questionnaireResponses.create({ surveyId: id, response }, options),
    { body: { surveyId: id, response } },
  ],
  [
    contract.saveQuestionnaireResponse,
    () => questionnaireResponses.save({ id, version: 1, response, secret }, options),
    { params, body: { version: 1, response, secret } },
  ],
  [
    contract.listQuestionnaireResponses,
    () => questionnaireResponses.list({ surveyId: id }, options),
    { query: { surveyId: id } },
  ],
  [contract.getQuestionnaireResponse, () => questionnaireResponses.get(id, options), { params }],
  [
    contract.createResponseAttachment,
    () => responseAttachments.create({ responseId: id, attachment: { contentType: 'image/png', size: 3 } }, options),
    { params, body: { attachment: { contentType: 'image/png', size: 3 } } },
  ],
  [
    contract.putResponseAttachment,
    () => responseAttachments.put({ responseId: id, id: 'fil_0001', data: 'AAAA' }, options),
    { params: { id, attachmentId: 'fil_0001' }, body: { data: 'AAAA' } },
  ],
  [
    contract.getResponseAttachment,
    () => responseAttachments.get({ responseId: id, id: 'fil_0001' }, options),
    { params: { id, attachmentId: 'fil_0001' } },
  ],
  [contract.decideSurveyMail, () => surveyInvitations.decideMail('deny', options), { body: { decision: 'deny' } }],
  [contract.listConsents, () => consents.list({ patientId: id }, options), { query: { patientId: id } }],
  [
    contract.createConsent,
    () => consents.create({ patientId: id, category: 'survey-mail', decision: 'deny' }, options),
    { body: { patientId: id, category: 'survey-mail', decision: 'deny' } },
  ],
  [contract.listTasks, () => tasks.list({ status: 'open' }, options), { query: { status: 'open' } }],
  [contract.getTask, () => tasks.get(id, options), { params }],
  [
    contract.updateTask,
    () => tasks.update({ id, version: 1, outcome: 'helped' }, options),
    { params, body: { version: 1, outcome: 'helped' } },
  ],
  [contract.listEvents, () => events.list({ after: 'c', wait: 5 }, options), { query: { after: 'c', wait: 5 } }],
  [contract.getLinkSealing, () => sealedItems.linkSealing(options), {}],
  [contract.openSealedItems, () => sealedItems.open({ envelopes: ['a'] }, options), { body: { envelopes: ['a'] } }],
];

describe('a resource calls', () => {
  for (const [endpoint, act, input] of table) {
    test(`${endpoint.method} ${endpoint.path}`, async () => {
      calls.length = 0;
      await act();
      assert.deepEqual(calls, [{ endpoint, input, options }]);
      assert.equal(calls[0]?.endpoint, endpoint);
    });
  }

  test('every endpoint of the contract', () => {
    // what stays open is no call: ../events/events.test.ts
    const streamed = `${contract.streamEvents.method} ${contract.streamEvents.path}`;
    const reached = new Set([streamed, ...table.map(([{ method, path }]) => `${method} ${path}`)]);
    const missing = endpointRows.filter(({ method, path }) => !reached.has(`${method} ${path}`));
    assert.deepEqual(
      missing.map(({ name }) => name),
      [],
    );
  });
});

test('the client has every resource, over one transport', () => {
  const client = new PrmClient({ apiUrl: 'https://prm.clinic.example', key: 'pk_test_riverside' });
  assert.deepEqual(
    Object.values(client).map((resource: object) => resource.constructor),
    [
      Organizations,
      Locations,
      Practitioners,
      PractitionerRoles,
      HealthcareServices,
      Schedules,
      BusyTimes,
      Slots,
      Holds,
      Appointments,
      AppointmentSessions,
      AuditEvents,
      Patients,
      SignInCodes,
      SignInLinks,
      Portals,
      Sessions,
      OwnSessions,
      RelatedPersons,
      SealedItems,
      Staff,
      StaffSessions,
      ApiKeys,
      WaitlistEntries,
      Questionnaires,
      Surveys,
      OwnSurveys,
      SurveyInvitations,
      QuestionnaireResponses,
      ResponseAttachments,
      Tasks,
      Consents,
      Events,
    ],
  );
});
