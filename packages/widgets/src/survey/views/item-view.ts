import type { FormNode, PlanItem } from '@openprm/questionnaire';
import { html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { type ItemKind, kindOf, shownAt } from '../item-kinds.ts';
import { type Asked, askedOf, helpWords, idOf, problemWords, questionWords, titled } from './asked.ts';
import { formText, ownWords } from './form-text.ts';
import { once } from './once.ts';
import { choices, scale, yesOrNo } from './plain-controls.ts';
import type { FormContext } from './survey-context.ts';

/** Some items with all below them, each by its key. */
export const itemViews = (keys: readonly string[], context: FormContext): unknown =>
  repeat(
    keys,
    (key) => key,
    (key) => itemView(key, context),
  );

/** An item with all below it; nothing for what is not shown. */
function itemView(key: string, context: FormContext): unknown {
  const { plan, form, paper } = context.answers;
  const shown = shownAt(plan, form, key);
  if (!shown) return nothing;
  const { node, item } = shown;
  const kind = kindOf(plan, item);
  const { more } = context;
  switch (kind) {
    case 'group':
    case 'matrix':
      return more?.groupView(kind, node, item, context, itemViews);
    case 'display':
      return once(node, context, () => displayView(node, item, context));
    case 'broken':
      return more?.unaskedView(kind, node, item, context);
    case 'inert':
      return whole(node, item, context, more?.unaskedView(kind, node, item, context));
    default: {
      const question = () => questionView(kind, askedOf(node, item, context));
      // Most stand alone: then all of it is what it was, and not the question only.
      const isAlone = item.children.length === 0 && !paper.safety.some(({ linkId }) => linkId === item.linkId);
      return isAlone
        ? once(node, context, () => whole(node, item, context, question()))
        : whole(node, item, context, once(node, context, question));
    }
  }
}

/** A question with what its answer brings: help, and what stands below it. */
function whole(node: FormNode, item: PlanItem, context: FormContext, question: unknown) {
  const { plan, form } = context.answers;
  const below = node.entries.flatMap(({ children }) => children).filter((child) => shownAt(plan, form, child));
  return html`<div class="item">
    ${question}${context.more?.safetyNotice(item, context) ?? nothing}${
      below.length > 0 ? html`<div class="below">${itemViews(below, context)}</div>` : nothing
    }
  </div>`;
}

/** A question with its control: as a group of controls with one name, or as one field with its label. */
function questionView(kind: ItemKind, asked: Asked) {
  const { item, context, id, described, findings } = asked;
  const words = questionWords(asked);
  const isWrong = findings.length > 0;
  if (item.isReadOnly) {
    return html`<div class="question fixed">
      <div class="legend">${titled(asked, words)}</div>
      <p>${context.more?.fixedWords(asked)}</p>
    </div>`;
  }
  const control = controlOf(kind, asked);
  if (!isField(kind, item)) {
    // Checkboxes and rows of inputs are a group, which can be neither required nor wrong for who listens.
    const isRadios = kind === 'boolean' || kind === 'scale' || kind === 'radios';
    return html`<fieldset
      class=${isWrong ? 'question wrong' : 'question'}
      role=${isRadios ? 'radiogroup' : nothing}
      aria-describedby=${described}
      aria-required=${isRadios && item.isRequired ? 'true' : nothing}
      aria-invalid=${isRadios && isWrong ? 'true' : nothing}
    >
      <legend class="legend">${titled(asked, words)}</legend>
      ${helpWords(asked)}${problemWords(asked)}${control}
    </fieldset>`;
  }
  return html`<div class=${isWrong ? 'question field wrong' : 'question field'} part="field">
    <div class="legend">${titled(asked, html`<label for=${id}>${words}</label>`)}</div>
    ${helpWords(asked)}${problemWords(asked)}${control}
  </div>`;
}

/** Several controls with one name. */
const groups: ReadonlySet<ItemKind> = new Set(['boolean', 'scale', 'radios', 'checkboxes', 'search']);

const isField = (kind: ItemKind, { repeats, type }: PlanItem): boolean =>
  !repeats && !groups.has(kind) && (kind !== 'attachment' || type === kind);

function controlOf(kind: ItemKind, asked: Asked): unknown {
  switch (kind) {
    case 'boolean':
      return yesOrNo(asked);
    case 'scale':
      return scale(asked);
    case 'radios':
    case 'checkboxes':
      return choices(asked);
    default:
      return asked.context.more?.controlOf(kind, asked);
  }
}

function displayView(node: FormNode, item: PlanItem, context: FormContext) {
  const words = node.text === undefined ? formText(item.definition, 'text', context) : ownWords(node.text);
  return html`<div class="display" id=${idOf(node.key)}>${titled({ node, context }, words)}</div>`;
}
