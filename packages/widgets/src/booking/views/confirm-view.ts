import { html, nothing } from 'lit';
import { isSending } from '../flow/reduction.ts';
import { practitionerOf, slotOf, telephoneOf } from '../booking-selectors.ts';
import type { ConfirmState } from '../booking-state.ts';
import { whenWords } from './appointment-facts.ts';
import { failureNotice } from './failure-notice.ts';
import { holdingNotice } from './holding-notice.ts';
import { heading } from './progress.ts';
import type { ViewContext } from './view-context.ts';

/** Asks once more before a visit is moved: from when to when. */
export function confirmView(state: ConfirmState, context: ViewContext) {
  const { messages, send, newKey } = context;
  const { sending, holding, replaces } = state;
  const slot = slotOf(holding);
  const isBusy = sending.status === 'sending';
  const canConfirm = holding.status === 'held' && !isBusy;
  const { appointment } = replaces;
  const zone = state.setting.viewerTimeZone;
  const practitioner = practitionerOf(state, slot?.practitionerId ?? null) ?? appointment.display.practitioner;
  return html`
    ${heading(messages.confirmTitle)} ${holdingNotice(state, context)}
    ${sending.status === 'failed' ? failureNotice(sending.failure, 'change', { messages, telephone: telephoneOf(state), onRetry: null }) : nothing}
    <dl class="facts">
      <div class="facts-row">
        <dt class="muted">${messages.confirmFrom}</dt>
        <dd>${whenWords(appointment, zone, context)}</dd>
      </div>
      ${
        slot
          ? html`<div class="facts-row">
              <dt class="muted">${messages.confirmTo}</dt>
              <dd>${whenWords({ ...appointment, start: slot.start, end: slot.end }, zone, context)}</dd>
            </div>`
          : nothing
      }
      <div class="facts-row">
        <dt class="muted">${messages.with}</dt>
        <dd><bdi>${practitioner}</bdi></dd>
      </div>
    </dl>
    <div class="footer">
      ${
        isSending(state)
          ? nothing
          : html`<button class="button" part="button" type="button" @click=${() => send({ type: 'went-back' })}>
              ${messages.back}
            </button>`
      }
      <button
        class="button primary"
        part="button button-primary"
        type="button"
        aria-disabled=${canConfirm ? 'false' : 'true'}
        @click=${() => send({ type: 'reschedule-confirmed', key: newKey() })}
      >
        ${isBusy ? messages.confirming : messages.confirm}
      </button>
    </div>
  `;
}
