import type {
  Availability,
  BookingState,
  Calendar,
  Directory,
  Remote,
  Setting,
  Shared,
  Visit,
  WhenState,
} from '../booking-state.ts';
import type { BookingEvent } from '../events-and-commands.ts';
import { asksFirst } from './visit-selectors.ts';
import { emptyCalendar, emptyForm, go, noHold, type Reduction, stay, zoneOfPlace, zoneToAsk } from './reduction.ts';

/** The flow's first and last state. */
export const closed: BookingState = { step: 'closed' };

/**
 * The part of the flow that leads to the first times where the host fixed what and where. Null for everything else, which waits until the
 * whole flow is loaded: `reduce` in `booking-flow.ts` is built on the functions of this file, so that both do the same.
 */
export function reduceFirst(state: BookingState, event: BookingEvent): Reduction | null {
  switch (event.type) {
    case 'left':
      return stay(closed);
    case 'opened':
      return state.step === 'closed' ? opened(event) : stay(state);
    case 'availability-loaded': {
      if (state.step !== 'when') return null;
      const found = searched(state, event.availability);
      return asksFirst(found.state) ? null : found;
    }
    default:
      return null;
  }
}

/** The visit that the host fixed; null where there is something to choose. */
export function fixedVisit({
  healthcareServiceId,
  locationId,
  practitionerId,
}: Omit<Setting, 'viewerTimeZone' | 'canBook' | 'hasSession'>): Visit | null {
  return healthcareServiceId && locationId ? { healthcareServiceId, locationId, practitionerId } : null;
}

/** Begins: with the times where the host fixed what and where, and else by asking for them; and looks for what was interrupted. */
export function opened({ setting, link, now }: Extract<BookingEvent, { type: 'opened' }>): Reduction {
  const visit = fixedVisit(setting);
  const shared: Shared = {
    setting,
    directory: { status: link === null && !visit ? 'loading' : 'idle' },
    practitionerNames: {},
    form: emptyForm,
    known: { status: 'idle' },
    cleared: null,
    perhapsBooked: false,
    now,
  };
  if (link !== null) {
    const purpose = { kind: 'manage', link } as const;
    const resumed = { status: 'ready', value: null } as const;
    return go({ ...shared, step: 'opening', purpose, resumed, failure: null }, { type: 'open-session', link });
  }
  if (visit) {
    const { state, commands } = startSearch(timesOf(shared, visit), null);
    return go(state, ...commands, { type: 'restore-pending' });
  }
  return go(
    { ...shared, step: 'opening', purpose: { kind: 'book' }, resumed: { status: 'loading' }, failure: null },
    { type: 'restore-pending' },
    { type: 'load-directory' },
  );
}

/** The times of a visit before anything was looked for. */
export const timesOf = (shared: Shared, visit: Visit): WhenState => ({
  ...shared,
  step: 'when',
  visit,
  replaces: null,
  calendar: emptyCalendar,
  holding: noHold,
});

/** @param wanted a day of that week or month to show, if it is open, rather than the first open one */
export function startSearch(state: WhenState, periodStart: string | null, wanted: string | null = null): Reduction {
  const calendar: Calendar = {
    ...state.calendar,
    view: periodStart === null ? 'week' : state.calendar.view,
    availability: { status: 'loading' },
    periodStart,
    date: wanted,
    slots: { status: 'loading' },
  };
  return go(
    { ...state, calendar },
    {
      type: 'search',
      visit: state.visit,
      timeZone: zoneToAsk(state, state.visit, state.replaces),
      expectedTimeZone: calendar.shown?.timeZone ?? zoneOfPlace(state, state.visit, state.replaces),
      view: calendar.view,
      periodStart,
      replaces: state.replaces,
    },
  );
}

/** The times are there, with what and where as far as that was not known: a visit by video is then asked for again in the viewer's zone. */
export function searched(state: WhenState, availability: Availability): Reduction {
  const { calendar } = state;
  if (calendar.availability.status !== 'loading') return stay(state);
  const directory: Remote<Directory> =
    state.directory.status === 'idle' ? { status: 'ready', value: availability.directory } : state.directory;
  const found: WhenState = {
    ...state,
    directory,
    practitionerNames: { ...state.practitionerNames, ...availability.practitionerNames },
    calendar: {
      view: calendar.view,
      availability: { status: 'ready', value: availability },
      shown: availability,
      first: availability.fromNow ? availability.firstAvailable : calendar.first,
      periodStart: availability.periodStart,
      date: availability.date,
      slots: { status: 'ready', value: availability.slots },
    },
  };
  const zone = (when: WhenState) => zoneToAsk(when, when.visit, when.replaces);
  return zone(found) === zone(state) ? stay(found) : startSearch({ ...found, calendar }, null);
}
