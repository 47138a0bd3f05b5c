import type { EndpointAnswer, getSchedule } from '@openprm/contract';
import type { RequestContext } from '../../http/context.ts';
import { type HoursOf, compileHours } from '../../scheduling/hours.ts';
import { dateOfDay, dayBounds, localDayOf } from '../../scheduling/time-zone.ts';
import { isAnybodyWaiting, noteFreedTime, wakeWaitlist } from './freed-time.ts';

type Schedule = EndpointAnswer<typeof getSchedule>;

/** How many days ahead anything can be booked, at most (a HealthcareService's `horizonDays`). */
const longestHorizon = 366;

/**
 * Notes the days on which a schedule has hours now that it had not before, as one stretch from the first of them to the end of the last: a new
 * schedule, more hours, an exception that opens a day. One that offers another kind of visit now has all its days anew.
 *
 * @param before undefined for a new schedule
 */
export async function noteOpenedHours(
  context: RequestContext,
  before: Schedule | undefined,
  after: Schedule,
): Promise<void> {
  if (!(await isAnybodyWaiting(context))) return;
  const { practitioner_id: practitionerId, time_zone: timeZone } = await context.tx
    .selectFrom('practitioner_role as role')
    .innerJoin('location', (on) =>
      on.onRef('location.tenant_id', '=', 'role.tenant_id').onRef('location.id', '=', 'role.location_id'),
    )
    .where('role.tenant_id', '=', context.tenantId)
    .where('role.id', '=', after.practitionerRoleId)
    .select(['role.practitioner_id', 'location.time_zone'])
    .executeTakeFirstOrThrow();
  const today = localDayOf(context.now, timeZone);
  const isOfferedMore = after.healthcareServiceIds.some((id) => before?.healthcareServiceIds.includes(id) === false);
  const hadHours = hoursOf(isOfferedMore ? undefined : before);
  const hasHours = hoursOf(after);
  const isGained = (day: number) =>
    hasHours(day).some(({ start, end }) => !hadHours(day).some((had) => had.start <= start && end <= had.end));
  const gained = Array.from({ length: longestHorizon }, (_, index) => today + index).filter(isGained);
  const [first] = gained;
  const last = gained.at(-1);
  if (first === undefined || last === undefined) return;
  await noteFreedTime(context, {
    practitionerId,
    start: new Date(dayBounds(dateOfDay(first), timeZone).start),
    end: new Date(dayBounds(dateOfDay(last), timeZone).end),
  });
  await wakeWaitlist(context);
}

/** The hours of a schedule by local day; of one that is retired, or not made yet, none. */
function hoursOf(schedule: Schedule | undefined): HoursOf {
  if (schedule?.active !== true) return () => [];
  return compileHours({
    ...schedule,
    // not asked for here
    practitionerId: '',
    locationId: '',
    timeZone: '',
  });
}
