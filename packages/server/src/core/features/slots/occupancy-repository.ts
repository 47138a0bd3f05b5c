import { sql } from 'kysely';
import type { TenantScope } from '../../http/context.ts';
import type { Occupancy, ServiceRules } from '../../scheduling/rules.ts';
import type { Offer } from './offer-repository.ts';

const minute = 60_000;
/** A local date may begin this much before or after the same date in UTC, at most; daily caps count whole local dates. */
const widestDay = 27 * 60 * minute;
/** No visit lasts longer than this, with its buffers: how far another service's claim may reach into the range. */
const longestClaim = 24 * 60 * minute;

const margin = ({ bufferBeforeMinutes, durationMinutes, bufferAfterMinutes }: ServiceRules) =>
  (bufferBeforeMinutes + durationMinutes + bufferAfterMinutes) * minute + longestClaim;

/**
 * Reads what stands in the way of an offer between two instants (epoch milliseconds). An expired hold stands in nobody's way.
 *
 * @param replacesAppointmentId its own time and the time held for it count as free, where the visit has its session to itself
 */
export async function readOccupancy(
  context: TenantScope,
  offer: Offer,
  from: number,
  to: number,
  replacesAppointmentId: string | undefined,
): Promise<Occupancy> {
  const { tx, tenantId } = context;
  const practitioners = [...new Set(offer.schedules.map((schedule) => schedule.practitionerId))];
  const schedules = offer.schedules.filter((schedule) => schedule.dailyCap !== null).map((schedule) => schedule.id);
  if (practitioners.length === 0) return { taken: [], busy: [], dailyCounts: [] };
  const width = margin(offer.service);
  const range = sql`tstzrange(${new Date(from - width)}, ${new Date(to + width)}, '[)')`;
  const replaced = replacesAppointmentId ?? '';

  const taken = await sql<{
    practitioner_id: string;
    claimed_start: Date;
    claimed_end: Date;
    schedule_id: string;
    healthcare_service_id: string;
    start_at: Date;
    capacity: number;
    seats_taken: number;
  }>`
    select allocation.resource_id as practitioner_id, lower(allocation.during) as claimed_start, upper(allocation.during) as claimed_end,
      session.schedule_id, session.healthcare_service_id, session.start_at, session.capacity, count(*)::integer as seats_taken
    from allocation
    join session on session.tenant_id = allocation.tenant_id and session.id = allocation.session_id
    join seat on seat.tenant_id = session.tenant_id and seat.session_id = session.id
    left join hold on hold.tenant_id = seat.tenant_id and hold.id = seat.hold_id
    where allocation.tenant_id = ${tenantId} and allocation.resource_id = any(${practitioners}) and allocation.during && ${range}
      and (seat.appointment_id is not null or hold.expires_at > now())
      and (session.capacity > 1 or seat.appointment_id is distinct from ${replaced})
      and hold.replaces_appointment_id is distinct from ${replaced}
    group by allocation.resource_id, allocation.during, session.tenant_id, session.id`.execute(tx);

  const busy = await sql<{ practitioner_id: string; busy_start: Date; busy_end: Date }>`
    select practitioner_id, lower(during) as busy_start, upper(during) as busy_end from busy_time
    where tenant_id = ${tenantId} and practitioner_id = any(${practitioners}) and during && ${range}`.execute(tx);

  const counts =
    schedules.length === 0
      ? { rows: [] }
      : await sql<{ schedule_id: string; date: string; count: number }>`
          select session.schedule_id, session.date, count(*)::integer as count
          from session
          join seat on seat.tenant_id = session.tenant_id and seat.session_id = session.id
          left join hold on hold.tenant_id = seat.tenant_id and hold.id = seat.hold_id
          where session.tenant_id = ${tenantId} and session.schedule_id = any(${schedules})
            and session.start_at >= ${new Date(from - widestDay)} and session.start_at < ${new Date(to + widestDay)}
            and seat.counted and (seat.appointment_id is not null or hold.expires_at > now())
            and seat.appointment_id is distinct from ${replaced} and hold.replaces_appointment_id is distinct from ${replaced}
          group by session.schedule_id, session.date`.execute(tx);

  return {
    taken: taken.rows.map((row) => ({
      practitionerId: row.practitioner_id,
      start: row.claimed_start.getTime(),
      end: row.claimed_end.getTime(),
      sessionKey: {
        scheduleId: row.schedule_id,
        healthcareServiceId: row.healthcare_service_id,
        start: row.start_at.getTime(),
        seatsTaken: row.seats_taken,
        capacity: row.capacity,
      },
    })),
    busy: busy.rows.map((row) => ({
      practitionerId: row.practitioner_id,
      start: row.busy_start.getTime(),
      end: row.busy_end.getTime(),
    })),
    dailyCounts: counts.rows.map((row) => ({ scheduleId: row.schedule_id, date: row.date, count: row.count })),
  };
}
