import type { Selectable } from 'kysely';
import type { Tables } from '../../database/tables.ts';
import type { TenantScope } from '../../http/context.ts';
import { offersInForce, schedulesInForce } from '../schedules/in-force.ts';
import type { ScheduleRules, ServiceRules } from '../../scheduling/rules.ts';

/** A schedule that offers a service, with the name that an answer needs. */
export interface OfferedSchedule extends ScheduleRules {
  readonly practitionerName: string;
}

/** A service and every schedule that offers it to patients now. */
export interface Offer {
  readonly service: ServiceRules;
  readonly schedules: readonly OfferedSchedule[];
}

/** Narrows an offer; an absent part does not. */
export interface OfferFilter {
  readonly locationId?: string | undefined;
  readonly practitionerId?: string | undefined;
}

/**
 * Reads what search and booking both stand on. Whatever was retired (service, schedule, role, practitioner, location) offers nothing.
 *
 * @returns undefined when the tenant has no such service
 */
export async function readOffer(
  context: TenantScope,
  healthcareServiceId: string,
  filter: OfferFilter = {},
): Promise<Offer | undefined> {
  const { tx, tenantId } = context;
  const service = await tx
    .selectFrom('healthcare_service')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('id', '=', healthcareServiceId)
    .executeTakeFirst();
  if (service === undefined) return undefined;

  let query = offersInForce(context)
    .where('schedule_service.healthcare_service_id', '=', healthcareServiceId)
    .select([...scheduleColumns, 'practitioner.name as practitioner_name'])
    .orderBy('schedule.id');
  if (filter.locationId !== undefined) query = query.where('location.id', '=', filter.locationId);
  if (filter.practitionerId !== undefined) query = query.where('practitioner.id', '=', filter.practitionerId);
  const schedules = service.active ? await query.execute() : [];

  return {
    service: {
      id: service.id,
      durationMinutes: service.duration_minutes,
      slotIntervalMinutes: service.slot_interval_minutes,
      bufferBeforeMinutes: service.buffer_before_minutes,
      bufferAfterMinutes: service.buffer_after_minutes,
      minimumNoticeMinutes: service.minimum_notice_minutes,
      horizonDays: service.horizon_days,
      capacity: service.capacity,
    },
    schedules: schedules.map((row) => ({ ...toRules(row), practitionerName: row.practitioner_name })),
  };
}

/** Reads every schedule that a practitioner has now, whatever it offers. */
export async function readSchedulesOf(context: TenantScope, practitionerId: string): Promise<ScheduleRules[]> {
  const rows = await schedulesInForce(context)
    .where('practitioner.id', '=', practitionerId)
    .select(scheduleColumns)
    .execute();
  return rows.map(toRules);
}

const scheduleColumns = [
  'schedule.id',
  'schedule.weekly_hours',
  'schedule.exceptions',
  'schedule.daily_cap',
  'schedule.start_date',
  'schedule.end_date',
  'practitioner.id as practitioner_id',
  'location.id as location_id',
  'location.time_zone',
] as const;

const toRules = (
  row: Pick<
    Selectable<Tables['schedule']>,
    'id' | 'weekly_hours' | 'exceptions' | 'daily_cap' | 'start_date' | 'end_date'
  > & { readonly practitioner_id: string; readonly location_id: string; readonly time_zone: string },
): ScheduleRules => ({
  id: row.id,
  practitionerId: row.practitioner_id,
  locationId: row.location_id,
  timeZone: row.time_zone,
  weeklyHours: row.weekly_hours.map((hours) => ({
    ...hours,
    daysOfWeek: hours.daysOfWeek.filter((day) => day !== 'unknown'),
  })),
  exceptions: row.exceptions,
  dailyCap: row.daily_cap,
  startDate: row.start_date,
  endDate: row.end_date,
});
