import type { EndpointAnswer, EndpointRequest, searchSlots, Slot } from '@openprm/contract';
import { locationFixtures, practitionerFixtures } from '../../fixtures/directory.ts';
import { type Agenda, find, invalid, type StoredAppointment } from './agenda.ts';
import { paginate } from './paginate.ts';
import { dateAt, isTimeZone } from './wall-clock.ts';

type Answer = EndpointAnswer<typeof searchSlots>;
type Query = EndpointRequest<typeof searchSlots>['query'];

const day = 86_400_000;

function rangeOf(query: Query, now: number): { from: number; to: number } {
  const from = query.start === undefined ? now : Date.parse(query.start);
  if (query.days !== undefined && query.end !== undefined) throw invalid('/query/days', 'cannot be given with end');
  const range = query.days === undefined ? 14 * day : query.days * day;
  const to = query.end === undefined ? Math.max(from, now) + range : Date.parse(query.end);
  if (to <= from) throw invalid('/query/end', 'must be after start');
  if (to <= now) throw invalid('/query/end', 'must be in the future');
  if (to - from > 62 * day) throw invalid('/query/end', 'must be at most 62 days after start');
  return { from, to };
}

/** Counts slots by local date, in the order of the dates. */
function countByDate(slots: readonly Slot[], dateOf: (slot: Slot) => string) {
  return [...Map.groupBy(slots, dateOf)]
    .map(([date, ofDate]) => ({ date, count: new Set(ofDate.map(({ start }) => Date.parse(start))).size }))
    .sort((a, b) => a.date.localeCompare(b.date));
}

/**
 * Everything that the first view of a calendar needs.
 *
 * @param replaced the appointment that is to move
 */
export function answerSlots(agenda: Agenda, query: Query, replaced: StoredAppointment | undefined): Answer {
  const { from, to } = rangeOf(query, agenda.now);
  if (query.timeZone !== undefined && !isTimeZone(query.timeZone)) {
    throw invalid('/query/timeZone', 'is not a time zone that we know');
  }
  const dateOf = (slot: Slot) =>
    dateAt(Date.parse(slot.start), query.timeZone ?? find(locationFixtures, slot.locationId).timeZone);

  const open = agenda.openSlots(query, from, replaced);
  const firstAvailable = open[0] ?? null;
  const inRange = open.filter((slot) => Date.parse(slot.start) < to);
  const days = countByDate(inRange, dateOf);
  const first = inRange[0];
  const wanted =
    query.times === 'first-day' && first !== undefined
      ? inRange.filter((slot) => dateOf(slot) === dateOf(first))
      : inRange;
  const page = paginate(wanted, query);

  const healthcareServices = agenda.healthcareServices.filter(({ id }) => id === query.healthcareServiceId);
  const named = firstAvailable === null ? page.data : [firstAvailable, ...page.data];
  return {
    ...page,
    firstAvailable,
    days,
    healthcareServices,
    locations: locationFixtures.filter(
      ({ id }) =>
        (query.locationId === undefined || id === query.locationId) &&
        healthcareServices.some(({ locationIds }) => locationIds.includes(id)),
    ),
    practitioners: practitionerFixtures
      .filter(({ id }) => named.some(({ practitionerId }) => practitionerId === id))
      .map(({ id, name }) => ({ id, name })),
  };
}
