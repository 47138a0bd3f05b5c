import { html } from 'lit';
import { telephoneOf } from '../booking-selectors.ts';
import type { OpeningState } from '../booking-state.ts';
import { failureNotice } from './failure-notice.ts';
import type { ViewContext } from './view-context.ts';

/** Nothing to choose yet: bones of the size of what comes, or why it does not come. */
export function openingView(state: OpeningState, { messages, send, newKey }: ViewContext) {
  if (state.failure === null) return openingSkeleton();
  return failureNotice(state.failure, 'read', {
    messages,
    telephone: telephoneOf(state),
    onRetry: () => send({ type: 'retry-asked', key: newKey() }),
  });
}

/** Bones of the choice; needs no words, so that it can be shown before the language is there. */
export const openingSkeleton = () => html`
  <div class="stack" aria-hidden="true">
    <div class="progress"><span class="segment"></span><span class="segment"></span><span class="segment"></span></div>
    <span class="bone heading-bone"></span>
    <span class="bone option-bone"></span><span class="bone option-bone"></span><span class="bone option-bone"></span>
    <div class="footer"><span class="bone button-bone"></span></div>
  </div>
`;

/** The first state as a server renders it, which knows no times; without scripts the clinic's own words follow. */
export const serverSkeleton = () => html`${openingSkeleton()}<noscript><slot name="fallback"></slot></noscript>`;
