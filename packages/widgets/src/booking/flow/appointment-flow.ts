import type { AppointmentState, BookingState, ConfirmState, HeldTime, Managed } from '../booking-state.ts';
import type { BookingEvent } from '../events-and-commands.ts';
import { startSearch } from '../first/first-flow.ts';
import { emptyCalendar, go, noHold, type Reduction, sharedOf, stay } from '../first/reduction.ts';
import { isChangeable } from './changeable.ts';
import { reduceHolding, requestHold, retryHold, releasing } from './holding-flow.ts';
import { outdated } from './outdated.ts';
import { attemptToSend, isSending, unsent } from './sending.ts';
import { backToTimes } from './times-flow.ts';
import { askEarlier } from './waitlist-flow.ts';

/** The confirmation of a change. */
export function reduceConfirm(state: ConfirmState, event: BookingEvent): Reduction {
  const { holding, sending, replaces } = state;
  const send = (held: HeldTime, fresh: string): Reduction => {
    const attempt = attemptToSend(sending, fresh);
    return go(
      { ...state, sending: { status: 'sending', attempt } },
      { type: 'reschedule', managed: replaces, held, key: attempt.key },
    );
  };
  switch (event.type) {
    case 'reschedule-confirmed':
      return holding.status === 'held' && sending.status !== 'sending' ? send(holding.held, event.key) : stay(state);
    case 'rescheduled':
      if (sending.status !== 'sending') return stay(state);
      return go(
        {
          ...sharedOf(state),
          step: 'appointment',
          managed: { ...replaces, appointment: event.appointment },
          news: 'rescheduled',
          calendarFile: { status: 'idle' },
        },
        { type: 'tell-host', fact: 'rescheduled', appointmentId: event.appointment.id },
      );
    case 'reschedule-failed': {
      if (sending.status !== 'sending' || holding.status !== 'held') return stay(state);
      const { failure } = event;
      // Nothing can be moved that is not there any more.
      if (failure.kind === 'status-conflict')
        return go(
          { ...state, holding: noHold, sending: { ...sending, status: 'failed', failure } },
          ...releasing(holding.held),
        );
      if (failure.kind !== 'slot-unavailable' && failure.kind !== 'hold-expired') {
        return stay({ ...state, sending: { ...sending, status: 'failed', failure } });
      }
      const reason = failure.kind === 'hold-expired' ? 'expired' : 'taken';
      const { slot } = holding.held;
      return go(
        {
          ...state,
          sending: unsent,
          holding: { status: 'lost', slot, reason, alternatives: failure.alternatives, previous: null },
        },
        ...releasing(holding.held),
      );
    }
    case 'slot-chosen':
      return isSending(state) ? stay(state) : requestHold(state, event.slot, event.key);
    case 'hold-again-asked':
      return holding.status === 'lost' ? requestHold(state, holding.slot, event.key) : stay(state);
    case 'retry-asked':
      if (holding.status === 'failed') return retryHold(state, holding, event.key);
      return holding.status === 'held' && sending.status === 'failed' ? send(holding.held, event.key) : stay(state);
    case 'went-back':
      return isSending(state) || outdated(state) ? stay(state) : backToTimes(state, replaces);
    default:
      return reduceHolding(state, event);
  }
}

/** An appointment on the screen. */
export function reduceAppointment(state: AppointmentState, event: BookingEvent): Reduction {
  const { managed } = state;
  switch (event.type) {
    case 'change-asked': {
      if (!isChangeable(managed, state.now)) return stay(state);
      const { healthcareServiceId, locationId, practitionerId } = managed.appointment;
      if (healthcareServiceId === null) return stay(state);
      return startSearch(
        {
          ...sharedOf(state),
          step: 'when',
          visit: { healthcareServiceId, locationId, practitionerId },
          replaces: managed,
          calendar: emptyCalendar,
          holding: noHold,
        },
        null,
      );
    }
    case 'cancel-asked':
      return isChangeable(managed, state.now)
        ? stay({ ...sharedOf(state), step: 'cancel', managed, news: state.news, sending: unsent })
        : stay(state);
    case 'earlier-asked':
      return askEarlier(state, event.key);
    case 'calendar-asked':
      if (state.calendarFile.status === 'loading') return stay(state);
      if (state.calendarFile.status === 'ready')
        return go(state, { type: 'offer-calendar', file: state.calendarFile.value });
      return go({ ...state, calendarFile: { status: 'loading' } }, { type: 'load-calendar', managed });
    case 'calendar-loaded':
      if (state.calendarFile.status !== 'loading') return stay(state);
      return go(
        { ...state, calendarFile: { status: 'ready', value: event.file } },
        { type: 'offer-calendar', file: event.file },
      );
    case 'calendar-failed':
      if (state.calendarFile.status !== 'loading') return stay(state);
      return stay({ ...state, calendarFile: { status: 'failed', failure: event.failure } });
    case 'retry-asked':
      return state.calendarFile.status === 'failed'
        ? reduceAppointment(state, { type: 'calendar-asked' })
        : stay(state);
    default:
      return stay(state);
  }
}

/** The confirmation of a cancellation. */
export function reduceCancel(state: Extract<BookingState, { step: 'cancel' }>, event: BookingEvent): Reduction {
  const { managed, sending } = state;
  const back = (to: Managed, news: AppointmentState['news']): AppointmentState => ({
    ...sharedOf(state),
    step: 'appointment',
    managed: to,
    news,
    calendarFile: { status: 'idle' },
  });
  switch (event.type) {
    case 'cancel-confirmed':
    case 'retry-asked': {
      if (sending.status === 'sending' || outdated(state)) return stay(state);
      const attempt = attemptToSend(sending, event.key);
      return go({ ...state, sending: { status: 'sending', attempt } }, { type: 'cancel', managed, key: attempt.key });
    }
    case 'cancelled':
      if (sending.status !== 'sending') return stay(state);
      return go(back({ ...managed, appointment: event.appointment }, 'cancelled'), {
        type: 'tell-host',
        fact: 'cancelled',
        appointmentId: event.appointment.id,
      });
    case 'cancel-failed':
      return sending.status === 'sending'
        ? stay({ ...state, sending: { ...sending, status: 'failed', failure: event.failure } })
        : stay(state);
    case 'went-back':
      return isSending(state) || outdated(state) ? stay(state) : stay(back(managed, state.news));
    default:
      return stay(state);
  }
}
