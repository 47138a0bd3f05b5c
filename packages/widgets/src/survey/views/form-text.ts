import { type JsonObject, type Plan, textIn } from '@openprm/questionnaire';
import { html, nothing } from 'lit';
import type { FormContext } from './survey-context.ts';

type Reader = Pick<FormContext, 'locale'> & { readonly answers: { readonly plan: Plan } };

/** A text of the form in the reader's language, as plain text; undefined if there is none. */
export const textOf = (holder: JsonObject, element: string, { locale }: Pick<Reader, 'locale'>): string | undefined =>
  textIn(holder, element, locale);

/** The same to be shown, with its own direction, and with the form's language where it has no translation. */
export function formText(holder: JsonObject, element: string, context: Reader) {
  const text = textOf(holder, element, context);
  return text === undefined ? nothing : ownWords(text, text === holder[element] ? languageOf(context) : nothing);
}

/** A text whose language is not the element's: it is read, and turned, as its own. */
export const ownWords = (text: string, language: string | typeof nothing = nothing) =>
  html`<bdi class="said" lang=${language}>${text}</bdi>`;

/** The form's own language where it is another one than the reader's. */
function languageOf({ answers, locale }: Reader): string | typeof nothing {
  const { language } = answers.plan.questionnaire;
  const primary = (tag: string) => tag.toLowerCase().split('-')[0];
  return typeof language === 'string' && primary(language) !== primary(locale) ? language : nothing;
}
