import { sql } from 'kysely';
import type { SortKey } from '../../http/cursor.ts';
import type { RequestContext } from '../../http/context.ts';

/** Which audit rows a list shows. */
export interface AuditFilter {
  readonly patientId?: string | undefined;
  readonly resourceId?: string | undefined;
  /** Whether rows of who asked for what is not theirs are left out: they are about no patient, and the clinic's alone. */
  readonly hidesTries?: boolean | undefined;
}

/** One audit row, with what is needed to say who it was. */
export interface AuditRow {
  readonly id: string;
  readonly recorded: string;
  readonly action: string;
  readonly principal: string;
  readonly purpose: string | null;
  readonly resource_id: string | null;
  readonly patient_id: string | null;
  readonly staff_id: string | null;
  /** The role that they have now. */
  readonly staff_role: string | null;
  readonly staff_sealed: Uint8Array | null;
}

/** The newest first; those after the key `[recorded, id]`. */
export async function listAuditRows(
  { tx, tenantId }: RequestContext,
  { patientId, resourceId, hidesTries = false }: AuditFilter,
  after: SortKey | undefined,
  limit: number,
): Promise<readonly AuditRow[]> {
  const [recorded = '', id = ''] = after ?? [];
  const { rows } = await sql<AuditRow>`
    select event.id, to_char(event.occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as recorded,
      event.action, event.principal, event.purpose, event.resource_id, event.patient_id,
      staff.id as staff_id, staff.role as staff_role, staff.sealed as staff_sealed
    from audit_event as event
    left join staff on staff.tenant_id = event.tenant_id and event.principal like 'staff:%' and staff.id = split_part(event.principal, ':', 2)
    where event.tenant_id = ${tenantId}
      and (${patientId ?? null}::text is null or event.patient_id = ${patientId ?? null})
      and (${resourceId ?? null}::text is null or event.resource_id = ${resourceId ?? null})
      and (${!hidesTries} or event.patient_id is not null or event.action not like '%!not-found')
      and (${after === undefined} or (event.occurred_at, event.id) < (nullif(${recorded}, '')::timestamptz, ${id}))
    order by event.occurred_at desc, event.id desc limit ${limit}::integer`.execute(tx);
  return rows;
}
