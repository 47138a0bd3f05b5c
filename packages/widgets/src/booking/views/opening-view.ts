import { telephoneOf } from '../booking-selectors.ts';
import type { OpeningState } from '../booking-state.ts';
import { type FailedAct, failureNotice } from './failure-notice.ts';
import { openingSkeleton } from '../first/opening-bones.ts';
import type { ViewContext } from '../first/view-context.ts';

/** Nothing to choose yet: bones of the size of what comes, or why it does not come. */
export function openingView(state: OpeningState, { messages, send, newKey }: ViewContext) {
  if (state.failure === null) return openingSkeleton();
  return failureNotice(state.failure, openingAct(state), {
    messages,
    telephone: telephoneOf(state),
    onRetry: () => send({ type: 'retry-asked', key: newKey() }),
  });
}

/** What an element opens with: a link, or a look at what can be booked. */
export const openingAct = ({ purpose }: OpeningState): FailedAct => acts[purpose.kind];
const acts = { book: 'read', manage: 'link', visit: 'visit' } as const;
