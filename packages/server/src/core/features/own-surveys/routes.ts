import type { EndpointAnswer, listOwnSurveys as listRow } from '@openprm/contract';
import type { RequestContext } from '../../http/context.ts';
import { readPage } from '../../http/cursor.ts';
import type { HandlersOf } from '../../http/handlers.ts';
import { reachOf } from '../../http/reach.ts';
import { type OwnSurveyRow, listOwnSurveyRows, readTitles } from './own-survey-repository.ts';

/** Surveys of whoever is signed in. */
export const ownSurveyHandlers: HandlersOf<'listOwnSurveys'> = {
  listOwnSurveys: (context, { query }) => listOwnSurveys(context, query),
};

type Answer = EndpointAnswer<typeof listRow>;

/** Lists them. The audit says that somebody looked and at whose, and names no response: of what was answered in confidence no row says both. */
async function listOwnSurveys(
  context: RequestContext,
  query: { readonly cursor?: string | undefined; readonly limit?: number | undefined },
): Promise<Answer> {
  const { principal } = context;
  const reach = reachOf(principal);
  // who has no chart was asked nothing
  if (principal.kind !== 'person' || reach.of !== 'patient') return { data: [], nextCursor: null };
  const { personId, actingFor } = principal;
  const { patientId } = reach;
  context.touches(null, patientId);
  const filter = { patientId, personId, isPatient: actingFor === null, mayAnswer: actingFor?.mayChange !== false };
  const { data, ...page } = await readPage(
    context,
    query,
    3,
    (after, limit) => listOwnSurveyRows(context, filter, after, limit),
    ({ rank, moment, id }) => [String(rank), moment.toISOString(), id],
    (row) => row,
  );
  const titles = await readTitles(
    context,
    data.map((row) => row.questionnaire_id),
  );
  return { data: data.map((row) => toOwnSurvey(row, titles.get(row.questionnaire_id))), ...page };
}

const toOwnSurvey = (
  row: OwnSurveyRow,
  form: Pick<Answer['data'][number], 'title' | '_title'> | undefined,
): Answer['data'][number] => ({
  id: row.id,
  surveyId: row.survey_id,
  invitationId: row.invitation_id,
  status: row.status,
  mode: row.mode,
  minutes: row.minutes,
  organization: { name: row.organization_name, telephone: row.organization_telephone },
  title: form?.title ?? null,
  _title: form?._title ?? null,
  askedAt: row.asked_at?.toISOString() ?? null,
  expiresAt: row.expires_at?.toISOString() ?? null,
  answeredAt: row.mode === 'named' ? (row.answered_at?.toISOString() ?? null) : null,
});
