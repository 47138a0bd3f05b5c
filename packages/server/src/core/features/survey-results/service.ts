import {
  type EndpointAnswer,
  type ResultGroup,
  smallestCell,
  type exportSurveyResponses as fhirRow,
  type exportSurveyResults as csvRow,
  type getSurveyResults as resultsRow,
} from '@openprm/contract';
import { resumeForm } from '@openprm/questionnaire';
import { sql } from 'kysely';
import type { RequestContext } from '../../http/context.ts';
import { readPage } from '../../http/cursor.ts';
import { notFound } from '../../problem.ts';
import { isReader } from '../surveys/is-reader.ts';
import { listResponseRows } from '../questionnaire-responses/response-repository.ts';
import { countedPoints } from '../questionnaire-responses/score-answers.ts';
import { openResponse } from '../questionnaire-responses/sealed-response.ts';
import { compileForm } from '../surveys/compile-form.ts';
import { type SurveyRow, findSurvey } from '../surveys/survey-repository.ts';
import { toCsv } from './csv.ts';
import { hiddenParts } from './hide-small.ts';
import { type Answered, type Cell, hiddenCell, median, summarize } from './summarize.ts';

type Results = EndpointAnswer<typeof resultsRow>;

/** So many responses, the newest, are opened for one answer: each is sealed by itself. */
const mostOpened = 5000;

/** A complete response with what it can be told apart by. */
interface PlacedAnswer extends Answered {
  readonly month: string;
  readonly group: { readonly id: string; readonly name: string } | undefined;
  /** From the end of the visit to the answer. */
  readonly lagHours: number | undefined;
}

/** What the responses to a survey say together, for whoever it was said reads them. */
export async function getSurveyResults(
  context: RequestContext,
  id: string,
  by: ResultGroup | undefined,
): Promise<Results> {
  const survey = await requireReadable(context, id);
  const answers = await readAnswers(context, survey, by);
  const { asked, answered } = await countLinks(context, id);
  const lags = answers.flatMap(({ lagHours }) => (lagHours === undefined ? [] : [lagHours]));
  const lag = lags.length < smallestCell ? undefined : median(lags);
  const isTold = asked >= smallestCell && hiddenParts([answered, asked - answered].filter((n) => n > 0)).size === 0;
  const cells = (parts: ReadonlyMap<string, readonly PlacedAnswer[]>): Cell[] =>
    cellsOf(survey, [...parts.values()], answers.length);
  const groups = Map.groupBy(
    by === undefined ? [] : answers.filter(({ group }) => group !== undefined),
    ({ group }) => group?.id ?? '',
  );
  const months = new Map([...Map.groupBy(answers, ({ month }) => month)].toSorted(([a], [b]) => (a < b ? -1 : 1)));
  const [groupCells, monthCells] = [cells(groups), cells(months)];
  context.touches(id);
  return {
    surveyId: id,
    // beside the count of answers it would tell how many of few did not answer
    asked: isTold ? asked : null,
    answered: isTold ? answered : null,
    responseRate: isTold ? Math.round((100 * answered) / asked) : null,
    medianLagHours: lag === undefined ? null : Math.round(lag),
    medianMinutesToContact: await minutesToContact(context, id),
    total: summarize(survey.scores, answers),
    groups: [...groups].map(([groupId, [first]], index) => ({
      id: groupId,
      name: first?.group?.name ?? '',
      ...(groupCells[index] ?? hiddenCell),
    })),
    trend: [...months.keys()].map((month, index) => ({ month, ...(monthCells[index] ?? hiddenCell) })),
  };
}

/** The cells of parts of a whole, of which those are hidden that could be somebody. None has bands: taken from the whole's, they would tell those of a hidden part. */
function cellsOf(survey: SurveyRow, parts: readonly (readonly PlacedAnswer[])[], whole: number): Cell[] {
  const counts = parts.map((part) => part.length);
  const unplaced = whole - counts.reduce((sum, count) => sum + count, 0);
  const hidden = hiddenParts(counts, unplaced);
  return parts.map((part, index) => (hidden.has(index) ? hiddenCell : withoutBands(summarize(survey.scores, part))));
}

const withoutBands = (cell: Cell): Cell => ({ ...cell, scores: cell.scores.map((score) => ({ ...score, bands: [] })) });

/** @throws Problem `not-found`, also for who was not said to read the answers */
async function requireReadable(context: RequestContext, id: string): Promise<SurveyRow> {
  const survey = await findSurvey(context, id);
  if (survey === undefined || !isReader(context, survey)) throw notFound('survey');
  return survey;
}

async function countLinks({ tx, tenantId }: RequestContext, surveyId: string) {
  const { rows } = await sql<{ asked: number; answered: number }>`
    select count(*)::integer as asked, count(response.id)::integer as answered
    from survey_invitation as invitation
    left join questionnaire_response as response on response.tenant_id = invitation.tenant_id
      and response.invitation_id = invitation.id and response.status = 'completed'
    where invitation.tenant_id = ${tenantId} and invitation.survey_id = ${surveyId}`.execute(tx);
  return rows[0] ?? { asked: 0, answered: 0 };
}

/** How soon whom the answers called for was called. */
async function minutesToContact({ tx, tenantId }: RequestContext, surveyId: string): Promise<number | null> {
  const { rows } = await sql<{ contacted: number; minutes: number | null }>`
    select count(*)::integer as contacted,
      round(percentile_cont(0.5) within group (order by extract(epoch from contacted_at - created_at)::float8) / 60)::integer as minutes
    from task where tenant_id = ${tenantId} and survey_id = ${surveyId} and contacted_at is not null`.execute(tx);
  const [{ contacted = 0, minutes = null } = {}] = rows;
  return contacted < smallestCell ? null : minutes;
}

/** Reads and opens the complete responses. */
async function readAnswers(
  context: RequestContext,
  survey: SurveyRow,
  by: ResultGroup | undefined,
): Promise<readonly PlacedAnswer[]> {
  const { content } = await context.tx
    .selectFrom('questionnaire')
    .select('content')
    .where('tenant_id', '=', context.tenantId)
    .where('id', '=', survey.questionnaire_id)
    .executeTakeFirstOrThrow();
  const plan = compileForm(content, context.now);
  const rows = await listResponseRows(context, { surveyId: survey.id, status: 'completed' }, undefined, mostOpened);
  const visits = await readVisits(context, survey.id, by);
  const answers: PlacedAnswer[] = [];
  for (const row of rows) {
    const { response, scores } = await openResponse(context, row);
    const visit = row.appointment_id === null ? undefined : visits.get(row.appointment_id);
    const completed = row.completed_at ?? row.created_at;
    answers.push({
      points: countedPoints(plan, resumeForm(plan, response).state),
      scores,
      month: completed.toISOString().slice(0, 7),
      group: visit?.group,
      lagHours: visit && Math.max(0, (completed.getTime() - visit.end) / 3_600_000),
    });
  }
  return answers;
}

/** The visits that a survey's responses are about, with the name of what they are told apart by. */
async function readVisits({ tx, tenantId }: RequestContext, surveyId: string, by: ResultGroup = 'location') {
  const table = (
    { location: 'location', practitioner: 'practitioner', 'healthcare-service': 'healthcare_service' } as const
  )[by];
  const { rows } = await sql<{ id: string; end: Date; groupId: string; name: string }>`
    select visit.id, visit.end_at as "end", part.id as "groupId", part.name
    from appointment as visit
    join ${sql.table(table)} as part on part.tenant_id = visit.tenant_id and part.id = visit.${sql.ref(`${table}_id`)}
    where visit.tenant_id = ${tenantId} and visit.id in (
      select appointment_id from questionnaire_response where tenant_id = ${tenantId} and survey_id = ${surveyId})`.execute(
    tx,
  );
  return new Map(
    rows.map(({ id, end, groupId, name }) => [id, { end: end.getTime(), group: { id: groupId, name } }] as const),
  );
}

/** The results as a table. */
export async function exportSurveyResults(
  context: RequestContext,
  id: string,
  by: ResultGroup | undefined,
): Promise<EndpointAnswer<typeof csvRow>> {
  return { fileName: 'results.csv', contentType: 'text/csv', content: toCsv(await getSurveyResults(context, id, by)) };
}

/** Complete responses as they came. Of those whose owner is hidden the order says the day and no more. */
export async function exportSurveyResponses(
  context: RequestContext,
  id: string,
  query: { readonly cursor?: string | undefined; readonly limit?: number | undefined },
): Promise<EndpointAnswer<typeof fhirRow>> {
  const survey = await requireReadable(context, id);
  const { data, nextCursor } = await readPage(
    query,
    2,
    (after, limit) => listResponseRows(context, { surveyId: survey.id, status: 'completed' }, after, limit),
    ({ created_at: createdAt, id: responseId }) => [createdAt.toISOString(), responseId],
    async (row) => {
      const isOpen = row.mode === 'named' || row.identity_opened_at !== null;
      context.touches(row.id, (isOpen ? row.patient_id : null) ?? undefined);
      return { fullUrl: `urn:openprm:${row.id}`, resource: (await openResponse(context, row)).response };
    },
  );
  return { bundle: { resourceType: 'Bundle', type: 'collection', entry: data }, nextCursor };
}
