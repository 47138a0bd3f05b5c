import type { DayOfWeek, Schedule, ScheduleCreate, ScheduleUpdate } from '@openprm/contract';
import { sql } from 'kysely';
import type { SortKey } from '../../http/cursor.ts';
import type { RequestContext } from '../../http/context.ts';

/** Local dates are asked for as text: a driver that makes a Date of one would have to invent a time zone. */
const columns = [
  'id',
  'practitioner_role_id as practitionerRoleId',
  'weekly_hours as weeklyHours',
  'exceptions',
  'daily_cap as dailyCap',
  sql<string | null>`to_char(start_date, 'YYYY-MM-DD')`.as('startDate'),
  sql<string | null>`to_char(end_date, 'YYYY-MM-DD')`.as('endDate'),
  'active',
] as const;

const select = ({ tx, tenantId }: RequestContext) =>
  tx.selectFrom('schedule').select(columns).where('tenant_id', '=', tenantId);
const readStored = (context: RequestContext) => select(context).execute();
type Stored = Awaited<ReturnType<typeof readStored>>[number];

/** The resource as it is answered: its days of the week are known ones. */
export type ScheduleAnswer = Omit<Stored, 'weeklyHours'> &
  Pick<Schedule, 'healthcareServiceIds'> & { readonly weeklyHours: KnownHours[] };
type KnownHours = { daysOfWeek: DayOfWeek[]; start: string; end: string };

async function withServices({ tx, tenantId }: RequestContext, schedules: readonly Stored[]): Promise<ScheduleAnswer[]> {
  if (schedules.length === 0) return [];
  const offers = await tx
    .selectFrom('schedule_service')
    .select(['schedule_id', 'healthcare_service_id'])
    .where('tenant_id', '=', tenantId)
    .where(
      'schedule_id',
      'in',
      schedules.map(({ id }) => id),
    )
    .orderBy('healthcare_service_id')
    .execute();
  const services = Map.groupBy(offers, (offer) => offer.schedule_id);
  return schedules.map((schedule) => ({
    ...schedule,
    weeklyHours: schedule.weeklyHours.map((hours) => ({
      ...hours,
      daysOfWeek: hours.daysOfWeek.filter((day) => day !== 'unknown'),
    })),
    healthcareServiceIds: (services.get(schedule.id) ?? []).map((offer) => offer.healthcare_service_id),
  }));
}

/** By id; those after the key `[id]`. */
export async function readSchedules(
  context: RequestContext,
  { practitionerRoleId }: { readonly practitionerRoleId?: string | undefined },
  after: SortKey | undefined,
  limit: number,
): Promise<ScheduleAnswer[]> {
  const schedules = await select(context)
    .$if(practitionerRoleId !== undefined, (query) =>
      query.where('practitioner_role_id', '=', practitionerRoleId ?? ''),
    )
    .$if(after !== undefined, (query) => query.where('id', '>', after?.[0] ?? ''))
    .orderBy('id')
    .limit(limit)
    .execute();
  return withServices(context, schedules);
}

export async function readSchedule(context: RequestContext, id: string): Promise<ScheduleAnswer | undefined> {
  const [schedule] = await withServices(context, await select(context).where('id', '=', id).execute());
  return schedule;
}

/** Like {@link readSchedule}, and nobody else changes the schedule until the request has ended. */
export async function lockSchedule(context: RequestContext, id: string): Promise<ScheduleAnswer | undefined> {
  const [schedule] = await withServices(context, await select(context).where('id', '=', id).forUpdate().execute());
  return schedule;
}

/** The organization of a role's location, or undefined when there is no such role here. */
export async function readOrganizationOfRole(
  { tx, tenantId }: RequestContext,
  practitionerRoleId: string,
): Promise<string | undefined> {
  const role = await tx
    .selectFrom('practitioner_role')
    .select('organization_id')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', practitionerRoleId)
    .executeTakeFirst();
  return role?.organization_id;
}

/** The organization of each service that there is here, by the service's id. */
export async function readOrganizationsOfServices(
  { tx, tenantId }: RequestContext,
  healthcareServiceIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const services = await tx
    .selectFrom('healthcare_service')
    .select(['id', 'organization_id'])
    .where('tenant_id', '=', tenantId)
    .where('id', 'in', healthcareServiceIds)
    .execute();
  return new Map(services.map((service) => [service.id, service.organization_id]));
}

export async function insertSchedule(
  { tx, tenantId, newId }: RequestContext,
  {
    practitionerRoleId,
    weeklyHours,
    exceptions = [],
    dailyCap = null,
    startDate = null,
    endDate = null,
  }: ScheduleCreate,
): Promise<string> {
  const { id } = await tx
    .insertInto('schedule')
    .values({
      tenant_id: tenantId,
      id: newId('sch'),
      practitioner_role_id: practitionerRoleId,
      weekly_hours: JSON.stringify(weeklyHours),
      exceptions: JSON.stringify(exceptions),
      daily_cap: dailyCap,
      start_date: startDate,
      end_date: endDate,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** Sets the schedule's own fields that are given; not its services. */
export async function changeSchedule(
  { tx, tenantId }: RequestContext,
  id: string,
  { weeklyHours, exceptions, dailyCap, startDate, endDate, active }: Omit<ScheduleUpdate, 'healthcareServiceIds'>,
): Promise<void> {
  const changes = {
    weekly_hours: weeklyHours === undefined ? undefined : JSON.stringify(weeklyHours),
    exceptions: exceptions === undefined ? undefined : JSON.stringify(exceptions),
    daily_cap: dailyCap,
    start_date: startDate,
    end_date: endDate,
    active,
  };
  if (Object.values(changes).every((value) => value === undefined)) return;
  await tx.updateTable('schedule').set(changes).where('tenant_id', '=', tenantId).where('id', '=', id).execute();
}

/** Makes these, and no others, the services that a schedule offers. */
export async function replaceServices(
  { tx, tenantId }: RequestContext,
  scheduleId: string,
  healthcareServiceIds: readonly string[],
): Promise<void> {
  await tx
    .deleteFrom('schedule_service')
    .where('tenant_id', '=', tenantId)
    .where('schedule_id', '=', scheduleId)
    .where('healthcare_service_id', 'not in', healthcareServiceIds)
    .execute();
  await tx
    .insertInto('schedule_service')
    .values(
      healthcareServiceIds.map((healthcareServiceId) => ({
        tenant_id: tenantId,
        schedule_id: scheduleId,
        healthcare_service_id: healthcareServiceId,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
