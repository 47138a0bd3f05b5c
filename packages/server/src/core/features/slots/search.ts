import type { EndpointAnswer, Slot, searchSlots as searchSlotsRow } from '@openprm/contract';
import type * as z from 'zod/mini';
import type { slotQuerySchema } from '@openprm/contract';
import type { RequestContext, TenantScope } from '../../http/context.ts';
import { readPage } from '../../http/cursor.ts';
import { invalid, notFound } from '../../problem.ts';
import { findOpenings, isTimeZone } from '../../scheduling/openings.ts';
import type { Opening } from '../../scheduling/rules.ts';
import { encodeSlotId } from '../../scheduling/slot-id.ts';
import { dayBounds, localDateOf, toInstant } from '../../scheduling/time-zone.ts';
import { isNewTime, requireReplaceable } from '../appointments/replaceable.ts';
import { readHealthcareService } from '../healthcare-services/repository.ts';
import { readLocationsOf } from '../locations/repository.ts';
import { readOccupancy } from './occupancy-repository.ts';
import { type Offer, readOffer } from './offer-repository.ts';

const day = 86_400_000;
const defaultRange = 14 * day;
const longestRange = 62 * day;
/** How far one look for the first available slot reaches; most find it in the first. */
const lookAhead = 21 * day;

type Query = z.output<typeof slotQuerySchema>;
type SlotPage = EndpointAnswer<typeof searchSlotsRow>;

/** An opening as the wire has it. */
export const toSlot = (opening: Opening): Slot => ({
  id: encodeSlotId(opening),
  start: toInstant(opening.start, opening.timeZone),
  end: toInstant(opening.end, opening.timeZone),
  healthcareServiceId: opening.healthcareServiceId,
  locationId: opening.locationId,
  practitionerId: opening.practitionerId,
});

/** Openings of an offer between two instants, read with the same rules that a hold is checked by. */
export async function openingsOf(
  context: TenantScope & Pick<RequestContext, 'now'>,
  offer: Offer,
  from: number,
  to: number,
  replacesAppointmentId?: string,
): Promise<Opening[]> {
  const occupancy = await readOccupancy(context, offer, from, to, replacesAppointmentId);
  return findOpenings({ service: offer.service, schedules: offer.schedules, occupancy, now: context.now, from, to });
}

/** Searches open slots: everything that the first view of a calendar needs. */
export async function searchSlots(context: RequestContext, query: Query): Promise<SlotPage> {
  const { from, to } = rangeOf(query, context.now);
  if (query.timeZone !== undefined && !isTimeZone(query.timeZone))
    throw invalid('/query/timeZone', 'is not a time zone that we know');
  const replaced =
    query.replacesAppointmentId === undefined
      ? undefined
      : await requireReplaceable(context, query.replacesAppointmentId);
  const offer = await readOffer(context, query.healthcareServiceId, query);
  if (offer === undefined) throw notFound('healthcare service');

  const search = async (start: number, end: number) =>
    (await openingsOf(context, offer, start, end, replaced?.id)).filter((opening) => isNewTime(opening, replaced));

  const openings = await search(from, to);
  const dateOf = localDates(query.timeZone);
  const dated = openings.map((opening) => ({ opening, date: dateOf(opening) }));
  const [first] = dated;
  const wanted = query.times === 'first-day' ? dated.filter(({ date }) => date === first?.date) : dated;
  const firstAvailable =
    first?.opening ?? (await findFirst(search, to, context.now + (offer.service.horizonDays + 2) * day));
  const page = await readPage(
    context,
    query,
    1,
    (after, limit) => {
      const start = after === undefined ? 0 : wanted.findIndex(({ opening }) => encodeSlotId(opening) === after[0]) + 1;
      return Promise.resolve(wanted.slice(start, start + limit));
    },
    ({ opening }) => [encodeSlotId(opening)],
    ({ opening }) => toSlot(opening),
  );
  const named = firstAvailable === undefined ? page.data : [...page.data, toSlot(firstAvailable)];
  return {
    ...page,
    firstAvailable: firstAvailable === undefined ? null : toSlot(firstAvailable),
    days: [...Map.groupBy(dated, ({ date }) => date)].map(([date, list]) => ({
      date,
      count: new Set(list.map(({ opening }) => opening.start)).size,
    })),
    ...(await placesOf(context, offer)),
    practitioners: namesOf(offer, named),
  };
}

function rangeOf(query: Query, now: number): { from: number; to: number } {
  const from = query.start === undefined ? now : Date.parse(query.start);
  if (query.days !== undefined && query.end !== undefined) throw invalid('/query/days', 'cannot be given with end');
  const range = query.days === undefined ? defaultRange : query.days * day;
  const to = query.end === undefined ? Math.max(from, now) + range : Date.parse(query.end);
  if (to <= from) throw invalid('/query/end', 'must be after start');
  if (to <= now) throw invalid('/query/end', 'must be in the future');
  if (to - from > longestRange) throw invalid('/query/end', 'must be at most 62 days after start');
  return { from: Math.max(from, now), to };
}

async function findFirst(
  search: (from: number, to: number) => Promise<Opening[]>,
  from: number,
  until: number,
): Promise<Opening | undefined> {
  for (let start = from; start < until; start += lookAhead) {
    const [found] = await search(start, Math.min(start + lookAhead, until));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The local date of openings that come in order of their start: the zone is asked once a day, not once a slot. */
function localDates(timeZone: string | undefined): (opening: Opening) => string {
  if (timeZone === undefined) return (opening) => opening.date;
  let today = { date: '', start: Infinity, end: -Infinity };
  return ({ start }) => {
    if (start < today.start || start >= today.end) {
      const date = localDateOf(start, timeZone);
      today = { date, ...dayBounds(date, timeZone) };
    }
    return today.date;
  };
}

/** What is offered, and where: as the directory has them, so that a calendar needs no other answer. */
async function placesOf(
  context: RequestContext,
  { service, schedules }: Offer,
): Promise<Pick<SlotPage, 'healthcareServices' | 'locations'>> {
  const found = await readHealthcareService(context, service.id);
  const locationIds = [...new Set(schedules.map(({ locationId }) => locationId))];
  return { healthcareServices: found ? [found] : [], locations: await readLocationsOf(context, locationIds) };
}

/** Who has these slots, each once. */
function namesOf(offer: Offer, slots: readonly Slot[]): SlotPage['practitioners'] {
  const wanted = new Set(slots.map(({ practitionerId }) => practitionerId));
  const names = new Map(offer.schedules.map((s) => [s.practitionerId, s.practitionerName]));
  return [...names].filter(([id]) => wanted.has(id)).map(([id, name]) => ({ id, name }));
}
