import type { PractitionerRole, PractitionerRoleCreate, PractitionerRoleUpdate } from '@openprm/contract';
import type { SortKey } from '../../http/cursor.ts';
import type { RequestContext } from '../../http/context.ts';

const columns = [
  'id',
  'practitioner_id as practitionerId',
  'organization_id as organizationId',
  'location_id as locationId',
  'specialty',
  'active',
] as const;

/** By id; those after the key `[id]`. */
export async function readPractitionerRoles(
  { tx, tenantId }: RequestContext,
  filter: { readonly practitionerId?: string | undefined; readonly locationId?: string | undefined },
  after: SortKey | undefined,
  limit: number,
): Promise<PractitionerRole[]> {
  return tx
    .selectFrom('practitioner_role')
    .select(columns)
    .where('tenant_id', '=', tenantId)
    .$if(filter.practitionerId !== undefined, (query) =>
      query.where('practitioner_id', '=', filter.practitionerId ?? ''),
    )
    .$if(filter.locationId !== undefined, (query) => query.where('location_id', '=', filter.locationId ?? ''))
    .$if(after !== undefined, (query) => query.where('id', '>', after?.[0] ?? ''))
    .orderBy('id')
    .limit(limit)
    .execute();
}

export async function readPractitionerRole(
  { tx, tenantId }: RequestContext,
  id: string,
): Promise<PractitionerRole | undefined> {
  return tx
    .selectFrom('practitioner_role')
    .select(columns)
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .executeTakeFirst();
}

/** Undefined when the practitioner has a role at the location already, retired or not. The location must exist. */
export async function insertPractitionerRole(
  { tx, tenantId, newId }: RequestContext,
  { practitionerId, locationId, specialty = null }: PractitionerRoleCreate,
): Promise<PractitionerRole | undefined> {
  return tx
    .insertInto('practitioner_role')
    .values(({ selectFrom }) => ({
      tenant_id: tenantId,
      id: newId('rol'),
      practitioner_id: practitionerId,
      location_id: locationId,
      organization_id: selectFrom('location')
        .select('organization_id')
        .where('tenant_id', '=', tenantId)
        .where('id', '=', locationId),
      specialty,
    }))
    .onConflict((conflict) => conflict.columns(['tenant_id', 'practitioner_id', 'location_id']).doNothing())
    .returning(columns)
    .executeTakeFirst();
}

/** Sets the fields that are given, at least one. */
export async function changePractitionerRole(
  { tx, tenantId }: RequestContext,
  id: string,
  { specialty, active }: PractitionerRoleUpdate,
): Promise<PractitionerRole | undefined> {
  return tx
    .updateTable('practitioner_role')
    .set({ specialty, active })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .returning(columns)
    .executeTakeFirst();
}
