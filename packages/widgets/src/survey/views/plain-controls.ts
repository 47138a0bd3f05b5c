import { type AnswerValue, type Option, rawExtensionValue } from '@openprm/questionnaire';
import { html, nothing } from 'lit';
import { asidesOf, scaleNumbers } from '../item-kinds.ts';
import type { Asked } from './asked.ts';
import { formText, ownWords, textOf } from './form-text.ts';

/** An option with its place, which its control is known by. */
export interface Numbered {
  readonly option: Option;
  readonly at: number;
}

/** Whether the control of a value is chosen. Before the rest has come nothing is answered: see `needs-rest.ts`. */
const checked = (asked: Asked, value: AnswerValue) => asked.context.more?.checked(asked, value) ?? false;

/** What takes an answer back. */
const clearAct = (asked: Asked) => asked.context.more?.clearAct(asked) ?? nothing;

/** All options with their places. */
export const numbered = ({ item }: Asked): readonly Numbered[] =>
  item.options?.map((option, at) => ({ option, at })) ?? [];

/** The first control has the question's own id, so that a summary finds it. */
const controlId = (asked: Asked, at: number) => (at === 0 ? asked.id : `${asked.id}-${at}`);

/** The words of an option. */
export function optionWords({ label, prefix }: Option, { context }: Pick<Asked, 'context'>) {
  const words = formText(label.holder, label.element, context);
  return prefix === undefined ? words : html`<span class="prefix">${ownWords(prefix)} </span>${words}`;
}

/** Options side by side or below one another, one or several of them. */
export function optionCards(asked: Asked, shown: readonly Numbered[] = numbered(asked)) {
  const { node, item, context, id } = asked;
  const isSeveral = item.repeats;
  return html`<div class=${isHorizontal(asked) ? 'choices across' : 'choices'}>
    ${shown.map(
      ({ option, at }, place) =>
        html`<label class="option" part="option">
          <input
            class=${isSeveral ? 'radio box' : 'radio'}
            type=${isSeveral ? 'checkbox' : 'radio'}
            id=${place === 0 ? id : `${id}-${at}`}
            name=${id}
            .checked=${checked(asked, option.value)}
            @change=${() => context.send({ type: 'option-chosen', key: node.key, option })}
          />
          <span class="option-name">${optionWords(option, asked)}</span>
        </label>`,
    )}
  </div>`;
}

const isHorizontal = ({ item }: Asked): boolean =>
  rawExtensionValue(item.definition, 'choiceOrientation') === 'horizontal';

/** Options as cards, with one's own words where the form takes them. */
export const choices = (asked: Asked) =>
  html`${optionCards(asked)}${asked.context.more?.ownAnswer(asked) ?? nothing}${asked.item.repeats ? nothing : clearAct(asked)}`;

/** Yes or no. */
export function yesOrNo(asked: Asked) {
  const { node, context, id } = asked;
  const card = (value: boolean) =>
    html`<label class="option" part="option">
      <input
        class="radio"
        type="radio"
        id=${value ? id : `${id}-no`}
        name=${id}
        .checked=${checked(asked, { type: 'boolean', value })}
        @change=${() => context.send({ type: 'answered', key: node.key, values: [{ type: 'boolean', value }] })}
      />
      <span class="option-name">${value ? context.messages.yes : context.messages.no}</span>
    </label>`;
  return html`<div class="choices across">${card(true)}${card(false)}</div>
    ${clearAct(asked)}`;
}

/** A row of numbers, in two rows where it is narrow; its ends are said in words, where the form has them. */
export function scale(asked: Asked) {
  const { node, item, context, id } = asked;
  const asides = asidesOf(context.answers.plan, item);
  const [lower, upper] = ['lower', 'upper'].map((control) => {
    const aside = asides.get(control);
    return aside ? textOf(aside.definition, 'text', context) : undefined;
  });
  const points: readonly AnswerValue[] =
    item.options?.map(({ value }) => value) ??
    scaleNumbers(item)?.map((value) => ({ type: 'integer', value }) as const) ??
    [];
  const endOf = (at: number) => (at === 0 ? lower : at === points.length - 1 ? upper : undefined);
  return html`<div class=${points.length > 6 ? 'scale many' : 'scale'}>
      ${points.map((value, at) => {
        const digits = typeof value.value === 'number' ? context.number(value.value) : '';
        const end = endOf(at);
        return html`<label class="point" part="option">
          <input
            class="point-radio"
            type="radio"
            id=${controlId(asked, at)}
            name=${id}
            aria-label=${end === undefined ? nothing : `${digits}, ${end}`}
            .checked=${checked(asked, value)}
            @change=${() => context.send({ type: 'answered', key: node.key, values: [value] })}
          />
          <span class="point-number">${digits}</span>
        </label>`;
      })}
    </div>
    ${
      lower === undefined && upper === undefined
        ? nothing
        : html`<p class="ends hint" aria-hidden="true">
            <span>${lower === undefined ? nothing : ownWords(lower)}</span
            ><span>${upper === undefined ? nothing : ownWords(upper)}</span>
          </p>`
    }
    ${clearAct(asked)}`;
}
