import type { TenantScope } from '../../http/context.ts';
import type { SurveyRow } from '../surveys/survey-repository.ts';

/** A safety answer that the clinic was told of. */
export interface Told {
  readonly linkId: string;
  readonly recordedAt: string;
}

/** Which safety answers of a response the clinic was told of: those that have a task, and nothing else. */
export async function readTold(
  { tx, tenantId }: TenantScope,
  { safety }: Pick<SurveyRow, 'safety'>,
  responseId: string,
): Promise<Told[]> {
  if (safety.length === 0) return [];
  const tasks = await tx
    .selectFrom('task')
    .select(['rule', 'created_at'])
    .where('tenant_id', '=', tenantId)
    .where('questionnaire_response_id', '=', responseId)
    .where('code', '=', 'safety')
    .orderBy('created_at')
    .orderBy('id')
    .execute();
  return tasks.flatMap(({ rule, created_at: createdAt }) => {
    const linkId = safety[Number(rule.slice('safety/'.length))]?.linkId;
    return linkId === undefined ? [] : [{ linkId, recordedAt: createdAt.toISOString() }];
  });
}
