import type { AuditEvent } from '@openprm/sdk';
import type { AccessLogMessages } from '../locales/access-log/messages.ts';

/** What a patient is told that somebody did. */
export type Act = keyof AccessLogMessages['acts'];

/** The server's names of what can touch a patient, in a patient's words. What is not here is told by its kind alone. */
const acts: Readonly<Partial<Record<string, Act>>> = {
  listAppointments: 'lookedAtVisits',
  getAppointment: 'lookedAtVisit',
  getAppointmentCalendar: 'lookedAtVisit',
  listAppointmentMails: 'lookedAtVisit',
  createAppointmentSession: 'openedVisitLink',
  createAppointment: 'booked',
  rescheduleAppointment: 'moved',
  cancelAppointment: 'cancelled',
  arriveAppointment: 'notedArrival',
  fulfilAppointment: 'notedCompletion',
  noShowAppointment: 'notedAbsence',
  revokeAppointmentAccess: 'endedVisitLinks',
  searchPatients: 'lookedUp',
  getPatient: 'lookedAtDetails',
  erasePatient: 'erased',
  rewritePatient: 'changed',
  sendMail: 'sentMail',
  createSession: 'signedIn',
  createSessionFromAssertion: 'signedIn',
  createSessionFromLink: 'signedIn',
  matchCurrentSession: 'signedIn',
  getCurrentSession: 'stayedSignedIn',
  endPatientSessions: 'signedOutByClinic',
  createSignInLink: 'madeLink',
  deleteSignInLink: 'endedLink',
  listAuditEvents: 'lookedAtLog',
  listEvents: 'followed',
  streamEvents: 'followed',
  createWaitlistEntry: 'joinedWaitlist',
  listWaitlistEntries: 'lookedAtWaitlist',
  openWaitlistEntry: 'lookedAtWaitlist',
  getWaitlistEntry: 'lookedAtWaitlist',
  updateWaitlistEntry: 'changedWish',
  withdrawWaitlistEntry: 'leftWaitlist',
  leaveWaitlist: 'leftWaitlist',
  offerWaitlistTime: 'offeredTime',
  acceptWaitlistOffer: 'booked',
  declineWaitlistOffer: 'declinedOffer',
  sendWaitlistMail: 'sentMail',
  listRelatedPersons: 'lookedAtProxies',
  createRelatedPerson: 'addedProxy',
  revokeRelatedPerson: 'endedProxy',
  sendRelatedPersonMail: 'sentMail',
  listOwnSurveys: 'lookedAtSurveys',
  createSurveyInvitation: 'madeSurveyLink',
  openSurveyInvitation: 'openedSurvey',
  createQuestionnaireResponse: 'openedSurvey',
  saveQuestionnaireResponse: 'savedAnswers',
  listQuestionnaireResponses: 'lookedAtAnswers',
  getQuestionnaireResponse: 'lookedAtAnswers',
  createResponseAttachment: 'savedAnswers',
  putResponseAttachment: 'savedAnswers',
  getResponseAttachment: 'lookedAtAnswers',
  exportSurveyResponses: 'exportedAnswers',
  openConfidentialResponse: 'openedAnswers',
  listTasks: 'lookedAtTask',
  getTask: 'lookedAtTask',
  updateTask: 'changedTask',
  sendSurveyMail: 'sentMail',
  decideSurveyMail: 'notedChoice',
  listConsents: 'lookedAtChoices',
  createConsent: 'notedChoice',
  // a POST, since envelopes do not fit into an address; it changes nothing
  openSealedItems: 'looked',
};

/** What an event is told as: by its name, else by FHIR's letter for its kind. */
export function actOf({ operation, action }: Pick<AuditEvent, 'operation' | 'action'>): Act {
  const known = Object.hasOwn(acts, operation) ? acts[operation] : undefined;
  if (known !== undefined) return known;
  switch (action) {
    case 'C':
      return 'added';
    case 'R':
      return 'looked';
    case 'U':
      return 'changed';
    case 'D':
      return 'deleted';
    case 'E':
    case 'unknown':
      return 'other';
  }
}
