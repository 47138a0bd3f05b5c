import type {
  AppointmentState,
  BookingEvent,
  BookingState,
  ChangeAttempt,
  ConfirmState,
  HeldTime,
  Managed,
  Sending,
} from '../booking-state.ts';
import { reduceHolding, requestHold, retryHold, releasing } from './holding-flow.ts';
import {
  type Reduction,
  stay,
  go,
  noHold,
  unsent,
  emptyCalendar,
  sharedOf,
  isUnknownOutcome,
  isSending,
} from './reduction.ts';
import { startSearch, backToTimes } from './times-flow.ts';

/** The confirmation of a change. */
export function reduceConfirm(state: ConfirmState, event: BookingEvent): Reduction {
  const { holding, sending, replaces } = state;
  const send = (held: HeldTime, fresh: string): Reduction => {
    const key = keyToSend(sending, fresh);
    return go(
      { ...state, sending: { status: 'sending', attempt: { key } } },
      { type: 'reschedule', managed: replaces, held, key },
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
      return isSending(state) ? stay(state) : backToTimes(state, replaces);
    default:
      return reduceHolding(state, event);
  }
}

/** What may have arrived is repeated with its own key; anything else takes a fresh one. */
const keyToSend = (sending: Sending<ChangeAttempt>, fresh: string) =>
  sending.status === 'failed' && isUnknownOutcome(sending.failure) ? sending.attempt.key : fresh;

/** An appointment on the screen. */
export function reduceAppointment(state: AppointmentState, event: BookingEvent): Reduction {
  const { managed } = state;
  switch (event.type) {
    case 'change-asked': {
      if (!isChangeable(managed, state.now)) return stay(state);
      const { healthcareServiceId, locationId, practitionerId } = managed.appointment;
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
    case 'ticked':
      return stay({ ...state, now: event.now });
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
      if (sending.status === 'sending') return stay(state);
      const key = keyToSend(sending, event.key);
      return go({ ...state, sending: { status: 'sending', attempt: { key } } }, { type: 'cancel', managed, key });
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
      return isSending(state) ? stay(state) : stay(back(managed, state.news));
    default:
      return stay(state);
  }
}

/** Whether an appointment may still be moved or cancelled: booked, and not begun. */
export function isChangeable({ appointment }: Managed, now: number): boolean {
  return (appointment.status === 'booked' || appointment.status === 'pending') && Date.parse(appointment.start) > now;
}
