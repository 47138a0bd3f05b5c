import type { HealthcareService, Location, Slot } from '@openprm/sdk';
import { hasChoice } from './flow/choice.ts';
import { aliveIn } from './flow/holding-flow.ts';
import { isUncertain, zoneOfPlace, zoneToAsk } from './flow/reduction.ts';
import type {
  AppointmentState,
  BookingState,
  CancelState,
  ConfirmState,
  Holding,
  Shared,
  Visit,
  WhenState,
  WhoState,
} from './booking-state.ts';
import { wallTime } from './zone.ts';

/** The steps that know which visit is meant. */
export type VisitState = WhenState | WhoState | ConfirmState;

/** The kind of visit, as far as it is known. */
export function serviceOf(state: Shared, visit: Visit): HealthcareService | null {
  if (state.directory.status !== 'ready') return null;
  return state.directory.value.healthcareServices.find(({ id }) => id === visit.healthcareServiceId) ?? null;
}

/** The place, as far as it is known. */
export function locationOf(state: Shared, locationId: string | null): Location | null {
  if (state.directory.status !== 'ready') return null;
  return state.directory.value.locations.find(({ id }) => id === locationId) ?? null;
}

/** The appointment that is to be moved, if one is. */
export const replacedBy = (state: VisitState) => (state.step === 'who' ? null : state.replaces);

/** The zone that times are shown in: the place's in person, the viewer's for telehealth. */
export function timeZoneOf(state: VisitState): string {
  const replaces = replacedBy(state);
  return (
    zoneToAsk(state, state.visit, replaces) ??
    state.calendar.shown?.timeZone ??
    zoneOfPlace(state, state.visit, replaces) ??
    state.setting.viewerTimeZone
  );
}

/** The zone of the place; null while it is not known. */
export const placeZoneOf = (state: VisitState): string | null =>
  zoneOfPlace(state, state.visit, replacedBy(state)) ??
  (isTelehealth(state) ? null : (state.calendar.shown?.timeZone ?? null));

/** Whether the visit is by video. */
export const isTelehealth = (state: VisitState): boolean => zoneToAsk(state, state.visit, replacedBy(state)) !== null;

/** Who sees the patient at a slot, as far as it is known. */
export const practitionerOf = (state: Shared, practitionerId: string | null): string | null =>
  practitionerId === null ? null : (state.practitionerNames[practitionerId] ?? null);

/** The time that the person has or had in mind: held, asked for, or lost. */
export function slotOf(holding: Holding): Slot | null {
  if (holding.status === 'none') return null;
  return holding.status === 'held' ? holding.held.slot : holding.slot;
}

/** The held slot, if it is on a local date in the zone that times are shown in. */
export function ownSlotOn(state: WhenState, date: string): Slot | null {
  const held = aliveIn(state.holding);
  return held && wallTime(held.slot.start, timeZoneOf(state)).date === date ? held.slot : null;
}

/** Seconds that a held time is still kept for; null without one, and while its end does not count. */
export function secondsLeft(state: BookingState): number | null {
  if (!('holding' in state) || isUncertain(state)) return null;
  const held = aliveIn(state.holding);
  return held ? Math.max(0, Math.round((held.deadline - state.now) / 1000)) : null;
}

/** Below this many seconds the end of a hold is pointed out. */
const soon = 120;

/** Whether the held time ends soon, so that keeping it is offered. */
export function isEndingSoon(state: BookingState): boolean {
  const seconds = secondsLeft(state);
  return seconds !== null && seconds <= soon && 'holding' in state && state.holding.status === 'held';
}

/** Which step of how many; null outside the booking of a new visit. */
export function progressOf(state: BookingState): { readonly step: number; readonly steps: number } | null {
  const order = ['what', 'when', 'who'] as const;
  const at = order.findIndex((step) => step === state.step);
  if (at < 0 || state.step === 'closed') return null;
  if (state.step === 'when' && state.replaces) return null;
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
    case 'opening':
    case 'what':
      return anyTelephone(
        state,
        state.step === 'what' ? (state.locationId ?? state.setting.locationId) : state.setting.locationId,
      );
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
