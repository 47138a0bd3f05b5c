/**
 * A moment as it is written where the clock is so far from UTC: its date is the day there.
 *
 * @param now milliseconds since the epoch
 * @param offset minutes east of UTC
 * @returns RFC 3339
 */
export function timeWithOffset(now: number, offset: number): string {
  const local = new Date(now + offset * 60_000).toISOString().slice(0, -1);
  const two = (count: number) => String(Math.trunc(count)).padStart(2, '0');
  const far = Math.abs(offset);
  return `${local}${offset < 0 ? '-' : '+'}${two(far / 60)}:${two(far % 60)}`;
}
