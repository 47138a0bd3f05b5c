import { sql } from 'kysely';
import type { TenantScope } from '../../http/context.ts';
import type { Principal } from '../../http/principal.ts';

/** So many days after an entry has ended its link still says how it ended, and who it was for no more. */
const daysAfterEnd = 7;

/** Whether a mailed link is of the version that its entry has now, and the entry has not ended long ago. */
export async function isLiveEntry(
  { tx, tenantId }: TenantScope,
  { entryId, linkVersion }: Principal & { kind: 'waitlist-link' },
): Promise<boolean> {
  const row = await tx
    .selectFrom('waitlist_entry')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', entryId)
    .where('link_version', '=', linkVersion)
    .where(sql<boolean>`(ended_at is null or ended_at > now() - make_interval(days => ${daysAfterEnd}::integer))`)
    .executeTakeFirst();
  return row !== undefined;
}

/** Whose links end: those of a visit's entries, which wait for an earlier time or have brought it, or a patient's. */
export type EndedLinks = { readonly appointmentId: string } | { readonly patientId: string };

/** Ends all links to entries that were mailed. The next mail brings a new one. */
export async function endEntryLinks({ tx, tenantId }: TenantScope, of: EndedLinks): Promise<void> {
  const whose =
    'patientId' in of
      ? sql`patient_id = ${of.patientId}`
      : sql`(replaces_appointment_id = ${of.appointmentId} or appointment_id = ${of.appointmentId})`;
  await sql`
    update waitlist_entry set link_version = link_version + 1 where tenant_id = ${tenantId} and ${whose}`.execute(tx);
}
