import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { notice } from '../../ui/notice.ts';
import { canRetry, failureWords } from '../failure-words.ts';
import type { SignInContext } from '../sign-in-context.ts';
import type { Failure, Sending } from '../sign-in-state.ts';

/** What a field is, besides its words. */
export interface FieldParts {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  /** What is wrong with it. */
  readonly problem: string | null;
  readonly value: string;
  readonly autocomplete: 'email' | 'one-time-code' | 'bday';
  readonly inputMode: 'email' | 'numeric' | 'text';
  readonly type?: 'email' | 'text';
  readonly isBusy: boolean;
  readonly onInput: (value: string) => void;
}

/** A label with its input, its hint and what is wrong with it. */
export function field(parts: FieldParts): TemplateResult {
  const { id, label, hint, problem, value, autocomplete, inputMode, type = 'text', isBusy, onInput } = parts;
  const described = [...(hint ? [`${id}-hint`] : []), ...(problem ? [`${id}-problem`] : [])].join(' ');
  const onEvent = ({ target }: Event) => {
    if (target instanceof HTMLInputElement) onInput(target.value);
  };
  return html`
    <div class=${problem ? 'field wrong' : 'field'} part="field">
      <label for=${id}>${label}</label>
      ${hint ? html`<p class="hint" id=${`${id}-hint`}>${hint}</p>` : nothing}
      <input
        id=${id}
        class=${id}
        name=${id}
        part="input"
        type=${type}
        inputmode=${inputMode}
        autocomplete=${autocomplete}
        autocapitalize="off"
        spellcheck="false"
        dir="ltr"
        required
        aria-invalid=${problem ? 'true' : 'false'}
        aria-describedby=${described || nothing}
        ?readonly=${isBusy}
        .value=${live(value)}
        @input=${onEvent}
      />
      ${problem ? html`<p class="problem" id=${`${id}-problem`}>${problem}</p>` : nothing}
    </div>
  `;
}

/** The main act of a step. While it is under way its words say so, and a further press does nothing. */
export const submit = (words: string, busyWords: string, isBusy: boolean): TemplateResult => html`
  <button class="button primary" part="button button-primary" type="submit" aria-disabled=${isBusy ? 'true' : 'false'}>
    ${isBusy ? busyWords : words}
  </button>
`;

/** An act of less weight. */
export const act = (words: string, onClick: () => void): TemplateResult =>
  html`<button class="button" part="button" type="button" @click=${onClick}>${words}</button>`;

/** The banner of a failure, with another try where that can help. */
export function failureNotice(failure: Failure, context: SignInContext, onRetry: () => void): TemplateResult {
  const { title, text } = failureWords(failure, context);
  return notice({
    title,
    text: html`${text} <slot name="fallback"></slot>`,
    actions: canRetry(failure) ? act(context.messages.tryAgain, onRetry) : undefined,
  });
}

/** The same for what was sent and failed; nothing for what did not. */
export const sendingNotice = (sending: Sending, context: SignInContext): TemplateResult | typeof nothing =>
  sending.status === 'failed'
    ? failureNotice(sending.failure, context, () => context.send({ type: 'retry-asked' }))
    : nothing;

/** Sends a form without leaving the page. */
export const onSubmit = (send: () => void) => (event: SubmitEvent) => {
  event.preventDefault();
  send();
};
