import { elementOf, readValue, type AnswerValue } from '../fhir/answer-value.ts';
import { isObject, objectsOf, pointerTo, type JsonObject } from '../fhir/json.ts';
import type { ResponseItem } from '../fhir/resources.ts';
import type { Plan, PlanItem } from '../plan/plan.ts';
import type { Draft } from './draft.ts';
import type { FormState } from './form-state.ts';
import { emptyDraft } from './start-form.ts';

/** A form with the answers of a response. */
export interface Resumed {
  readonly state: FormState;
  /** JSON pointers to items of the response that the form has no place for. They are kept, and written back. */
  readonly unplaced: readonly string[];
}

/** Repeats of a group, or answers of a question, that are read from a response; a response may be hostile. */
const mostEntries = 1000;
const deepest = 60;

/**
 * Reads a response into its form, to go on with it or to look at it. Initial values do not come again. Nothing of the response is lost: what the engine
 * does not read is written back by `buildResponse`. Never throws, whatever the response is.
 *
 * @param response what JSON.parse gave
 */
export function resumeForm(plan: Plan, response: unknown): Resumed {
  const draft = emptyDraft(plan);
  if (!isObject(response)) return { state: draft.settle().state, unplaced: [] };
  const unplaced: string[] = [];
  const left = readItems(
    draft,
    plan.roots.map((root) => `/${root}`),
    response['item'],
    '/item',
    unplaced,
    0,
  );
  const kept = without(response, ['resourceType', 'status', 'authored', 'item']);
  const { state } = draft.settle();
  return { state: { ...state, kept: { ...kept }, ...(left.length > 0 && { unplaced: left }) }, unplaced };
}

/** @returns the items that none of these nodes takes */
function readItems(
  draft: Draft,
  keys: readonly string[],
  items: unknown,
  pointer: string,
  unplaced: string[],
  depth: number,
): readonly ResponseItem[] {
  const instances = new Map<string, number>();
  const taken = new Set<string>();
  return (Array.isArray(items) ? items : []).flatMap((item: unknown, index) => {
    const at = pointerTo(pointer, index);
    const key =
      isObject(item) && depth < deepest ? keys.find((each) => isPlaceOf(draft.itemOf(each), item)) : undefined;
    const isGroup = key !== undefined && draft.itemOf(key).type === 'group';
    const nth = key === undefined ? 0 : (instances.get(key) ?? 0);
    const hasPlace = isObject(item) && key !== undefined && nth < mostEntries && isReadable(item['answer']);
    if (!hasPlace || (!isGroup && taken.has(key))) {
      unplaced.push(at);
      return isKept(item) ? [item] : [];
    }
    taken.add(key);
    instances.set(key, nth + 1);
    if (isGroup) readInstance(draft, key, nth, item, at, unplaced, depth);
    else readAnswers(draft, key, item, at, unplaced, depth);
    return [];
  });
}

/** A broken item may have the linkId of one that is asked. */
function isPlaceOf({ linkId, type }: PlanItem, item: JsonObject): boolean {
  return linkId === item['linkId'] && type !== 'display' && type !== 'broken';
}

/** Whatever it is, it is written back as it came. */
function isKept(item: unknown): item is ResponseItem {
  return isObject(item);
}

function isReadable(answers: unknown): boolean {
  return answers === undefined || (Array.isArray(answers) && answers.length <= mostEntries && answers.every(isObject));
}

function readInstance(
  draft: Draft,
  key: string,
  nth: number,
  item: JsonObject,
  pointer: string,
  unplaced: string[],
  depth: number,
): void {
  const entry = draft.node(key).entries[nth] ?? draft.addEntry(key, undefined, () => []);
  const left = readItems(draft, entry.children, item['item'], pointerTo(pointer, 'item'), unplaced, depth + 1);
  replace(draft, key, entry.id, { kept: without(item, ['linkId', 'item']), left });
}

function readAnswers(
  draft: Draft,
  key: string,
  item: JsonObject,
  pointer: string,
  unplaced: string[],
  depth: number,
): void {
  const answers = objectsOf(item['answer']);
  answers.forEach((answer, index) => {
    const value = readValue(answer);
    const entry = draft.node(key).entries[index] ?? draft.addEntry(key, undefined, () => []);
    const at = pointerTo(pointer, 'answer', index, 'item');
    const left = readItems(draft, entry.children, answer['item'], at, unplaced, depth + 1);
    const kept = without(answer, ['item', ...(value ? [elementOf('value', value.type)] : [])]);
    replace(draft, key, entry.id, { ...(value && { value }), kept, left });
  });
  const kept = without(item, ['linkId', 'answer']);
  // What depends on it is looked at with all that was made, when all of it is read.
  draft.put({ ...draft.node(key), ...(kept && { kept }) });
}

function replace(
  draft: Draft,
  key: string,
  id: number,
  read: {
    readonly value?: AnswerValue;
    readonly kept: JsonObject | undefined;
    readonly left: readonly ResponseItem[];
  },
): void {
  const node = draft.node(key);
  const { value, kept, left } = read;
  const entries = node.entries.map((entry) =>
    entry.id === id
      ? {
          id,
          children: entry.children,
          ...(value && { value }),
          ...(kept && { kept }),
          ...(left.length > 0 && { unplaced: left }),
        }
      : entry,
  );
  draft.put({ ...node, entries });
}

/** @returns undefined if nothing is left */
function without(holder: JsonObject, elements: readonly string[]): JsonObject | undefined {
  const rest = Object.entries(holder).filter(([element]) => !elements.includes(element));
  return rest.length > 0 ? Object.fromEntries(rest) : undefined;
}
