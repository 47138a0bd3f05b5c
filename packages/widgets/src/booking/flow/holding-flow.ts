import type {
  BookingCommand,
  BookingEvent,
  BookingState,
  ConfirmState,
  Failure,
  HeldTime,
  Holding,
  WhatState,
  WhenState,
  WhoState,
} from '../booking-state.ts';
import { type Reduction, stay, go, noHold, isUnknownOutcome, isUncertain, isSending } from './reduction.ts';

/** Typing renews the hold no more often than this, in milliseconds. */
const renewalInterval = 60_000;

type HoldingState = WhatState | WhenState | WhoState | ConfirmState;

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
      if (holding.status !== 'held' || holding.held.id !== event.id || isSending(state)) return stay(state);
      const { failure } = event;
      if (failure.kind === 'hold-expired') return lose(state, holding.held, 'expired', failure.alternatives);
      return stay({ ...state, holding: { status: 'held', held: { ...holding.held, renewedAt: 0 } } });
    }
    default:
      return stay(state);
  }
}

/** The hold's end comes by the clock, but never while a booking may be on its way or may have arrived. */
export function ticked(state: HoldingState, now: number): Reduction {
  if (isSending(state)) return stay(state);
  const { holding } = state;
  if (holding.status === 'held')
    return now >= holding.held.deadline ? lose(state, holding.held, 'expired', []) : stay(state);
  if (holding.status === 'none' || holding.previous === null || now < holding.previous.deadline) return stay(state);
  return go({ ...state, holding: { ...holding, previous: null } }, ...releasing(holding.previous));
}

function lose(
  state: HoldingState,
  held: HeldTime,
  reason: 'taken' | 'expired',
  alternatives: Extract<Holding, { status: 'lost' }>['alternatives'],
): Reduction {
  const released = releasing(held);
  if (state.step === 'what') return go({ ...state, holding: noHold }, ...released);
  return go(
    { ...state, holding: { status: 'lost', slot: held.slot, reason, alternatives, previous: null } },
    ...released,
  );
}

/** Typing keeps the time: a renewal at most once a minute. */
export function renewIfDue(state: WhoState, now: number): Reduction {
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
  if (state.step === 'what') return stay({ ...state, holding: previous ? { status: 'held', held: previous } : noHold });
  const holding =
    failure.kind === 'slot-unavailable' || failure.kind === 'hold-expired'
      ? ({ status: 'lost', slot, reason: 'taken', alternatives: failure.alternatives, previous } as const)
      : ({ status: 'failed', slot, key, previous, failure } as const);
  return stay({ ...state, holding });
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

/** Gives a held time up, here and on the device. */
export const releasing = (held: HeldTime): readonly BookingCommand[] => [
  { type: 'release-hold', held },
  ...(held.token === null ? [{ type: 'clear-pending' } as const] : []),
];

/** Gives up whatever is held. */
export function releasingAll(holding: Holding): readonly BookingCommand[] {
  const held = aliveIn(holding);
  return held ? releasing(held) : [];
}

/** The hold that is there now: the present one, or the earlier one that is kept until a new one is safe. */
export function aliveIn(holding: Holding): HeldTime | null {
  if (holding.status === 'none') return null;
  return holding.status === 'held' ? holding.held : holding.previous;
}
