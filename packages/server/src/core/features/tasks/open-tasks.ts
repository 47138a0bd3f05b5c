import { sql } from 'kysely';
import type { RequestContext } from '../../http/context.ts';
import { requirePatientKey } from '../../keys/patient-keys.ts';
import type { Reason } from '../questionnaire-responses/find-reasons.ts';
import { sealTask } from './task-record.ts';

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
 */
export async function openTasks(
  context: RequestContext,
  response: TaskSubject,
  reasons: readonly Reason[],
): Promise<void> {
  const { tx, tenantId } = context;
  const seal = await requirePatientKey(context, response.patient_id);
  for (const { rule, code, kind, linkId, scoreId, dueMinutes } of reasons) {
    const id = context.newId('tsk');
    const opened = await tx
      .insertInto('task')
      .values({
        tenant_id: tenantId,
        id,
        code,
        survey_id: response.survey_id,
        questionnaire_response_id: response.id,
        rule,
        patient_id: response.patient_id,
        appointment_id: response.appointment_id,
        owner_id: null,
        outcome: null,
        // in whole milliseconds, as a cursor holds it
        due_at: sql<Date>`date_trunc('milliseconds', clock_timestamp()) + make_interval(mins => ${dueMinutes}::integer)`,
        sealed: await sealTask(seal, id, { kind, linkId, scoreId }),
      })
      .onConflict((conflict) => conflict.constraint('task_once').doNothing())
      .returning('id')
      .executeTakeFirst();
    if (opened === undefined) continue;
    await context.event('task.changed', id);
    if (code === 'safety') await queueAlert(context, id);
  }
}

async function queueAlert({ tx, tenantId, newId, enqueue }: RequestContext, taskId: string): Promise<void> {
  const mailId = newId('mail');
  await tx.insertInto('task_mail').values({ tenant_id: tenantId, id: mailId, task_id: taskId }).execute();
  await enqueue({ kind: 'task-mail-send', tenantId, mailId });
}
