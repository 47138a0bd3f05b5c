import { html, nothing } from 'lit';
import type { FirstContext } from './view-context.ts';

/** Which step of how many. */
export interface Progress {
  readonly step: number;
  readonly steps: number;
}

/** How far the person is: a segment for each step, and the same in words; nothing outside the booking of a new visit. */
export function progress(at: Progress | null, { formats, whole }: FirstContext) {
  if (!at) return nothing;
  // Said with all else that is said: the first number in a language costs 13 ms, and the first paint waits for none.
  const number = (value: number) => formats('UTC').number(value);
  return html`
    <div class="progress" aria-hidden="true">
      ${Array.from({ length: at.steps }, (_, index) => html`<span class=${index < at.step ? 'segment done' : 'segment'}></span>`)}
    </div>
    ${whole && html`<p class="unseen">${whole.messages.stepOf(number(at.step), number(at.steps))}</p>`}
  `;
}
