import { html } from 'lit';
import { heading } from '../ui/heading.ts';
import { notice } from '../ui/notice.ts';
import type { SignInContext } from './sign-in-context.ts';
import type { SignedInState, SignInState } from './sign-in-state.ts';
import { addressView } from './views/address-view.ts';
import { birthDateView } from './views/birth-date-view.ts';
import { codeView } from './views/code-view.ts';
import { linkView } from './views/link-view.ts';
import { failureNotice } from './views/parts.ts';
import { idleNotice } from './views/signed-in-line.ts';
import { whomView } from './views/whom-view.ts';

/** Signing in, step by step, until somebody is signed in: what an element shows then is its own. */
export function signInView(state: Exclude<SignInState, SignedInState>, context: SignInContext) {
  const { messages, send } = context;
  switch (state.step) {
    case 'closed':
      return signInBones();
    case 'opening':
      return state.failure ? failureNotice(state.failure, context, () => send({ type: 'retry-asked' })) : signInBones();
    case 'unsupported':
      return html`${heading(messages.signInTitle)}
      ${notice({
        title: messages.unsupportedTitle,
        text: html`${messages.unsupportedText} <slot name="fallback"></slot>`,
      })}`;
    case 'link':
      return linkView(state, context);
    case 'address':
      return addressView(state, context);
    case 'code':
      return codeView(state, context);
    case 'birth-date':
      return html`${idleNotice(state, context)} ${birthDateView(state, context)}`;
    case 'whom':
      return html`${idleNotice(state, context)} ${whomView(state, context)}`;
  }
}

/** Bones of the first step; needs no words, so that it can be shown before the language is there. */
export const signInBones = () => html`
  <div class="stack" aria-hidden="true">
    <span class="bone heading-bone"></span>
    <span class="bone lead-bone"></span>
    <span class="bone field-bone"></span>
    <div class="footer"><span class="bone button-bone"></span></div>
  </div>
`;
