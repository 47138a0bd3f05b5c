import type { BookingState, Holding } from '../booking/booking-state.ts';
import type { PrmBookingElement } from '../booking/booking-element.ts';

/** Whether a step is about anybody in particular. A new one is a person's own until it says otherwise. */
const steps: Readonly<Record<BookingState['step'], 'public' | 'personal'>> = {
  closed: 'public',
  opening: 'public',
  what: 'public',
  rules: 'personal',
  when: 'public',
  who: 'personal',
  confirm: 'personal',
  appointment: 'personal',
  cancel: 'personal',
  waitlist: 'personal',
  waiting: 'personal',
};

/** Whether what a booking shows or takes is a person's own: its step, a visit that is moved or looked for, or a time that is theirs, was or is to be. */
export function isPersonalState(state: BookingState): boolean {
  if (steps[state.step] !== 'public') return true;
  const holding: Holding['status'] = 'holding' in state ? state.holding.status : 'none';
  if (holding !== 'none') return true;
  if (state.step === 'opening') return state.purpose.kind !== 'book';
  return state.step !== 'closed' && (state.perhapsBooked || (state.step === 'when' && state.replaces !== null));
}

/** The same of the element in a frame. */
export const isPersonalBooking = (element: Element): boolean =>
  isPersonalState((element as PrmBookingElement).booking.state);
