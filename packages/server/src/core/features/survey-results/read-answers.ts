import type { ResultGroup } from '@openprm/contract';
import { type Plan, recalculate, resumeForm } from '@openprm/questionnaire';
import { sql } from 'kysely';
import type { RequestContext, TenantScope } from '../../http/context.ts';
import { type DamagedRow, readEach } from '../../http/cursor.ts';
import type { KeyScope } from '../../keys/patient-keys.ts';
import { listResponseRows } from '../questionnaire-responses/response-repository.ts';
import { countedPoints } from '../questionnaire-responses/score-answers.ts';
import { openResponse } from '../questionnaire-responses/sealed-response.ts';
import { compileForMany } from '../surveys/compile-form.ts';
import type { SurveyRow } from '../surveys/survey-repository.ts';
import type { Placed } from './join-batches.ts';
import type { Answered } from './summarize.ts';

/** So many responses, the newest, are opened for one answer: each is sealed by itself. */
const mostOpened = 5000;

/** A complete response with what it can be told apart by. */
export interface PlacedAnswer extends Answered, Placed {
  /** Such as `2026-11`, in UTC. */
  readonly month: string;
}

/** What answers are read and opened with. */
type AnswerReader = KeyScope & Pick<RequestContext, 'now' | 'tellDamage'>;

/** Complete responses, in the order in which they came. */
export interface ReadAnswers {
  readonly answers: readonly PlacedAnswer[];
  /** The day, such as `2026-11-20`, in which the oldest of them was begun, where there are older ones; else null: they are all. */
  readonly since: string | null;
  /** Those of them that cannot be read. */
  readonly damaged: readonly DamagedRow[];
}

/** Reads and opens the complete responses to a survey, the newest of them. */
export async function readAnswers(
  context: AnswerReader,
  survey: SurveyRow,
  most: number = mostOpened,
): Promise<ReadAnswers> {
  const { content } = await context.tx
    .selectFrom('questionnaire')
    .select('content')
    .where('tenant_id', '=', context.tenantId)
    .where('id', '=', survey.questionnaire_id)
    .executeTakeFirstOrThrow();
  const planAt = plansOf(content, context.now);
  const found = await listResponseRows(context, { surveyId: survey.id, status: 'completed' }, undefined, most + 1);
  const rows = found.slice(0, most);
  const contacts = await readMinutesToContact(context, survey.id);
  const { items: opened, damaged } = await readEach(
    context,
    rows,
    ({ id }) => id,
    async (row) => ({ row, ...(await openResponse(context, row)) }),
  );
  const answers = opened.map(({ row, response, scores }) => {
    const completed = row.completed_at ?? row.created_at;
    return {
      id: row.id,
      person: row.patient_id ?? row.id,
      // As it was when they answered: told by the visit as it is now, moving it would show whether its patient has answered.
      place: {
        location: row.visit_location_id,
        practitioner: row.visit_practitioner_id,
        'healthcare-service': row.visit_healthcare_service_id,
      },
      completed,
      month: completed.toISOString().slice(0, 7),
      points: pointsThen(planAt(completed), response),
      scores,
      lagHours: row.visit_end_at ? lagHours(row.mode, row.visit_end_at.getTime(), completed.getTime()) : undefined,
      minutesToContact: contacts.get(row.id),
    };
  });
  return {
    answers: answers.toSorted((a, b) => a.completed.getTime() - b.completed.getTime() || (a.id < b.id ? -1 : 1)),
    since: found.length > most ? (rows.at(-1)?.created_at.toISOString().slice(0, 10) ?? null) : null,
    damaged,
  };
}

/** The plan of a form by which a response is read: where it calculates what nobody can change, one of the response's own time and steps. */
function plansOf(content: string, now: number): (answeredAt: Date) => Plan {
  const planAt = compileForMany(content);
  const plan = planAt(now);
  const calculates = plan.expressions !== undefined && plan.items.some(({ isReadOnly }) => isReadOnly);
  return (answeredAt) => (calculates ? planAt(answeredAt.getTime()) : plan);
}

/** What counts of a response, as it did when it came: what it says of what is calculated is not believed. */
const pointsThen = (plan: Plan, response: unknown) =>
  countedPoints(plan, recalculate(plan, resumeForm(plan, response).state));

/**
 * From the end of a visit to its answer. In confidence a response says the day alone, in UTC: then it is the middle of what the day leaves open, which is wrong by half a day at most.
 *
 * @param end milliseconds since the epoch
 * @param completed milliseconds since the epoch; in confidence the day's beginning
 */
export function lagHours(mode: SurveyRow['mode'], end: number, completed: number): number {
  const earliest = Math.max(end, completed);
  const latest = mode === 'named' ? earliest : Math.max(earliest, completed + 86_400_000);
  return ((earliest + latest) / 2 - end) / 3_600_000;
}

/** How soon who gave a response was called because of it. */
async function readMinutesToContact({ tx, tenantId }: TenantScope, surveyId: string) {
  const { rows } = await sql<{ id: string; minutes: number }>`
    select questionnaire_response_id as id, min(extract(epoch from contacted_at - created_at))::float8 / 60 as minutes
    from task where tenant_id = ${tenantId} and survey_id = ${surveyId}
      and contacted_at is not null and questionnaire_response_id is not null
    group by questionnaire_response_id`.execute(tx);
  return new Map(rows.map(({ id, minutes }) => [id, minutes]));
}

/** The names of what results are told apart by. */
export async function readNames(
  { tx, tenantId }: TenantScope,
  by: ResultGroup,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const table = (
    { location: 'location', practitioner: 'practitioner', 'healthcare-service': 'healthcare_service' } as const
  )[by];
  const { rows } = await sql<{ id: string; name: string }>`
    select id, name from ${sql.table(table)} where tenant_id = ${tenantId} and id = any(${sql.val([...ids])}::text[])`.execute(
    tx,
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}
