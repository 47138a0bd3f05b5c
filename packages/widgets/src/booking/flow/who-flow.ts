import type { BookingAttempt, Failure, HeldTime, WhoState } from '../booking-state.ts';
import type { BookingEvent } from '../events-and-commands.ts';
import { go, type Reduction, sharedOf, stay } from '../first/reduction.ts';
import {
  forgetting,
  reduceHolding,
  renewIfDue,
  requestHold,
  retryHold,
  nextNumber,
  releasing,
} from './holding-flow.ts';
import { chosenKnown, knownFound, knownPatients, meantBy } from './known-flow.ts';
import { isReceived, isSending, isUncertain, isWhomSent, unsent } from './sending.ts';
import { backToTimes } from './times-flow.ts';
import { forWhom, withCaredFor } from './whom.ts';

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
        form: {
          ...state.form,
          [event.field]: event.value,
          ...(event.field === 'birthDate' && { dateOrder: event.dateOrder }),
          ...(event.field === 'patientBirthDate' && { patientDateOrder: event.dateOrder }),
        },
        problems,
      };
      return renewIfDue(next, event.now);
    }
    case 'whom-chosen': {
      const whom = meantBy(event.whom, state);
      if (isWhomSent(state) || whom === state.form.whom) return stay(state);
      return renewIfDue({ ...state, now: event.now, form: forWhom(state.form, whom), problems: {} }, event.now);
    }
    case 'form-submitted':
      if (sending.status === 'sending' || holding.status !== 'held' || state.known.status === 'loading')
        return stay(state);
      if (!event.check.ok) return stay({ ...state, problems: event.check.problems });
      return book(state, holding.held, event.check.patient);
    case 'known-confirmed': {
      const patient = chosenKnown(state);
      return patient && sending.status !== 'sending' && holding.status === 'held'
        ? book(state, holding.held, patient)
        : stay(state);
    }
    case 'booked':
      if (sending.status !== 'sending' || holding.status !== 'held') return stay(state);
      return go(
        {
          ...sharedOf(state),
          form: withCaredFor(state.form),
          step: 'appointment',
          managed: event.managed,
          news: 'booked',
          calendarFile: { status: 'idle' },
        },
        forgetting(holding.held),
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
    case 'another-asked':
      return isReceived(state) ? backToTimes(state, null, null) : stay(state);
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
export function book(state: WhoState, held: HeldTime, patient: NonNullable<BookingAttempt['patient']>): Reduction {
  if (isReceived(state) || isByAnother(state, patient)) return stay(state);
  const number = nextNumber(state);
  return go(
    { ...state, problems: {}, sending: { status: 'sending', attempt: { number, patient, ...repeated(state) } } },
    { type: 'save-pending', held, number, submitted: true },
    { type: 'book', held, number, patient },
  );
}

/** A try whose outcome is not known is repeated by the credential that sent it: with another one its key means nothing. */
function isByAnother(state: WhoState, patient: NonNullable<BookingAttempt['patient']>): boolean {
  if (!isUncertain(state) || state.sending.status === 'unsent') return false;
  const earlier = state.sending.attempt.patient;
  return earlier !== null && 'isOwn' in earlier !== 'isOwn' in patient;
}

/** What a try repeats whose outcome is not known. */
function repeated(state: WhoState): Pick<BookingAttempt, 'repeats'> {
  if (!isUncertain(state) || state.sending.status === 'unsent') return {};
  return {
    repeats: state.sending.attempt.patient === null ? 'interrupted' : (state.sending.attempt.repeats ?? 'sent'),
  };
}

function bookingFailed(state: WhoState, held: HeldTime, attempt: BookingAttempt, failure: Failure): Reduction {
  switch (failure.kind) {
    case 'slot-unavailable':
    case 'hold-expired':
      // The try before the reload may have been made in a session, or without one, and taken the time.
      if (state.setting.hasSession && attempt.repeats === 'interrupted') return unclear(state, held, attempt);
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
    case 'session-ended':
      if (attempt.repeats) return unclear(state, held, attempt);
      return refused(knownFound(state, []), held, attempt, failure);
    case 'right-ended': {
      const { patient } = attempt;
      if (attempt.repeats) return unclear(state, held, attempt);
      const known = knownPatients(state).filter(({ id }) => !(patient && 'id' in patient && patient.id === id));
      return refused(knownFound(state, known), held, attempt, failure);
    }
    case 'unclear':
    case 'already-received':
      return go({ ...state, sending: { status: 'failed', attempt, failure } }, forgetting(held));
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
    case 'stopped':
      // It tells nothing of a try that it repeats, whose number is kept.
      if (attempt.repeats) return stay({ ...state, sending: { status: 'failed', attempt, failure } });
      return refused(state, held, attempt, failure);
    case 'status-conflict':
    case 'not-eligible':
      return refused(state, held, attempt, failure);
  }
}

/** Nothing was booked: the time stays, and the next try is a new one. */
const refused = (state: WhoState, held: HeldTime, attempt: BookingAttempt, failure: Failure): Reduction =>
  go(
    { ...state, sending: { status: 'failed', attempt, failure } },
    { type: 'save-pending', held, number: attempt.number + 1, submitted: false },
  );

/** It may have been booked: to try again could book twice. */
const unclear = (state: WhoState, held: HeldTime, attempt: BookingAttempt): Reduction =>
  go({ ...state, sending: { status: 'failed', attempt, failure: { kind: 'unclear' } } }, forgetting(held));
