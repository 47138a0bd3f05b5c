import { html, nothing } from 'lit';
import { notice } from '../../ui/notice.ts';
import { isForSeveral } from '../sign-in-flow.ts';
import { actingForName, personName } from '../sign-in-words.ts';
import type { SignInContext } from '../sign-in-context.ts';
import type { SignedInState } from '../sign-in-state.ts';
import { act } from './parts.ts';

/** Who is signed in and for whom, with the way out: the first line of what an element shows to somebody. */
export function signedInLine(state: SignedInState, context: SignInContext) {
  const { messages, send } = context;
  const name = personName(state.session);
  const other = actingForName(state);
  const isLeaving = state.leaving === 'sending';
  return html`
    <div class="signed-in" part="signed-in">
      <p class="who">
        ${name === null ? messages.signedIn : messages.signedInAs(name)}
        ${other === null ? nothing : html`<b class="for">${messages.actingFor(other)}</b>`}
      </p>
      <div class="row">
        ${isForSeveral(state.session) ? act(messages.changeWhom, () => send({ type: 'whom-asked' })) : nothing}
        <button
          class="button"
          part="button"
          type="button"
          aria-disabled=${isLeaving ? 'true' : 'false'}
          @click=${() => send({ type: 'sign-out-asked' })}
        >
          ${isLeaving ? messages.signingOut : messages.signOut}
        </button>
      </div>
    </div>
  `;
}

/** That the session ends soon because nothing happens, with the way to stay (WCAG 2.2.1). */
export const idleNotice = ({ idle }: { readonly idle: 'active' | 'ending' }, { messages, send }: SignInContext) =>
  idle === 'active'
    ? nothing
    : notice({
        title: messages.endingTitle,
        text: messages.endingText,
        actions: act(messages.stay, () => send({ type: 'stayed' })),
      });
