import { sql } from 'kysely';
import type { RequestContext } from '../../http/context.ts';
import { Problem } from '../../problem.ts';
import { hoursTogether } from '../../scheduling/hours.ts';
import { claimedRange } from '../../scheduling/openings.ts';
import type { Opening, ScheduleRules, ServiceRules } from '../../scheduling/rules.ts';
import { localDayOf } from '../../scheduling/time-zone.ts';
import { countedHours } from '../appointments/booked-by.ts';
import { readSchedulesOf } from '../slots/offer-repository.ts';

/** What a visitor has of the clinic's times, by the database's clock: a hold that is alive, or a visit that they booked within a day. */
interface Taken {
  readonly isHold: boolean;
  readonly scheduleId: string;
  readonly practitionerId: string;
  readonly date: string;
  /** Of the day's hours, with the time kept free before and after: of a session with several seats only the part that one seat is. */
  readonly milliseconds: number;
  /** Whether it counts for the network that asks, for whoever is signed in, or for both. */
  readonly isOfNetwork: boolean;
  readonly isOfPerson: boolean;
  /** Until it counts no more. */
  readonly secondsLeft: number;
}

/**
 * Keeps one visitor from taking a day from all others: so many times held at once, and of one day only a share of a schedule's hours, of its most visits and of its
 * practitioner's hours (one time is always allowed). What they book counts on for a day as it did while it was held, unless it is cancelled or moved away: else holding and
 * booking in turn, under invented names, would empty a day. A seat of a class takes its part of the class's time, so that a family or a waiting room may join one together.
 * A visit counts for the network and for whoever was signed in, so that signing in opens no second share. The clinic itself has no caps. After {@link lockVisitor}.
 *
 * @param replacedId the visit in whose place the time is held
 * @throws Problem `too-many-times` until the first of what counts is over
 */
export async function checkHoldCaps(
  context: RequestContext,
  schedule: ScheduleRules,
  opening: Opening,
  service: ServiceRules,
  replacedId: string | undefined,
): Promise<void> {
  const { visitor, booker, caps } = context.holder;
  if (visitor === undefined || booker === undefined) return;
  const taken = await readTaken(context, { visitor, booker }, replacedId);
  const held = taken.filter(({ isHold }) => isHold);
  if (held.length >= caps.times) {
    throw new Problem('too-many-times', {
      detail: `${caps.times} times are held from here already. Release one, or book it.`,
      retryAfterSeconds: firstOver(held),
    });
  }
  const ofDay = taken.filter(({ practitionerId, date }) => {
    return practitionerId === schedule.practitionerId && date === opening.date;
  });
  if (ofDay.length === 0) return;
  const claimed = claimedRange(service, opening.start);
  const wanted = (claimed.end - claimed.start) / service.capacity;
  const isTooMuch = (of: readonly Taken[], schedules: readonly ScheduleRules[]) =>
    of.length > 0 && wanted + sum(of) > hoursOnDay(schedules, opening) * caps.shareOfDay;
  const isTooMany = (of: readonly Taken[]) =>
    schedule.dailyCap !== null && of.length > 0 && of.length + 1 > schedule.dailyCap * caps.shareOfDay;
  const ofPractitioner = await readSchedulesOf(context, schedule.practitionerId);
  const isOver = (share: readonly Taken[]) => {
    const ofSchedule = share.filter(({ scheduleId }) => scheduleId === schedule.id);
    return isTooMany(ofSchedule) || isTooMuch(ofSchedule, [schedule]) || isTooMuch(share, ofPractitioner);
  };
  if (isOver(ofDay.filter(({ isOfNetwork }) => isOfNetwork)) || isOver(ofDay.filter(({ isOfPerson }) => isOfPerson))) {
    throw new Problem('too-many-times', {
      detail: 'Too much of this day was taken from here already. Choose another day, or call the clinic.',
      retryAfterSeconds: firstOver(ofDay),
    });
  }
}

const sum = (taken: readonly Taken[]) => taken.reduce((all, { milliseconds }) => all + milliseconds, 0);

const firstOver = (taken: readonly Taken[]) =>
  Math.max(1, Math.ceil(Math.min(...taken.map(({ secondsLeft }) => secondsLeft))));

/** What schedules offer together on an opening's day, in milliseconds; hours that two of them have count once. */
const hoursOnDay = (schedules: readonly ScheduleRules[], { start, timeZone }: Opening) =>
  hoursTogether(schedules, localDayOf(start, timeZone)).reduce((all, hours) => all + hours.end - hours.start, 0);

/** Locks the visitor before anything else is locked, so that of two requests at once the second sees what the first has held. */
export async function lockVisitor({ tx, tenantId, holder: { visitor, booker } }: RequestContext): Promise<void> {
  for (const hash of [visitor, booker?.isSignedIn === true ? booker.hash : undefined]) {
    if (hash === undefined) continue;
    await sql`select pg_advisory_xact_lock(hashtextextended(${tenantId} || encode(${hash}::bytea, 'hex'), 0))`.execute(
      tx,
    );
  }
}

/** Visits count for a day, whoever has shown meanwhile that the chart is theirs: else one mailbox and many invented birth dates would take all times. */
async function readTaken(
  { tx, tenantId }: RequestContext,
  { visitor, booker }: { readonly visitor: Uint8Array; readonly booker: { hash: Uint8Array; isSignedIn: boolean } },
  replacedId: string | undefined,
): Promise<Taken[]> {
  const { rows } = await sql<Taken>`
    with taken as (
      select true as is_hold, session_id, expires_at as over_at, true as of_network, true as of_person from hold
      where tenant_id = ${tenantId} and visitor = ${visitor} and expires_at > clock_timestamp()
      union all
      select false, appointment.session_id, appointment.visitor_at + make_interval(hours => ${countedHours}::integer),
        appointment.visitor = ${visitor} or coalesce(appointment.network = ${visitor}, false), appointment.visitor = ${booker.hash}
      from appointment
      where appointment.tenant_id = ${tenantId} and (appointment.visitor in (${visitor}, ${booker.hash}) or appointment.network = ${visitor}) and appointment.status = 'booked'
        and appointment.visitor_at > clock_timestamp() - make_interval(hours => ${countedHours}::integer)
        and appointment.id is distinct from ${replacedId ?? null}
    )
    select taken.is_hold as "isHold", session.schedule_id as "scheduleId", role.practitioner_id as "practitionerId", session.date,
      (extract(epoch from upper(allocation.during) - lower(allocation.during)) * 1000 / session.capacity)::float8 as milliseconds,
      taken.of_network as "isOfNetwork", taken.of_person as "isOfPerson",
      extract(epoch from taken.over_at - clock_timestamp())::float8 as "secondsLeft"
    from taken join session on session.tenant_id = ${tenantId} and session.id = taken.session_id
    join schedule on schedule.tenant_id = session.tenant_id and schedule.id = session.schedule_id
    join practitioner_role as role on role.tenant_id = schedule.tenant_id and role.id = schedule.practitioner_role_id
    join allocation on allocation.tenant_id = session.tenant_id and allocation.session_id = session.id and allocation.resource_id = role.practitioner_id`.execute(
    tx,
  );
  return rows;
}
