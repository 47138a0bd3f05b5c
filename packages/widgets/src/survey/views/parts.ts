import { html } from 'lit';
import { notice } from '../../ui/notice.ts';
import type { FirstContext } from './survey-context.ts';

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

/** Code or words cannot be fetched, or the clinic's system cannot be reached: that it is so, the clinic's own words, and another try. */
export const connectionNotice = ({ messages, send }: Pick<FirstContext, 'messages' | 'send'>) =>
  notice({
    title: messages.connectionTitle,
    text: html`${messages.connectionText} <slot name="fallback"></slot>`,
    actions: act(messages.tryAgain, () => send({ type: 'retry-asked' })),
  });
