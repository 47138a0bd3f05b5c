import { plantedPerson } from '../planted-person.ts';
import type { HttpAnswer } from '../http-caller.ts';
import type { ProofDeployment } from './deployment.ts';

/** Kinds of links to a survey, and of acts by one, that must be refused. */
export const surveyLinkKinds = [
  'surveyLinkForged',
  'surveyLinkOfOtherVersion',
  'surveyLinkOfOtherTenant',
  'surveyLinkOfOtherResponse',
  'surveyLinkExpired',
  'surveyLinkEnded',
  'surveyLinkOfErased',
  'surveyAnsweredTwice',
  'surveyOfSomebodyByVisitor',
] as const;
export type SurveyLinkKind = (typeof surveyLinkKinds)[number];

/** How a trial asks one of the processes. */
export interface SurveyTrialCalls {
  send(process: number, path: string, body: object, credential: string): Promise<HttpAnswer>;
  /** Counts an answer: refused as it must be, accepted, or something else. */
  expect(kind: SurveyLinkKind, answer: HttpAnswer, status: number): void;
}

/** Somebody who was asked, with their link and what they have begun. */
interface Asked {
  readonly patientId: string;
  readonly link: string;
  readonly responseId: string;
}

const answers = (status: 'in-progress' | 'completed') => ({
  resourceType: 'QuestionnaireResponse',
  status,
  item: [{ linkId: 'words', answer: [{ valueString: 'Well' }] }],
});

/**
 * Asks people at the first process, and shows at the second their links: forged, for another clinic or response, after they expired, were ended, were used, or their patient was erased.
 *
 * @param nextSlotId a time for a visit, which makes a patient
 */
export async function openSurveyLinkTrial(
  { clinic, database, keys }: ProofDeployment,
  otherTenantId: string,
  nextSlotId: () => string,
  { send, expect }: SurveyTrialCalls,
) {
  const [organization] = (await clinic.organizations.list()).data;
  const { id: questionnaireId } = await clinic.questionnaires.create({
    questionnaire: {
      resourceType: 'Questionnaire',
      url: 'https://north.example/words',
      version: '1',
      status: 'active',
      title: 'Words',
      item: [{ linkId: 'words', type: 'text', text: 'How was it?' }],
    },
  });
  const { id: surveyId } = await clinic.surveys.create({
    organizationId: organization?.id ?? '',
    questionnaireId,
    name: 'Words',
    mode: 'confidential',
    readers: ['clinician'],
    minutes: 1,
  });
  const open = (link: string) => send(1, '/v1/survey-invitations/open', {}, link);
  const save = (responseId: string, credential: string, status: 'in-progress' | 'completed' = 'in-progress') =>
    send(1, `/v1/questionnaire-responses/${responseId}/save`, { version: 1, response: answers(status) }, credential);

  async function ask(): Promise<Asked> {
    const { id: holdId, secret: holdSecret } = await clinic.holds.create({ slotId: nextSlotId() });
    const booked = await clinic.appointments.create({ holdId, holdSecret, patient: plantedPerson() });
    const patientId = booked.patient?.id ?? '';
    const { secret: link } = await clinic.surveyInvitations.create({ surveyId, patientId });
    const begun = await send(0, '/v1/questionnaire-responses', { surveyId }, link);
    if (begun.status !== 201) throw new Error(`Nothing was begun: ${begun.status} ${String(begun.body['code'])}`);
    const opened = await open(link);
    if (opened.status !== 200) throw new Error(`A link was not known at the other process: ${opened.status}`);
    return { patientId, link, responseId: String(begun.body['id']) };
  }

  /** The parts of a link: tenant, invitation, version and MAC. */
  async function tryForged({ link, responseId }: Asked, other: Asked): Promise<void> {
    const [tenant = '', invitation = '', version = '', mac = ''] = link.slice('svl_'.length).split('.');
    const flipped = mac.startsWith('A') ? `B${mac.slice(1)}` : `A${mac.slice(1)}`;
    expect('surveyLinkForged', await open(`svl_${tenant}.${invitation}.${version}.${flipped}`), 401);
    expect('surveyLinkOfOtherVersion', await open(`svl_${tenant}.${invitation}.${Number(version) + 1}.${mac}`), 401);
    const foreign = `svl_${otherTenantId.slice('ten_'.length)}.${invitation}.${version}.${mac}`;
    expect('surveyLinkOfOtherTenant', await open(foreign), 401);
    expect('surveyLinkOfOtherResponse', await save(responseId, other.link), 404);
    expect('surveyOfSomebodyByVisitor', await save(responseId, keys.publishableKey), 404);
  }

  return {
    async tryRound(): Promise<void> {
      const [used, ended, expired] = [await ask(), await ask(), await ask()];
      await tryForged(used, ended);
      const sent = await save(used.responseId, used.link, 'completed');
      if (sent.status !== 200)
        throw new Error(`Answers could not be sent: ${sent.status} ${String(sent.body['code'])}`);
      expect('surveyAnsweredTwice', await save(used.responseId, used.link), 409);
      await clinic.patients.erase(used.patientId);
      expect('surveyLinkOfErased', await open(used.link), 401);
      await clinic.sessions.endOfPatient(ended.patientId);
      expect('surveyLinkEnded', await open(ended.link), 401);
      const invitationId = `svi_${expired.link.split('.')[1] ?? ''}`;
      await database.query('update survey_invitation set expires_at = now() where id = $1', [invitationId]);
      expect('surveyLinkExpired', await open(expired.link), 401);
    },
  };
}
