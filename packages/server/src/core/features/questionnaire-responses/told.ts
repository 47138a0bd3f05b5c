import type { RequestContext } from '../../http/context.ts';
import { requirePatientKey } from '../../keys/patient-keys.ts';
import type { SurveyRow } from '../surveys/survey-repository.ts';
import { openTask } from '../tasks/task-record.ts';
import type { ResponseRow } from './response-repository.ts';

/** A safety answer that the clinic was told of. */
export interface Told {
  readonly linkId: string;
  readonly recordedAt: string;
  /** Of the answer that it was told of last; null where that was not kept. */
  readonly points: number | null;
}

/** Which safety answers of a response the clinic was told of, and when last: those that have a task, and nothing else. */
export async function readTold(
  context: RequestContext,
  { safety }: Pick<SurveyRow, 'safety'>,
  { id, patient_id: patientId }: Pick<ResponseRow, 'id' | 'patient_id'>,
): Promise<Told[]> {
  if (safety.length === 0 || patientId === null) return [];
  const tasks = await context.tx
    .selectFrom('task')
    .select(['id', 'rule', 'sealed', 'created_at', 'told_at'])
    .distinctOn('rule')
    .where('tenant_id', '=', context.tenantId)
    .where('questionnaire_response_id', '=', id)
    .where('code', '=', 'safety')
    .orderBy('rule')
    .orderBy('occurrence', 'desc')
    .execute();
  if (tasks.length === 0) return [];
  const seal = await requirePatientKey(context, patientId);
  const told = tasks.map(async ({ id: taskId, rule, sealed, created_at: createdAt, told_at: toldAt }) => {
    const linkId = safety[Number(rule.slice('safety/'.length))]?.linkId;
    if (linkId === undefined) return [];
    const { points = null } = sealed === null ? {} : await openTask(seal, taskId, sealed);
    return [{ linkId, recordedAt: (toldAt ?? createdAt).toISOString(), points }];
  });
  return (await Promise.all(told)).flat();
}
