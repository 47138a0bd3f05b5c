import { html, nothing } from 'lit';
import { telephoneOf } from '../booking-selectors.ts';
import type { CancelState } from '../booking-state.ts';
import { appointmentFacts } from './appointment-facts.ts';
import { actFooter } from './act-footer.ts';
import { failureNotice, nowAct } from './failure-notice.ts';
import { heading } from '../../ui/heading.ts';
import { outdated } from '../flow/outdated.ts';
import type { ViewContext } from '../first/view-context.ts';

/** Asks once more before a visit is cancelled. */
export function cancelView(state: CancelState, context: ViewContext) {
  const { messages, send, newKey } = context;
  const { sending, managed } = state;
  const isBusy = sending.status === 'sending';
  const notice =
    sending.status === 'failed'
      ? failureNotice(sending.failure, 'change', {
          messages,
          telephone: telephoneOf(state),
          onRetry: () => send({ type: 'retry-asked', key: newKey() }),
          otherwise: nowAct(state, context),
        })
      : nothing;
  // The visit is not as it was.
  if (outdated(state)) return html`${heading(messages.cancelTitle)} ${notice}`;
  return html`
    ${heading(messages.cancelTitle)}
    <p class="lead muted">${messages.cancelText}</p>
    ${notice} ${appointmentFacts(managed.appointment, state.setting.viewerTimeZone, context, { isOpen: false })}
    ${actFooter(state, context, messages.keepVisit, { words: isBusy ? messages.cancelling : messages.cancelConfirm, kind: 'danger', isOff: isBusy, onClick: () => send({ type: 'cancel-confirmed', key: newKey() }) })}
  `;
}
