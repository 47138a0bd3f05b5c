import { html } from 'hono/html';
import { formTokenName } from '../form-token.ts';
import type { Html } from './layout.ts';

/** A field with its label, what helps to fill it in, and what is wrong with it. */
export interface Field {
  readonly name: string;
  /** Of the element, where two forms of a page have a field of this name; else the name. */
  readonly id?: string;
  readonly label: string;
  readonly type?: 'text' | 'email' | 'password' | 'date' | 'tel';
  readonly value?: string | undefined;
  /** A WHATWG autofill field name, so that a password manager or a phone can fill it in. */
  readonly autocomplete: string;
  readonly hint?: string | undefined;
  readonly problem?: string | undefined;
  readonly inputmode?: 'numeric';
  /** A form in which something else will do. */
  readonly isOptional?: boolean;
}

/** The field. Whatever helps or complains is said with it. */
export const field = ({
  name,
  id = name,
  label,
  type = 'text',
  value,
  autocomplete,
  hint,
  problem,
  inputmode,
  isOptional = false,
}: Field): Html => {
  const described = [hint === undefined ? [] : `${id}-hint`, problem === undefined ? [] : `${id}-problem`].flat();
  return html`<div class="field">
    <label for="${id}">${label}</label>
    ${hint === undefined ? '' : html`<p class="muted" id="${id}-hint">${hint}</p>`}
    <input
      id="${id}"
      name="${name}"
      type="${type}"
      autocomplete="${autocomplete}"
      autocapitalize="none"
      spellcheck="false"
      ${isOptional ? '' : html` required`}
      ${value === undefined ? '' : html` value="${value}"`}
      ${inputmode === undefined ? '' : html` inputmode="${inputmode}"`}
      ${described.length === 0 ? '' : html` aria-describedby="${described.join(' ')}"`}
      ${problem === undefined ? '' : html` aria-invalid="true"`}
    />
    ${problem === undefined ? '' : html`<p class="field__problem" id="${id}-problem">${problem}</p>`}
  </div>`;
};

/** One of a few. The first stands for nothing chosen yet, where there is no value. */
export interface Choice<Value extends string> {
  readonly name: string;
  readonly id?: string;
  readonly label: string;
  /** Said after the label, for who hears the form alone. */
  readonly about?: string;
  readonly options: readonly (readonly [value: Value, words: string])[];
  readonly value?: string | undefined;
  /** A form in which nothing chosen will do. */
  readonly isOptional?: boolean;
}

/** The field of a {@link Choice}. */
export const choice = <Value extends string>({
  name,
  id = name,
  label,
  about,
  options,
  value,
  isOptional = false,
}: Choice<Value>): Html =>
  html`<div class="field">
    <label for="${id}"
      >${label}${about === undefined ? '' : html`<span class="visually-hidden">: ${about}</span>`}</label
    >
    <select id="${id}" name="${name}" ${isOptional ? '' : html` required`}>
      <option value="">Choose</option>
      ${options.map(([each, words]) => html`<option value="${each}" ${each === value ? html` selected` : ''}>${words}</option>`)}
    </select>
  </div>`;

/** A form's key makes a double press count once; one without a good key counts by itself. */
export const readKey = (key: unknown): string =>
  typeof key === 'string' && /^[\w-]{16,64}$/.test(key) ? key : crypto.randomUUID();

/** What carries a form's token. */
export const tokenField = (token: string): Html =>
  html`<input type="hidden" name="${formTokenName}" value="${token}" />`;

/** Why the last try was not taken. It takes the focus, so that it is read first. */
export const problemNotice = (text: string | undefined): Html | '' =>
  text === undefined ? '' : html`<p class="notice notice--problem" role="alert" tabindex="-1" autofocus>${text}</p>`;

/** Something that went well, or that is good to know. */
export const notice = (text: string | undefined): Html | '' =>
  text === undefined ? '' : html`<p class="notice" role="status">${text}</p>`;

/** What somebody is told whose password could not be looked at now: nothing was counted. */
export const busyProblem =
  'Too many are signing in at this moment. This was not counted as a try: try again in a few seconds.';

/** A waiting time for people. */
export function describeWait(seconds: number): string {
  const minutes = Math.ceil(seconds / 60);
  if (minutes > 90) return `${Math.ceil(minutes / 60)} hours`;
  return minutes <= 1 ? 'a minute' : `${minutes} minutes`;
}
