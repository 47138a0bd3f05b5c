import type { ProxiedPatient } from '@openprm/sdk';
import { html, nothing } from 'lit';
import { heading } from '../../ui/heading.ts';
import { fullName, relationshipWords } from '../sign-in-words.ts';
import type { SignInContext } from '../sign-in-context.ts';
import type { WhomState } from '../sign-in-state.ts';
import { act } from './parts.ts';

/** For whom: oneself, and those for whom the clinic lets one act. One press chooses. */
export function whomView({ session }: WhomState, context: SignInContext) {
  const { messages, send } = context;
  const { patient, actsFor } = session;
  const choose = (patientId: string | null) => () => send({ type: 'whom-chosen', patientId });
  return html`
    ${heading(messages.whomTitle)}
    <ul class="whom" role="list">
      ${patient ? html`<li>${person(fullName(patient), messages.yourself, choose(null))}</li>` : nothing}
      ${actsFor.map((each: ProxiedPatient) => {
        const words = relationshipWords(each.relationship, messages);
        return html`<li>${person(fullName(each), words, choose(each.patientId))}</li>`;
      })}
    </ul>
    <div class="footer">${act(messages.signOut, () => send({ type: 'sign-out-asked' }))}</div>
  `;
}

const person = (name: string, words: string, onClick: () => void) => html`
  <button class="button person" part="button option" type="button" @click=${onClick}>
    <b dir="auto">${name}</b> <span class="muted">${words}</span>
  </button>
`;
