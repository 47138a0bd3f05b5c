import type { FirstContext } from './view-context.ts';
import { wallTime } from '../../locales/zone.ts';

/** The time in another zone, with its day where that differs; null where clocks agree. */
export function timeElsewhere(
  start: string,
  zone: string,
  other: string,
  formats: FirstContext['formats'],
): string | null {
  const here = wallTime(start, zone);
  const there = wallTime(start, other);
  if (here.offsetMinutes === there.offsetMinutes) return null;
  return here.date === there.date ? formats(other).time(start) : formats(other).dateAndTime(start);
}
