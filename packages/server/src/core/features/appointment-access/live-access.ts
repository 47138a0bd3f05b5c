import { sql } from 'kysely';
import type { TenantScope } from '../../http/context.ts';
import type { Principal } from '../../http/principal.ts';
import { endEntryLinks } from '../waitlist-entries/live-entry.ts';

/** Whether a mailed link, or a credential that came of one, is of the version that the appointment has now. */
export async function isLiveAccess(
  { tx, tenantId }: TenantScope,
  { appointmentId, linkVersion }: Principal & { kind: 'link' | 'patient' },
): Promise<boolean> {
  const row = await tx
    .selectFrom('appointment')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', appointmentId)
    .where('link_version', '=', linkVersion)
    .executeTakeFirst();
  return row !== undefined;
}

/**
 * Ends the links to each visit of a patient that still open, as {@link endAccess} those to one. Mails from now on bring new ones.
 *
 * @returns the visits
 */
export async function endAccessOfPatient({ tx, tenantId }: TenantScope, patientId: string): Promise<readonly string[]> {
  const rows = await tx
    .updateTable('appointment')
    .set((row) => ({ link_version: row('link_version', '+', 1) }))
    .where('tenant_id', '=', tenantId)
    .where('patient_id', '=', patientId)
    // a day after it, none opens any more
    .where(sql<boolean>`end_at > now() - interval '25 hours'`)
    .returning('id')
    .execute();
  return rows.map(({ id }) => id);
}

/** Ends all links to an appointment that were mailed, also those by which it could move to an earlier time, and every credential that came of one. */
export async function endAccess(scope: TenantScope, appointmentId: string): Promise<boolean> {
  const { tx, tenantId } = scope;
  const { numUpdatedRows } = await tx
    .updateTable('appointment')
    .set((row) => ({ link_version: row('link_version', '+', 1) }))
    .where('tenant_id', '=', tenantId)
    .where('id', '=', appointmentId)
    .executeTakeFirst();
  await endEntryLinks(scope, { appointmentId });
  return numUpdatedRows > 0n;
}
