import type {
  BookingState,
  ConfirmState,
  Failure,
  HeldTime,
  Holding,
  WaitlistState,
  WhatState,
  WhenState,
  WhoState,
} from '../booking-state.ts';
import type { BookingCommand, BookingEvent } from '../events-and-commands.ts';
import { go, noHold, type Reduction, stay } from '../first/reduction.ts';
import { aliveIn } from '../first/visit-selectors.ts';
import { isSending, isUncertain, isUnknownOutcome, isUsingHold } from './sending.ts';
import { withoutSlot } from './without-slot.ts';

/** Typing renews the hold no more often than this, in milliseconds. */
const renewalInterval = 60_000;

type HoldingState = WhatState | WhenState | WhoState | ConfirmState | WaitlistState;

/** What happens to a hold in every step that may have one. */
export function reduceHolding(state: HoldingState, event: BookingEvent): Reduction {
  const { holding } = state;
  switch (event.type) {
    case 'ticked':
      return ticked({ ...state, now: event.now }, event.now);
    case 'keep-asked':
      return holding.status === 'held' ? renew({ ...state, now: event.now }, holding.held, event.now) : stay(state);
    case 'hold-failed':
      return holding.status === 'requested' && holding.key === event.key
        ? holdFailed(state, holding, event.failure)
        : stay(state);
    case 'hold-renewed': {
      if (holding.status !== 'held' || holding.held.id !== event.id) return stay(state);
      const held: HeldTime = { ...holding.held, deadline: event.deadline };
      return go({ ...state, holding: { status: 'held', held } }, ...saving(state, held));
    }
    case 'renewal-failed': {
      if (holding.status !== 'held' || holding.held.id !== event.id || isUsingHold(state)) return stay(state);
      const { failure } = event;
      if (failure.kind === 'hold-expired') return lose(state, holding.held, 'expired', failure.alternatives);
      return stay({ ...state, holding: { status: 'held', held: { ...holding.held, renewedAt: 0 } } });
    }
    case 'hold-taken-over':
      return takenOver(state, event.id);
    default:
      return stay(state);
  }
}

/** The hold's end comes by the clock, but never while a booking may be on its way or may have arrived. */
export function ticked(state: HoldingState, now: number): Reduction {
  if (isUsingHold(state)) return stay(state);
  const { holding } = state;
  if (holding.status === 'held')
    return now >= holding.held.deadline ? lose(state, holding.held, 'expired', []) : stay(state);
  if (state.step === 'waitlist') return stay(state);
  if (holding.status === 'none' || holding.previous === null || now < holding.previous.deadline) return stay(state);
  return go({ ...state, holding: { ...holding, previous: null } }, ...releasing(holding.previous));
}

function lose(
  state: HoldingState,
  held: HeldTime,
  reason: 'taken' | 'expired',
  alternatives: Extract<Holding, { status: 'lost' }>['alternatives'],
): Reduction {
  return go(without(state, held, reason, alternatives), ...releasing(held));
}

function without(
  state: HoldingState,
  { slot }: HeldTime,
  reason: 'taken' | 'expired',
  alternatives: Extract<Holding, { status: 'lost' }>['alternatives'],
): HoldingState {
  return state.step === 'what'
    ? { ...state, holding: noHold }
    : { ...state, holding: { status: 'lost', slot, reason, alternatives, previous: null } };
}

/** The hold lives on in another page of this device: here it is over, and giving it back would take it from there. */
function takenOver(state: HoldingState, id: string): Reduction {
  const { holding } = state;
  if (aliveIn(holding)?.id !== id || isUsingHold(state)) return stay(state);
  if (holding.status === 'held') return stay(without(state, holding.held, 'expired', []));
  return holding.status === 'none' || state.step === 'waitlist'
    ? stay(state)
    : stay({ ...state, holding: { ...holding, previous: null } });
}

/** Typing keeps the time: a renewal at most once a minute. */
export function renewIfDue(state: WhoState | WaitlistState, now: number): Reduction {
  const { holding } = state;
  return holding.status === 'held' &&
    state.sending.status !== 'sending' &&
    now - holding.held.renewedAt >= renewalInterval
    ? renew(state, holding.held, now)
    : stay(state);
}

function renew(state: HoldingState, held: HeldTime, now: number): Reduction {
  const renewing: HeldTime = { ...held, renewedAt: now };
  return go({ ...state, holding: { status: 'held', held: renewing } }, { type: 'renew-hold', held: renewing });
}

/** Asks for another time. The one that is held stays held until the new one is. */
export function requestHold(
  state: WhenState | WhoState | ConfirmState,
  slot: HeldTime['slot'],
  key: string,
): Reduction {
  const replaces = state.step === 'who' ? null : state.replaces;
  const holding: Holding = { status: 'requested', slot, key, previous: aliveIn(state.holding) };
  return go({ ...state, holding }, { type: 'create-hold', slot, key, replaces });
}

/** A request that may have made a hold is repeated with its own key: a new one would find the time taken by ourselves. */
export function retryHold(
  state: WhenState | WhoState | ConfirmState,
  { slot, key, failure }: Extract<Holding, { status: 'failed' }>,
  fresh: string,
): Reduction {
  return requestHold(state, slot, isUnknownOutcome(failure) ? key : fresh);
}

function holdFailed(
  state: HoldingState,
  asked: Extract<Holding, { status: 'requested' }>,
  failure: Failure,
): Reduction {
  const { slot, key, previous } = asked;
  if (state.step === 'waitlist') return stay(state);
  if (state.step === 'what') return stay({ ...state, holding: previous ? { status: 'held', held: previous } : noHold });
  const holding =
    failure.kind === 'slot-unavailable' || failure.kind === 'hold-expired'
      ? ({ status: 'lost', slot, reason: 'taken', alternatives: failure.alternatives, previous } as const)
      : ({ status: 'failed', slot, key, previous, failure } as const);
  const isTaken = state.step === 'when' && holding.status === 'lost';
  return stay(isTaken ? { ...state, holding, calendar: withoutSlot(state.calendar, slot) } : { ...state, holding });
}

/** The number of the next try: a new one after a refusal, the same while it is not known whether the last one arrived. */
export function nextNumber(state: WhoState): number {
  if (state.sending.status === 'unsent') return 1;
  return isUncertain(state) ? state.sending.attempt.number : state.sending.attempt.number + 1;
}

/** Only a new booking survives a reload; the change of an appointment starts again from its link. */
export function saving(state: BookingState, held: HeldTime): readonly BookingCommand[] {
  return state.step === 'who' && !isSending(state)
    ? [{ type: 'save-pending', held, number: nextNumber(state), submitted: false }]
    : [];
}

/** Forgets a time on the device, and no other that was kept since. */
export const forgetting = ({ id }: HeldTime): BookingCommand => ({ type: 'clear-pending', holdId: id });

/** Gives a held time up, here and on the device. */
export const releasing = (held: HeldTime): readonly BookingCommand[] => [
  { type: 'release-hold', held },
  ...(held.token === null ? [forgetting(held)] : []),
];

/** Gives up whatever is held. */
export function releasingAll(holding: Holding): readonly BookingCommand[] {
  const held = aliveIn(holding);
  return held ? releasing(held) : [];
}
