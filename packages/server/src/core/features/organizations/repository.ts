import type { Organization, OrganizationCreate, OrganizationUpdate } from '@openprm/contract';
import { sql } from 'kysely';
import type { SortKey } from '../../http/cursor.ts';
import type { RequestContext } from '../../http/context.ts';

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

/** Whether an alert would go to an organization when a safety answer is given: a survey of its own that people may answer watches for some. */
export async function isAlerted({ tx, tenantId }: RequestContext, id: string): Promise<boolean> {
  const watching = await tx
    .selectFrom('survey')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('organization_id', '=', id)
    .where('active', '=', true)
    .where(sql<boolean>`safety <> '[]'`)
    .limit(1)
    .executeTakeFirst();
  return watching !== undefined;
}
