import type { PatientInput } from '@openprm/sdk';
import type { BookingAttempt, BookingEvent, Failure, HeldTime, WhoState } from '../booking-state.ts';
import { reduceHolding, renewIfDue, requestHold, retryHold, nextNumber, releasing } from './holding-flow.ts';
import { type Reduction, stay, go, unsent, sharedOf, isSending, isReceived, emptyForm } from './reduction.ts';
import { backToTimes } from './times-flow.ts';

/** The form: typing, sending, and what came of it. */
export function reduceWho(state: WhoState, event: BookingEvent): Reduction {
  const { sending, holding } = state;
  switch (event.type) {
    case 'field-changed': {
      const { [event.field]: mended, ...others } = state.problems;
      const problems = mended === undefined ? state.problems : others;
      const next: WhoState = {
        ...state,
        now: event.now,
        form: { ...state.form, [event.field]: event.value },
        problems,
      };
      return renewIfDue(next, event.now);
    }
    case 'form-submitted':
      if (sending.status === 'sending' || holding.status !== 'held') return stay(state);
      if (!event.check.ok) return stay({ ...state, problems: event.check.problems });
      return book(state, holding.held, event.check.patient);
    case 'booked':
      if (sending.status !== 'sending') return stay(state);
      return go(
        {
          ...sharedOf(state),
          form: emptyForm,
          step: 'appointment',
          managed: event.managed,
          news: 'booked',
          calendarFile: { status: 'idle' },
        },
        { type: 'clear-pending' },
        { type: 'tell-host', fact: 'booked', appointmentId: event.managed.appointment.id },
      );
    case 'booking-failed':
      return sending.status === 'sending' && holding.status === 'held'
        ? bookingFailed(state, holding.held, sending.attempt, event.failure)
        : stay(state);
    case 'slot-chosen':
      return isSending(state) ? stay(state) : requestHold(state, event.slot, event.key);
    case 'hold-again-asked':
      return holding.status === 'lost' ? requestHold(state, holding.slot, event.key) : stay(state);
    case 'retry-asked':
      if (holding.status === 'failed') return retryHold(state, holding, event.key);
      if (holding.status === 'held' && sending.status === 'failed' && sending.attempt.patient) {
        return book(state, holding.held, sending.attempt.patient);
      }
      return stay(state);
    case 'went-back':
      return isSending(state) ? stay(state) : backToTimes(state, null);
    default:
      return reduceHolding(state, event);
  }
}

/**
 * A refused try is followed by one with a new key. While it is not known whether an earlier try arrived, its key is kept, even for other
 * content: a server that has it answers that it was received, and nobody is booked twice.
 */
export function book(state: WhoState, held: HeldTime, patient: PatientInput): Reduction {
  if (isReceived(state)) return stay(state);
  const number = nextNumber(state);
  return go(
    { ...state, problems: {}, sending: { status: 'sending', attempt: { number, patient } } },
    { type: 'save-pending', held, number, submitted: true },
    { type: 'book', held, number, patient },
  );
}

function bookingFailed(state: WhoState, held: HeldTime, attempt: BookingAttempt, failure: Failure): Reduction {
  switch (failure.kind) {
    case 'slot-unavailable':
    case 'hold-expired':
      return go(
        {
          ...state,
          sending: unsent,
          holding: {
            status: 'lost',
            slot: held.slot,
            reason: failure.kind === 'hold-expired' ? 'expired' : 'taken',
            alternatives: failure.alternatives,
            previous: null,
          },
        },
        ...releasing(held),
      );
    case 'already-received':
      return go({ ...state, sending: { status: 'failed', attempt, failure } }, { type: 'clear-pending' });
    case 'validation':
      return go(
        {
          ...state,
          problems: Object.fromEntries(failure.fields.map((field) => [field, 'refused'])),
          sending: { status: 'failed', attempt, failure },
        },
        { type: 'save-pending', held, number: attempt.number + 1, submitted: false },
      );
    case 'connection':
    case 'server':
    case 'interrupted':
      return stay({ ...state, sending: { status: 'failed', attempt, failure } });
    case 'rate-limited':
    case 'configuration':
    case 'credential':
    case 'status-conflict':
    case 'stopped':
      return go(
        { ...state, sending: { status: 'failed', attempt, failure } },
        { type: 'save-pending', held, number: attempt.number + 1, submitted: false },
      );
  }
}
