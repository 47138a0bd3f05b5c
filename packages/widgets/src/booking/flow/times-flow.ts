import type {
  AppointmentState,
  CalendarView,
  ConfirmState,
  Holding,
  Managed,
  WhatState,
  WhenState,
  WhoState,
} from '../booking-state.ts';
import type { BookingEvent } from '../events-and-commands.ts';
import { addMonths, startOfMonth } from '../calendar-months.ts';
import { addDays, startOfWeek } from '../first/calendar-dates.ts';
import { searched, startSearch } from '../first/first-flow.ts';
import { go, noHold, type Reduction, sharedOf, stay } from '../first/reduction.ts';
import { aliveIn, canMove } from '../first/visit-selectors.ts';
import { hasChoice, preselect } from './choice.ts';
import { reduceHolding, releasingAll, requestHold, retryHold } from './holding-flow.ts';
import { unsent } from './sending.ts';
import { askWaitlist } from './waitlist-flow.ts';

/** The calendar: weeks, days, and the choice of a time. */
export function reduceWhen(state: WhenState, event: BookingEvent): Reduction {
  const { calendar } = state;
  switch (event.type) {
    case 'availability-loaded': {
      const found = searched(state, event.availability);
      if (found.state === state || found.commands.length > 0 || calendar.view === 'list') return found;
      const { days, date } = event.availability;
      const wanted = days.find((day) => day.date === calendar.date && day.date !== date);
      return wanted && found.state.step === 'when'
        ? reduceWhen(found.state, { type: 'day-chosen', date: wanted.date })
        : found;
    }
    case 'availability-failed': {
      if (calendar.availability.status !== 'loading') return stay(state);
      const failed = { status: 'failed', failure: event.failure } as const;
      const next: WhenState = { ...state, calendar: { ...calendar, availability: failed, slots: failed } };
      // The directory has the number to call.
      return state.directory.status === 'idle' && state.replaces === null
        ? go({ ...next, directory: { status: 'loading' } }, { type: 'load-directory' })
        : stay(next);
    }
    case 'period-moved':
      return movePeriod(state, event.by);
    case 'view-chosen':
      return chooseView(state, event.view, event.firstDayOfWeek);
    case 'date-wanted':
      return startSearch(state, periodOf(calendar.view, event.date, event.firstDayOfWeek));
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
      // A second press while the first is on its way would find the time taken by ourselves.
      if (state.holding.status === 'requested') return stay(state);
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
    case 'waitlist-asked':
      return state.holding.status === 'requested' ? stay(state) : askWaitlist(state);
    case 'went-back':
      return backFromWhen(state);
    default:
      return reduceHolding(state, event);
  }
}

/** To the next week or month, or back; never to one that is over. */
function movePeriod(state: WhenState, by: 1 | -1): Reduction {
  const { view, periodStart } = state.calendar;
  if (!periodStart || !canMove(state, by)) return stay(state);
  return startSearch(state, view === 'month' ? addMonths(periodStart, by) : addDays(periodStart, 7 * by));
}

/** The same times in another way: the period that the chosen day is in, or the shown period from today on. */
function chooseView(state: WhenState, view: CalendarView, firstDayOfWeek: number): Reduction {
  const { shown, periodStart, date } = state.calendar;
  if (!shown || !periodStart || view === state.calendar.view) return stay(state);
  const from = periodStart > shown.today ? periodStart : shown.today;
  const next = { ...state, calendar: { ...state.calendar, view } };
  return startSearch(next, periodOf(view, date ?? from, firstDayOfWeek), date);
}

/** The first day of the week or month that a date is shown in. */
const periodOf = (view: CalendarView, date: string, firstDayOfWeek: number) =>
  view === 'month' ? startOfMonth(date) : startOfWeek(date, firstDayOfWeek);

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

/**
 * Back keeps the hold, and leaves a lost one behind. The times are asked for again, since they may have changed.
 *
 * @param kept null for a hold that was booked with
 */
export function backToTimes(
  state: WhoState | ConfirmState,
  replaces: Managed | null,
  kept = aliveIn(state.holding),
): Reduction {
  const holding = kept ? ({ status: 'held', held: kept } as const) : noHold;
  return startSearch(
    { ...sharedOf(state), step: 'when', visit: state.visit, replaces, calendar: state.calendar, holding },
    state.calendar.periodStart,
    state.calendar.date,
  );
}
