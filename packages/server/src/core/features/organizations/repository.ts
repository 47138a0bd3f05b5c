import type { Organization, OrganizationCreate, OrganizationUpdate } from '@openprm/contract';
import { sql } from 'kysely';
import type { SortKey } from '../../http/cursor.ts';
import type { RequestContext } from '../../http/context.ts';
import { daysOpen } from '../survey-invitations/invitation-repository.ts';

const columns = ['id', 'name', 'telephone', 'email', 'active'] as const;

/** By name, then id; those after the key `[name, id]`. */
export async function readOrganizations(
  { tx, tenantId }: RequestContext,
  after: SortKey | undefined,
  limit: number,
): Promise<Organization[]> {
  const [name = '', id = ''] = after ?? [];
  return tx
    .selectFrom('organization')
    .select(columns)
    .where('tenant_id', '=', tenantId)
    .$if(after !== undefined, (query) =>
      query.where(({ eb, refTuple, tuple }) => eb(refTuple('name', 'id'), '>', tuple(name, id))),
    )
    .orderBy('name')
    .orderBy('id')
    .limit(limit)
    .execute();
}

export async function readOrganization(
  { tx, tenantId }: RequestContext,
  id: string,
): Promise<Organization | undefined> {
  return tx
    .selectFrom('organization')
    .select(columns)
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .executeTakeFirst();
}

export async function insertOrganization(
  { tx, tenantId, newId }: RequestContext,
  { name, telephone = null, email = null }: OrganizationCreate,
): Promise<Organization> {
  return tx
    .insertInto('organization')
    .values({ tenant_id: tenantId, id: newId('org'), name, telephone, email })
    .returning(columns)
    .executeTakeFirstOrThrow();
}

/** Sets the fields that are given, at least one. */
export async function changeOrganization(
  { tx, tenantId }: RequestContext,
  id: string,
  { name, telephone, email, active }: OrganizationUpdate,
): Promise<Organization | undefined> {
  return tx
    .updateTable('organization')
    .set({ name, telephone, email, active })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .returning(columns)
    .executeTakeFirst();
}

/**
 * Whether an alert would go to an organization when a safety answer is given: a survey of its own that people may answer watches for some, or one that has ended and that somebody has begun: by a link
 * that answers still, or in a session within as many days as a link answers.
 */
export async function isAlerted({ tx, tenantId }: RequestContext, id: string): Promise<boolean> {
  const watching = await tx
    .selectFrom('survey')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('organization_id', '=', id)
    .where(sql<boolean>`safety <> '[]'`)
    .where(
      sql<boolean>`(active or exists (
        select from questionnaire_response as response
        left join survey_invitation as invitation
          on invitation.tenant_id = response.tenant_id and invitation.id = response.invitation_id
        where response.tenant_id = survey.tenant_id and response.survey_id = survey.id and response.status = 'in-progress'
          and coalesce(invitation.expires_at, response.created_at + make_interval(days => ${daysOpen})) > now()))`,
    )
    .limit(1)
    .executeTakeFirst();
  return watching !== undefined;
}
