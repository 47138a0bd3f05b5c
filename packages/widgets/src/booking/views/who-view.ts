import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { dateOrder } from '../birth-date.ts';
import { isReceived, isSending } from '../flow/reduction.ts';
import { telephoneOf } from '../booking-selectors.ts';
import { type FieldProblem, type PatientField, patientFields, type WhoState } from '../booking-state.ts';
import { checkPatientForm } from '../patient-form.ts';
import { wallTime } from '../zone.ts';
import { failureNotice } from './failure-notice.ts';
import { holdingNotice } from './holding-notice.ts';
import { heading, progress } from './progress.ts';
import type { ViewContext } from './view-context.ts';

/** Who: five fields. What was typed stays, whatever happens to the time. */
export function whoView(state: WhoState, context: ViewContext) {
  const { messages, send, locale, clock } = context;
  const { sending, holding } = state;
  const isBusy = sending.status === 'sending';
  const canBook = holding.status === 'held' && !isBusy && !isReceived(state);
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    const today = wallTime(clock(), state.setting.viewerTimeZone).date;
    const check = checkPatientForm(state.form, { dateOrder: dateOrder(locale), language: locale, today });
    send({ type: 'form-submitted', check });
  };
  return html`
    ${progress(state, context)} ${heading(messages.whoTitle)} ${holdingNotice(state, context)}
    ${bookingNotice(state, context)} ${problemSummary(state, context)}
    <form class="form" novalidate @submit=${onSubmit}>
      ${patientFields.map((name) => field(name, state, context))}
      <div class="footer">
        ${
          isSending(state)
            ? nothing
            : html`<button class="button" part="button" type="button" @click=${() => send({ type: 'went-back' })}>
                ${messages.back}
              </button>`
        }
        <button
          class="button primary"
          part="button button-primary"
          type="submit"
          aria-disabled=${canBook ? 'false' : 'true'}
        >
          ${isBusy ? messages.booking : messages.book}
        </button>
      </div>
    </form>
    <p class="muted privacy">${messages.privacy}</p>
  `;
}

function bookingNotice(state: WhoState, { messages, send, newKey }: ViewContext) {
  const { sending } = state;
  if (sending.status !== 'failed' || sending.failure.kind === 'validation') return nothing;
  const repeats = sending.attempt.patient !== null;
  return failureNotice(sending.failure, 'booking', {
    messages,
    telephone: telephoneOf(state),
    onRetry: repeats ? () => send({ type: 'retry-asked', key: newKey() }) : null,
  });
}

/** The problems again in one place, which takes focus; each leads to its field. */
function problemSummary(state: WhoState, context: ViewContext) {
  const { messages, formats } = context;
  const wrong = patientFields.filter((name) => state.problems[name] !== undefined);
  if (wrong.length === 0) return nothing;
  return html`
    <div class="notice danger" part="notice" role="group" aria-labelledby="problems">
      <p id="problems" class="notice-title" tabindex="-1">
        ${messages.problemsTitle(wrong.length, formats('UTC').number(wrong.length))}
      </p>
      <ul class="problem-list">
        ${wrong.map((name) => {
          const problem = state.problems[name];
          return html`<li>
            <button class="link" type="button" @click=${focusField(name)}>
              ${problem ? problemText(name, problem, context) : nothing}
            </button>
          </li>`;
        })}
      </ul>
    </div>
  `;
}

const focusField = (name: PatientField) => (event: Event) => {
  const root = event.target instanceof Node ? event.target.getRootNode() : null;
  if (root instanceof ShadowRoot) root.getElementById(name)?.focus();
};

interface FieldTraits {
  readonly type: 'text' | 'tel' | 'email';
  readonly autocomplete: 'given-name' | 'family-name' | 'tel' | 'bday' | 'email';
  readonly inputMode: 'text' | 'tel' | 'email' | 'numeric';
}

const traits: Readonly<Record<PatientField, FieldTraits>> = {
  given: { type: 'text', autocomplete: 'given-name', inputMode: 'text' },
  family: { type: 'text', autocomplete: 'family-name', inputMode: 'text' },
  phone: { type: 'tel', autocomplete: 'tel', inputMode: 'tel' },
  birthDate: { type: 'text', autocomplete: 'bday', inputMode: 'text' },
  email: { type: 'email', autocomplete: 'email', inputMode: 'email' },
};

function field(name: PatientField, state: WhoState, context: ViewContext) {
  const { messages, send, clock } = context;
  const problem = state.problems[name];
  const hint = name === 'birthDate' ? dateHint(context) : null;
  const described = [...(hint ? [`${name}-hint`] : []), ...(problem ? [`${name}-problem`] : [])].join(' ');
  const { type, autocomplete, inputMode } = traits[name];
  const onInput = (event: Event) => {
    if (event.target instanceof HTMLInputElement)
      send({ type: 'field-changed', field: name, value: event.target.value, now: clock() });
  };
  return html`
    <div class=${problem ? `field ${name} wrong` : `field ${name}`} part="field">
      <label for=${name}
        >${messages[name]}${hint ? html` <span class="hint" id=${`${name}-hint`}>${hint}</span>` : nothing}</label
      >
      <input
        id=${name}
        name=${name}
        part="input"
        type=${type}
        autocomplete=${autocomplete}
        inputmode=${inputMode}
        dir=${name === 'phone' || name === 'email' ? 'ltr' : 'auto'}
        required
        aria-invalid=${problem ? 'true' : 'false'}
        aria-describedby=${described || nothing}
        ?readonly=${state.sending.status === 'sending'}
        .value=${live(state.form[name])}
        @input=${onInput}
      />
      ${problem ? html`<p class="problem" id=${`${name}-problem`}>${problemText(name, problem, context)}</p>` : nothing}
    </div>
  `;
}

const dateHint = ({ messages, locale }: ViewContext) =>
  dateOrder(locale)
    .map((part) => messages.dateParts[part])
    .join(' / ');

function problemText(name: PatientField, problem: FieldProblem, { messages, locale }: ViewContext): string {
  switch (problem) {
    case 'missing':
      return messages.problemMissing[name];
    case 'too-long':
      return messages.problemTooLong;
    case 'phone':
      return messages.problemPhone;
    case 'birth-date':
      return messages.problemBirthDate(exampleDate(locale));
    case 'birth-date-range':
      return messages.problemBirthDateRange;
    case 'email':
      return messages.problemEmail;
    case 'refused':
      return messages.problemRefused;
  }
}

/** The 31st of a month shows by itself which part is the day. */
const exampleDate = (locale: string) => {
  const parts = { year: '1985', month: '03', day: '31' };
  return dateOrder(locale)
    .map((part) => parts[part])
    .join('/');
};
