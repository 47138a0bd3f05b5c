import type { HealthcareService, HealthcareServiceCreate, HealthcareServiceUpdate } from '@openprm/contract';
import type { Insertable } from 'kysely';
import type { Tables } from '../../database/tables.ts';
import type { SortKey } from '../../http/cursor.ts';
import type { RequestContext } from '../../http/context.ts';
import { offersInForce } from '../schedules/in-force.ts';
import { seesAll } from '../visibility.ts';

const columns = [
  'id',
  'organization_id as organizationId',
  'name',
  'description',
  'preparation',
  'mode',
  'duration_minutes as durationMinutes',
  'slot_interval_minutes as slotIntervalMinutes',
  'buffer_before_minutes as bufferBeforeMinutes',
  'buffer_after_minutes as bufferAfterMinutes',
  'minimum_notice_minutes as minimumNoticeMinutes',
  'horizon_days as horizonDays',
  'capacity',
  'eligibility',
  'referral_method as referralMethod',
  'referral_instructions as referralInstructions',
  'red_flags as redFlags',
  'active',
] as const;

type Stored = Awaited<ReturnType<typeof readStored>>[number];
/** The resource as it is answered: its mode is one of the known ones. */
export type HealthcareServiceAnswer = Stored & Pick<HealthcareService, 'locationIds'>;

/** Ids of services that a schedule in force offers, at the given place if any. */
const offered = (context: RequestContext, locationId?: string) =>
  offersInForce(context)
    .$if(locationId !== undefined, (query) => query.where('location.id', '=', locationId ?? ''))
    .select('schedule_service.healthcare_service_id as id');

/** The services that this principal may know: all, or the active ones that a schedule in force offers. */
const visible = (context: RequestContext) =>
  context.tx
    .selectFrom('healthcare_service')
    .select(columns)
    .where('tenant_id', '=', context.tenantId)
    .$if(!seesAll(context.principal), (query) => query.where('active', '=', true).where('id', 'in', offered(context)));

const readStored = (context: RequestContext) => visible(context).execute();

/** Adds where each service is offered: places of schedules in force. */
async function withLocations(context: RequestContext, services: readonly Stored[]): Promise<HealthcareServiceAnswer[]> {
  if (services.length === 0) return [];
  const offers = await offersInForce(context)
    .where(
      'schedule_service.healthcare_service_id',
      'in',
      services.map(({ id }) => id),
    )
    .select(['schedule_service.healthcare_service_id as id', 'location.id as locationId'])
    .distinct()
    .orderBy('location.id')
    .execute();
  const places = Map.groupBy(offers, ({ id }) => id);
  return services.map((service) => ({
    ...service,
    locationIds: (places.get(service.id) ?? []).map(({ locationId }) => locationId),
  }));
}

/** By name, then id; those after the key `[name, id]`. */
export async function readHealthcareServices(
  context: RequestContext,
  {
    organizationId,
    locationId,
  }: { readonly organizationId?: string | undefined; readonly locationId?: string | undefined },
  after: SortKey | undefined,
  limit: number,
): Promise<HealthcareServiceAnswer[]> {
  const [name = '', id = ''] = after ?? [];
  const services = await visible(context)
    .$if(organizationId !== undefined, (query) => query.where('organization_id', '=', organizationId ?? ''))
    .$if(locationId !== undefined, (query) => query.where('id', 'in', offered(context, locationId)))
    .$if(after !== undefined, (query) =>
      query.where(({ eb, refTuple, tuple }) => eb(refTuple('name', 'id'), '>', tuple(name, id))),
    )
    .orderBy('name')
    .orderBy('id')
    .limit(limit)
    .execute();
  return withLocations(context, services);
}

export async function readHealthcareService(
  context: RequestContext,
  id: string,
): Promise<HealthcareServiceAnswer | undefined> {
  const [service] = await withLocations(context, await visible(context).where('id', '=', id).execute());
  return service;
}

/** Stores a new service, which no schedule offers yet. */
export async function insertHealthcareService(
  { tx, tenantId, newId }: RequestContext,
  service: Omit<Insertable<Tables['healthcare_service']>, 'tenant_id' | 'id'>,
): Promise<HealthcareServiceAnswer> {
  const stored = await tx
    .insertInto('healthcare_service')
    .values({ tenant_id: tenantId, id: newId('svc'), ...service })
    .returning(columns)
    .executeTakeFirstOrThrow();
  return { ...stored, locationIds: [] };
}

/** As it is kept: every condition has its place. */
export const storedEligibility = (eligibility: HealthcareServiceCreate['eligibility']): string | null => {
  if (eligibility === null || eligibility === undefined) return null;
  const { patients = null, minimumAge = null, maximumAge = null, comment = null } = eligibility;
  return JSON.stringify({ patients, minimumAge, maximumAge, comment });
};

/** Sets the fields that are given, at least one. */
export async function changeHealthcareService(
  context: RequestContext,
  id: string,
  changes: HealthcareServiceUpdate,
): Promise<HealthcareServiceAnswer | undefined> {
  const stored = await context.tx
    .updateTable('healthcare_service')
    .set({
      name: changes.name,
      description: changes.description,
      preparation: changes.preparation,
      mode: changes.mode,
      duration_minutes: changes.durationMinutes,
      slot_interval_minutes: changes.slotIntervalMinutes,
      buffer_before_minutes: changes.bufferBeforeMinutes,
      buffer_after_minutes: changes.bufferAfterMinutes,
      minimum_notice_minutes: changes.minimumNoticeMinutes,
      horizon_days: changes.horizonDays,
      capacity: changes.capacity,
      eligibility: changes.eligibility === undefined ? undefined : storedEligibility(changes.eligibility),
      referral_method: changes.referralMethod,
      referral_instructions: changes.referralInstructions,
      red_flags: changes.redFlags && JSON.stringify(changes.redFlags),
      active: changes.active,
    })
    .where('tenant_id', '=', context.tenantId)
    .where('id', '=', id)
    .returning(columns)
    .execute();
  const [service] = await withLocations(context, stored);
  return service;
}
