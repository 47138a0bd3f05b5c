import { html, nothing } from 'lit';
import { heading } from '../../ui/heading.ts';
import { notice } from '../../ui/notice.ts';
import type { SignInContext } from '../sign-in-context.ts';
import type { AddressState } from '../sign-in-state.ts';
import { field, onSubmit, sendingNotice, submit } from './parts.ts';
import { newsWords, problemWords } from '../sign-in-words.ts';

/** Where the code goes: one field. Without the clinic's key no code can be asked for, and only a new link helps. */
export function addressView(state: AddressState, context: SignInContext) {
  const { messages, send } = context;
  const { setting, email, problem, news, sending } = state;
  const isBusy = sending.status === 'sending';
  const newsNotice = news === null ? nothing : notice({ title: newsWords(news, messages), text: nothing });
  if (!setting.canAskForCode)
    return html`${heading(messages.signInTitle)} ${newsNotice}
      <p>${messages.askForLink}</p>
      <slot name="fallback"></slot>`;
  return html`
    ${heading(messages.signInTitle)} ${newsNotice} ${sendingNotice(sending, context)}
    <form class="sign-in" novalidate @submit=${onSubmit(() => send({ type: 'email-submitted' }))}>
      <p class="lead">${messages.signInText}</p>
      ${field({
        id: 'email',
        label: messages.email,
        problem: problem ? problemWords(state, context) : null,
        value: email,
        autocomplete: 'email',
        inputMode: 'email',
        type: 'email',
        isBusy,
        onInput: (value) => send({ type: 'email-changed', value }),
      })}
      <div class="footer">${submit(messages.sendCode, messages.sendingCode, isBusy)}</div>
    </form>
    <p class="muted privacy">${messages.signInPrivacy}</p>
  `;
}
