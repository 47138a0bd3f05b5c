import type { Occupancy, RefusalReason, SessionKey } from './rules.ts';

/** Ranges by start, each with the latest end up to it, so that a look-up can stop early. */
type Ranges = readonly {
  readonly start: number;
  readonly end: number;
  readonly reach: number;
  readonly sessionKey?: SessionKey | undefined;
}[];

/** What one practitioner has to do, in whatever schedule, sorted once. */
export interface Agenda {
  readonly taken: Ranges;
  readonly busy: Ranges;
}

/** A visit that asks for time: what it claims, buffers included, and the session that it would be a part of. */
export interface Claim {
  readonly scheduleId: string;
  readonly healthcareServiceId: string;
  readonly visitStart: number;
  readonly start: number;
  readonly end: number;
}

const nothing: Agenda = { taken: [], busy: [] };

/** The agendas of all practitioners whom an occupancy names; those whom it does not name are free. */
export function compileAgendas(occupancy: Occupancy): (practitionerId: string) => Agenda {
  const taken = Map.groupBy(occupancy.taken, ({ practitionerId }) => practitionerId);
  const busy = Map.groupBy(occupancy.busy, ({ practitionerId }) => practitionerId);
  const agendas = new Map<string, Agenda>();
  for (const id of new Set([...taken.keys(), ...busy.keys()])) {
    agendas.set(id, { taken: sortRanges(taken.get(id) ?? []), busy: sortRanges(busy.get(id) ?? []) });
  }
  return (practitionerId) => agendas.get(practitionerId) ?? nothing;
}

/**
 * How many seats a claim finds: those left in the session that it joins, or `capacity` where the time is free; or why it finds none.
 * A session stands in the way of everything but its own schedule, service and start.
 */
export function seatsFor(
  claim: Claim,
  agenda: Agenda,
  capacity: number,
): number | Extract<RefusalReason, 'taken' | 'busy'> {
  let seats = capacity;
  let joins = false;
  for (const { sessionKey } of overlapping(agenda.taken, claim)) {
    if (!sessionKey || !isSession(sessionKey, claim)) return 'taken';
    const left = sessionKey.capacity - sessionKey.seatsTaken;
    seats = joins ? Math.min(seats, left) : left;
    joins = true;
  }
  if (seats < 1) return 'taken';
  return overlapping(agenda.busy, claim).length > 0 ? 'busy' : seats;
}

function isSession(key: SessionKey, claim: Claim): boolean {
  return (
    key.scheduleId === claim.scheduleId &&
    key.healthcareServiceId === claim.healthcareServiceId &&
    key.start === claim.visitStart
  );
}

function sortRanges(
  ranges: readonly { readonly start: number; readonly end: number; readonly sessionKey?: SessionKey }[],
): Ranges {
  let reach = -Infinity;
  return ranges
    .filter(({ start, end }) => start < end)
    .toSorted((one, other) => one.start - other.start)
    .map(({ start, end, sessionKey }) => {
      reach = Math.max(reach, end);
      return { start, end, reach, sessionKey };
    });
}

function overlapping(ranges: Ranges, claim: { readonly start: number; readonly end: number }): Ranges {
  const found: Ranges[number][] = [];
  for (let index = countBefore(ranges, claim.end) - 1; index >= 0; index -= 1) {
    const range = ranges[index];
    if (!range || range.reach <= claim.start) break;
    if (range.end > claim.start) found.push(range);
  }
  return found;
}

/** How many of the sorted ranges start before an instant. */
function countBefore(ranges: Ranges, instant: number): number {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const range = ranges[middle];
    if (range && range.start < instant) low = middle + 1;
    else high = middle;
  }
  return low;
}
