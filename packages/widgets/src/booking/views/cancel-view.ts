import { html, nothing } from 'lit';
import { isSending } from '../flow/reduction.ts';
import { telephoneOf } from '../booking-selectors.ts';
import type { CancelState } from '../booking-state.ts';
import { appointmentFacts } from './appointment-facts.ts';
import { failureNotice } from './failure-notice.ts';
import { heading } from './progress.ts';
import type { ViewContext } from './view-context.ts';

/** Asks once more before a visit is cancelled. */
export function cancelView(state: CancelState, context: ViewContext) {
  const { messages, send, newKey } = context;
  const { sending, managed } = state;
  const isBusy = sending.status === 'sending';
  return html`
    ${heading(messages.cancelTitle)}
    <p class="lead muted">${messages.cancelText}</p>
    ${sending.status === 'failed' ? failureNotice(sending.failure, 'change', { messages, telephone: telephoneOf(state), onRetry: null }) : nothing}
    ${appointmentFacts(managed.appointment, state.setting.viewerTimeZone, context)}
    <div class="footer">
      ${
        isSending(state)
          ? nothing
          : html`<button class="button" part="button" type="button" @click=${() => send({ type: 'went-back' })}>
              ${messages.keepVisit}
            </button>`
      }
      <button
        class="button dangerous"
        part="button button-danger"
        type="button"
        aria-disabled=${isBusy ? 'true' : 'false'}
        @click=${() => send({ type: 'cancel-confirmed', key: newKey() })}
      >
        ${isBusy ? messages.cancelling : messages.cancelConfirm}
      </button>
    </div>
  `;
}
