import { html, nothing } from 'lit';
import type { FirstMessages } from '../../locales/survey/messages.ts';
import { notice } from '../../ui/notice.ts';
import { telephoneSentence } from '../../ui/telephone-sentence.ts';
import type { Failure } from '../survey-state.ts';

/** An act of less weight. */
export const act = (words: unknown, onClick: () => void) =>
  html`<button class="button" part="button" type="button" @click=${onClick}>${words}</button>`;

/** The act that a step leads to. While it is under way a further press does nothing. */
export const mainAct = (words: string, onClick: () => void, isOff = false) =>
  html`<button
    class="button primary"
    part="button button-primary"
    type="button"
    aria-disabled=${isOff ? 'true' : 'false'}
    @click=${() => {
      if (!isOff) onClick();
    }}
  >
    ${words}
  </button>`;

/** The words for what failed before the first question. */
export function openingFailureWords(failure: Failure, messages: FirstMessages) {
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

/** Whether trying the same again can help. */
export const canRetry = ({ kind }: Failure): boolean =>
  kind === 'connection' || kind === 'server' || kind === 'rate-limited';

/** A banner with another try where that can help, the clinic's number and its own words. */
export function failureNotice(
  words: { readonly title: string; readonly text: unknown },
  {
    messages,
    telephone,
    onRetry,
  }: {
    readonly messages: FirstMessages;
    readonly telephone: string | null;
    readonly onRetry: (() => void) | null;
  },
) {
  return notice({
    title: words.title,
    text: html`${words.text} ${telephone === null ? nothing : telephoneSentence(messages.callClinic, telephone)}
      <slot name="fallback"></slot>`,
    actions: onRetry ? act(messages.tryAgain, onRetry) : undefined,
  });
}
