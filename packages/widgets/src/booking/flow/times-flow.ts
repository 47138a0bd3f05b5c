import type {
  AppointmentState,
  BookingEvent,
  Calendar,
  ConfirmState,
  Holding,
  Managed,
  WhatState,
  WhenState,
  WhoState,
} from '../booking-state.ts';
import { hasChoice, preselect } from './choice.ts';
import { reduceHolding, requestHold, retryHold, releasingAll, aliveIn } from './holding-flow.ts';
import { type Reduction, stay, go, noHold, unsent, sharedOf, zoneToAsk, zoneOfPlace } from './reduction.ts';

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

/** The calendar: weeks, days, and the choice of a time. */
export function reduceWhen(state: WhenState, event: BookingEvent): Reduction {
  const { calendar } = state;
  switch (event.type) {
    case 'availability-loaded': {
      if (calendar.availability.status !== 'loading') return stay(state);
      const { availability } = event;
      const found: WhenState = {
        ...state,
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
      if (calendar.view === 'list') return stay(found);
      const wanted = availability.days.find(({ date }) => date === calendar.date && date !== availability.date);
      return wanted ? reduceWhen(found, { type: 'day-chosen', date: wanted.date }) : stay(found);
    }
    case 'availability-failed': {
      if (calendar.availability.status !== 'loading') return stay(state);
      const failed = { status: 'failed', failure: event.failure } as const;
      return stay({ ...state, calendar: { ...calendar, availability: failed, slots: failed } });
    }
    case 'period-chosen':
      return startSearch(
        { ...state, calendar: { ...calendar, view: event.view } },
        event.periodStart,
        event.view === calendar.view ? null : calendar.date,
      );
    case 'day-chosen':
      if (calendar.availability.status !== 'ready') return stay(state);
      return go(
        { ...state, calendar: { ...calendar, date: event.date, slots: { status: 'loading' } } },
        {
          type: 'load-day',
          visit: state.visit,
          timeZone: calendar.availability.value.timeZone,
          date: event.date,
          replaces: state.replaces,
        },
      );
    case 'day-loaded':
      if (calendar.date !== event.date || calendar.slots.status !== 'loading') return stay(state);
      return stay({
        ...state,
        practitionerNames: { ...state.practitionerNames, ...event.practitionerNames },
        calendar: { ...calendar, slots: { status: 'ready', value: event.slots } },
      });
    case 'day-failed':
      if (calendar.date !== event.date || calendar.slots.status !== 'loading') return stay(state);
      return stay({ ...state, calendar: { ...calendar, slots: { status: 'failed', failure: event.failure } } });
    case 'slot-chosen':
      if (state.holding.status === 'held' && state.holding.held.slot.id === event.slot.id)
        return proceed(state, state.holding);
      return requestHold(state, event.slot, event.key);
    case 'continued':
      return state.holding.status === 'held' ? proceed(state, state.holding) : stay(state);
    case 'retry-asked':
      if (state.holding.status === 'failed') return retryHold(state, state.holding, event.key);
      if (calendar.availability.status === 'failed') return startSearch(state, calendar.periodStart, calendar.date);
      if (calendar.slots.status === 'failed' && calendar.date !== null) {
        return reduceWhen(state, { type: 'day-chosen', date: calendar.date });
      }
      return stay(state);
    case 'went-back':
      return backFromWhen(state);
    default:
      return reduceHolding(state, event);
  }
}

/** Back to the choice keeps a held time; back to an appointment gives it up, since the change was given up. */
function backFromWhen(state: WhenState): Reduction {
  if (state.replaces) return backToAppointment(state, state.replaces);
  if (state.directory.status !== 'ready' || !hasChoice(state)) return stay(state);
  const kept = aliveIn(state.holding);
  const what: WhatState = {
    ...sharedOf(state),
    step: 'what',
    healthcareServiceId: state.visit.healthcareServiceId,
    locationId: state.visit.locationId,
    holding: kept ? { status: 'held', held: kept } : noHold,
    missing: null,
  };
  return stay(preselect(what));
}

function backToAppointment(state: WhenState | ConfirmState, managed: Managed): Reduction {
  const appointment: AppointmentState = {
    ...sharedOf(state),
    step: 'appointment',
    managed,
    news: null,
    calendarFile: { status: 'idle' },
  };
  return go(appointment, ...releasingAll(state.holding));
}

/** On to the form, or to the confirmation of a change. */
export function proceed(state: WhenState, holding: Extract<Holding, { status: 'held' }>): Reduction {
  const { replaces } = state;
  const next = {
    ...sharedOf(state),
    visit: state.visit,
    calendar: state.calendar,
    holding,
    perhapsBooked: false,
    sending: unsent,
  };
  return stay(replaces ? { ...next, step: 'confirm', replaces } : { ...next, step: 'who', problems: {} });
}

/** Back keeps the hold, and leaves a lost one behind. The times are asked for again, since they may have changed. */
export function backToTimes(state: WhoState | ConfirmState, replaces: Managed | null): Reduction {
  const kept = aliveIn(state.holding);
  const holding = kept ? ({ status: 'held', held: kept } as const) : noHold;
  return startSearch(
    { ...sharedOf(state), step: 'when', visit: state.visit, replaces, calendar: state.calendar, holding },
    state.calendar.periodStart,
    state.calendar.date,
  );
}
