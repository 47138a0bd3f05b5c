import { html } from 'lit';
import type { ViewContext } from '../first/view-context.ts';

/** A link to somebody else's page: in a new tab, without a word of where it was opened, and nothing is asked of it before. */
export const outsideLink = (href: string, name: string, { messages }: Pick<ViewContext, 'messages'>) =>
  html`<a class="link" href=${href} target="_blank" rel="noopener noreferrer"
    >${name}<span class="unseen">${messages.comma}${messages.newTab}</span></a
  >`;
