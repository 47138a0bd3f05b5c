import type { EndpointAnswer, EndpointRequest, searchSlots, Slot } from '@openprm/contract';
import { locationFixtures, practitionerFixtures } from '../../fixtures/directory.ts';
import { Problem } from '../problem.ts';
import { find, type ClinicState } from './clinic-state.ts';
import { paginate } from './paginate.ts';
import { dateAt } from './wall-clock.ts';

type Query = EndpointRequest<typeof searchSlots>['query'];

const day = 86_400_000;
const refuse = (field: string, message: string) =>
  new Problem('validation-failed', { issues: [{ path: `/query/${field}`, code: 'custom', message }] });

/** Counts slots by local date, in the order in which the dates come. */
function countByDate(slots: readonly Slot[], dateOf: (slot: Slot) => string) {
  const counts = new Map<string, number>();
  for (const slot of slots) counts.set(dateOf(slot), (counts.get(dateOf(slot)) ?? 0) + 1);
  return [...counts].map(([date, count]) => ({ date, count })).sort((a, b) => a.date.localeCompare(b.date));
}

/** Everything that the first view of a calendar needs. */
export function answerSlots(state: ClinicState, query: Query): EndpointAnswer<typeof searchSlots> {
  const from = query.start === undefined ? state.now : Date.parse(query.start);
  const to = query.end === undefined ? from + 14 * day : Date.parse(query.end);
  if (to <= from) throw refuse('end', 'must be after start');
  if (to - from > 62 * day) throw refuse('end', 'must be at most 62 days after start');

  const dateOf = (slot: Slot) =>
    dateAt(Date.parse(slot.start), query.timeZone ?? find(locationFixtures, slot.locationId).timeZone);
  const open = [...state.openSlots(query, from)].sort((a, b) => Date.parse(a.start) - Date.parse(b.start));
  const firstAvailable = open[0] ?? null;
  const inRange = open.filter((slot) => Date.parse(slot.start) < to);
  const days = countByDate(inRange, dateOf);
  const { data, nextCursor } = paginate(
    query.times === 'first-day' ? inRange.filter((slot) => dateOf(slot) === days[0]?.date) : inRange,
    query,
  );

  const named = firstAvailable === null ? data : [firstAvailable, ...data];
  const isNamed = (ids: readonly string[]) => (item: { id: string }) => ids.includes(item.id);
  return {
    data,
    nextCursor,
    firstAvailable,
    days,
    locations: locationFixtures
      .filter(isNamed(named.map((slot) => slot.locationId)))
      .map(({ id, name, timeZone }) => ({ id, name, timeZone })),
    practitioners: practitionerFixtures
      .filter(isNamed(named.map((slot) => slot.practitionerId)))
      .map(({ id, name }) => ({ id, name })),
  };
}
