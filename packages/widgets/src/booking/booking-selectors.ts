import type { AppointmentState, BookingState, CancelState, Shared } from './booking-state.ts';
import { aliveIn, hasRules, locationOf, replacedBy, serviceOf } from './first/visit-selectors.ts';
import { hasChoice } from './flow/choice.ts';
import { isSending } from './flow/sending.ts';

/** Whether a time is held, so that the clock counts. */
export const isHolding = (state: BookingState): boolean => 'holding' in state && aliveIn(state.holding) !== null;

/** Seconds that a held time is still kept for; null without one, and while its end does not count. */
export function secondsLeft(state: BookingState): number | null {
  if (!('holding' in state) || isSending(state)) return null;
  const held = aliveIn(state.holding);
  return held ? Math.max(0, Math.round((held.deadline - state.now) / 1000)) : null;
}

/** From this many seconds on the end of a hold is pointed out, and counted in seconds. */
const soon = 120;

/**
 * The seconds left as they are shown: whole minutes while there is time, so that nothing ticks beside somebody who types, and each second only
 * when the end is near.
 */
export function shownSecondsLeft(state: BookingState): number | null {
  const seconds = secondsLeft(state);
  return seconds === null || seconds <= soon ? seconds : Math.round(seconds / 60) * 60;
}

/** Whether the held time ends soon, so that keeping it is offered. */
export function isEndingSoon(state: BookingState): boolean {
  const seconds = secondsLeft(state);
  return seconds !== null && seconds <= soon && 'holding' in state && state.holding.status === 'held';
}

/** Which step of how many; null outside the booking of a new visit. */
export function progressOf(state: BookingState): { readonly step: number; readonly steps: number } | null {
  if (state.step === 'closed' || (state.step === 'when' && state.replaces)) return null;
  const service = 'visit' in state ? serviceOf(state, state.visit) : null;
  const order = ['what', ...(service && hasRules(service) ? ['rules'] : []), 'when', 'who'];
  const at = order.indexOf(state.step);
  if (at < 0) return null;
  const skipped = 'directory' in state && !isWhatShown(state) ? 1 : 0;
  return { step: at + 1 - skipped, steps: order.length - skipped };
}

/** Whether there is a choice to go back to before the times. */
export function isWhatShown(state: Shared): boolean {
  const { healthcareServiceId, locationId } = state.setting;
  if (healthcareServiceId !== null && locationId !== null) return false;
  return state.directory.status === 'ready' && hasChoice(state);
}

/** The number to call, as far as one is known. */
export function telephoneOf(state: BookingState): string | null {
  switch (state.step) {
    case 'closed':
      return null;
    case 'appointment':
    case 'cancel':
      return state.managed.appointment.display.telephone;
    case 'waiting':
      return state.entry.display.telephone;
    case 'opening':
      if (state.purpose.kind === 'visit') return state.purpose.managed.appointment.display.telephone;
      return anyTelephone(state, state.setting.locationId);
    case 'what':
      return anyTelephone(state, state.locationId ?? state.setting.locationId);
    case 'rules':
      return anyTelephone(state, state.visit.locationId);
    case 'waitlist':
      return state.replaces?.appointment.display.telephone ?? anyTelephone(state, state.visit.locationId);
    case 'when':
    case 'who':
    case 'confirm':
      return replacedBy(state)?.appointment.display.telephone ?? anyTelephone(state, state.visit.locationId);
  }
}

function anyTelephone(state: Shared, locationId: string | null): string | null {
  if (state.directory.status !== 'ready') return null;
  const chosen = locationOf(state, locationId);
  return (chosen ?? state.directory.value.locations.find(({ telephone }) => telephone !== null))?.telephone ?? null;
}

/** How an appointment stands. */
export function standingOf({
  managed: { appointment },
  now,
}: AppointmentState | CancelState): 'open' | 'cancelled' | 'past' | 'read-only' {
  switch (appointment.status) {
    case 'cancelled':
    case 'entered-in-error':
      return 'cancelled';
    case 'fulfilled':
    case 'noshow':
      return 'past';
    case 'booked':
    case 'pending':
      return Date.parse(appointment.start) > now ? 'open' : 'past';
    case 'proposed':
    case 'arrived':
    case 'checked-in':
    case 'waitlist':
    case 'unknown':
      return 'read-only';
  }
}
