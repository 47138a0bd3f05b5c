import type {
  AppointmentState,
  Failure,
  FreeTimes,
  Managed,
  WaitingAct,
  WaitingAttempt,
  WaitingState,
  WaitlistState,
  WhenState,
} from '../booking-state.ts';
import type { BookingEvent } from '../events-and-commands.ts';
import { startSearch } from '../first/first-flow.ts';
import { emptyCalendar, go, noHold, type Reduction, sharedOf, stay } from '../first/reduction.ts';
import { isFarAhead } from './changeable.ts';
import { reduceHolding, releasingAll, renewIfDue } from './holding-flow.ts';
import { aliveIn } from '../first/visit-selectors.ts';
import { meantBy } from './known-flow.ts';
import { attemptToSend, isReceived, isSending, isWhomSent, unsent } from './sending.ts';
import { forWhom, withCaredFor } from './whom.ts';

const anyTime: FreeTimes = { days: [], parts: [], from: '', until: '' };

/** From the times, none of which fits: what is held stays until the waitlist is joined, since somebody may come back to it. */
export function askWaitlist(state: WhenState): Reduction {
  const { visit, replaces, calendar } = state;
  const held = aliveIn(state.holding);
  const next: WaitlistState = {
    ...sharedOf(state),
    step: 'waitlist',
    visit,
    replaces,
    calendar,
    holding: held ? { status: 'held', held } : noHold,
    freeTimes: anyTime,
    isCorrecting: false,
    wrongDates: null,
    problems: {},
    sending: unsent,
  };
  return stay(next);
}

/** One act: any time before the visit that the place has. */
export function askEarlier(state: AppointmentState, key: string): Reduction {
  const { managed } = state;
  if (!isFarAhead(managed, state.now)) return stay(state);
  const { healthcareServiceId, locationId } = managed.appointment;
  if (healthcareServiceId === null) return stay(state);
  return join(
    {
      ...sharedOf(state),
      step: 'waitlist',
      visit: { healthcareServiceId, locationId, practitionerId: null },
      replaces: managed,
      calendar: emptyCalendar,
      holding: noHold,
      freeTimes: anyTime,
      isCorrecting: false,
      wrongDates: null,
      problems: {},
      sending: unsent,
    },
    { key, patient: null },
  );
}

function join(state: WaitlistState, attempt: WaitlistAttempt): Reduction {
  const { visit, freeTimes, replaces } = state;
  return go(
    { ...state, problems: {}, wrongDates: null, sending: { status: 'sending', attempt } },
    { type: 'join-waitlist', visit, freeTimes, replaces, patient: attempt.patient, key: attempt.key },
  );
}
type WaitlistAttempt = Extract<WaitlistState['sending'], { attempt: unknown }>['attempt'];

/** The form of who waits. What was typed stays, whatever happens. */
export function reduceWaitlist(state: WaitlistState, event: BookingEvent): Reduction {
  const { sending } = state;
  switch (event.type) {
    case 'free-times-changed':
      return sending.status === 'sending'
        ? stay(state)
        : stay({ ...state, freeTimes: { ...state.freeTimes, ...event.freeTimes }, wrongDates: null });
    case 'field-changed': {
      const { [event.field]: mended, ...others } = state.problems;
      const next: WaitlistState = {
        ...state,
        now: event.now,
        problems: mended === undefined ? state.problems : others,
        form: {
          ...state.form,
          [event.field]: event.value,
          ...(event.field === 'birthDate' && { dateOrder: event.dateOrder }),
          ...(event.field === 'patientBirthDate' && { patientDateOrder: event.dateOrder }),
        },
      };
      return renewIfDue(next, event.now);
    }
    case 'whom-chosen': {
      const whom = meantBy(event.whom, state);
      if (isWhomSent(state) || whom === state.form.whom) return stay(state);
      return renewIfDue({ ...state, now: event.now, form: forWhom(state.form, whom), problems: {} }, event.now);
    }
    case 'waitlist-submitted': {
      if (sending.status === 'sending' || isReceived(state)) return stay(state);
      const wrongDates = datesProblem(state.freeTimes, event.today);
      const problems = event.check?.ok === false ? event.check.problems : {};
      if (wrongDates !== null || event.check?.ok === false) return stay({ ...state, wrongDates, problems });
      return join(state, { ...attemptToSend(sending, event.key), patient: event.check?.patient ?? null });
    }
    case 'retry-asked':
      return sending.status === 'failed' && !isReceived(state)
        ? join(state, { patient: sending.attempt.patient, ...attemptToSend(sending, event.key) })
        : stay(state);
    case 'waitlist-joined':
      if (sending.status !== 'sending') return stay(state);
      return go(
        {
          ...sharedOf(state),
          form: withCaredFor(state.form),
          step: 'waiting',
          entry: event.entry,
          link: null,
          undo: undoOf(state, event.undo),
          replaces: state.replaces,
          news: 'joined',
          isLeaving: false,
          alternatives: [],
          sending: unsent,
        },
        ...releasingAll(state.holding),
        { type: 'tell-host', fact: 'waitlist-joined', entryId: event.entry.id },
      );
    case 'waitlist-failed': {
      if (sending.status !== 'sending') return stay(state);
      const { failure } = event;
      return stay({
        ...state,
        problems:
          failure.kind === 'validation' ? Object.fromEntries(failure.fields.map((field) => [field, 'refused'])) : {},
        sending: { ...sending, status: 'failed', failure },
      });
    }
    case 'another-asked':
      return isReceived(state) ? backFrom(state) : stay(state);
    case 'went-back':
      if (isSending(state)) return stay(state);
      return backFrom(state);
    default:
      return reduceHolding(state, event);
  }
}

/** To the times, which may have changed; or to the visit, where there were none. */
function backFrom(state: WaitlistState): Reduction {
  const { replaces, visit, calendar, holding } = state;
  if (replaces && calendar.periodStart === null) return stay(visitOf(state, replaces));
  return startSearch(
    { ...sharedOf(state), step: 'when', visit, replaces, calendar, holding },
    calendar.periodStart,
    calendar.date,
  );
}

const visitOf = (state: WaitlistState | WaitingState, managed: Managed): AppointmentState => ({
  ...sharedOf(state),
  step: 'appointment',
  managed,
  news: null,
  calendarFile: { status: 'idle' },
});

/** Dates as `YYYY-MM-DD` sort as text. */
function datesProblem({ from, until }: FreeTimes, today: string): WaitlistState['wrongDates'] {
  if (until !== '' && until < today) return 'past';
  return until !== '' && until < from ? 'order' : null;
}

/** Whether there is an offer that can be answered. */
export const hasOffer = ({ entry, link }: WaitingState): boolean =>
  link !== null && entry.status === 'waitlist' && entry.offer?.participantStatus === 'needs-action';

/** What was typed, as it stood; the time that was held meanwhile is free again. */
const undoOf = (state: WaitlistState, secret: string | null | undefined): WaitingState['undo'] =>
  secret ? { secret, form: { ...state, holding: noHold, isCorrecting: true, sending: unsent } } : null;

/** Whether something can be done: an offer that is over can still be answered by taking one of the nearest times. */
function canAct(state: WaitingState, act: WaitingAct, slotId: string | null): boolean {
  if (state.entry.status !== 'waitlist') return false;
  if (act === 'leave') return canLeave(state) && state.isLeaving;
  if (act === 'correct') return canCorrect(state);
  if (state.link === null) return false;
  return hasOffer(state) || (act === 'accept' && state.alternatives.some(({ id }) => id === slotId));
}

/**
 * Whether an act goes out. While it is not known whether the last one arrived, nothing but that one does: a time that may have been taken is not
 * turned down, nor taken a second time.
 */
export function canSend(state: WaitingState, { act, slotId }: Pick<WaitingAttempt, 'act' | 'slotId'>): boolean {
  const { sending } = state;
  if (sending.status === 'sending') return false;
  if (sending.status === 'unsent' || !isSending(state)) return true;
  return !isReceived(state) && sending.attempt.act === act && sending.attempt.slotId === slotId;
}

/** Whether there is a waitlist to leave, and who may. */
export const canLeave = ({ link, undo, entry }: WaitingState): boolean =>
  (link !== null || undo !== null) && entry.status === 'waitlist';

/** Whether what was typed can be typed anew: where it was typed, and as long as somebody waits by it. */
export const canCorrect = ({ undo, entry, isLeaving }: WaitingState): boolean =>
  undo !== null && undo.form.replaces === null && entry.status === 'waitlist' && !isLeaving;

/** Who waits: reads, answers an offer, or leaves. */
export function reduceWaiting(state: WaitingState, event: BookingEvent): Reduction {
  const { sending, link, undo, entry } = state;
  const send = (attempt: WaitingAttempt): Reduction => {
    if (!canSend(state, attempt)) return stay(state);
    const next: WaitingState = { ...state, sending: { status: 'sending', attempt } };
    if (link !== null) {
      const { act, slotId, key } = attempt;
      return go(next, { type: 'act-on-waitlist', entry, link, act, slotId, key });
    }
    if (undo === null) return stay(state);
    return go(next, {
      type: 'withdraw-from-waitlist',
      entryId: entry.id,
      secret: undo.secret,
      key: attempt.key,
    });
  };
  switch (event.type) {
    case 'leave-asked':
      return canLeave(state) && !isSending(state) ? stay({ ...state, isLeaving: true, sending: unsent }) : stay(state);
    case 'waiting-act':
      if (!canAct(state, event.act, event.slotId)) return stay(state);
      return send({ act: event.act, slotId: event.slotId, ...attemptToSend(sending, event.key) });
    case 'retry-asked':
      return sending.status === 'failed'
        ? send({ act: sending.attempt.act, slotId: sending.attempt.slotId, ...attemptToSend(sending, event.key) })
        : stay(state);
    case 'offer-accepted': {
      if (sending.status !== 'sending') return stay(state);
      const isMoved = entry.replacesAppointmentId !== null;
      return go(
        { ...visitOf(state, event.managed), news: isMoved ? 'rescheduled' : 'booked' },
        {
          type: 'tell-host',
          fact: isMoved ? 'rescheduled' : 'booked',
          appointmentId: event.managed.appointment.id,
        },
      );
    }
    case 'waitlist-changed':
      if (sending.status !== 'sending') return stay(state);
      return stay({
        ...state,
        entry: event.entry,
        isLeaving: false,
        news: sending.attempt.act === 'leave' ? 'left' : 'declined',
        sending: unsent,
      });
    case 'waitlist-withdrawn':
      if (sending.status !== 'sending' || undo === null) return stay(state);
      if (sending.attempt.act === 'correct') return stay({ ...undo.form, now: state.now });
      return stay({
        ...state,
        entry: { ...entry, status: 'cancelled' },
        undo: null,
        isLeaving: false,
        news: 'left',
        sending: unsent,
      });
    case 'waitlist-failed':
      return sending.status === 'sending' ? actFailed(state, sending.attempt, event.failure) : stay(state);
    case 'went-back':
      if (isSending(state)) return stay(state);
      if (state.isLeaving) return stay({ ...state, isLeaving: false, sending: unsent });
      return state.replaces ? stay(visitOf(state, state.replaces)) : stay(state);
    default:
      return stay(state);
  }
}

/** An offer that is over is none any more; somebody else may have it. */
function actFailed(state: WaitingState, attempt: WaitingAttempt, failure: Failure): Reduction {
  const { offer } = state.entry;
  if ((failure.kind !== 'hold-expired' && failure.kind !== 'slot-unavailable') || offer === null)
    return stay({ ...state, sending: { status: 'failed', attempt, failure } });
  return stay({
    ...state,
    entry: { ...state.entry, offer: { ...offer, participantStatus: 'expired' } },
    news: 'too-late',
    isLeaving: false,
    alternatives: failure.alternatives,
    sending: unsent,
  });
}
