import type { RequestContext } from '../../http/context.ts';
import { offersInForce } from '../schedules/in-force.ts';
import type { ScheduleRules, ServiceRules } from '../../scheduling/rules.ts';

/** A schedule that offers a service, with the names that an answer needs. */
export interface OfferedSchedule extends ScheduleRules {
  readonly practitionerName: string;
  readonly locationName: string;
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
  context: RequestContext,
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
    .select([
      'schedule.id',
      'schedule.weekly_hours',
      'schedule.exceptions',
      'schedule.daily_cap',
      'schedule.start_date',
      'schedule.end_date',
      'practitioner.id as practitioner_id',
      'practitioner.name as practitioner_name',
      'location.id as location_id',
      'location.name as location_name',
      'location.time_zone',
    ])
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
    schedules: schedules.map((row) => ({
      id: row.id,
      practitionerId: row.practitioner_id,
      practitionerName: row.practitioner_name,
      locationId: row.location_id,
      locationName: row.location_name,
      timeZone: row.time_zone,
      weeklyHours: row.weekly_hours.map((hours) => ({
        ...hours,
        daysOfWeek: hours.daysOfWeek.filter((day) => day !== 'unknown'),
      })),
      exceptions: row.exceptions,
      dailyCap: row.daily_cap,
      startDate: row.start_date,
      endDate: row.end_date,
    })),
  };
}
