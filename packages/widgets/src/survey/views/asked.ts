import { type FormNode, type PlanItem, rawExtensionValue } from '@openprm/questionnaire';
import { html, nothing } from 'lit';
import { asidesOf } from '../item-kinds.ts';
import type { SurveyFinding } from '../survey-state.ts';
import { formText, ownWords } from './form-text.ts';
import type { FormContext } from './survey-context.ts';

/** A question as its control needs it. */
export interface Asked {
  readonly node: FormNode;
  readonly item: PlanItem;
  readonly context: FormContext;
  /** Of the control that mends it, and the beginning of all other ids. */
  readonly id: string;
  readonly findings: readonly SurveyFinding[];
  /** Ids of what is said besides the question, or nothing. */
  readonly described: string | typeof nothing;
}

/** The id of the control that a summary leads to. */
export const idOf = (key: string): string => `q${key}`;

/** The question as its control needs it. */
export function askedOf(node: FormNode, item: PlanItem, context: FormContext): Asked {
  const { key } = node;
  const findings = context.answers.findings.get(key) ?? [];
  const id = idOf(key);
  const asides = asidesOf(context.answers.plan, item);
  const described = [
    ...(asides.has('help') || asides.has('flyover') || asides.has('prompt') ? [`${id}-help`] : []),
    ...(hintOf(item, context) === nothing ? [] : [`${id}-hint`]),
    ...(findings.length > 0 ? [`${id}-problem`] : []),
  ];
  return { node, item, context, id, findings, described: described.join(' ') || nothing };
}

/** The question's words, with what stands before them. A piped text is plain text too. */
export function questionWords({ node, item, context }: Pick<Asked, 'node' | 'item' | 'context'>) {
  const { definition } = item;
  const words = node.text === undefined ? formText(definition, 'text', context) : ownWords(node.text);
  const prefix = formText(definition, 'prefix', context);
  // Most have their words alone: a template around them would be one more to make for each question.
  if (prefix === nothing && words !== nothing && !item.isRequired) return words;
  return html`${prefix === nothing ? nothing : html`<span class="prefix">${prefix} </span>`}${
    words === nothing ? context.messages.question : words
  }${item.isRequired ? html`<span class="mark muted"> (${context.messages.required})</span>` : nothing}`;
}

/** The words as the step's heading, or as they stand on a page. */
export const titled = (asked: Pick<Asked, 'node' | 'context'>, words: unknown) =>
  asked.context.headingKey === asked.node.key
    ? html`<h2 id="heading" class="heading" part="heading" tabindex="-1">${words}</h2>`
    : words;

/** What helps to answer: the form's own help, and what the answer has to keep to. */
export function helpWords({ item, context, id }: Asked) {
  const asides = asidesOf(context.answers.plan, item);
  const help = ['prompt', 'help', 'flyover'].flatMap((control) => asides.get(control) ?? []);
  const hint = hintOf(item, context);
  return html`${
    help.length > 0
      ? html`<div class="hint" id=${`${id}-help`}>
          ${help.map((each) => html`<p>${formText(each.definition, 'text', context)}</p>`)}
        </div>`
      : nothing
  }${hint === nothing ? nothing : html`<p class="hint" id=${`${id}-hint`}>${hint}</p>`}`;
}

/** How the form wants it written, or what a text's length or a file's kind has to be. */
function hintOf(item: PlanItem, context: FormContext) {
  const format = rawExtensionValue(item.definition, 'entryFormat');
  if (typeof format === 'string') return ownWords(format);
  return item.options ? nothing : (context.more?.limitWords(item, context) ?? nothing);
}

/** What is wrong, beside the question. */
export const problemWords = ({ findings, item, context, id }: Asked) =>
  findings.length === 0 ? nothing : (context.more?.findingsView(findings, item, context, `${id}-problem`) ?? nothing);
