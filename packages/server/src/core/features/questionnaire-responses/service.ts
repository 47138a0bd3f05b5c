import type {
  EndpointAnswer,
  FhirResource,
  createQuestionnaireResponse as createRow,
  questionnaireResponseCreateSchema,
  questionnaireResponseSaveSchema,
} from '@openprm/contract';
import { buildResponse, type FormState, recalculate, resumeForm } from '@openprm/questionnaire';
import type * as z from 'zod/mini';
import { reachOf } from '../../http/reach.ts';
import type { RequestContext } from '../../http/context.ts';
import { hashSecret } from '../../keys/secrets.ts';
import { Problem, notFound } from '../../problem.ts';
import { found } from '../found.ts';
import { checkAttachments, dropUnnamed } from '../response-attachments/check-attachments.ts';
import { findInvitation } from '../survey-invitations/invitation-repository.ts';
import { compileForm, stepsOfRequest } from '../surveys/compile-form.ts';
import { type AskedSurvey, findAskedSurvey, findSurveyWithForm } from '../surveys/survey-repository.ts';
import { openTasks } from '../tasks/open-tasks.ts';
import { checkResponse } from './check-response.ts';
import { completedBefore } from './completed-before.ts';
import { type Reason, recoveryReasons, safetyReasons } from './find-reasons.ts';
import {
  type ResponseRow,
  findBegun,
  findInvited,
  findPrevious,
  insertResponse,
  lockResponse,
  momentOf,
  openIdentity,
  writeNextVersion,
} from './response-repository.ts';
import { countedAnswers, countedPoints, scoreAnswers } from './score-answers.ts';
import { type ResponseContent, openResponse, sealResponse } from './sealed-response.ts';
import { readTold } from './told.ts';
import { touchResponse } from './touch-response.ts';

/** How far a response is, for whoever answers it. */
export type ProgressAnswer = EndpointAnswer<typeof createRow>;

/** Who answers: nobody knows, or a patient, perhaps asked by a link. */
type Respondent =
  | { readonly kind: 'anonymous' }
  | {
      readonly kind: 'patient';
      readonly patientId: string;
      readonly invitationId: string | null;
      readonly appointmentId: string | null;
      /** Who is signed in, where it is no link. */
      readonly begunBy: string | null;
    };

/**
 * Begins a response, with or without first answers. Without any, what is in progress is given back.
 *
 * @throws Problem `not-found`, `permission-denied` for a credential that does not fit the mode, `version-conflict`, `response-completed`
 */
export async function createQuestionnaireResponse(
  context: RequestContext,
  { surveyId, invitationId, response }: z.output<typeof questionnaireResponseCreateSchema>,
): Promise<ProgressAnswer> {
  const survey = found('survey', await findSurveyWithForm(context, surveyId));
  const respondent =
    (await findInvitedRespondent(context, survey, invitationId)) ?? (await findRespondent(context, survey));
  const begun = await findBegunBy(context, survey, respondent);
  if (begun !== undefined) return goOn(context, begun, response);
  // what was begun goes on when its survey has ended, and nothing begins then
  if (!survey.active) throw notFound('survey');

  const answers = response ?? emptyResponse(survey);
  const isAnonymous = respondent.kind === 'anonymous';
  const secret = isAnonymous ? context.newSecret() : null;
  const id = survey.mode === 'named' ? context.newId('qrs') : context.newTimelessId('qrs');
  const owner = { id, patient_id: isAnonymous ? null : respondent.patientId };
  const outcome = await readAnswers(context, survey, owner, answers);
  const row = await insertResponse(context, {
    ...owner,
    survey_id: survey.id,
    mode: survey.mode,
    appointment_id: isAnonymous ? null : respondent.appointmentId,
    invitation_id: isAnonymous ? null : respondent.invitationId,
    begun_by: isAnonymous ? null : respondent.begunBy,
    secret_hash: secret === null ? null : await hashSecret(secret),
    sealed: await sealResponse(context, owner, outcome.content),
    created_at: momentOf(survey.mode),
    ...(outcome.isComplete ? { status: 'completed', completed_at: momentOf(survey.mode) } : {}),
  });
  if (row === undefined) {
    // another page of the same person was first
    const first = await findBegunBy(context, survey, respondent);
    if (first === undefined) throw new Error('A response conflicts with one that is not there.');
    return goOn(context, first, response);
  }
  await noteSaved(context, survey, row, outcome, null);
  return { ...(await toProgress(context, survey, row)), response: response === undefined ? answers : null, secret };
}

/**
 * Puts a whole response in place of what was saved before.
 *
 * @throws Problem `not-found`, also for a wrong secret; `version-conflict`; `response-completed`; `validation-failed`
 */
export async function saveQuestionnaireResponse(
  context: RequestContext,
  id: string,
  { version, response, secret }: z.output<typeof questionnaireResponseSaveSchema>,
): Promise<ProgressAnswer> {
  const row = found('questionnaire response', await lockResponse(context, id));
  if (!(await mayWrite(context, row, secret))) throw notFound('questionnaire response');
  const survey = found('survey', await findSurveyWithForm(context, row.survey_id));
  if (row.status === 'completed') throw completedBefore();
  if (row.version !== version) throw versionConflict();
  const outcome = await readAnswers(context, survey, row, response);
  const next = await writeNextVersion(context, row, {
    sealed: await sealResponse(context, row, outcome.content),
    isComplete: outcome.isComplete,
  });
  if (next === undefined) throw versionConflict();
  if (outcome.isComplete) await dropUnnamed(context, next.id, response);
  await noteSaved(context, survey, next, outcome, row);
  return toProgress(context, survey, next);
}

/** What was answered by an invitation's link so far. Whether all was sent stands there after its survey has ended, too; what was typed until then is read no more. */
export async function readInvitedProgress(
  context: RequestContext,
  invitationId: string,
): Promise<{ readonly isComplete: boolean; readonly progress: ProgressAnswer | null }> {
  const row = await findInvited(context, invitationId);
  const survey = row && (await findAskedSurvey(context, row.survey_id));
  return {
    isComplete: row?.status === 'completed',
    progress: row && survey ? await withAnswers(context, survey, row) : null,
  };
}

const versionConflict = () =>
  new Problem('version-conflict', {
    detail: 'These answers were changed on another page since. Begin again without a response to read them, then save.',
  });

/** Who was asked, where it is known: by the link, or by what the patient who is signed in names, which was looked at as theirs. @returns undefined where nobody was */
async function findInvitedRespondent(
  context: RequestContext,
  survey: AskedSurvey,
  named: string | undefined,
): Promise<Respondent | undefined> {
  const reach = reachOf(context.principal);
  const id = reach.of === 'survey-invitation' ? reach.invitationId : named;
  if (id === undefined) return undefined;
  const invitation = await findInvitation(context, id);
  if (invitation?.survey_id !== survey.id) throw notFound('survey');
  return {
    kind: 'patient',
    patientId: invitation.patient_id,
    invitationId: invitation.id,
    appointmentId: invitation.appointment_id,
    begunBy: null,
  };
}

/** Who answers without having been asked, by the credential, where it fits the survey's mode. */
async function findRespondent(context: RequestContext, survey: AskedSurvey): Promise<Respondent> {
  const { principal } = context;
  const reach = reachOf(principal);
  const isAnonymous = survey.mode === 'anonymous';
  // of a survey that has ended nobody is told who might have answered it
  const wrong = (detail: string) => (survey.active ? new Problem('permission-denied', { detail }) : notFound('survey'));
  if (principal.kind === 'publishable') {
    if (!isAnonymous) throw wrong('This survey is answered by a mailed link, or by whoever is signed in.');
    return { kind: 'anonymous' };
  }
  // who has no chart answers for nobody
  if (reach.of !== 'patient' || principal.kind !== 'person') throw notFound('survey');
  if (isAnonymous)
    throw wrong('This survey is anonymous: answer it with the publishable key, which says nothing about you.');
  return {
    kind: 'patient',
    patientId: reach.patientId,
    invitationId: null,
    appointmentId: null,
    begunBy: principal.personId,
  };
}

async function findBegunBy(
  context: RequestContext,
  survey: AskedSurvey,
  respondent: Respondent,
): Promise<ResponseRow | undefined> {
  if (respondent.kind === 'anonymous') return undefined;
  const { invitationId, patientId, begunBy } = respondent;
  if (invitationId !== null) return findInvited(context, invitationId);
  return begunBy === null ? undefined : findBegun(context, { surveyId: survey.id, patientId, begunBy });
}

/** Gives back what is in progress; whoever brings other answers has not seen it. */
async function goOn(
  context: RequestContext,
  row: ResponseRow,
  response: FhirResource | undefined,
): Promise<ProgressAnswer> {
  if (row.status === 'completed') throw completedBefore();
  if (response !== undefined) throw versionConflict();
  const survey = found('survey', await findSurveyWithForm(context, row.survey_id));
  touchResponse(context, row);
  return withAnswers(context, survey, row);
}

const emptyResponse = ({ url, version }: AskedSurvey): FhirResource => ({
  resourceType: 'QuestionnaireResponse',
  questionnaire: `${url}|${version}`,
  status: 'in-progress',
});

/** What is made of answers before they are kept. */
interface Outcome {
  readonly content: ResponseContent;
  readonly isComplete: boolean;
  readonly reasons: readonly Reason[];
  /** The points of the safety answers of other answers to the same form, by rule. */
  readonly safetyOf: (response: FhirResource) => ReadonlyMap<string, number>;
}

/** Checks, scores and watches answers. @throws Problem `validation-failed` */
async function readAnswers(
  context: RequestContext,
  survey: AskedSurvey,
  owner: Pick<ResponseRow, 'id' | 'patient_id'>,
  response: FhirResource,
): Promise<Outcome> {
  const steps = stepsOfRequest();
  const planAt = (offset: number) => compileForm(survey.content, context.now, steps, offset);
  const plan = planAt(0);
  const state = recalculate(plan, checkResponse(survey, plan, response, planAt));
  await checkAttachments(context, owner.id, response);
  const calculated = (of: FormState) => buildResponse(plan, of, { status: 'in-progress' });
  const safety = safetyReasons(survey, plan, response, calculated(state));
  const safetyOf: Outcome['safetyOf'] = (other) => {
    const given = calculated(recalculate(plan, resumeForm(plan, other).state));
    return new Map(safetyReasons(survey, plan, other, given).map(({ rule, points }) => [rule, points ?? -Infinity]));
  };
  if (response['status'] !== 'completed')
    return { content: { response, scores: [] }, isComplete: false, reasons: safety, safetyOf };
  const points = countedPoints(plan, state);
  const scores = scoreAnswers(survey.scores, points, await previousScores(context, survey, owner));
  const counted = countedAnswers(plan, state);
  const recovery = recoveryReasons(survey.recovery, plan, { response, counted, scores });
  return { content: { response, scores }, isComplete: true, reasons: [...safety, ...recovery], safetyOf };
}

async function previousScores(
  context: RequestContext,
  { url, mode, readers }: AskedSurvey,
  { id, patient_id: patientId }: Pick<ResponseRow, 'id' | 'patient_id'>,
): Promise<ResponseContent['scores']> {
  // a change tells what was answered before: beside a name it would tell what was said in confidence, and without one whose it is
  if (patientId === null || mode !== 'named') return [];
  const previous = await findPrevious(context, { id, patientId, url, readers });
  return previous === undefined ? [] : (await openResponse(context, previous)).scores;
}

/**
 * Opens what has to be done because of answers that were kept, and tells who may know of it.
 *
 * @param before the row that they were put in place of
 */
async function noteSaved(
  context: RequestContext,
  survey: AskedSurvey,
  row: ResponseRow,
  { reasons, safetyOf }: Outcome,
  before: ResponseRow | null,
): Promise<void> {
  const { patient_id: patientId } = row;
  if (patientId !== null && reasons.length > 0) {
    if (reasons.some(({ code }) => code === 'safety') && (await openIdentity(context, row.id)))
      await context.note('openConfidentialResponse', row.id, patientId);
    const pointsBefore = async () => safetyOf((await openResponse(context, before ?? row)).response);
    await openTasks(context, { ...row, patient_id: patientId }, reasons, pointsBefore);
  }
  touchResponse(context, row);
  // the moment of what nobody is to know is told to nobody
  if (row.mode === 'named') await context.event('questionnaire-response.changed', row.id);
}

/** Whether the caller may write a response that they named: an anonymous one has who has its secret; any other has an owner, who shows none and is no visitor. */
async function mayWrite(
  { principal }: RequestContext,
  { secret_hash: hash }: ResponseRow,
  secret: string | undefined,
): Promise<boolean> {
  if (hash === null) return secret === undefined && principal.kind !== 'publishable';
  if (secret === undefined) return false;
  const given = await hashSecret(secret);
  return given.every((byte, index) => byte === hash[index]);
}

const withAnswers = async (
  context: RequestContext,
  survey: AskedSurvey,
  row: ResponseRow,
): Promise<ProgressAnswer> => ({
  ...(await toProgress(context, survey, row)),
  response: row.status === 'completed' ? null : (await openResponse(context, row)).response,
});

async function toProgress(context: RequestContext, survey: AskedSurvey, row: ResponseRow): Promise<ProgressAnswer> {
  return {
    id: row.id,
    surveyId: row.survey_id,
    status: row.status,
    version: row.version,
    told: await readTold(context, survey, row),
    response: null,
    secret: null,
  };
}
