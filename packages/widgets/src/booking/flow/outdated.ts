import type { BookingState, Managed } from '../booking-state.ts';
import type { BookingCommand } from '../events-and-commands.ts';
import { go, type Reduction, sharedOf, stay } from '../first/reduction.ts';
import { releasingAll } from './holding-flow.ts';

/** What is read again: a visit with the token that the element has, or what a mailed link to the waitlist leads to. */
type Shown = { readonly kind: 'visit'; readonly managed: Managed } | { readonly kind: 'manage'; readonly link: string };

/** What was shown and is so no more: somebody changed it elsewhere, for example in another tab. Null while nothing says so. */
export function outdated(state: BookingState): Shown | null {
  switch (state.step) {
    case 'when': {
      const { holding, replaces } = state;
      const isChanged = holding.status === 'failed' && holding.failure.kind === 'status-conflict';
      return isChanged && replaces ? { kind: 'visit', managed: replaces } : null;
    }
    case 'confirm': {
      const { holding, sending, replaces } = state;
      const isChanged = [holding, sending].some(
        (each) => each.status === 'failed' && each.failure.kind === 'status-conflict',
      );
      return isChanged ? { kind: 'visit', managed: replaces } : null;
    }
    case 'cancel':
      return isRefused(state.sending) ? { kind: 'visit', managed: state.managed } : null;
    case 'waiting':
      return isRefused(state.sending) && state.link !== null ? { kind: 'manage', link: state.link } : null;
    case 'waitlist':
      return isRefused(state.sending) && state.replaces ? { kind: 'visit', managed: state.replaces } : null;
    case 'closed':
    case 'opening':
    case 'what':
    case 'rules':
    case 'who':
    case 'appointment':
      return null;
  }
}

const isRefused = (sending: Extract<BookingState, { step: 'cancel' | 'waiting' | 'waitlist' }>['sending']) =>
  sending.status === 'failed' && sending.failure.kind === 'status-conflict';

/** Reads again what is there now; a time that was held for what was there before is free. */
export function readAnew(state: BookingState): Reduction {
  const purpose = outdated(state);
  if (purpose === null || state.step === 'closed') return stay(state);
  return go(
    { ...sharedOf(state), step: 'opening', purpose, resumed: { status: 'ready', value: null }, failure: null },
    ...('holding' in state ? releasingAll(state.holding) : []),
    reading(purpose),
  );
}

/** The command that reads it. */
export const reading = (shown: Shown): BookingCommand =>
  shown.kind === 'manage' ? { type: 'open-session', link: shown.link } : { type: 'load-visit', managed: shown.managed };
