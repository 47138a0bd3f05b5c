import { readValue, type AnswerValue } from '../fhir/answer-value.ts';
import { isObject, pointerTo, stringOf, type JsonObject } from '../fhir/json.ts';
import type { Issue } from './issues.ts';
import { operators, type Condition, type Operator } from './plan.ts';
import type { ItemDraft } from './read-items.ts';

/**
 * Reads `enableWhen`. A condition that cannot be understood is left out and told of: its item is then asked, since a question that is hidden by a
 * fault would be lost without a word.
 */
export function readConditions(
  item: ItemDraft,
  items: readonly ItemDraft[],
  byLinkId: ReadonlyMap<string, number>,
  issues: Issue[],
): { readonly conditions: readonly Condition[]; readonly needsAll: boolean } {
  const { definition } = item;
  const pointer = pointerTo(item.pointer, 'enableWhen');
  const listed: unknown = definition['enableWhen'];
  if (listed === undefined || item.type === 'broken') return { conditions: [], needsAll: true };
  const rows: readonly unknown[] = Array.isArray(listed) ? listed : [listed];
  const conditions = rows.map((row, index) => {
    const at = pointerTo(pointer, index);
    const found = isObject(row) ? readCondition(row, at, item, items, byLinkId) : faultOf(at, 'row');
    if ('code' in found) issues.push(found);
    return found;
  });
  const usable = conditions.filter((each): each is Condition => !('code' in each));
  const behavior = definition['enableBehavior'];
  if (rows.length > 1 && behavior !== 'all' && behavior !== 'any') {
    issues.push({ code: 'missing-behavior', pointer: item.pointer });
  }
  const needsAll = behavior === 'all';
  // With any, one that is left out counts as one that holds.
  const isAlwaysAsked = !needsAll && usable.length < rows.length;
  return { conditions: isAlwaysAsked ? [] : usable, needsAll };
}

function readCondition(
  row: JsonObject,
  pointer: string,
  item: ItemDraft,
  items: readonly ItemDraft[],
  byLinkId: ReadonlyMap<string, number>,
): Condition | Issue {
  const question = stringOf(row['question']);
  const source = question === undefined ? undefined : byLinkId.get(question);
  const asked = source === undefined ? undefined : items[source];
  const at = pointerTo(pointer, 'question');
  if (source === undefined || !asked) {
    return { code: 'missing-source', pointer: at, detail: JSON.stringify(question) ?? '(none)' };
  }
  if (source === item.index) return faultOf(at, 'own');
  if (!asked.valueType) return faultOf(at, 'unanswered');
  const operator = operators.find((each) => each === row['operator']);
  if (!operator) return faultOf(pointerTo(pointer, 'operator'), 'operator');
  const answer = readValue(row, 'answer');
  const fault = answer ? mismatch(operator, answer, asked) : 'answer';
  if (!answer || fault !== undefined) return faultOf(pointer, fault ?? 'answer');
  return { source, scope: commonAncestor(item, asked, items), operator, answer };
}

const ordered = new Set(['decimal', 'integer', 'date', 'dateTime', 'time', 'string', 'uri', 'Quantity']);
const groups = [
  ['decimal', 'integer'],
  ['date', 'dateTime'],
  ['string', 'uri'],
];

/** @returns why the answer does not fit the question, or the operator the answer, in a word that `explainIssue` knows */
function mismatch(operator: Operator, answer: AnswerValue, asked: ItemDraft): string | undefined {
  if (operator === 'exists') return answer.type === 'boolean' ? undefined : 'exists';
  const isChoice = asked.type === 'choice' || asked.type === 'open-choice' || asked.options !== undefined;
  const possible = new Set<string | undefined>([
    asked.valueType,
    ...(asked.options?.map((option) => option.value.type) ?? []),
    ...(asked.type === 'open-choice' ? ['string'] : []),
  ]);
  const alike = [answer.type, ...(groups.find((group) => group.includes(answer.type)) ?? [])];
  if (!alike.some((type) => possible.has(type)) && !(isChoice && asked.valueSet !== undefined)) {
    return 'answer';
  }
  const isOrder = operator !== '=' && operator !== '!=';
  return isOrder && !ordered.has(answer.type) ? 'order' : undefined;
}

function faultOf(pointer: string, detail: string): Issue {
  return { code: 'bad-condition', pointer, detail };
}

/** The nearest item that both stand in, either of the two counting as standing in itself; -1 for the form. */
export function commonAncestor(
  item: { readonly parent: number },
  source: { readonly index: number; readonly parent: number },
  items: readonly { readonly parent: number }[],
): number {
  const around = new Set<number>();
  for (let at = item.parent; at >= 0; at = items[at]?.parent ?? -1) around.add(at);
  let at = source.index;
  while (at >= 0 && !around.has(at)) at = items[at]?.parent ?? -1;
  return at;
}
