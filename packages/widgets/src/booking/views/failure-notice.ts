import { html, nothing, type TemplateResult } from 'lit';
import type { Messages } from '../../locales/messages.ts';
import type { Failure } from '../booking-state.ts';

/** What failed, which decides what is said about what was typed. */
export type FailedAct = 'read' | 'booking' | 'change';

/** The words for a failure. */
export function failureWords(
  failure: Failure,
  act: FailedAct,
  messages: Messages,
): { readonly title: string; readonly text: string } {
  const uncertain = act === 'booking' ? messages.uncertainText : messages.uncertainChangeText;
  switch (failure.kind) {
    case 'connection':
      return { title: messages.connectionTitle, text: act === 'read' ? messages.connectionText : uncertain };
    case 'server':
      return { title: messages.serverTitle, text: act === 'read' ? messages.serverText : uncertain };
    case 'interrupted':
      return { title: messages.interruptedTitle, text: messages.interruptedText };
    case 'rate-limited':
      return { title: messages.rateLimitedTitle, text: messages.rateLimitedText };
    case 'configuration':
      return { title: messages.configurationTitle, text: messages.configurationText };
    case 'credential':
      return { title: messages.credentialTitle, text: messages.credentialText };
    case 'slot-unavailable':
      return { title: messages.taken, text: messages.takenNoAlternatives };
    case 'hold-expired':
      return { title: messages.holdExpired, text: messages.holdExpiredText };
    case 'already-received':
      return { title: messages.alreadyReceivedTitle, text: messages.alreadyReceivedText };
    case 'status-conflict':
      return { title: messages.statusConflictTitle, text: messages.statusConflictText };
    case 'stopped':
      return { title: messages.stoppedTitle, text: messages.stoppedText };
    case 'validation':
      return { title: messages.validationTitle, text: messages.validationText };
  }
}

/** Whether trying the same again can help. */
export function canRetry({ kind }: Failure): boolean {
  return kind === 'connection' || kind === 'server' || kind === 'rate-limited' || kind === 'stopped';
}

interface NoticeParts {
  readonly title: string;
  readonly text: unknown;
  readonly actions?: unknown;
}

/** A banner that names what happened and offers the next act. It takes focus when it appears. */
export const notice = ({ title, text, actions }: NoticeParts): TemplateResult => html`
  <div class="notice" part="notice" role="group" aria-label=${title}>
    <p class="notice-title" tabindex="-1">${title}</p>
    <p class="notice-text">${text}</p>
    ${actions ? html`<div class="row">${actions}</div>` : nothing}
  </div>
`;

/** The banner of a failure: words, telephone, and retry where that can help. */
export function failureNotice(
  failure: Failure,
  act: FailedAct,
  {
    messages,
    telephone,
    onRetry,
  }: { readonly messages: Messages; readonly telephone: string | null; readonly onRetry: (() => void) | null },
): TemplateResult {
  const { title, text } = failureWords(failure, act, messages);
  return notice({
    title,
    text: html`${text} ${callLine(messages, telephone)}<slot name="fallback"></slot>`,
    actions:
      canRetry(failure) && onRetry
        ? html`<button class="button" part="button" type="button" @click=${onRetry}>${messages.tryAgain}</button>`
        : undefined,
  });
}

/** The clinic's number as a link, inside the sentence of the language. */
export function callLine(messages: Messages, telephone: string | null) {
  if (telephone === null) return nothing;
  const [before = '', after = ''] = messages.callClinic('\u0000').split('\u0000');
  return html`<span
    >${before}<a class="link" dir="ltr" href=${`tel:${telephone.replace(/[^\d+]/g, '')}`}>${telephone}</a>${after}</span
  >`;
}
