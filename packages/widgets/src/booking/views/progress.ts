import { html, nothing } from 'lit';
import { progressOf } from '../booking-selectors.ts';
import type { BookingState } from '../booking-state.ts';
import type { ViewContext } from './view-context.ts';

/** How far the person is: a segment for each step, and the same in words. */
export function progress(state: BookingState, { messages, formats }: ViewContext) {
  const at = progressOf(state);
  if (!at) return nothing;
  const { number } = formats('UTC');
  return html`
    <div class="progress" aria-hidden="true">
      ${Array.from({ length: at.steps }, (_, index) => html`<span class=${index < at.step ? 'segment done' : 'segment'}></span>`)}
    </div>
    <p class="unseen">${messages.stepOf(number(at.step), number(at.steps))}</p>
  `;
}

/** A step's heading, which takes focus when the step is entered. */
export const heading = (text: string) =>
  html`<h2 id="heading" class="heading" part="heading" tabindex="-1">${text}</h2>`;
