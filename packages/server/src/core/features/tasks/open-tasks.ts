import { sql } from 'kysely';
import type { RequestContext } from '../../http/context.ts';
import { type PatientSeal, requirePatientKey } from '../../keys/patient-keys.ts';
import type { Reason } from '../questionnaire-responses/find-reasons.ts';
import { openTask, sealTask } from './task-record.ts';

/** The response that something has to be done about. */
export interface TaskSubject {
  readonly id: string;
  readonly survey_id: string;
  readonly patient_id: string;
  readonly appointment_id: string | null;
}

/**
 * Opens a task for each reason that has none yet, in the transaction of the answer, with its event; and for a safety answer the alert to the clinic. When it commits all of it
 * is there, and only then may anybody be told that the clinic knows.
 *
 * A safety answer that is worse than what the clinic was told of is told of again: by the same task as long as nobody was reached because of it, by another once somebody was done with it. So is
 * one that was given anew since then.
 *
 * @param pointsBefore of the safety answers that stood there until now, by rule
 */
export async function openTasks(
  context: RequestContext,
  response: TaskSubject,
  reasons: readonly Reason[],
  pointsBefore: () => Promise<ReadonlyMap<string, number>>,
): Promise<void> {
  const seal = await requirePatientKey(context, response.patient_id);
  for (const reason of reasons) {
    const last = await findLast(context, response.id, reason.rule);
    if (last === undefined) {
      await openOne(context, seal, response, reason, 1);
      continue;
    }
    if (reason.points === null) continue;
    const told = await pointsTold(seal, last);
    const isDone = last.closed_at !== null || last.contacted_at !== null;
    if (reason.points > told) {
      if (isDone) await openOne(context, seal, response, reason, last.occurrence + 1);
      else await tellAgain(context, seal, last.id, reason);
    } else if (isDone && reason.points > ((await pointsBefore()).get(reason.rule) ?? -Infinity))
      await openOne(context, seal, response, reason, last.occurrence + 1);
  }
}

type LastTask = NonNullable<Awaited<ReturnType<typeof findLast>>>;

/** The last task of a rule and a response, locked: whoever closes it meanwhile waits, and has not seen what it says then. */
const findLast = ({ tx, tenantId }: RequestContext, responseId: string, rule: string) =>
  tx
    .selectFrom('task')
    .select(['id', 'occurrence', 'sealed', 'contacted_at', 'closed_at'])
    .where('tenant_id', '=', tenantId)
    .where('questionnaire_response_id', '=', responseId)
    .where('rule', '=', rule)
    .orderBy('occurrence', 'desc')
    .limit(1)
    .forUpdate()
    .executeTakeFirst();

/** What the first tasks told of was not kept: whatever comes now may be worse. */
async function pointsTold(seal: PatientSeal, { id, sealed }: LastTask): Promise<number> {
  const { points = null } = sealed === null ? {} : await openTask(seal, id, sealed);
  return points ?? -Infinity;
}

async function openOne(
  context: RequestContext,
  seal: PatientSeal,
  response: TaskSubject,
  { rule, code, kind, linkId, scoreId, points, dueMinutes }: Reason,
  occurrence: number,
): Promise<void> {
  const id = context.newId('tsk');
  await context.tx
    .insertInto('task')
    .values({
      tenant_id: context.tenantId,
      id,
      code,
      survey_id: response.survey_id,
      questionnaire_response_id: response.id,
      rule,
      occurrence,
      patient_id: response.patient_id,
      appointment_id: response.appointment_id,
      owner_id: null,
      outcome: null,
      // in whole milliseconds, as a cursor holds it
      due_at: sql<Date>`date_trunc('milliseconds', clock_timestamp()) + make_interval(mins => ${dueMinutes}::integer)`,
      sealed: await sealTask(seal, id, { kind, linkId, scoreId, points }),
    })
    .execute();
  await context.event('task.changed', id);
  if (code === 'safety') await queueAlert(context, id);
}

/** A task of which nobody has been reached yet is of a worse answer from now on. Who has seen it before reads it again before they change it. */
async function tellAgain(
  context: RequestContext,
  seal: PatientSeal,
  id: string,
  { kind, linkId, scoreId, points }: Reason,
): Promise<void> {
  await context.tx
    .updateTable('task')
    .set({
      sealed: await sealTask(seal, id, { kind, linkId, scoreId, points }),
      told_at: sql<Date>`date_trunc('milliseconds', clock_timestamp())`,
      version: sql<number>`version + 1`,
    })
    .where('tenant_id', '=', context.tenantId)
    .where('id', '=', id)
    .execute();
  await context.event('task.changed', id);
  await queueAlert(context, id);
}

async function queueAlert({ tx, tenantId, newId, enqueue }: RequestContext, taskId: string): Promise<void> {
  const mailId = newId('mail');
  await tx.insertInto('task_mail').values({ tenant_id: tenantId, id: mailId, task_id: taskId }).execute();
  await enqueue({ kind: 'task-mail-send', tenantId, mailId });
}
