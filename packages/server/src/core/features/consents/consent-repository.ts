import type { EndpointAnswer, listConsents } from '@openprm/contract';
import { type Selectable, sql } from 'kysely';
import type { SurveyTables } from '../../database/survey-tables.ts';
import type { TenantScope } from '../../http/context.ts';
import type { SortKey } from '../../http/cursor.ts';

/** A decision's row. */
export type ConsentRow = Selectable<SurveyTables['consent']>;

type Item = EndpointAnswer<typeof listConsents>['data'][number];

/** A row as the wire has it. */
export const toConsent = (row: ConsentRow): Item => ({
  id: row.id,
  patientId: row.patient_id,
  category: row.category,
  decision: row.decision,
  recordedBy: row.recorded_by,
  recordedAt: row.recorded_at.toISOString(),
});

/** Records a decision; the earlier ones stay as they were. */
export async function recordConsent(
  { tx, tenantId }: TenantScope,
  consent: Pick<ConsentRow, 'id' | 'category' | 'decision'> & {
    readonly patientId: string;
    readonly recordedBy: ConsentRow['recorded_by'];
  },
): Promise<Item> {
  const { patientId, recordedBy, ...rest } = consent;
  const row = await tx
    .insertInto('consent')
    .values({ tenant_id: tenantId, patient_id: patientId, recorded_by: recordedBy, ...rest })
    .returningAll()
    .executeTakeFirstOrThrow();
  return toConsent(row);
}

/** Reads what a patient has decided, the newest first. */
export const listConsentRows = (
  { tx, tenantId }: TenantScope,
  patientId: string,
  after: SortKey | undefined,
  limit: number,
): Promise<ConsentRow[]> =>
  tx
    .selectFrom('consent')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('patient_id', '=', patientId)
    .$if(after !== undefined, (query) =>
      query.where(sql<boolean>`(recorded_at, id) < (${after?.[0]}::timestamptz, ${after?.[1]})`),
    )
    .orderBy('recorded_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute();

/** What holds now, of all charts of a person; undefined for who has said nothing. */
export async function readDecision(
  { tx, tenantId }: TenantScope,
  patientIds: readonly string[],
  category: ConsentRow['category'],
): Promise<ConsentRow['decision'] | undefined> {
  const row = await tx
    .selectFrom('consent')
    .select('decision')
    .where('tenant_id', '=', tenantId)
    .where('patient_id', 'in', patientIds)
    .where('category', '=', category)
    .orderBy('recorded_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.decision;
}
