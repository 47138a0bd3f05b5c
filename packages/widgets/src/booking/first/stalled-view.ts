import { html } from 'lit';
import type { FirstContext } from './view-context.ts';

/** What was asked for needs code that could not be fetched. It waits; nothing of it is lost. */
export const stalledView = ({ messages }: Pick<FirstContext, 'messages'>, onRetry: () => void) => html`
  <div class="first" part="notice" role="group" aria-label=${messages.connectionTitle}>
    <b>${messages.connectionTitle}</b>
    <button class="button" part="button" type="button" @click=${onRetry}>${messages.tryAgain}</button>
    <slot name="fallback"></slot>
  </div>
`;
