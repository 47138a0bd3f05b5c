import { type AnswerValue, type Entry, equalValues } from '@openprm/questionnaire';
import { html, nothing } from 'lit';
import { live } from 'lit/directives/live.js';
import type { TypedText } from '../survey-state.ts';
import type { Asked } from './asked.ts';

/** The answer at a place, or the empty place where one is typed. */
export const entryAt = ({ node }: Asked, at: number): Entry | undefined => node.entries[at];

/** The values of all answers. */
export const valuesOf = ({ node }: Asked): readonly AnswerValue[] =>
  node.entries.flatMap(({ value }) => (value ? [value] : []));

/** What was typed at a place. */
export const typedAt = ({ node, context }: Asked, at: number): TypedText | undefined =>
  context.answers.typed.get(node.key)?.get(at);

/** What an input shows: what was typed where that says more than the answer, else the answer. */
export function shownText(asked: Asked, at: number, write: (value: AnswerValue) => string): string {
  const typed = typedAt(asked, at)?.text;
  const value = entryAt(asked, at)?.value;
  return typed ?? (value ? write(value) : '');
}

/** Whether a value is among the answers. */
export const isGiven = (asked: Asked, value: AnswerValue): boolean =>
  valuesOf(asked).some((each) => equalValues(each, value) === true);

/** Whether the control of a value is chosen, whatever the page has made of it since. */
export const checked = (asked: Asked, value: AnswerValue) => live(isGiven(asked, value));

/** The act that takes an answer back, where leaving it out is possible and a control has no other way. */
export const clearAct = ({ node, item, context }: Asked) =>
  item.isRequired || node.entries.every(({ value }) => value === undefined)
    ? nothing
    : html`<button
        class="link clear"
        part="button"
        type="button"
        @click=${() => context.send({ type: 'answered', key: node.key, values: [] })}
      >
        ${context.messages.clear}
      </button>`;
