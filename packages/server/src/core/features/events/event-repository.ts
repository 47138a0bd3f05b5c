import type { TenantScope } from '../../http/context.ts';

/** An event as it was numbered. */
export interface EventRow {
  readonly position: number;
  readonly type: string;
  readonly resource_id: string;
  readonly patient_id: string | null;
}

/** Reads events after a position, in order. What is numbered has committed, so nothing comes in between later. */
export async function readEvents(
  { tx, tenantId }: TenantScope,
  after: number,
  limit: number,
): Promise<readonly EventRow[]> {
  const rows = await tx
    .selectFrom('event')
    .select(['position', 'type', 'resource_id', 'patient_id'])
    .where('tenant_id', '=', tenantId)
    .where('position', '>', after)
    .orderBy('position')
    .limit(limit)
    .execute();
  return rows.map((row) => ({ ...row, position: Number(row.position) }));
}

/** The position of the newest event; 0 before the first. */
export async function readHead({ tx, tenantId }: TenantScope): Promise<number> {
  const { event_position: position } = await tx
    .selectFrom('journal_head')
    .select('event_position')
    .where('tenant_id', '=', tenantId)
    .executeTakeFirstOrThrow();
  return Number(position);
}
