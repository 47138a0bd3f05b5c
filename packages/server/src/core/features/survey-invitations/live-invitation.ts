import type { ProblemContact } from '@openprm/contract';
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

/** Whom somebody calls whose link has ended; undefined where the invitation has gone with its patient. What is the clinic's own, and nothing of the patient. */
export const contactOfInvitation = ({ tx, tenantId }: TenantScope, id: string): Promise<ProblemContact | undefined> =>
  tx
    .selectFrom('survey_invitation as invitation')
    .innerJoin('survey', (on) =>
      on.onRef('survey.tenant_id', '=', 'invitation.tenant_id').onRef('survey.id', '=', 'invitation.survey_id'),
    )
    .innerJoin('organization', (on) =>
      on
        .onRef('organization.tenant_id', '=', 'survey.tenant_id')
        .onRef('organization.id', '=', 'survey.organization_id'),
    )
    .where('invitation.tenant_id', '=', tenantId)
    .where('invitation.id', '=', id)
    .select([
      'organization.telephone',
      'survey.emergency_telephone as emergencyTelephone',
      'survey.crisis_telephone as crisisTelephone',
    ])
    .executeTakeFirst();

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
