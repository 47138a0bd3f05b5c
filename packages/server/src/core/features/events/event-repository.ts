import { sql } from 'kysely';
import type { TenantScope } from '../../http/context.ts';
import { isOfCurrentDay } from '../appointments/current-day.ts';

/** An event as it was numbered. */
export interface EventRow {
  readonly position: number;
  readonly type: string;
  readonly resource_id: string;
  readonly patient_id: string | null;
  /** Whether it is about a visit of the present day at its place. */
  readonly is_of_current_day: boolean;
}

/** Reads events after a position, in order. What is numbered has committed, so nothing comes in between later. */
export async function readEvents(
  { tx, tenantId }: TenantScope,
  after: number,
  limit: number,
): Promise<readonly EventRow[]> {
  const rows = await tx
    .selectFrom('event')
    .leftJoin('appointment', (on) =>
      on.onRef('appointment.tenant_id', '=', 'event.tenant_id').onRef('appointment.id', '=', 'event.resource_id'),
    )
    .leftJoin('location', (on) =>
      on.onRef('location.tenant_id', '=', 'appointment.tenant_id').onRef('location.id', '=', 'appointment.location_id'),
    )
    .select(['event.position', 'event.type', 'event.resource_id', 'event.patient_id'])
    .select(sql<boolean>`coalesce(${isOfCurrentDay}, false)`.as('is_of_current_day'))
    .where('event.tenant_id', '=', tenantId)
    .where('event.position', '>', after)
    .orderBy('event.position')
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
