import {
  type EndpointAnswer,
  type ResultGroup,
  smallestCell,
  type exportSurveyResponses as fhirRow,
  type exportSurveyResults as csvRow,
  type getSurveyResults as resultsRow,
} from '@openprm/contract';
import { sql } from 'kysely';
import type { RequestContext, TenantScope } from '../../http/context.ts';
import { readPage } from '../../http/cursor.ts';
import { notFound } from '../../problem.ts';
import { isReader } from '../surveys/is-reader.ts';
import { listResponseRows } from '../questionnaire-responses/response-repository.ts';
import { openResponse } from '../questionnaire-responses/sealed-response.ts';
import { type SurveyRow, findSurvey, findSurveyWithForm } from '../surveys/survey-repository.ts';
import { insertBatches, lockBatches, readBatches } from './batch-repository.ts';
import { bundleEntry } from './bundle-entry.ts';
import { toCsv } from './csv.ts';
import { batchesOf, commonPlace } from './join-batches.ts';
import { type PlacedAnswer, readAnswers, readNames } from './read-answers.ts';
import { type Cell, inFives, measuresOf, median, summarize } from './summarize.ts';

type Results = EndpointAnswer<typeof resultsRow>;

/** Five answers of five people that are told together, or not at all. */
interface Batch {
  readonly measure: string;
  readonly answers: readonly PlacedAnswer[];
}

/** What the responses to a survey say together, for whoever it was said reads them. All that is told of answers is told of whole batches. */
export async function getSurveyResults(
  context: RequestContext,
  id: string,
  by: ResultGroup | undefined,
): Promise<Results> {
  const survey = await requireReadable(context, id);
  const { answers, since, damaged } = await readAnswers(context, survey);
  const batches = await joinAnswers(context, survey, answers);
  const { total, lag, contact } = tell(survey, batches);
  const inParts = batches.filter(({ measure }) => measure !== 'lag' && measure !== 'contact');
  context.touches(id);
  return {
    surveyId: id,
    since,
    ...(await countAsked(context, id, since)),
    medianLagHours: lag === undefined ? null : Math.round(lag),
    medianMinutesToContact: contact === undefined ? null : Math.round(contact),
    total,
    groups: by === undefined ? [] : await tellGroups(context, survey, inParts, by),
    trend: [...Map.groupBy(inParts, monthOf)]
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([month, part]) => ({ month, ...tellPart(survey, part) })),
    ...(damaged.length === 0 ? {} : { damaged: [...damaged] }),
  };
}

/** Joins the answers that are in no batch yet, and gives all batches that are whole. */
async function joinAnswers(
  context: RequestContext,
  survey: SurveyRow,
  answers: readonly PlacedAnswer[],
): Promise<readonly Batch[]> {
  await lockBatches(context, survey.id);
  const stored = await readBatches(context, survey.id);
  const joined = measuresOf(survey.scores).map(({ name: measure, isIn }) => {
    const before = stored.get(measure) ?? [];
    const { whole, added } = batchesOf(answers.filter(isIn), before);
    const rows = added.map((batch, index) => ({
      measure,
      number: before.length + index,
      responseIds: batch.map((answer) => answer.id),
    }));
    return { batches: whole.map((batch) => ({ measure, answers: batch })), rows };
  });
  await insertBatches(
    context,
    survey.id,
    joined.flatMap(({ rows }) => rows),
  );
  return joined.flatMap(({ batches }) => batches);
}

/** What batches say together. */
function tell(survey: SurveyRow, batches: readonly Batch[]) {
  const byMeasure = Map.groupBy(batches, ({ measure }) => measure);
  const told = (measure: string) => (byMeasure.get(measure) ?? []).flatMap(({ answers }) => answers);
  return {
    total: summarize(survey.scores, told),
    lag: median(told('lag').flatMap(({ lagHours }) => lagHours ?? [])),
    contact: median(told('contact').flatMap(({ minutesToContact }) => minutesToContact ?? [])),
  };
}

/** What a part of the batches says. It has no bands: rounded, they would say little of so few. */
function tellPart(survey: SurveyRow, batches: readonly Batch[]): Cell {
  const { total } = tell(survey, batches);
  return { ...total, scores: total.scores.map((score) => ({ ...score, bands: [] })) };
}

async function tellGroups(
  context: RequestContext,
  survey: SurveyRow,
  batches: readonly Batch[],
  by: ResultGroup,
): Promise<Results['groups']> {
  const parts = Map.groupBy(batches, ({ answers }) => commonPlace(answers, by));
  const names = await readNames(
    context,
    by,
    [...parts.keys()].filter((id) => id !== null),
  );
  return [...parts].flatMap(([id, part]) =>
    id === null ? [] : [{ id, name: names.get(id) ?? '', ...tellPart(survey, part) }],
  );
}

/** The month in which a batch became whole. */
const monthOf = ({ answers }: Batch): string => answers.reduce((last, { month }) => (month > last ? month : last), '');

/** @throws Problem `not-found`, also for who was not said to read the answers */
async function requireReadable(context: RequestContext, id: string): Promise<SurveyRow> {
  const survey = await findSurvey(context, id);
  if (survey === undefined || !isReader(context, survey)) throw notFound('survey');
  return survey;
}

/** How many people were asked by links, and how many of them have answered; neither where those who have or those who have not are too few. @param since a day from which on links count */
export async function countAsked(
  { tx, tenantId }: TenantScope,
  surveyId: string,
  since: string | null,
): Promise<Pick<Results, 'asked' | 'answered' | 'responseRate'>> {
  const { rows } = await sql<{ asked: number; answered: number }>`
    select count(distinct invitation.patient_id)::integer as asked, count(distinct response.patient_id)::integer as answered
    from survey_invitation as invitation
    left join questionnaire_response as response on response.tenant_id = invitation.tenant_id
      and response.invitation_id = invitation.id and response.status = 'completed'
    where invitation.tenant_id = ${tenantId} and invitation.survey_id = ${surveyId}
      and invitation.created_at >= coalesce(${since}::date::timestamp at time zone 'UTC', '-infinity')`.execute(tx);
  const asked = inFives(rows[0]?.asked ?? 0);
  const answered = inFives(rows[0]?.answered ?? 0);
  // by the rounded numbers: that something is hidden must not say more than they do
  if (asked === null || answered === null || asked - answered < smallestCell)
    return { asked: null, answered: null, responseRate: null };
  return { asked, answered, responseRate: Math.round((100 * answered) / asked) };
}

/** The results as a table. */
export async function exportSurveyResults(
  context: RequestContext,
  id: string,
  by: ResultGroup | undefined,
): Promise<EndpointAnswer<typeof csvRow>> {
  return { fileName: 'results.csv', contentType: 'text/csv', content: toCsv(await getSurveyResults(context, id, by)) };
}

/** What a bundle says of itself that does not hold all that it would (HL7 v3 ObservationValue, in FHIR's `meta.tag`). */
const subsetted = { system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue', code: 'SUBSETTED' };

/** Complete responses as they came, each with its form, the named ones with whose they are and when they were complete. Of those whose owner is hidden the order says the day and no more. */
export async function exportSurveyResponses(
  context: RequestContext,
  id: string,
  query: { readonly cursor?: string | undefined; readonly limit?: number | undefined },
): Promise<EndpointAnswer<typeof fhirRow>> {
  const survey = await requireReadable(context, id);
  const form = await findSurveyWithForm(context, id);
  const canonical = `${form?.url}|${form?.version}`;
  const { data, ...page } = await readPage(
    context,
    query,
    2,
    (after, limit) => listResponseRows(context, { surveyId: survey.id, status: 'completed' }, after, limit),
    ({ created_at: createdAt, id: responseId }) => [createdAt.toISOString(), responseId],
    async (row) => {
      const isOpen = row.mode === 'named' || row.identity_opened_at !== null;
      context.touches(row.id, (isOpen ? row.patient_id : null) ?? undefined);
      return bundleEntry(row, (await openResponse(context, row)).response, canonical);
    },
  );
  const meta = page.damaged === undefined ? {} : { meta: { tag: [subsetted] } };
  return { bundle: { resourceType: 'Bundle', ...meta, type: 'collection', entry: data }, ...page };
}
