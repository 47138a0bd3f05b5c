import { sql } from 'kysely';
import type { TenantScope } from '../../http/context.ts';

/** An invitation's row, or undefined. */
export const findInvitation = ({ tx, tenantId }: TenantScope, id: string) =>
  tx
    .selectFrom('survey_invitation')
    .select(['id', 'survey_id', 'patient_id', 'appointment_id', 'expires_at'])
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .executeTakeFirst();

/** The invitation by which a survey has asked about a visit, and whether its link answers still; or undefined. */
export const findInvitationOfVisit = (
  { tx, tenantId }: TenantScope,
  { surveyId, appointmentId }: { readonly surveyId: string; readonly appointmentId: string },
) =>
  tx
    .selectFrom('survey_invitation')
    .select(['id', 'link_version', sql<boolean>`expires_at > now()`.as('answers')])
    .where('tenant_id', '=', tenantId)
    .where('survey_id', '=', surveyId)
    .where('appointment_id', '=', appointmentId)
    .executeTakeFirst();

/** How long a link answers. */
export const daysOpen = 30;

/**
 * Makes an invitation. One about the same visit whose links have ended, and by which nothing was begun, is made anew: only its later links open it. In confidence none is: that it can be
 * made would tell that its patient has not answered.
 *
 * @returns undefined for a visit that this survey has asked about
 */
export const insertInvitation = (
  { tx, tenantId }: TenantScope,
  {
    id,
    survey,
    patientId,
    appointmentId,
    now,
  }: {
    readonly id: string;
    readonly survey: { readonly id: string; readonly mode: 'named' | 'confidential' };
    readonly patientId: string;
    readonly appointmentId: string | null;
    /** Epoch milliseconds. */
    readonly now: number;
  },
) =>
  tx
    .insertInto('survey_invitation')
    .values({
      tenant_id: tenantId,
      id,
      survey_id: survey.id,
      mode: survey.mode,
      patient_id: patientId,
      appointment_id: appointmentId,
      expires_at: new Date(now + daysOpen * 86_400_000),
    })
    .onConflict((conflict) =>
      conflict
        .constraint('survey_invitation_of_visit')
        .doUpdateSet({
          expires_at: (row) => row.ref('excluded.expires_at'),
          link_version: sql<number>`survey_invitation.link_version + 1`,
        })
        .where(
          sql<boolean>`survey_invitation.mode = 'named' and survey_invitation.expires_at <= now() and not exists (select from questionnaire_response as response
            where response.tenant_id = survey_invitation.tenant_id and response.invitation_id = survey_invitation.id)`,
        ),
    )
    .returning(['id', 'link_version', 'expires_at'])
    .executeTakeFirst();

/** How many links of a patient answer now. */
export async function countOpenLinks({ tx, tenantId }: TenantScope, patientId: string): Promise<number> {
  const { open } = await tx
    .selectFrom('survey_invitation')
    .select(({ fn }) => fn.countAll<string>().as('open'))
    .where('tenant_id', '=', tenantId)
    .where('patient_id', '=', patientId)
    .where(sql<boolean>`expires_at > now()`)
    .executeTakeFirstOrThrow();
  return Number(open);
}

/** Notes that a patient is asked now, by whatever survey and whomever: no mail asks them again too soon. */
export async function noteAsked({ tx, tenantId }: TenantScope, patientId: string): Promise<void> {
  await sql`
    insert into survey_throttle (tenant_id, patient_id, last_asked_at) values (${tenantId}, ${patientId}, now())
    on conflict (tenant_id, patient_id) do update set last_asked_at = now()`.execute(tx);
}
