import { html, nothing } from 'lit';
import type { BookingState } from '../booking-state.ts';
import { isSending } from '../flow/sending.ts';
import type { ViewContext } from '../first/view-context.ts';

/** The act that a step leads to. */
export interface FooterAct {
  /** What it is called; while it is under way, what goes on. */
  readonly words: string;
  readonly kind: 'primary' | 'danger';
  /** Whether a press does nothing at the moment. */
  readonly isOff: boolean;
  /** Without it the button sends the form that it stands in. */
  readonly onClick?: () => void;
}

/** The ways on from what is about to be sent: back, unless something is on its way, and the act. */
export const actFooter = (
  state: BookingState,
  { send }: ViewContext,
  back: string,
  { words, kind, isOff, onClick }: FooterAct,
) => {
  const isDanger = kind === 'danger';
  return html`
    <div class="footer">
      ${
        isSending(state)
          ? nothing
          : html`<button class="button" part="button" type="button" @click=${() => send({ type: 'went-back' })}>
              ${back}
            </button>`
      }
      <button
        class=${isDanger ? 'button dangerous' : 'button primary'}
        part=${isDanger ? 'button button-danger' : 'button button-primary'}
        type=${onClick ? 'button' : 'submit'}
        aria-disabled=${isOff ? 'true' : 'false'}
        @click=${onClick ?? nothing}
      >
        ${words}
      </button>
    </div>
  `;
};
