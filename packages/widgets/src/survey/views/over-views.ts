import { html, nothing } from 'lit';
import type { SurveyMessages } from '../../locales/survey/messages.ts';
import type { Failure, OpeningState, OverReason, OverState } from '../survey-state.ts';
import { canRetry, failureNotice } from './failure-notice.ts';
import { helpNumbers } from './safety-notice.ts';
import type { SurveyContext } from './survey-context.ts';

/** The survey could not be had, although the clinic's system was reached. */
export function failedView({ failure }: OpeningState, { messages, send }: SurveyContext) {
  if (!failure) return nothing;
  return failureNotice(openingFailureWords(failure, messages), {
    messages,
    telephone: null,
    onRetry: canRetry(failure) ? () => send({ type: 'retry-asked' }) : null,
  });
}

/** The words for what failed before the first question. */
export function openingFailureWords(failure: Failure, messages: SurveyMessages) {
  switch (failure.kind) {
    case 'connection':
      return { title: messages.connectionTitle, text: messages.connectionText };
    case 'rate-limited':
      return { title: messages.rateLimitedTitle, text: messages.rateLimitedText };
    case 'configuration':
      return { title: messages.configurationTitle, text: messages.configurationText };
    case 'server':
    case 'too-large':
    case 'validation':
      return { title: messages.serverTitle, text: messages.serverText };
  }
}

/** There is nothing to answer. */
export function overView({ reason, paper, isAnyLeft, contact }: OverState, { messages }: SurveyContext) {
  const { title, text } = overWords(reason, messages);
  const telephone = paper?.organization.telephone ?? contact?.telephone ?? null;
  return html`${failureNotice(
    { title, text: isAnyLeft ? `${text} ${leftWords(messages)}` : text },
    { messages, telephone: reason === 'answered' ? null : telephone, onRetry: null },
  )}${reason === 'link-ended' && contact ? helpNumbers(contact, messages) : nothing}`;
}

/** That answers are on the device alone, and what to do if one of them asks for help. Whom to call is known no more, but for what the page says itself. */
export const leftWords = ({ lateOnDevice, tellingUnknown, helpText }: SurveyMessages): string =>
  `${lateOnDevice} ${tellingUnknown} ${helpText}`;

/** Why there is nothing to answer, in words. */
export function overWords(reason: OverReason, messages: SurveyMessages) {
  switch (reason) {
    case 'answered':
      return { title: messages.overAnsweredTitle, text: messages.overAnsweredText };
    case 'link-ended':
      return { title: messages.overLinkTitle, text: messages.overLinkText };
    case 'not-found':
      return { title: messages.overMissingTitle, text: messages.overMissingText };
    case 'needs-link':
      return { title: messages.overPersonalTitle, text: messages.overPersonalText };
  }
}
