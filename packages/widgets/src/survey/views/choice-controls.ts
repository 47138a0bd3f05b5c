import { type AnswerValue, equalValues } from '@openprm/questionnaire';
import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import type { Asked } from './asked.ts';
import { textOf } from './form-text.ts';
import { checked, clearAct, isGiven, shownText } from './given.ts';
import { numbered, optionCards } from './plain-controls.ts';

/** A list that opens. */
export function list(asked: Asked) {
  const { node, item, context, id, described } = asked;
  const options = item.options ?? [];
  const onChange = ({ target }: Event) => {
    if (!(target instanceof HTMLSelectElement)) return;
    const option = options[target.selectedIndex - 1];
    context.send(
      option ? { type: 'option-chosen', key: node.key, option } : { type: 'answered', key: node.key, values: [] },
    );
  };
  return html`<select
    id=${id}
    part="input"
    aria-describedby=${described}
    aria-invalid=${asked.findings.length > 0 ? 'true' : 'false'}
    ?required=${item.isRequired}
    @change=${onChange}
  >
    <option value="">${context.messages.choose}</option>
    ${options.map(
      (option, at) =>
        html`<option value=${at} .selected=${checked(asked, option.value)}>
          ${option.prefix ?? ''} ${textOf(option.label.holder, option.label.element, context) ?? ''}
        </option>`,
    )}
  </select>`;
}

/** Of so many options no more than these are shown at once. */
const mostFound = 12;

/** Many options: what is typed leaves those that fit. */
export function search(asked: Asked) {
  const { node, item, context, id } = asked;
  const { messages, number, send } = context;
  const { text: sought, seen } = context.answers.searches.get(node.key) ?? { text: '', seen: [] };
  const all = numbered(asked);
  const words = plain(sought).split(/\s+/).filter(Boolean);
  const fitting = all
    .filter(({ option }) => {
      const text = plain(textOf(option.label.holder, option.label.element, context) ?? '');
      return words.every((word) => text.includes(word));
    })
    .slice(0, mostFound);
  // What is chosen besides, first: and what was, until something else is looked for.
  const besides = all.filter(
    (each) =>
      !fitting.includes(each) &&
      (isGiven(asked, each.option.value) || seen.some((value) => equalValues(value, each.option.value) === true)),
  );
  const shown = [...besides, ...fitting];
  const onInput = ({ target }: Event) => {
    if (target instanceof HTMLInputElement) send({ type: 'searched', key: node.key, text: target.value });
  };
  return html`<div class="field search">
      <label for=${`${id}-search`}>${messages.search}</label>
      <p class="hint" id=${`${id}-search-hint`}>${messages.searchHint}</p>
      <input
        id=${`${id}-search`}
        part="input"
        type="search"
        autocomplete="off"
        aria-describedby=${`${id}-search-hint ${id}-found`}
        .value=${live(sought)}
        @input=${onInput}
      />
    </div>
    ${optionCards(asked, shown)}
    <p class="hint" id=${`${id}-found`}>
      ${shown.length === 0 ? messages.noOption : messages.optionsShown(number(shown.length), number(item.options?.length ?? 0))}
    </p>
    ${ownAnswer(asked)}${item.repeats ? nothing : clearAct(asked)}`;
}

/** Without capitals and marks, as people type in a search. */
const plain = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLocaleLowerCase();

/** One's own words instead of an option, or besides those that are chosen. */
export function ownAnswer(asked: Asked) {
  const { node, item, context, id } = asked;
  if (item.type !== 'open-choice') return nothing;
  const found = node.entries.findIndex(({ value }) => value?.type === 'string');
  const typedAt = [...(context.answers.typed.get(node.key)?.keys() ?? [])][0];
  const at = found >= 0 ? found : (typedAt ?? (item.repeats ? node.entries.length : 0));
  const write = (value: AnswerValue) => (value.type === 'string' ? value.value : '');
  const onInput = ({ target }: Event) => {
    if (!(target instanceof HTMLInputElement)) return;
    const text = target.value;
    const value: AnswerValue | undefined = text.trim() === '' ? undefined : { type: 'string', value: text };
    context.send({ type: 'typed', key: node.key, at, text, value });
  };
  return html`<div class="field own">
    <label for=${`${id}-own`}>${context.messages.otherAnswerOr}</label>
    <input
      id=${`${id}-own`}
      part="input"
      type="text"
      autocomplete="off"
      dir="auto"
      .value=${live(shownText(asked, at, write))}
      @input=${onInput}
    />
  </div>`;
}
