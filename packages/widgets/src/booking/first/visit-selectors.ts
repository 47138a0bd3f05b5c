import type { HealthcareService, Location, Slot } from '@openprm/sdk';
import type {
  BookingState,
  ConfirmState,
  HeldTime,
  Holding,
  Shared,
  Visit,
  WaitlistState,
  WhenState,
  WhoState,
} from '../booking-state.ts';
import { zoneOfPlace, zoneToAsk } from './reduction.ts';
import { wallTime } from '../../locales/zone.ts';

/** The steps that know which visit is meant. */
export type VisitState = WhenState | WhoState | ConfirmState;

/** The kind of visit, as far as it is known. */
export function serviceOf(state: Shared, visit: Visit): HealthcareService | null {
  if (state.directory.status !== 'ready') return null;
  return state.directory.value.healthcareServices.find(({ id }) => id === visit.healthcareServiceId) ?? null;
}

/**
 * Whether something is asked before these times are shown: about a new visit of a kind that has rules, whose questions were not answered yet. Who has a time was
 * asked before they took it.
 */
export function asksFirst(state: BookingState): boolean {
  if (state.step !== 'when' || state.replaces || state.holding.status !== 'none') return false;
  const service = serviceOf(state, state.visit);
  return service !== null && state.cleared !== service.id && hasRules(service);
}

/** Whether a kind of visit has anything that may stand in its way: to ask about before its times. */
export const hasRules = ({ eligibility, referralMethod, redFlags }: HealthcareService): boolean =>
  referralMethod.length + redFlags.length > 0 ||
  [eligibility?.patients, eligibility?.minimumAge, eligibility?.maximumAge].some(
    (need) => (need ?? 'unknown') !== 'unknown',
  );

/** The place, as far as it is known. */
export function locationOf(state: Shared, locationId: string | null): Location | null {
  if (state.directory.status !== 'ready') return null;
  return state.directory.value.locations.find(({ id }) => id === locationId) ?? null;
}

/** The appointment that is to be moved, if one is. */
export const replacedBy = (state: VisitState | WaitlistState) => (state.step === 'who' ? null : state.replaces);

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

/** The hold that is there now: the present one, or the earlier one that is kept until a new one is safe. */
export function aliveIn(holding: Holding): HeldTime | null {
  if (holding.status === 'none') return null;
  return holding.status === 'held' ? holding.held : holding.previous;
}

/** Whether there is a week or month after the shown one, or one before it that is not over. */
export const canMove = ({ calendar: { shown, periodStart } }: WhenState, by: 1 | -1): boolean =>
  shown !== null && periodStart !== null && (by > 0 || periodStart > shown.today);
