import { html, nothing } from 'lit';
import { practitionerOf, slotOf } from '../first/visit-selectors.ts';
import type { ConfirmState } from '../booking-state.ts';
import { whenWords } from './appointment-facts.ts';
import { actFooter } from './act-footer.ts';
import { failureNotice, nowAct } from './failure-notice.ts';
import { holdingNotice, telephoneBelow } from './holding-notice.ts';
import { heading } from '../../ui/heading.ts';
import { outdated } from '../flow/outdated.ts';
import type { ViewContext } from '../first/view-context.ts';

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
  const notices = html`${holdingNotice(state, context)}
  ${sending.status === 'failed' ? failureNotice(sending.failure, 'change', { messages, telephone: telephoneBelow(state), onRetry: () => send({ type: 'retry-asked', key: newKey() }), otherwise: nowAct(state, context) }) : nothing}`;
  // Neither the visit is as it was, nor is a time held for it.
  if (outdated(state)) return html`${heading(messages.confirmTitle)} ${notices}`;
  return html`
    ${heading(messages.confirmTitle)} ${notices}
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
    ${actFooter(state, context, messages.back, { words: isBusy ? messages.confirming : messages.confirm, kind: 'primary', isOff: !canConfirm, onClick: () => send({ type: 'reschedule-confirmed', key: newKey() }) })}
  `;
}
