import { html, nothing } from 'lit';
import { heading } from '../../ui/heading.ts';
import { notice } from '../../ui/notice.ts';
import type { SignInContext } from '../sign-in-context.ts';
import type { CodeState } from '../sign-in-state.ts';
import { act, field, onSubmit, sendingNotice, submit } from './parts.ts';
import { problemWords } from '../sign-in-words.ts';

/** The code of the mail, in one field that takes what is pasted. A code that is no good any more gives way to another. */
export function codeView(state: CodeState, context: SignInContext) {
  const { messages, send, number } = context;
  const { email, request, typed, problem, sending, resend } = state;
  const isBusy = sending.status === 'sending' || resend === 'sending';
  const isOver = problem?.kind === 'expired' || problem?.kind === 'exhausted';
  const other = act(messages.otherAddress, () => send({ type: 'other-address-asked' }));
  const lead = html`<p class="lead">${messages.codeText(email, number(request.digits))}</p>`;
  if (isOver)
    return html`
      ${heading(messages.codeTitle)} ${sendingNotice(sending, context)}
      ${notice({
        title: problemWords(state, context),
        text: messages.codeOverText,
        actions: html`${resendButton(state, context)} ${other}`,
      })}
    `;
  return html`
    ${heading(messages.codeTitle)} ${sendingNotice(sending, context)}
    <form class="sign-in" novalidate @submit=${onSubmit(() => send({ type: 'code-submitted' }))}>
      ${lead} ${state.isResent ? html`<p class="resent">${messages.codeResent}</p>` : nothing}
      ${field({
        id: 'code',
        label: messages.code,
        problem: problem ? problemWords(state, context) : null,
        value: typed,
        autocomplete: 'one-time-code',
        inputMode: 'numeric',
        isBusy,
        onInput: (value) => send({ type: 'code-changed', value }),
      })}
      <div class="footer">
        ${submit(messages.signIn, sending.status === 'sending' ? messages.checkingCode : messages.signIn, isBusy)}
      </div>
      <div class="resend">
        <p class="muted" id="resend-hint">${resend === 'waiting' ? messages.resendSoon : messages.resendHint}</p>
        <div class="row">${resendButton(state, context)} ${other}</div>
      </div>
    </form>
  `;
}

function resendButton({ resend }: CodeState, { messages, send }: SignInContext) {
  return html`<button
    class="button"
    part="button"
    type="button"
    aria-disabled=${resend === 'ready' ? 'false' : 'true'}
    @click=${() => send({ type: 'resend-asked' })}
  >
    ${resend === 'sending' ? messages.sendingCode : messages.resend}
  </button>`;
}
