import type {
  EndpointAnswer,
  getQuestionnaireResponse as getRow,
  listQuestionnaireResponses as listRow,
} from '@openprm/contract';
import type { RequestContext } from '../../http/context.ts';
import { readPage } from '../../http/cursor.ts';
import { notFound } from '../../problem.ts';
import { openPatient } from '../patients/patient-record.ts';
import { sealedPatients } from '../patients/sealed-patients.ts';
import { isReader } from '../surveys/is-reader.ts';
import { type SurveyRow, findSurvey } from '../surveys/survey-repository.ts';
import { type ResponseFilter, type ResponseRow, findResponse, listResponseRows } from './response-repository.ts';
import { openResponse } from './sealed-response.ts';
import { readTold } from './told.ts';

type Item = EndpointAnswer<typeof listRow>['data'][number];

/** Lists the responses to a survey, the newest first, for whoever it was said reads them. */
export async function listQuestionnaireResponses(
  context: RequestContext,
  query: ResponseFilter & { readonly cursor?: string | undefined; readonly limit?: number | undefined },
): Promise<EndpointAnswer<typeof listRow>> {
  const survey = await findSurvey(context, query.surveyId);
  if (survey === undefined || !isReader(context, survey)) throw notFound('survey');
  return readPage(
    context,
    query,
    2,
    (after, limit) => listResponseRows(context, query, after, limit),
    ({ created_at: createdAt, id }) => [createdAt.toISOString(), id],
    async (row) => (await toItem(context, survey, row)).item,
  );
}

/** Reads a response with what was answered, as it came. */
export async function getQuestionnaireResponse(
  context: RequestContext,
  id: string,
): Promise<EndpointAnswer<typeof getRow>> {
  const { item, response } = await findReadable(context, id);
  return { ...item, response };
}

/**
 * A response for those who read the answers. What was typed and not sent is its writer's, but for a safety answer, which somebody has to look at at once.
 *
 * @throws Problem `not-found`
 */
export async function findReadable(context: RequestContext, id: string) {
  const row = await findResponse(context, id);
  const survey = row && (await findSurvey(context, row.survey_id));
  if (row === undefined || survey === undefined || !isReader(context, survey)) throw notFound('questionnaire response');
  const { item, response } = await toItem(context, survey, row);
  if (row.status !== 'completed' && item.safety.length === 0) throw notFound('questionnaire response');
  return { item, response };
}

/** A response as the clinic sees it. Whose it is stands there where the mode says so, or a safety answer has opened it. */
async function toItem(context: RequestContext, survey: SurveyRow, row: ResponseRow) {
  const isOpen = row.mode === 'named' || row.identity_opened_at !== null;
  const patientId = isOpen ? row.patient_id : null;
  context.touches(row.id, patientId ?? undefined);
  const { response, scores } = await openResponse(context, row);
  const item: Item = {
    id: row.id,
    surveyId: row.survey_id,
    mode: row.mode,
    status: row.status,
    createdAt: row.created_at.toISOString(),
    completedAt: row.completed_at?.toISOString() ?? null,
    appointmentId: isOpen ? row.appointment_id : null,
    patient: patientId === null ? null : await readPatient(context, patientId),
    scores: [...scores],
    safety: await readTold(context, survey, row),
  };
  return { item, response };
}

async function readPatient(context: RequestContext, patientId: string): Promise<Item['patient']> {
  const row = await sealedPatients(context).where('patient.id', '=', patientId).executeTakeFirst();
  return row === undefined ? null : openPatient(context, row);
}
