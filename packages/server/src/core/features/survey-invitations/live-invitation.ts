import { sql } from 'kysely';
import type { TenantScope } from '../../http/context.ts';
import type { Principal } from '../../http/principal.ts';

/** Whether a link is of the version that its invitation has now, and the invitation has not expired. With the patient the row goes, and the link. */
export async function isLiveInvitation(
  { tx, tenantId }: TenantScope,
  { invitationId, linkVersion }: Principal & { kind: 'survey-link' },
): Promise<boolean> {
  const row = await tx
    .selectFrom('survey_invitation')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', invitationId)
    .where('link_version', '=', linkVersion)
    .where(sql<boolean>`expires_at > now()`)
    .executeTakeFirst();
  return row !== undefined;
}

/** Ends the links by which a patient answers, or those of a visit. What they have begun stays; another link goes on with nothing of it. */
export async function endSurveyLinks(
  { tx, tenantId }: TenantScope,
  of: { readonly appointmentId: string } | { readonly patientId: string },
): Promise<void> {
  const whose = 'patientId' in of ? sql`patient_id = ${of.patientId}` : sql`appointment_id = ${of.appointmentId}`;
  await sql`
    update survey_invitation set link_version = link_version + 1, expires_at = least(expires_at, now())
    where tenant_id = ${tenantId} and ${whose}`.execute(tx);
}
