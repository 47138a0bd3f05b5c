import { sql } from 'kysely';
import type { TenantScope } from '../../http/context.ts';

/** Lets one request at a time join answers of a survey, so that none is in two batches. It holds until the transaction ends. */
export async function lockBatches({ tx, tenantId }: TenantScope, surveyId: string): Promise<void> {
  await sql`select id from survey where tenant_id = ${tenantId} and id = ${surveyId} for no key update`.execute(tx);
}

/** The ids of each batch of a survey's answers, by what is measured, in their order. */
export async function readBatches(
  { tx, tenantId }: TenantScope,
  surveyId: string,
): Promise<ReadonlyMap<string, readonly (readonly string[])[]>> {
  const rows = await tx
    .selectFrom('survey_batch')
    .select(['measure', 'response_ids'])
    .where('tenant_id', '=', tenantId)
    .where('survey_id', '=', surveyId)
    .orderBy('number')
    .execute();
  return new Map(
    [...Map.groupBy(rows, ({ measure }) => measure)].map(([measure, batches]) => [
      measure,
      batches.map((batch) => batch.response_ids),
    ]),
  );
}

/** Stores further batches. */
export async function insertBatches(
  { tx, tenantId }: TenantScope,
  surveyId: string,
  batches: readonly { readonly measure: string; readonly number: number; readonly responseIds: readonly string[] }[],
): Promise<void> {
  const rows = batches.map(({ measure, number, responseIds }) => ({
    tenant_id: tenantId,
    survey_id: surveyId,
    measure,
    number,
    response_ids: [...responseIds],
  }));
  // a statement has 65,535 parameters at most
  for (let at = 0; at < rows.length; at += 5000)
    await tx
      .insertInto('survey_batch')
      .values(rows.slice(at, at + 5000))
      .execute();
}
