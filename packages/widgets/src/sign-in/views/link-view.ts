import { html, nothing } from 'lit';
import { heading } from '../../ui/heading.ts';
import { notice } from '../../ui/notice.ts';
import type { SignInContext } from '../sign-in-context.ts';
import type { LinkState } from '../sign-in-state.ts';
import { act, onSubmit, sendingNotice, submit } from './parts.ts';

/** A signed link, used by a click; and one that is dead, with what to do instead. */
export function linkView(state: LinkState, context: SignInContext) {
  const { messages, send } = context;
  if (state.isDead) {
    const { canAskForCode } = state.setting;
    return html`
      ${heading(messages.linkTitle)}
      ${notice({
        title: messages.linkDeadTitle,
        text: html`${messages.linkDeadText} ${canAskForCode ? messages.codeInsteadText : messages.askForLink}
          <slot name="fallback"></slot>`,
        actions: canAskForCode ? act(messages.codeInstead, () => send({ type: 'code-wanted' })) : undefined,
      })}
    `;
  }
  const isBusy = state.sending.status === 'sending';
  return html`
    ${heading(messages.linkTitle)}
    ${state.sending.status === 'failed' ? sendingNotice(state.sending, { ...context, send: retryLink(context) }) : nothing}
    <form class="sign-in" @submit=${onSubmit(() => send({ type: 'link-opened' }))}>
      <p class="lead">${messages.linkText}</p>
      <div class="footer">${submit(messages.openLink, messages.openingLink, isBusy)}</div>
    </form>
  `;
}

/** Another try of a link is another click. */
const retryLink = ({ send }: SignInContext): SignInContext['send'] => {
  return (event) => send(event.type === 'retry-asked' ? { type: 'link-opened' } : event);
};
