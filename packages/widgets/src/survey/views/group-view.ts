import type { FormNode, PlanItem } from '@openprm/questionnaire';
import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { shownAt } from '../item-kinds.ts';
import { type Asked, askedOf, idOf, problemWords, questionWords, titled } from './asked.ts';
import { optionWords } from './plain-controls.ts';
import { textOf } from './form-text.ts';
import { checked } from './given.ts';
import { once } from './once.ts';
import { safetyNotice } from './safety-notice.ts';
import type { FormContext, ItemViews } from './survey-context.ts';

/** Questions that belong together, under their title; one that repeats can have more instances. */
export function groupView(node: FormNode, item: PlanItem, context: FormContext, itemViews: ItemViews) {
  const asked = askedOf(node, item, context);
  const hasTitle = textOf(item.definition, 'text', context) !== undefined || node.text !== undefined;
  const title = hasTitle || item.repeats ? titleOf(asked) : nothing;
  if (!item.repeats) {
    const [only] = node.entries;
    return html`<fieldset class="group" id=${idOf(node.key)} aria-describedby=${problemId(asked)}>
      ${title}${problemWords(asked)}
      <div class="items">${itemViews(only?.children ?? [], context)}</div>
    </fieldset>`;
  }
  const { messages, number, send } = context;
  const name = textOf(item.definition, 'text', context) ?? messages.question;
  const isOnly = node.entries.length === 1;
  return html`<fieldset class="group" id=${idOf(node.key)} tabindex="-1" aria-describedby=${problemId(asked)}>
    ${title}${problemWords(asked)}
    ${repeat(
      node.entries,
      ({ id }) => id,
      ({ children }, at) =>
        html`<fieldset class="instance">
          <legend class="legend">${messages.instance(number(at + 1))}</legend>
          <div class="items">${itemViews(children, context)}</div>
          ${
            isOnly
              ? nothing
              : html`<button
                  class="button"
                  part="button"
                  type="button"
                  aria-label=${`${messages.removeInstance(number(at + 1))}: ${name}`}
                  @click=${() => send({ type: 'entry-removed', key: node.key, at })}
                >
                  ${messages.remove}
                </button>`
          }
        </fieldset>`,
    )}
    ${
      node.entries.length >= item.maxOccurs
        ? nothing
        : html`<button
            class="button add"
            part="button"
            type="button"
            @click=${() => send({ type: 'entry-added', key: node.key })}
          >
            ${messages.addInstance(name)}
          </button>`
    }
  </fieldset>`;
}

/** What describes a group: its help stands among its questions. */
const problemId = ({ id, findings }: Asked) => (findings.length > 0 ? `${id}-problem` : nothing);

const titleOf = (asked: Asked) =>
  html`<legend class="legend group-title">${titled(asked, questionWords(asked))}</legend>`;

/** Questions with the same options: a row for each. Where it is narrow, each row says its options itself. */
export function matrixView(node: FormNode, item: PlanItem, context: FormContext) {
  const { plan, form } = context.answers;
  const rows = (node.entries[0]?.children ?? []).flatMap((key) => shownAt(plan, form, key) ?? []);
  const [first] = rows.filter((row) => row.item.options);
  const asked = askedOf(node, item, context);
  const options = first?.item.options ?? [];
  return html`<fieldset class="group matrix" id=${idOf(node.key)} aria-describedby=${problemId(asked)}>
    ${titleOf(asked)}${problemWords(asked)}
    <div class=${`matrix-rows columns-${options.length}`}>
      <div class="matrix-head" aria-hidden="true">
        <span></span>${options.map((option) => html`<span>${optionWords(option, asked)}</span>`)}
      </div>
      ${repeat(
        rows,
        (row) => row.node.key,
        (row) =>
          html`${once(row.node, context, () => matrixRow(askedOf(row.node, row.item, context)))}${safetyNotice(row.item, context)}`,
      )}
    </div>
  </fieldset>`;
}

function matrixRow(asked: Asked) {
  const { node, item, context, id, described, findings } = asked;
  if (!item.options) return html`<p class="display">${questionWords(asked)}</p>`;
  return html`<fieldset
    class=${findings.length > 0 ? 'matrix-row wrong' : 'matrix-row'}
    role="radiogroup"
    aria-labelledby=${`${id}-name`}
    aria-describedby=${described}
    aria-required=${item.isRequired ? 'true' : nothing}
    aria-invalid=${findings.length > 0 ? 'true' : 'false'}
  >
    <div class="matrix-name" id=${`${id}-name`}>${questionWords(asked)}</div>
    ${item.options.map(
      (option, at) =>
        html`<label class="cell" part="option">
          <input
            class="radio"
            type="radio"
            id=${at === 0 ? id : `${id}-${at}`}
            name=${id}
            aria-labelledby=${`${id}-${at}-name`}
            .checked=${checked(asked, option.value)}
            @change=${() => context.send({ type: 'option-chosen', key: node.key, option })}
          />
          <span class="cell-name" id=${`${id}-${at}-name`}>${optionWords(option, asked)}</span>
        </label>`,
    )}
    ${problemWords(asked)}
  </fieldset>`;
}
