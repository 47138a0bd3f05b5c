import type { FormNode, PlanItem } from '@openprm/questionnaire';
import { html } from 'lit';
import { idOf, titled } from './asked.ts';
import { formText } from './form-text.ts';
import { once } from './once.ts';
import type { FormContext } from './survey-context.ts';

/** What cannot be asked: that it is so, and where it stands, for who made the form. */
export const unaskedView = (kind: 'broken' | 'inert', node: FormNode, item: PlanItem, context: FormContext) =>
  once(node, context, () => unasked(kind, node, item, context));

function unasked(kind: 'broken' | 'inert', node: FormNode, item: PlanItem, context: FormContext) {
  const { messages } = context;
  const isBroken = kind === 'broken';
  return html`<div class="unasked" part="notice" id=${idOf(node.key)}>
    ${titled({ node, context }, html`<b>${isBroken ? messages.brokenTitle : formText(item.definition, 'text', context)}</b>`)}
    <p>${isBroken ? messages.brokenText : messages.inertText} <code dir="ltr">${item.pointer}</code></p>
  </div>`;
}
