import type { Managed } from '../booking-state.ts';

/** Whether an appointment may still be moved or cancelled: booked, and not begun. */
export function isChangeable({ appointment }: Managed, now: number): boolean {
  return (appointment.status === 'booked' || appointment.status === 'pending') && Date.parse(appointment.start) > now;
}

/** A visit may take place earlier only while it can move, and where that would be a gain. */
const earlierDays = 14;
const day = 86_400_000;

/** Whether a visit is so far ahead that an earlier time is worth waiting for. */
export const isFarAhead = (managed: Managed, now: number): boolean =>
  isChangeable(managed, now) && Date.parse(managed.appointment.start) - now > earlierDays * day;
