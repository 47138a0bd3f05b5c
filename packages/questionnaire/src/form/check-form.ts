import type { AnswerValue } from '../fhir/answer-value.ts';
import { compareValues } from '../fhir/compare-values.ts';
import { readTime } from '../fhir/compare-times.ts';
import type { Limits, Plan, PlanItem } from '../plan/plan.ts';
import { isTriable } from '../plan/safe-pattern.ts';
import { findOption } from './find-option.ts';
import type { Entry, FormNode, FormState } from './form-state.ts';
import { isExclusive } from './is-exclusive.ts';
import { hasValue } from './walk-form.ts';

/** Kinds of faults of answers, with what a message needs. */
export type AnswerFault =
  | { readonly code: 'required' }
  | { readonly code: 'too-few' | 'too-many'; readonly limit: number }
  | { readonly code: 'too-short' | 'too-long'; readonly limit: number }
  | { readonly code: 'below-min' | 'above-max'; readonly limit: AnswerValue }
  | { readonly code: 'too-many-decimals'; readonly limit: number }
  | { readonly code: 'pattern' }
  | { readonly code: 'wrong-type' }
  | { readonly code: 'not-an-option' }
  /** An option that excludes all others stands beside others. */
  | { readonly code: 'exclusive' }
  | { readonly code: 'file-too-large'; readonly limit: number }
  | { readonly code: 'file-type'; readonly allowed: readonly string[] }
  | { readonly code: 'constraint'; readonly severity: 'error' | 'warning'; readonly human: string };

/** A fault, with the node and the answer that has it. Holds none of the answers. */
export type Finding = AnswerFault & {
  /** Key of the node; empty for a constraint of the whole form. */
  readonly key: string;
  readonly entry?: number;
};

/** Beyond it a text is refused, whatever the form says: 100,000 characters. */
export const longestAnswer = 100_000;

/**
 * Checks all answers that are part of the response, hidden ones too. A response with no finding but warnings may be completed; one in progress may have any.
 */
export function checkForm(plan: Plan, state: FormState): readonly Finding[] {
  const findings = constraintsOf(plan, state);
  const visit = (keys: readonly string[]) => {
    for (const key of keys) {
      const node = state.nodes.get(key);
      const item = node && plan.items[node.item];
      if (!node?.isEnabled || !item) continue;
      findings.push(...checkNode(plan, state, node, item));
      for (const entry of node.entries) visit(entry.children);
    }
  };
  visit(state.roots);
  return findings;
}

/** Checks one question or group alone, not what stands below it. */
export function checkNode(plan: Plan, state: FormState, node: FormNode, item: PlanItem): readonly Finding[] {
  const { key } = node;
  const found: Finding[] = [];
  const answered = node.entries.filter((entry) => isEntryAnswered(plan, state, entry, item)).length;
  if (item.isRequired && !item.isReadOnly && answered === 0) found.push({ code: 'required', key });
  else if (answered > 0 && answered < item.minOccurs) found.push({ code: 'too-few', limit: item.minOccurs, key });
  if (answered > item.maxOccurs) found.push({ code: 'too-many', limit: item.maxOccurs, key });
  if (answered > 1 && node.entries.some(({ value }) => value && isExclusive(item, value)))
    found.push({ code: 'exclusive', key });
  for (const entry of node.entries) {
    if (!entry.value || !hasValue(entry)) continue;
    found.push(...faultsOf(item, entry.value).map((fault) => ({ ...fault, key, entry: entry.id })));
  }
  return found.concat(constraintsOf(plan, state, node));
}

/** The rules that do not hold, of a node or of the whole form. */
const constraintsOf = (plan: Plan, state: FormState, node?: FormNode): Finding[] =>
  (plan.expressions?.failuresOf(state, node) ?? []).map((failure) => ({
    ...failure,
    code: 'constraint',
    key: node?.key ?? '',
  }));

/** An instance of a group is answered if anything in it is. */
function isEntryAnswered(plan: Plan, state: FormState, entry: Entry, item: PlanItem): boolean {
  if (item.type !== 'group') return hasValue(entry);
  return entry.children.some((key) => {
    const child = state.nodes.get(key);
    const childItem = child?.isEnabled && plan.items[child.item];
    return childItem && child.entries.some((each) => isEntryAnswered(plan, state, each, childItem));
  });
}

/** What is wrong with one answer by its item alone. */
export function faultsOf(item: PlanItem, value: AnswerValue): readonly AnswerFault[] {
  if (!isPossible(item, value)) return [{ code: 'wrong-type' }];
  if (!isOffered(item, value)) return [{ code: 'not-an-option' }];
  return [...lengthFaults(item.limits, value), ...rangeFaults(item.limits, value), ...fileFaults(item.limits, value)];
}

function isPossible({ type, valueType, options }: PlanItem, answer: AnswerValue): boolean {
  if (options?.some((option) => option.value.type === answer.type)) return true;
  if (type === 'open-choice' && answer.type === 'string') return true;
  switch (answer.type) {
    case 'integer':
      return (
        (valueType === 'integer' || valueType === 'decimal') &&
        Number.isInteger(answer.value) &&
        answer.value >= -(2 ** 31) &&
        answer.value < 2 ** 31
      );
    case 'decimal':
      return valueType === 'decimal' && Number.isFinite(answer.value);
    case 'date':
    case 'dateTime':
    case 'time':
      return valueType === answer.type && isRealTime(answer.type, answer.value);
    case 'uri':
      return valueType === 'uri' && /^[a-z][a-z\d+.-]*:\S+$/i.test(answer.value);
    default:
      return valueType === answer.type;
  }
}

const shapes = {
  date: /^\d{4}(-\d\d(-\d\d)?)?$/,
  dateTime: /^\d{4}(-\d\d(-\d\d(T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d))?)?)?$/,
  time: /^\d\d:\d\d:\d\d(\.\d+)?$/,
};

/** Written as FHIR writes it, and on the calendar: no 30 February. */
function isRealTime(type: keyof typeof shapes, text: string): boolean {
  const { parts } = (shapes[type].test(text) && readTime(text)) || {};
  if (!parts) return false;
  const clock = type === 'time' ? parts : parts.slice(3);
  const [hour = 0, minute = 0, second = 0] = clock;
  if (hour > 23 || minute > 59 || second >= 60) return false;
  if (type === 'time') return true;
  const [year = 0, month = 1, day = 1] = parts;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  return year > 0 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/** A choice whose value set is not here cannot be checked: the server that has it can. */
function isOffered({ type, options }: PlanItem, value: AnswerValue): boolean {
  if (!options || (type === 'open-choice' && value.type === 'string')) return true;
  return Boolean(findOption(options, value));
}

function lengthFaults(limits: Limits, answer: AnswerValue): readonly AnswerFault[] {
  if (answer.type !== 'string' && answer.type !== 'uri') return [];
  // Characters as people count them, as far as code points do.
  const length = answer.value.length > longestAnswer ? Infinity : [...answer.value].length;
  const most = Math.min(limits.maxLength ?? longestAnswer, longestAnswer);
  if (length > most) return [{ code: 'too-long', limit: most }];
  if (length < (limits.minLength ?? 0)) return [{ code: 'too-short', limit: limits.minLength ?? 0 }];
  const isMatch = !limits.pattern || (isTriable(limits.pattern.source, length) && limits.pattern.test(answer.value));
  return isMatch ? [] : [{ code: 'pattern' }];
}

function rangeFaults({ min, max, decimals }: Limits, answer: AnswerValue): readonly AnswerFault[] {
  const found: AnswerFault[] = [];
  if (min && (compareValues(answer, min) ?? 0) < 0) found.push({ code: 'below-min', limit: min });
  if (max && (compareValues(answer, max) ?? 0) > 0) found.push({ code: 'above-max', limit: max });
  const number = answer.type === 'Quantity' ? answer.value.value : answer.value;
  if (decimals !== undefined && typeof number === 'number' && decimalsOf(number) > decimals) {
    found.push({ code: 'too-many-decimals', limit: decimals });
  }
  return found;
}

function decimalsOf(number: number): number {
  const [digits = '', exponent = '0'] = String(number).split('e');
  return Math.max(0, (digits.split('.')[1]?.length ?? 0) - Number(exponent));
}

function fileFaults({ bytes, mimeTypes }: Limits, answer: AnswerValue): readonly AnswerFault[] {
  if (answer.type !== 'Attachment') return [];
  const { size, contentType = '', data } = answer.value;
  const known = size ?? (typeof data === 'string' ? Math.floor((data.length * 3) / 4) : 0);
  const found: AnswerFault[] = [];
  if (bytes !== undefined && known > bytes) found.push({ code: 'file-too-large', limit: bytes });
  const isAllowed = mimeTypes.some((type) =>
    type.endsWith('/*') ? contentType.startsWith(type.slice(0, -1)) : contentType === type,
  );
  if (mimeTypes.length > 0 && !isAllowed) found.push({ code: 'file-type', allowed: mimeTypes });
  return found;
}
