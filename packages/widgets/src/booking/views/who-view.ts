import { contactRelationships } from '@openprm/sdk';
import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import { dateOrder, inOrder, writeBirthDate } from '../../ui/birth-date.ts';
import { isReceived, isWhomSent } from '../flow/sending.ts';
import { progressOf, telephoneOf } from '../booking-selectors.ts';
import type { WaitlistState, WhoState } from '../booking-state.ts';
import {
  careFields,
  type DateField,
  type FieldProblem,
  isForOther,
  type PatientField,
  patientFields,
  type PatientForm,
  type Whom,
} from '../form-state.ts';
import { chosenKnown, knownPatients, referenceTo, withoutChart } from '../flow/known-flow.ts';
import { checkPatientForm, fieldsOf } from '../patient-form.ts';
import { serviceOf, slotOf } from '../first/visit-selectors.ts';
import { ageWords } from './rules-words.ts';
import { wallTime } from '../../locales/zone.ts';
import { actFooter } from './act-footer.ts';
import { failureNotice } from './failure-notice.ts';
import { holdingNotice, telephoneBelow } from './holding-notice.ts';
import { problemSummary } from '../../ui/problem-summary.ts';
import { numberInSentence, telephoneSentence } from '../../ui/telephone-sentence.ts';
import { progress } from '../first/progress.ts';
import { heading } from '../../ui/heading.ts';
import type { ViewContext } from '../first/view-context.ts';

/** A step that asks who somebody is. */
type PersonState = WhoState | WaitlistState;

/** For whom, and the fields of who that is, as they were typed. */
export function personFields(state: PersonState, context: ViewContext) {
  if (isKnownAwaited(state)) return formBones();
  // One template for all of them: with another one the choice would be a new one, and who is in it by the keyboard would be nowhere.
  return html`${whomChoice(state, context)} ${detailsFor(state, context)}`;
}

/** What is asked of whom it is for: nothing of who is known. */
function detailsFor(state: PersonState, context: ViewContext) {
  if (state.step === 'who' && chosenKnown(state)) return html`<p class="muted known">${context.messages.knownText}</p>`;
  const form = shownForm(state, context.locale);
  return isForOther(form.whom) ? careGroups(form, state, context) : ownFields(form, state, context);
}

/** Whether it is being found out who is signed in. */
const isKnownAwaited = ({ step, known }: PersonState) => step === 'who' && known.status === 'loading';

/** In the place of the choice and the first fields, as long as it is not known who has to be asked. */
const formBones = () =>
  html`<div class="stack whom" aria-hidden="true">
    <span class="bone option-bone"></span><span class="bone option-bone"></span>
  </div>`;

/** Checks what is shown, as of now (milliseconds of the controller's clock), with the local date that it is for the viewer. */
export function checkShownForm(state: PersonState, { locale }: ViewContext, now: number) {
  const today = wallTime(now, state.setting.viewerTimeZone).date;
  const check = checkPatientForm(shownForm(state, locale), {
    dateOrder: dateOrder(locale),
    language: locale,
    today,
    rule: ruleOf(state, today),
  });
  return { check, today };
}

/** Who: five fields for oneself, some more for somebody in one's care. What was typed stays, whatever happens to the time. */
export function whoView(state: WhoState, context: ViewContext) {
  const { messages, send, clock } = context;
  const { sending, holding } = state;
  const isBusy = sending.status === 'sending';
  const canBook = holding.status === 'held' && !isBusy && !isKnownAwaited(state) && !isRefused(sending);
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault();
    if (isKnownAwaited(state)) return;
    if (chosenKnown(state)) return send({ type: 'known-confirmed' });
    send({ type: 'form-submitted', check: checkShownForm(state, context, clock()).check });
  };
  const top = html`${progress(progressOf(state), context)} ${heading(messages.whoTitle)}
  ${holdingNotice(state, context)} ${bookingNotice(state, context)}`;
  // What was received is not typed again.
  if (isReceived(state)) return top;
  return html`
    ${top} ${fieldSummary(state, context)}
    <form class="form" novalidate @submit=${onSubmit}>
      ${personFields(state, context)}
      ${actFooter(state, context, messages.back, { words: isBusy ? messages.booking : messages.book, kind: 'primary', isOff: !canBook })}
    </form>
    ${chosenKnown(state) ? nothing : html`<p class="muted privacy">${messages.privacy}</p>`}
  `;
}

/** Whether the clinic's page may not book: what is typed again is refused again. */
const isRefused = (sending: WhoState['sending']) =>
  sending.status === 'failed' && (sending.failure.kind === 'configuration' || sending.failure.kind === 'credential');

/** What was typed, with the dates of birth in the order of the language that the form has now. */
function shownForm(state: PersonState, locale: string): PatientForm {
  const { form } = state;
  const order = dateOrder(locale);
  return {
    ...form,
    whom: shownWhom(state),
    birthDate: inOrder(form.birthDate, form.dateOrder ?? order, order),
    patientBirthDate: inOrder(form.patientBirthDate, form.patientDateOrder ?? order, order),
  };
}

/** Whose fields there are. */
const shownWhom = (state: PersonState) =>
  state.step === 'who' ? state.form.whom : withoutChart(state.form.whom, state);

/** Whom the visit is for, by the rule that the server books by: on the date at the place, which a slot's start says; who waits is asked as of today. */
function ruleOf(state: PersonState, today: string) {
  const eligibility = serviceOf(state, state.visit)?.eligibility ?? null;
  const start = state.step === 'who' ? slotOf(state.holding)?.start : today;
  return eligibility === null || start === undefined ? null : { eligibility, date: start.slice(0, 10) };
}

const ownFields = (form: PatientForm, state: PersonState, context: ViewContext) =>
  patientFields.map((name) => field(name, form[name], state, context));

/** First the patient, then who books: each under its own name, so that nobody types one for the other. */
function careGroups(form: PatientForm, state: PersonState, context: ViewContext) {
  const { messages } = context;
  const group = (title: string, names: readonly PatientField[]) =>
    html`<fieldset class="form group">
      <legend class="legend">${title}</legend>
      ${names.map((name) => field(name, form[name], state, context))}
    </fieldset>`;
  return html`${group(messages.aboutPatient, careFields.slice(0, 4))} ${group(messages.aboutYou, careFields.slice(4))}`;
}

/** For whom: oneself, who was booked on this page before, or somebody else. */
function whomChoice(state: PersonState, { messages, send, clock }: ViewContext) {
  const { form } = state;
  const known = state.step === 'who' ? knownPatients(state) : [];
  const chosen = shownWhom(state);
  const card = (whom: Whom, name: unknown, value = String(whom)) =>
    html`<label class="option" part="option">
      <input
        class="radio"
        type="radio"
        name="whom"
        value=${value}
        ?disabled=${isWhomSent(state)}
        .checked=${live(chosen === whom)}
        @change=${() => send({ type: 'whom-chosen', whom, now: clock() })}
      />
      <span class="option-name">${name}</span>
    </label>`;
  return html`<fieldset class="answers whom" aria-labelledby=${state.step === 'who' ? 'heading' : 'who'}>
    ${known.some(({ isOwn }) => isOwn) ? nothing : card('self', messages.self)}
    ${known.map((patient, at) => {
      const { name, isOwn } = patient;
      return card(
        referenceTo(patient),
        isOwn ? html`${messages.self} (<bdi>${name}</bdi>)` : html`<bdi>${name}</bdi>`,
        `known-${at}`,
      );
    })}
    ${form.caredFor.map((known, at) => card(at, html`<bdi>${`${known.patientGiven} ${known.patientFamily}`.trim()}</bdi>`))}
    ${card('other', form.caredFor.length > 0 || known.some(({ isOwn }) => !isOwn) ? messages.somebodyNew : messages.somebodyElse)}
  </fieldset>`;
}

function bookingNotice(state: WhoState, { messages, send, newKey, clock }: ViewContext) {
  const { sending } = state;
  if (sending.status !== 'failed' || sending.failure.kind === 'validation') return nothing;
  const repeats = sending.attempt.patient !== null;
  return failureNotice(sending.failure, 'booking', {
    messages,
    telephone: telephoneBelow(state),
    onRetry: repeats ? () => send({ type: 'retry-asked', key: newKey() }) : null,
    otherwise: isReceived(state)
      ? { label: messages.bookAnother, act: () => send({ type: 'another-asked', now: clock() }) }
      : sending.failure.kind === 'status-conflict'
        ? { label: messages.otherTimes, act: () => send({ type: 'went-back' }) }
        : null,
  });
}

/** The problems again in one place, each by its field. */
export function fieldSummary(state: PersonState, context: ViewContext) {
  const { messages, formats } = context;
  const problems = [
    ...(state.step === 'waitlist' && state.wrongDates !== null
      ? [{ id: 'until', text: messages.waitlist[state.wrongDates] }]
      : []),
    ...fieldsOf(shownWhom(state)).flatMap((id) => {
      const problem = state.problems[id];
      return problem ? [{ id, text: summaryText(id, problem, state, context) }] : [];
    }),
  ];
  return problemSummary(messages.problemsTitle(problems.length, formats('UTC').number(problems.length)), problems);
}

/** What is wrong, away from its field: what does not name the field by itself begins with its name. */
function summaryText(name: PatientField, problem: FieldProblem, state: PersonState, context: ViewContext) {
  const text = problemText(name, problem, state, context);
  return problem === 'refused' || problem === 'too-long'
    ? html`${labelOf(name, shownWhom(state), context)}: ${text}`
    : text;
}

interface FieldTraits {
  readonly type: 'text' | 'tel' | 'email';
  /** What the browser knows of who sits before it; `off` for somebody else's. */
  readonly autocomplete: 'given-name' | 'family-name' | 'tel' | 'bday' | 'email' | 'off';
  readonly inputMode: 'text' | 'tel' | 'email' | 'numeric';
}

type TypedField = Exclude<PatientField, 'relationship'>;

const traits: Readonly<Record<TypedField, FieldTraits>> = {
  given: { type: 'text', autocomplete: 'given-name', inputMode: 'text' },
  family: { type: 'text', autocomplete: 'family-name', inputMode: 'text' },
  phone: { type: 'tel', autocomplete: 'tel', inputMode: 'tel' },
  birthDate: { type: 'text', autocomplete: 'bday', inputMode: 'text' },
  email: { type: 'email', autocomplete: 'email', inputMode: 'email' },
  patientGiven: { type: 'text', autocomplete: 'off', inputMode: 'text' },
  patientFamily: { type: 'text', autocomplete: 'off', inputMode: 'text' },
  patientBirthDate: { type: 'text', autocomplete: 'off', inputMode: 'text' },
};

/** What a field is called: for somebody else, one's own say that they are one's own. */
function labelOf(name: PatientField, whom: Whom, { messages }: ViewContext): string {
  if (!isForOther(whom)) return messages[name];
  switch (name) {
    case 'given':
      return messages.yourGiven;
    case 'family':
      return messages.yourFamily;
    case 'phone':
      return messages.yourPhone;
    case 'email':
      return messages.yourEmail;
    default:
      return messages[name];
  }
}

const isDate = (name: PatientField): name is DateField => name === 'birthDate' || name === 'patientBirthDate';

function field(name: PatientField, value: string, state: PersonState, context: ViewContext) {
  const { messages, send, clock, locale } = context;
  const problem = state.problems[name];
  const hint = isDate(name) ? dateHint(context) : null;
  const described = [...(hint ? [`${name}-hint`] : []), ...(problem ? [`${name}-problem`] : [])].join(' ');
  const onInput = (event: Event) => {
    if (!(event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement)) return;
    const typed = event.target.value;
    send({ type: 'field-changed', field: name, value: typed, dateOrder: dateOrder(locale), now: clock() });
  };
  const common = { described, isWrong: problem !== undefined, isBusy: state.sending.status === 'sending' };
  return html`
    <div class=${problem ? `field ${name} wrong` : `field ${name}`} part="field">
      <label for=${name}
        >${labelOf(name, shownWhom(state), context)}${hint ? html` <span class="hint" id=${`${name}-hint`} aria-hidden="true">${hint}</span>` : nothing}</label
      >
      ${name === 'relationship' ? relationshipInput(value, common, onInput, messages) : input(name, value, common, onInput)}
      ${problem ? html`<p class="problem" id=${`${name}-problem`}>${problemText(name, problem, state, context)} ${problem === 'age' ? otherVisit(state, context) : nothing}</p>` : nothing}
    </div>
  `;
}

/** Whom a visit is not for: what may be right instead, and the number that helps to find out. */
const otherVisit = (state: PersonState, { messages }: ViewContext) => {
  const telephone = telephoneOf(state);
  return html`${messages.stopOtherVisit}
  ${telephone === null ? nothing : telephoneSentence(messages.callNumber, telephone)}`;
};

interface InputTraits {
  /** Ids of what describes it. */
  readonly described: string;
  readonly isWrong: boolean;
  readonly isBusy: boolean;
}

function input(
  name: TypedField,
  value: string,
  { described, isWrong, isBusy }: InputTraits,
  onInput: (event: Event) => void,
) {
  const { type, autocomplete, inputMode } = traits[name];
  return html`<input
    id=${name}
    name=${name}
    part="input"
    type=${type}
    autocomplete=${autocomplete}
    inputmode=${inputMode}
    dir=${name === 'phone' || name === 'email' ? 'ltr' : 'auto'}
    required
    aria-invalid=${isWrong ? 'true' : 'false'}
    aria-describedby=${described || nothing}
    ?readonly=${isBusy}
    .value=${live(value)}
    @input=${onInput}
  />`;
}

function relationshipInput(
  value: string,
  { described, isWrong, isBusy }: InputTraits,
  onInput: (event: Event) => void,
  messages: ViewContext['messages'],
) {
  return html`<select
    id="relationship"
    name="relationship"
    part="input"
    autocomplete="off"
    required
    aria-invalid=${isWrong ? 'true' : 'false'}
    aria-describedby=${described || nothing}
    ?disabled=${isBusy}
    @change=${onInput}
  >
    <option value="" .selected=${value === ''}>${messages.choose}</option>
    ${contactRelationships.map(
      (known) => html`<option value=${known} .selected=${known === value}>${messages.relationships[known]}</option>`,
    )}
  </select>`;
}

const dateHint = ({ messages, locale }: ViewContext) =>
  dateOrder(locale)
    .map((part) => messages.dateParts[part])
    .join(' / ');

function problemText(
  name: PatientField,
  problem: FieldProblem,
  state: PersonState,
  { messages, locale, formats }: ViewContext,
): unknown {
  switch (problem) {
    case 'missing':
      return messages.problemMissing[name];
    case 'too-long':
      return messages.problemTooLong;
    case 'phone':
      return numberInSentence(messages.problemPhone, '(555) 010-1234');
    case 'birth-date':
      return messages.problemBirthDate(exampleDate(locale));
    case 'birth-date-range':
      return messages.problemBirthDateRange;
    case 'email':
      return messages.problemEmail;
    case 'age': {
      const eligibility = serviceOf(state, state.visit)?.eligibility;
      if (!eligibility) return messages.notEligibleTitle;
      const rule = messages.stopAge(ageWords(eligibility, messages, formats));
      return eligibility.comment === null ? rule : html`${rule} <bdi>${eligibility.comment}</bdi>`;
    }
    case 'refused':
      return messages.problemRefused;
  }
}

/** The 31st of a month shows by itself which part is the day. */
const exampleDate = (locale: string) => writeBirthDate('1985-03-31', dateOrder(locale));
