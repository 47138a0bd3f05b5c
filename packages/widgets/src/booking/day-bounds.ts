/** Where a local date begins in a zone, for what is asked of the server. */

import { wallTime } from '../locales/zone.ts';

/** An instant (RFC 3339, UTC) at which a local date begins, or up to a change of clocks before it: keep the wanted date only. */
export const startOfDate = (date: string, timeZone: string): string =>
  new Date(Math.min(...midnights(date, timeZone))).toISOString();

/** An instant (RFC 3339, UTC) at which a local date has begun, or up to a change of clocks after it. Ends a range before that date. */
export const latestStartOfDate = (date: string, timeZone: string): string =>
  new Date(Math.max(...midnights(date, timeZone))).toISOString();

/** Midnight by the offsets that hold around it: one, or two where clocks change nearby, since midnight may be skipped or come twice. */
function midnights(date: string, timeZone: string): readonly number[] {
  const midnight = Date.parse(`${date}T00:00:00Z`);
  const aDay = 86_400_000;
  return [midnight - aDay, midnight, midnight + aDay].map(
    (near) => midnight - wallTime(near, timeZone).offsetMinutes * 60_000,
  );
}
