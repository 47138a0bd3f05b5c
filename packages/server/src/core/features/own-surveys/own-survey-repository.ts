import { sql } from 'kysely';
import type { TenantScope } from '../../http/context.ts';
import type { SortKey } from '../../http/cursor.ts';

/** Whose surveys, and who looks. */
export interface OwnSurveyFilter {
  readonly patientId: string;
  readonly personId: string;
  /** Whether it is the patient themself. Who acts for them sees what waits for the patient by name, and of answers their own alone. */
  readonly isPatient: boolean;
  /** Whether what waits is shown: who may only read answers nothing. */
  readonly mayAnswer: boolean;
}

/** A survey that somebody was asked to answer, or has begun. */
export interface OwnSurveyRow {
  readonly id: string;
  readonly survey_id: string;
  readonly invitation_id: string | null;
  readonly status: 'in-progress' | 'waiting' | 'answered';
  readonly mode: 'named' | 'confidential';
  readonly minutes: number;
  readonly organization_name: string;
  readonly organization_telephone: string | null;
  readonly questionnaire_id: string;
  readonly asked_at: Date | null;
  readonly expires_at: Date | null;
  readonly answered_at: Date | null;
  /** Where it stands in the list. */
  readonly rank: number;
  readonly moment: Date;
}

/**
 * Reads the surveys of one person: what they have begun first, then what waits, then what they have answered; in each the newest first. What was asked by a link is one with what was
 * answered by it, as long as it answers; what has ended unanswered is not there.
 */
export async function listOwnSurveyRows(
  scope: TenantScope,
  filter: OwnSurveyFilter,
  after: SortKey | undefined,
  limit: number,
): Promise<OwnSurveyRow[]> {
  const { tenantId } = scope;
  const { rows } = await sql<OwnSurveyRow>`
    select item.id, item.survey_id, item.invitation_id, item.status, item.asked_at, item.expires_at, item.answered_at, item.rank, item.moment,
      survey.mode, survey.minutes, survey.questionnaire_id,
      organization.name as organization_name, organization.telephone as organization_telephone
    from (
      select listed.*, case status when 'in-progress' then 2 when 'waiting' then 1 else 0 end as rank
      from (${asked(scope, filter)} union all ${begun(scope, filter)}) listed
    ) item
    join survey on survey.tenant_id = ${tenantId} and survey.id = item.survey_id
    join organization on organization.tenant_id = ${tenantId} and organization.id = survey.organization_id
    where (survey.active or item.status = 'answered')
      ${after === undefined ? sql`` : sql`and (item.rank, item.moment, item.id) < (${after[0]}::integer, ${after[1]}::timestamptz, ${after[2]})`}
    order by item.rank desc, item.moment desc, item.id desc
    limit ${limit}::integer`.execute(scope.tx);
  return rows;
}

/** What the patient was asked by a link. */
const asked = ({ tenantId }: TenantScope, { patientId, personId, isPatient, mayAnswer }: OwnSurveyFilter) => sql`
  select invitation.id, invitation.survey_id, case when ${isPatient} then invitation.id end as invitation_id,
    case response.status when 'completed' then 'answered' when 'in-progress' then 'in-progress' else 'waiting' end as status,
    invitation.created_at as asked_at, case when response.completed_at is null then invitation.expires_at end as expires_at,
    response.completed_at as answered_at, coalesce(response.completed_at, response.created_at, invitation.created_at) as moment
  from survey_invitation invitation
  left join questionnaire_response response on response.tenant_id = invitation.tenant_id and response.invitation_id = invitation.id
  where invitation.tenant_id = ${tenantId} and invitation.patient_id = ${patientId}
    and (response.status = 'completed' or invitation.expires_at > now())
    and (response.id is not null or ${mayAnswer})
    and (${isPatient} or (invitation.mode = 'named' and response.id is null and not exists (
      select from questionnaire_response given
      where given.tenant_id = invitation.tenant_id and given.survey_id = invitation.survey_id and given.patient_id = invitation.patient_id
        and given.begun_by = ${personId} and (given.completed_at is null or given.completed_at >= invitation.created_at))))`;

/** What they have begun in a session without having been asked, or for somebody else. */
const begun = ({ tenantId }: TenantScope, { patientId, personId, isPatient }: OwnSurveyFilter) => sql`
  select id, survey_id, null as invitation_id, case status when 'completed' then 'answered' else 'in-progress' end as status,
    null::timestamptz as asked_at, null::timestamptz as expires_at, completed_at as answered_at, coalesce(completed_at, created_at) as moment
  from questionnaire_response
  where tenant_id = ${tenantId} and patient_id = ${patientId} and begun_by = ${personId} and (${isPatient} or mode = 'named')`;

/** What forms are called, by their ids. */
export async function readTitles(
  { tx, tenantId }: TenantScope,
  questionnaireIds: readonly string[],
): Promise<
  ReadonlyMap<string, { readonly title: string | null; readonly _title: Readonly<Record<string, unknown>> | null }>
> {
  if (questionnaireIds.length === 0) return new Map();
  const rows = await tx
    .selectFrom('questionnaire')
    .select(['id', 'title', sql<Readonly<Record<string, unknown>> | null>`content::json -> '_title'`.as('_title')])
    .where('tenant_id', '=', tenantId)
    .where('id', 'in', [...new Set(questionnaireIds)])
    .execute();
  return new Map(rows.map(({ id, title, _title }) => [id, { title, _title }]));
}
