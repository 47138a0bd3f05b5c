import {
  type EndpointInput,
  createApiKey,
  createPractitioner,
  createQuestionnaireResponse,
  createRelatedPerson,
  createResponseAttachment,
  createSignInLink,
  createStaff,
  createWaitlistEntry,
  putBusyTime,
} from '@openprm/contract';
import { type EndpointName, type EndpointTable, endpointRows } from '@openprm/contract/policies';
import { visitExperience } from '@openprm/questionnaire/instruments';
import { sql } from 'kysely';
import { encodeCursor } from '../../core/features/events/feed-cursor.ts';
import { dana, everyDay } from '../clinic-setup.fixture.ts';
import { formOf, storeForm, visitAnswers } from '../survey.fixture.ts';
import { makeDevice, readCode } from '../sign-in.fixture.ts';
import { invitationOf } from './actors.fixture.ts';
import { sessionBeside } from './sessions.fixture.ts';
import type { Scene } from './scene.fixture.ts';
import { bookChart, hold, newEmail, plainForm, registerPortal, type SideWaiting } from './side.fixture.ts';

/**
 * For each endpoint a call that succeeds for who may make it, about things of the scene's own clinic and its person `me`. An endpoint without one does
 * not compile, so that no endpoint is left out of the matrix.
 */
export type Examples = {
  readonly [Name in EndpointName]: (
    scene: Scene,
  ) => EndpointInput<EndpointTable[Name]> | Promise<EndpointInput<EndpointTable[Name]>>;
};

const address = { line: '1 Main Street', city: 'Springfield', state: 'IL', postalCode: '62701', country: 'US' };
const visit = { start: '2027-03-01T10:00:00Z', end: '2027-03-01T11:00:00Z' };
const asClinic = ({ own }: Scene) => ({ credential: own.clinic.secretKey });
const params = (id: string) => ({ params: { id } });
const fromTheStart = async ({ server, clinic: { tenantId } }: Scene['own']) => ({
  query: { after: await encodeCursor(server.ports.keys, { tenantId, position: 0 }) },
});
const theAppointment = async (scene: Scene) => ({ ...params((await scene.appointment()).id), body: {} });
/** A patient apart from `me`, whose sessions a call may end. */
const somePatient = async ({ own }: Scene) => (await bookChart(own, { ...dana, email: newEmail() })).patientId;
/** Who may own an appointment names one, and so does a visitor who names what is another's. */
const replacing = async (scene: Scene) =>
  scene.actor.kind === 'publishable' && scene.actor.names === undefined
    ? {}
    : { replacesAppointmentId: (await scene.appointment()).id };
/** With its secret; whoever names what is another's has the secret of another hold. */
const theHold = async ({ own, actor }: Scene) => {
  const { id, secret } = await hold(own);
  return { ...params(id), body: { secret: actor.names === undefined ? secret : (await hold(own)).secret } };
};
interface Begun {
  readonly id: string;
  readonly version: number;
  /** Whose it is. */
  readonly as: { readonly credential: string; readonly actingFor?: string };
}
/** What `me` has begun to answer; or what the caller has begun for `me` in a session, since nobody goes on with what another has begun. */
const begunResponse = async (scene: Scene): Promise<Begun> => {
  const { actor, own, server } = scene;
  const row = endpointRows.find(({ name }) => name === 'createQuestionnaireResponse');
  const begins = actor.kind === 'person' && actor.isOwner && actor.actsFor !== 'read';
  const byLink = async () => {
    const { link, ...begun } = await scene.response();
    return { ...begun, as: { credential: link } };
  };
  if (row === undefined || !begins) return byLink();
  const credential = (await actor.credential(scene, row)) ?? '';
  const { patientId } = own.me;
  const as = actor.actsFor === undefined || patientId === null ? { credential } : { credential, actingFor: patientId };
  return { ...(await server.call(createQuestionnaireResponse, { body: { surveyId: own.surveys.named } }, as)), as };
};
const offerOf = ({ id, offerId }: SideWaiting) => ({ ...params(id), body: { offerId } });

const someStaff = async (scene: Scene) =>
  (
    await scene.server.call(
      createStaff,
      { body: { name: 'Somebody New', email: newEmail(), role: 'volunteer' } },
      asClinic(scene),
    )
  ).id;
const someKey = async (scene: Scene) =>
  (
    await scene.server.call(
      createApiKey,
      { body: { kind: 'publishable', name: newEmail(), origins: [] } },
      asClinic(scene),
    )
  ).id;
const someBusyTime = async (scene: Scene) => {
  const externalId = `busy-${newEmail().replace('@', '-')}`;
  const body = { practitionerId: scene.own.clinic.practitionerId, ...visit };
  await scene.server.call(putBusyTime, { params: { externalId }, body }, asClinic(scene));
  return { externalId, body };
};
/** What `me` has answered, in confidence for who reads such. */
const answered = async (scene: Scene) => {
  const { surveys } = scene.own;
  if (scene.actor.reads === 'confidential')
    return { id: (await scene.inConfidence()).id, surveyId: surveys.confidential };
  // what is in progress is nobody's but theirs
  await scene.task();
  return { id: (await scene.response()).id, surveyId: surveys.named };
};
const aFile = { contentType: 'text/plain', size: 3 };
const newForm = () => ({ ...formOf(visitExperience), url: `https://forms.example/${newEmail()}` });
const relatedPerson = (patientId: string) => ({
  patientId,
  relationship: 'PRN' as const,
  given: 'Robin',
  family: 'Reyes',
  birthDate: '1960-01-02',
  email: newEmail(),
  reason: 'legal-document' as const,
});

export const examples: Examples = {
  listOrganizations: () => ({ query: {} }),
  createOrganization: () => ({ body: { name: 'New' } }),
  getOrganization: ({ own }) => params(own.clinic.organizationId),
  updateOrganization: ({ own }) => ({ ...params(own.clinic.organizationId), body: { name: 'North Clinic' } }),
  listLocations: ({ own }) => ({ query: { organizationId: own.clinic.organizationId } }),
  createLocation: ({ own }) => ({
    body: { organizationId: own.clinic.organizationId, name: 'New', address, timeZone: 'UTC' },
  }),
  getLocation: ({ own }) => params(own.clinic.locationId),
  updateLocation: ({ own }) => ({ ...params(own.clinic.locationId), body: { active: true } }),
  listPractitioners: ({ own }) => ({ query: { locationId: own.clinic.locationId } }),
  createPractitioner: () => ({ body: { name: 'New' } }),
  getPractitioner: ({ own }) => params(own.clinic.practitionerId),
  updatePractitioner: ({ own }) => ({ ...params(own.clinic.practitionerId), body: { active: true } }),
  listPractitionerRoles: ({ own }) => ({ query: { practitionerId: own.clinic.practitionerId } }),
  // somebody new, since each has one role at a place
  createPractitionerRole: async (scene) => {
    const { id: practitionerId } = await scene.server.call(
      createPractitioner,
      { body: { name: 'New' } },
      asClinic(scene),
    );
    return { body: { practitionerId, locationId: scene.own.clinic.locationId } };
  },
  getPractitionerRole: ({ own }) => params(own.clinic.practitionerRoleId),
  updatePractitionerRole: ({ own }) => ({ ...params(own.clinic.practitionerRoleId), body: { active: true } }),
  listHealthcareServices: ({ own }) => ({ query: { locationId: own.clinic.locationId } }),
  createHealthcareService: ({ own }) => ({
    body: { organizationId: own.clinic.organizationId, name: 'New', durationMinutes: 30 },
  }),
  getHealthcareService: ({ own }) => params(own.clinic.healthcareServiceId),
  updateHealthcareService: ({ own }) => ({ ...params(own.clinic.healthcareServiceId), body: { active: true } }),
  listSchedules: ({ own }) => ({ query: { practitionerRoleId: own.clinic.practitionerRoleId } }),
  createSchedule: ({ own }) => ({
    body: {
      practitionerRoleId: own.clinic.practitionerRoleId,
      healthcareServiceIds: [own.clinic.healthcareServiceId],
      weeklyHours: [{ daysOfWeek: [...everyDay], start: '20:00', end: '21:00' }],
    },
  }),
  getSchedule: ({ own }) => params(own.clinic.scheduleId),
  updateSchedule: ({ own }) => ({ ...params(own.clinic.scheduleId), body: { dailyCap: null } }),

  listBusyTimes: ({ own }) => ({ query: { practitionerId: own.clinic.practitionerId } }),
  putBusyTime: async (scene) => {
    const { externalId, body } = await someBusyTime(scene);
    return { params: { externalId }, body };
  },
  deleteBusyTime: async (scene) => ({ params: { externalId: (await someBusyTime(scene)).externalId } }),

  searchSlots: async (scene) => ({
    query: { healthcareServiceId: scene.own.clinic.healthcareServiceId, ...(await replacing(scene)) },
  }),
  createHold: async (scene) => {
    const replaces = await replacing(scene);
    return { body: { slotId: scene.own.nextSlots()['replacesAppointmentId' in replaces ? 1 : 0].id, ...replaces } };
  },
  renewHold: theHold,
  releaseHold: theHold,

  listAppointments: async (scene) => {
    await scene.appointment();
    return { query: { locationId: scene.own.clinic.locationId } };
  },
  createAppointment: async ({ own, actor, actorSide }) => {
    const { id: holdId, ...held } = await hold(own);
    const { secret: holdSecret } = actor.names === undefined ? held : await hold(own);
    // a session with a chart books for it; a prospect for the address that was verified
    const isProspect = actor.name.endsWith('prospect');
    const patient = { ...dana, email: isProspect ? actorSide.prospect.email : newEmail() };
    return { body: { holdId, holdSecret, ...(actor.kind === 'person' && !isProspect ? {} : { patient }) } };
  },
  getAppointment: async (scene) => params((await scene.appointment()).id),
  getAppointmentCalendar: async (scene) => params((await scene.appointment()).id),
  listAppointmentMails: async (scene) => ({ ...params((await scene.appointment()).id), query: {} }),
  cancelAppointment: theAppointment,
  rescheduleAppointment: async (scene) => {
    const { id } = await scene.appointment();
    const { id: holdId, secret: holdSecret } = await hold(scene.own, id);
    return { ...params(id), body: { holdId, holdSecret } };
  },
  arriveAppointment: theAppointment,
  fulfilAppointment: theAppointment,
  noShowAppointment: async (scene) => {
    const { id } = await scene.appointment();
    await sql`update appointment set start_at = now() - interval '2 days', end_at = now() - interval '1 day' where id = ${id}`.execute(
      scene.server.open.database,
    );
    return { ...params(id), body: {} };
  },
  revokeAppointmentAccess: theAppointment,
  createAppointmentSession: () => ({ body: {} }),

  createWaitlistEntry: async (scene) => {
    const { healthcareServiceId } = scene.own.clinic;
    const replaces = await replacing(scene);
    return {
      body: {
        healthcareServiceId,
        ...('replacesAppointmentId' in replaces ? replaces : { patient: { ...dana, email: newEmail() } }),
      },
    };
  },
  listWaitlistEntries: async (scene) => {
    await scene.waiting();
    return { query: { healthcareServiceId: scene.own.clinic.healthcareServiceId } };
  },
  openWaitlistEntry: () => ({ body: {} }),
  getWaitlistEntry: async (scene) => params((await scene.waiting()).id),
  updateWaitlistEntry: async (scene) => ({ ...params((await scene.waiting()).id), body: { availableTime: [] } }),
  withdrawWaitlistEntry: async (scene) => {
    const { own, server } = scene;
    const body = {
      healthcareServiceId: own.clinic.healthcareServiceId,
      patient: { ...dana, email: newEmail() },
    };
    const joined = await server.call(createWaitlistEntry, { body }, { credential: own.clinic.publishableKey });
    const { id } = scene.actor.names === undefined ? joined : await scene.waiting();
    return { ...params(id), body: { secret: joined.undo?.secret ?? '' } };
  },
  leaveWaitlist: async (scene) => ({ ...params((await scene.waiting()).id), body: {} }),
  offerWaitlistTime: async (scene) => {
    const body = { healthcareServiceId: scene.own.clinic.healthcareServiceId, patientId: scene.own.me.patientId ?? '' };
    const { id } = await scene.server.call(createWaitlistEntry, { body }, asClinic(scene));
    return { ...params(id), body: { slotId: scene.own.nextSlots()[1].id } };
  },
  acceptWaitlistOffer: async (scene) => offerOf(await scene.waiting()),
  declineWaitlistOffer: async (scene) => offerOf(await scene.waiting()),
  listAuditEvents: async (scene) => {
    await scene.appointment();
    return { query: {} };
  },

  listQuestionnaires: () => ({ query: {} }),
  createQuestionnaire: () => ({ body: { questionnaire: newForm() } }),
  getQuestionnaire: ({ own }) => params(own.surveys.questionnaireId),
  putQuestionnaire: async ({ server, own }) => {
    const questionnaire = { ...newForm(), status: 'draft' };
    return { ...params(await storeForm(server, own.clinic, questionnaire)), body: { questionnaire } };
  },
  retireQuestionnaire: async ({ server, own }) => ({
    ...params(await storeForm(server, own.clinic, newForm())),
    body: {},
  }),
  listSurveys: () => ({ query: {} }),
  createSurvey: ({ own }) => ({
    body: {
      organizationId: own.clinic.organizationId,
      questionnaireId: own.surveys.questionnaireId,
      name: 'New',
      mode: 'named',
      readers: ['owner'],
      minutes: 2,
    },
  }),
  getSurvey: ({ own }) => params(own.surveys.named),
  updateSurvey: ({ own }) => ({ ...params(own.surveys.named), body: { name: 'Your visit' } }),
  getSurveyForm: ({ own }) => params(own.surveys.named),
  createSurveyInvitation: async (scene) => ({
    body: { surveyId: scene.own.surveys.named, patientId: await somePatient(scene) },
  }),
  openSurveyInvitation: () => ({ body: {} }),
  decideSurveyMail: () => ({ body: { decision: 'deny' } }),
  listConsents: ({ own }) => ({ query: { patientId: own.me.patientId ?? '' } }),
  createConsent: async (scene) => ({
    body: { patientId: await somePatient(scene), category: 'survey-mail', decision: 'deny' },
  }),
  listOwnSurveys: async (scene) => {
    await scene.response();
    return { query: {} };
  },
  createQuestionnaireResponse: async (scene) => {
    const { own, actor } = scene;
    const surveyId = actor.kind === 'publishable' ? own.surveys.anonymous : own.surveys.named;
    // whoever acts for somebody answers for themself, and a visitor was not asked
    const isAsked = actor.kind === 'publishable' ? actor.names !== undefined : actor.actsFor === undefined;
    return { body: { surveyId, ...(isAsked ? { invitationId: invitationOf(await scene.response()) } : {}) } };
  },
  saveQuestionnaireResponse: async (scene) => {
    const response = visitAnswers('in-progress', { wait: 'good' });
    const { kind, names } = scene.actor;
    if (kind !== 'publishable' || names === 'anothers') {
      const { id, version } = await begunResponse(scene);
      return { ...params(id), body: { version, response } };
    }
    const body = { surveyId: scene.own.surveys.anonymous };
    const as = { credential: scene.own.clinic.publishableKey };
    const begin = () => scene.server.call(createQuestionnaireResponse, { body }, as);
    const { id, version, ...begun } = await begin();
    const { secret } = names === undefined ? begun : await begin();
    const plain = { ...response, questionnaire: `${plainForm}|1` };
    return { ...params(id), body: { version, response: plain, ...(secret === null ? {} : { secret }) } };
  },
  listQuestionnaireResponses: async (scene) => ({ query: { surveyId: (await answered(scene)).surveyId } }),
  getQuestionnaireResponse: async (scene) => params((await answered(scene)).id),
  createResponseAttachment: async (scene) => ({
    ...params((await begunResponse(scene)).id),
    body: { attachment: aFile },
  }),
  putResponseAttachment: async (scene) => {
    const { id, as } = await begunResponse(scene);
    const room = await scene.server.call(createResponseAttachment, { ...params(id), body: { attachment: aFile } }, as);
    return { params: { id, attachmentId: room.id }, body: { data: 'AAAA' } };
  },
  getResponseAttachment: async (scene) => {
    const { id } = await answered(scene);
    const file = await scene.server.open.database
      .selectFrom('response_attachment')
      .select('id')
      .where('questionnaire_response_id', '=', id)
      .executeTakeFirstOrThrow();
    return { params: { id, attachmentId: file.id } };
  },
  getSurveyResults: async (scene) => ({ ...params((await answered(scene)).surveyId), query: {} }),
  exportSurveyResults: async (scene) => ({ ...params((await answered(scene)).surveyId), query: {} }),
  exportSurveyResponses: async (scene) => ({ ...params((await answered(scene)).surveyId), query: {} }),
  listTasks: async (scene) => {
    await scene.task();
    return { query: {} };
  },
  getTask: async (scene) => params(await scene.task()),
  updateTask: async (scene) => ({ ...params(await scene.task()), body: { version: 1, note: 'Called' } }),

  searchPatients: ({ own }) => ({ body: { email: own.me.email } }),
  getPatient: ({ own }) => params(own.me.patientId ?? ''),
  erasePatient: async (scene) => ({ ...params(await somePatient(scene)), body: {} }),

  listStaff: () => ({ query: {} }),
  createStaff: () => ({ body: { name: 'Somebody New', email: newEmail(), role: 'volunteer' } }),
  updateStaff: async (scene) => ({ ...params(await someStaff(scene)), body: { role: 'front-desk' } }),
  inviteStaff: async (scene) => ({ ...params(await someStaff(scene)), body: {} }),
  signOutStaff: async (scene) => ({ ...params(await someStaff(scene)), body: {} }),
  getStaffSession: () => ({}),
  endStaffSession: () => ({}),
  endStaffSessions: () => ({}),
  listStaffSessions: () => ({ query: {} }),
  endOtherStaffSessions: () => ({}),
  endOneStaffSession: async ({ own, actor }) =>
    params(await sessionBeside(own, own.staff[actor.role ?? 'owner'].session)),

  listApiKeys: () => ({ query: {} }),
  createApiKey: () => ({ body: { kind: 'publishable', name: newEmail(), origins: [] } }),
  updateApiKey: async (scene) => ({
    ...params(await someKey(scene)),
    body: { origins: ['https://new.example'] },
  }),
  revokeApiKey: async (scene) => ({ ...params(await someKey(scene)), body: {} }),

  createSignInCode: () => ({ body: { email: newEmail() } }),
  createSignInLink: async (scene) => ({ ...params(await somePatient(scene)), body: {} }),
  deleteSignInLink: async (scene) => {
    const input = { ...params(await somePatient(scene)), body: {} };
    return params((await scene.server.call(createSignInLink, input, asClinic(scene))).id);
  },
  getPortal: async ({ actorSide }) => {
    await registerPortal(actorSide);
    return {};
  },
  putPortal: ({ actorSide }) => ({ body: actorSide.portal.registration }),
  deletePortal: async ({ actorSide }) => {
    await registerPortal(actorSide);
    return {};
  },

  createSession: async ({ server, own }) => {
    const { id, code } = await readCode(server, own.clinic, newEmail());
    return { body: { signInCodeId: id, code, key: (await makeDevice()).key } };
  },
  createSessionFromAssertion: async ({ server, own }) => {
    const audience = await registerPortal(own);
    const now = Math.floor(server.clock.now() / 1000);
    const assertion = await own.portal.sign({
      iss: own.portal.registration.issuer,
      aud: audience,
      sub: 'portal-user',
      jti: crypto.randomUUID(),
      iat: now,
      exp: now + 120,
    });
    return { body: { assertion, key: (await makeDevice()).key } };
  },
  createSessionFromLink: async () => ({ body: { key: (await makeDevice()).key } }),
  refreshSession: async (scene) => {
    const { device, handle } = await scene.refreshable(scene.actorSide);
    return { body: { proof: await device.prove(handle) } };
  },
  getCurrentSession: () => ({}),
  matchCurrentSession: () => ({ body: { birthDate: dana.birthDate } }),
  endCurrentSession: () => ({}),
  endOwnSessions: () => ({}),
  listOwnSessions: () => ({ query: {} }),
  endOtherSessions: () => ({}),
  // of `me`; of whoever acts for `me` their own, since nobody ends another's
  endOneSession: async (scene) => {
    const row = endpointRows.find(({ name }) => name === 'endOneSession');
    const { kind, isOwner, credential } = scene.actor;
    const own = row !== undefined && kind === 'person' && isOwner ? await credential(scene, row) : undefined;
    return params(await sessionBeside(scene.own, own ?? scene.own.me.credential));
  },
  endPatientSessions: async (scene) => ({ ...params(await somePatient(scene)), body: {} }),

  // none of anybody's: what becomes of those is tested beside the service
  getLinkSealing: () => ({}),
  openSealedItems: () => ({ body: { envelopes: ['bm9uZQ..bm9uZQ.bm9uZQ.bm9uZQ'] } }),

  // from the beginning: all that the clinic has ever told
  listEvents: ({ own }) => fromTheStart(own),
  streamEvents: ({ own }) => fromTheStart(own),

  listRelatedPersons: ({ own }) => ({ query: { patientId: own.me.patientId ?? '' } }),
  createRelatedPerson: ({ own }) => ({ body: relatedPerson(own.me.patientId ?? '') }),
  revokeRelatedPerson: async (scene) => {
    const body = relatedPerson(await somePatient(scene));
    return {
      ...params((await scene.server.call(createRelatedPerson, { body }, asClinic(scene))).id),
      body: { reason: 'correction' },
    };
  },
};
