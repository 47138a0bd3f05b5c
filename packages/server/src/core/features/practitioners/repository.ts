import type { Practitioner, PractitionerCreate, PractitionerUpdate } from '@openprm/contract';
import type { SortKey } from '../../http/cursor.ts';
import type { RequestContext } from '../../http/context.ts';
import { offersInForce } from '../schedules/in-force.ts';
import { seesAll } from '../visibility.ts';

const columns = ['id', 'name', 'active'] as const;

/** Where a practitioner works and what they offer there. */
export interface PractitionerFilter {
  readonly locationId?: string | undefined;
  readonly healthcareServiceId?: string | undefined;
}

const select = ({ tx, tenantId }: RequestContext) =>
  tx.selectFrom('practitioner').select(columns).where('tenant_id', '=', tenantId);

/** Ids of practitioners with a schedule in force that offers an active service, the filter's service at the filter's place. */
const bookable = (context: RequestContext, { locationId, healthcareServiceId }: PractitionerFilter) =>
  offersInForce(context)
    .innerJoin('healthcare_service', (join) =>
      join
        .onRef('healthcare_service.tenant_id', '=', 'schedule_service.tenant_id')
        .onRef('healthcare_service.id', '=', 'schedule_service.healthcare_service_id'),
    )
    .where('healthcare_service.active', '=', true)
    .$if(locationId !== undefined, (query) => query.where('location.id', '=', locationId ?? ''))
    .$if(healthcareServiceId !== undefined, (query) =>
      query.where('healthcare_service.id', '=', healthcareServiceId ?? ''),
    )
    .select('practitioner.id');

/** Ids of practitioners with a role, retired or not, at the filter's place, in which some schedule names the filter's service. */
const placed = ({ tx, tenantId }: RequestContext, { locationId, healthcareServiceId }: PractitionerFilter) =>
  tx
    .selectFrom('practitioner_role as role')
    .where('role.tenant_id', '=', tenantId)
    .$if(locationId !== undefined, (query) => query.where('role.location_id', '=', locationId ?? ''))
    .$if(healthcareServiceId !== undefined, (query) =>
      query.where(({ exists, selectFrom }) =>
        exists(
          selectFrom('schedule')
            .innerJoin('schedule_service', (join) =>
              join
                .onRef('schedule_service.tenant_id', '=', 'schedule.tenant_id')
                .onRef('schedule_service.schedule_id', '=', 'schedule.id'),
            )
            .select('schedule.id')
            .whereRef('schedule.tenant_id', '=', 'role.tenant_id')
            .whereRef('schedule.practitioner_role_id', '=', 'role.id')
            .where('schedule_service.healthcare_service_id', '=', healthcareServiceId ?? ''),
        ),
      ),
    )
    .select('role.practitioner_id as id');

/** By name, then id; those after the key `[name, id]`. Whoever does not see all sees those who can be booked. */
export async function readPractitioners(
  context: RequestContext,
  filter: PractitionerFilter,
  after: SortKey | undefined,
  limit: number,
): Promise<Practitioner[]> {
  const [name = '', id = ''] = after ?? [];
  const everyone = seesAll(context.principal);
  const isFiltered = filter.locationId !== undefined || filter.healthcareServiceId !== undefined;
  return select(context)
    .$if(!everyone, (query) => query.where('id', 'in', bookable(context, filter)))
    .$if(everyone && isFiltered, (query) => query.where('id', 'in', placed(context, filter)))
    .$if(after !== undefined, (query) =>
      query.where(({ eb, refTuple, tuple }) => eb(refTuple('name', 'id'), '>', tuple(name, id))),
    )
    .orderBy('name')
    .orderBy('id')
    .limit(limit)
    .execute();
}

export async function readPractitioner(context: RequestContext, id: string): Promise<Practitioner | undefined> {
  return select(context).where('id', '=', id).executeTakeFirst();
}

export async function insertPractitioner(
  { tx, tenantId, newId }: RequestContext,
  { name }: PractitionerCreate,
): Promise<Practitioner> {
  return tx
    .insertInto('practitioner')
    .values({ tenant_id: tenantId, id: newId('prc'), name })
    .returning(columns)
    .executeTakeFirstOrThrow();
}

/** Sets the fields that are given, at least one. */
export async function changePractitioner(
  { tx, tenantId }: RequestContext,
  id: string,
  { name, active }: PractitionerUpdate,
): Promise<Practitioner | undefined> {
  return tx
    .updateTable('practitioner')
    .set({ name, active })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .returning(columns)
    .executeTakeFirst();
}
