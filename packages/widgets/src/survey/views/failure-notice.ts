import { html, nothing } from 'lit';
import type { SurveyMessages } from '../../locales/survey/messages.ts';
import { notice } from '../../ui/notice.ts';
import { telephoneSentence } from '../../ui/telephone-sentence.ts';
import type { Failure } from '../survey-state.ts';
import { act } from './parts.ts';

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
    readonly messages: SurveyMessages;
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
