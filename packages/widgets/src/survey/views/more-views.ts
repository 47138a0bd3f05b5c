import type { PlanItem } from '@openprm/questionnaire';
import { html, nothing } from 'lit';
import { problemSummary } from '../../ui/problem-summary.ts';
import { isStopping } from '../check-answers.ts';
import { isSavedInParts } from '../flow/saving-state.ts';
import { type ItemKind, shownAt } from '../item-kinds.ts';
import { mostFileBytes } from '../read-attachment.ts';
import { needsHelp, safetyAnswers, tellingOf } from '../safety-answers.ts';
import { mostSentBytes } from '../sent-files.ts';
import type { AnsweringState } from '../survey-state.ts';
import { type Asked, idOf } from './asked.ts';
import { attachments } from './attachment-control.ts';
import { list, ownAnswer, search } from './choice-controls.ts';
import { fileTypeWords, sizeWords } from './file-words.ts';
import { findingWords } from './finding-words.ts';
import { formText, ownWords } from './form-text.ts';
import { checked, clearAct, valuesOf } from './given.ts';
import { groupView, matrixView } from './group-view.ts';
import { helpNotice, safetyNotice } from './safety-notice.ts';
import { savingLine, savingNotice } from './saving-views.ts';
import type { FormContext, MoreViews } from './survey-context.ts';
import { quantity } from './quantity-control.ts';
import { line, longText, slider, typedAnswers } from './typed-controls.ts';
import { unaskedView } from './unasked-view.ts';
import { valueWords } from './value-words.ts';

/** What a first question that is chosen from is shown without. */
export const moreViews: MoreViews = {
  controlOf,
  ownAnswer,
  checked,
  clearAct,
  groupView: (kind, node, item, context, itemViews) =>
    kind === 'matrix' ? matrixView(node, item, context) : groupView(node, item, context, itemViews),
  unaskedView,
  fixedWords,
  limitWords,
  findingsView(findings, item, context, id) {
    const words = new Set(findings.map((finding) => findingWords(finding, item, context)));
    return html`<p class="problem" id=${id}>${[...words].map((each) => html`<span>${each} </span>`)}</p>`;
  },
  safetyNotice,
  savingLine,
  aboveStep: (state, shown, context) => html`
    ${savingNotice(state, context)} ${elsewhereHelp(state, shown, context)} ${summary(state, shown, context)}
  `,
};

function controlOf(kind: ItemKind, asked: Asked): unknown {
  switch (kind) {
    case 'list':
      return list(asked);
    case 'search':
      return search(asked);
    case 'slider':
      return slider(asked);
    case 'text':
      return typedAnswers(asked, longText);
    case 'quantity':
      return typedAnswers(asked, quantity);
    case 'attachment':
      return attachments(asked);
    case 'number':
    case 'date':
    case 'dateTime':
    case 'time':
    case 'line':
      return typedAnswers(asked, line);
    // These are shown without what stands here.
    case 'boolean':
    case 'scale':
    case 'radios':
    case 'checkboxes':
    case 'group':
    case 'matrix':
    case 'display':
    case 'broken':
    case 'inert':
      return nothing;
  }
}

/** The answers that nobody changes here, in words. */
function fixedWords(asked: Asked) {
  const { item, context } = asked;
  const values = valuesOf(asked);
  return values.length === 0
    ? html`<span class="muted">${context.messages.notAnswered}</span>`
    : values.map((value) => html`<span class="given">${ownWords(valueWords(value, item, context))}</span>`);
}

/** What a text's length or a file's kind has to be. */
function limitWords({ type, limits }: PlanItem, context: FormContext) {
  const { messages, number, answers } = context;
  if (type === 'text' && limits.maxLength !== undefined)
    return messages.charactersAtMost(limits.maxLength, number(limits.maxLength));
  if (type !== 'attachment') return nothing;
  const most = isSavedInParts(answers) ? mostSentBytes : mostFileBytes;
  const size = messages.fileLimit(sizeWords(Math.min(limits.bytes ?? most, most), context));
  return limits.mimeTypes.length > 0 ? `${size} ${messages.fileTypes(fileTypeWords(limits.mimeTypes, context))}` : size;
}

const isWithin = (key: string, shown: readonly string[]): boolean =>
  shown.some((each) => key === each || key.startsWith(`${each}:`));

/** What is wrong, once more in one place, which takes the focus; each leads to its control. */
function summary(state: AnsweringState, shown: readonly string[], context: FormContext) {
  const { plan, form, findings } = state;
  if (state.refusals === 0) return nothing;
  const inStep = [...findings].filter(([key]) => key === '' || isWithin(key, shown));
  const problems = inStep.flatMap(([key, found]) => {
    const item = key === '' ? undefined : shownAt(plan, form, key)?.item;
    return found.filter(isStopping).map((finding) => ({
      id: idOf(key),
      // In one piece with the words: Chromium tells nobody of a space that stands alone.
      text: html`${item ? formText(item.definition, 'text', context) : nothing}${`${item ? ' – ' : ''}${findingWords(finding, item, context)}`}`,
    }));
  });
  return problemSummary(context.messages.problemsTitle(problems.length, context.number(problems.length)), problems);
}

/** Help stays in sight when its question is not. */
function elsewhereHelp(state: AnsweringState, shown: readonly string[], context: FormContext) {
  if (!needsHelp(state)) return nothing;
  const { plan, form } = state;
  const isShown = safetyAnswers(state).some(({ linkId }) =>
    form.byItem.get(plan.byLinkId.get(linkId) ?? -1)?.some((key) => isWithin(key, shown)),
  );
  return isShown ? nothing : helpNotice(state.paper, tellingOf(state), context);
}
