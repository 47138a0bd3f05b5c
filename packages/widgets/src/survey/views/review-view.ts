import type { FormNode, PlanItem } from '@openprm/questionnaire';
import { html, nothing } from 'lit';
import { heading } from '../../ui/heading.ts';
import { isSending } from '../flow/saving-state.ts';
import { kindOf, shownAt } from '../item-kinds.ts';
import { needsHelp, tellingOf } from '../safety-answers.ts';
import type { ReviewState } from '../survey-state.ts';
import { questionWords } from './asked.ts';
import { formText, ownWords, textOf } from './form-text.ts';
import { act, mainAct } from './parts.ts';
import { helpNotice } from './safety-notice.ts';
import { savingLine, savingNotice } from './saving-views.ts';
import type { FormContext, SurveyContext } from './survey-context.ts';
import { valueWords } from './value-words.ts';

/** All answers once more; each can be changed. */
export function reviewView(state: ReviewState, context: SurveyContext) {
  const { messages, send } = context;
  const isBusy = isSending(state);
  const formContext: FormContext = { ...context, answers: state, headingKey: null };
  return html`
    ${heading(messages.reviewTitle)}
    <p class="lead muted">${messages.reviewText}</p>
    ${savingNotice(state, context)} ${needsHelp(state) ? helpNotice(state.paper, tellingOf(state), context) : nothing}
    <div class="review" ?inert=${isBusy}>${rows(state.form.roots, formContext)}</div>
    <div class="footer">
      ${isBusy ? nothing : act(messages.back, () => send({ type: 'went-back' }))}
      <span class="kept muted">${savingLine(state, context)}</span>
      ${mainAct(isBusy ? messages.sending : messages.send, () => send({ type: 'send-asked' }), isBusy)}
    </div>
  `;
}

function rows(keys: readonly string[], context: FormContext): unknown {
  const { plan, form } = context.answers;
  return keys.map((key) => {
    const shown = shownAt(plan, form, key);
    if (!shown) return nothing;
    const { node, item } = shown;
    switch (kindOf(plan, item)) {
      case 'group':
      case 'matrix':
        return groupRows(node, item, context);
      case 'display':
      case 'broken':
        return nothing;
      case 'inert':
        return node.entries.map(({ children }) => rows(children, context));
      default:
        return html`${row(node, item, context)}${node.entries.map(({ children }) => rows(children, context))}`;
    }
  });
}

function groupRows(node: FormNode, item: PlanItem, context: FormContext) {
  const title = formText(item.definition, 'text', context);
  return html`<div class="review-group">
    ${title === nothing ? nothing : html`<h3 class="review-title">${title}</h3>`}
    ${node.entries.map(
      ({ children }, at) =>
        html`${item.repeats ? html`<p class="muted">${context.messages.instance(context.number(at + 1))}</p>` : nothing}${rows(
          children,
          context,
        )}`,
    )}
  </div>`;
}

function row(node: FormNode, item: PlanItem, context: FormContext) {
  const { messages, send } = context;
  const values = node.entries.flatMap(({ value }) => (value && value.value !== '' ? [value] : []));
  const question = node.text ?? textOf(item.definition, 'text', context) ?? messages.question;
  return html`<div class="review-row">
    <div class="review-text">
      <p class="muted">${questionWords({ node, item, context })}</p>
      ${
        values.length === 0
          ? html`<p class="muted">${messages.notAnswered}</p>`
          : values.map((value) => html`<p class="given">${ownWords(valueWords(value, item, context))}</p>`)
      }
    </div>
    ${
      item.isReadOnly
        ? nothing
        : html`<button
            class="button"
            part="button"
            type="button"
            aria-label=${messages.changeOf(question)}
            @click=${() => send({ type: 'question-chosen', key: node.key })}
          >
            ${messages.change}
          </button>`
    }
  </div>`;
}
