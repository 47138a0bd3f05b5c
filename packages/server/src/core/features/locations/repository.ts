import type { Location, LocationCreate, LocationUpdate } from '@openprm/contract';
import type { SortKey } from '../../http/cursor.ts';
import type { RequestContext } from '../../http/context.ts';
import { seesAll } from '../visibility.ts';

const columns = [
  'id',
  'organization_id as organizationId',
  'name',
  'address',
  'telephone',
  'emergency_telephone as emergencyTelephone',
  'crisis_telephone as crisisTelephone',
  'time_zone as timeZone',
  'active',
] as const;

/** The locations that this principal may know: all, or the active ones of active organizations. */
const visible = ({ tx, tenantId, principal }: RequestContext) =>
  tx
    .selectFrom('location')
    .select(columns)
    .where('tenant_id', '=', tenantId)
    .$if(!seesAll(principal), (query) =>
      query
        .where('active', '=', true)
        .where('organization_id', 'in', (eb) =>
          eb.selectFrom('organization').select('id').where('tenant_id', '=', tenantId).where('active', '=', true),
        ),
    );

/** By name, then id; those after the key `[name, id]`. */
export async function readLocations(
  context: RequestContext,
  { organizationId }: { readonly organizationId?: string | undefined },
  after: SortKey | undefined,
  limit: number,
): Promise<Location[]> {
  const [name = '', id = ''] = after ?? [];
  return visible(context)
    .$if(organizationId !== undefined, (query) => query.where('organization_id', '=', organizationId ?? ''))
    .$if(after !== undefined, (query) =>
      query.where(({ eb, refTuple, tuple }) => eb(refTuple('name', 'id'), '>', tuple(name, id))),
    )
    .orderBy('name')
    .orderBy('id')
    .limit(limit)
    .execute();
}

export async function readLocation(context: RequestContext, id: string): Promise<Location | undefined> {
  return visible(context).where('id', '=', id).executeTakeFirst();
}

/** Those of the given ids that this principal may know, by name. */
export async function readLocationsOf(context: RequestContext, ids: readonly string[]): Promise<Location[]> {
  return ids.length === 0 ? [] : visible(context).where('id', 'in', ids).orderBy('name').orderBy('id').execute();
}

export async function insertLocation(
  { tx, tenantId, newId }: RequestContext,
  {
    organizationId,
    name,
    address,
    telephone = null,
    emergencyTelephone = null,
    crisisTelephone = null,
    timeZone,
  }: LocationCreate,
): Promise<Location> {
  return tx
    .insertInto('location')
    .values({
      tenant_id: tenantId,
      id: newId('loc'),
      organization_id: organizationId,
      name,
      address: JSON.stringify(address),
      telephone,
      emergency_telephone: emergencyTelephone,
      crisis_telephone: crisisTelephone,
      time_zone: timeZone,
    })
    .returning(columns)
    .executeTakeFirstOrThrow();
}

/** Sets the fields that are given, at least one. */
export async function changeLocation(
  { tx, tenantId }: RequestContext,
  id: string,
  { name, address, telephone, emergencyTelephone, crisisTelephone, timeZone, active }: LocationUpdate,
): Promise<Location | undefined> {
  return tx
    .updateTable('location')
    .set({
      name,
      address: address === undefined ? undefined : JSON.stringify(address),
      telephone,
      emergency_telephone: emergencyTelephone,
      crisis_telephone: crisisTelephone,
      time_zone: timeZone,
      active,
    })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .returning(columns)
    .executeTakeFirst();
}
