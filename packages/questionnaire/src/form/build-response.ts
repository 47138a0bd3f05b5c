import { writeValue } from '../fhir/answer-value.ts';
import { stringOf, type JsonObject } from '../fhir/json.ts';
import type { QuestionnaireResponse, ResponseAnswer, ResponseItem } from '../fhir/resources.ts';
import type { ResponsePlan } from '../plan/plan.ts';
import type { Entry, FormNode, FormState } from './form-state.ts';

/** What a response says besides its answers. `authored` is RFC 3339 with an offset; everything else of FHIR's elements may stand here too. */
export interface ResponseDetails extends JsonObject {
  /** `in-progress` for answers that are sent before all are there. */
  readonly status: 'in-progress' | 'completed' | 'amended';
  readonly authored?: string;
}

/**
 * The response as it stands: answers of items that are enabled, hidden ones too, in the form's order, and what a resumed response had that the
 * engine does not read. Texts of the items are written beside them, so that a response can be read without its form.
 */
export function buildResponse(plan: ResponsePlan, state: FormState, details: ResponseDetails): QuestionnaireResponse {
  const item = itemsOf(plan, state, state.roots, state.unplaced);
  const url = stringOf(plan.questionnaire['url']);
  const version = stringOf(plan.questionnaire['version']);
  const canonical = url === undefined ? undefined : version === undefined ? url : `${url}|${version}`;
  return {
    resourceType: 'QuestionnaireResponse',
    ...(canonical !== undefined && { questionnaire: canonical }),
    ...state.kept,
    ...details,
    ...(item.length > 0 && { item }),
  };
}

function itemsOf(
  plan: ResponsePlan,
  state: FormState,
  keys: readonly string[],
  unplaced: readonly ResponseItem[] = [],
): readonly ResponseItem[] {
  const placed = keys.flatMap((key) => {
    const node = state.nodes.get(key);
    return node?.isEnabled ? buildNode(plan, state, node) : [];
  });
  return [...placed, ...unplaced];
}

/** The items of one node: one for each instance of a group, one for all answers of a question, none where nothing was answered. */
export function buildNode(plan: ResponsePlan, state: FormState, node: FormNode): readonly ResponseItem[] {
  const planItem = plan.items[node.item];
  if (!planItem || planItem.type === 'display' || planItem.type === 'broken') return [];
  const { linkId, definition } = planItem;
  // What was read, where it was put together from answers.
  const text = node.text ?? stringOf(definition['text']);
  const head = { linkId, ...(text !== undefined && { text }) };
  if (planItem.type === 'group') {
    return node.entries.flatMap((entry) => {
      const item = itemsOf(plan, state, entry.children, entry.unplaced);
      return item.length > 0 || saysMore(entry.kept)
        ? [{ ...head, ...entry.kept, ...(item.length > 0 && { item }) }]
        : [];
    });
  }
  const answer = node.entries.flatMap((entry) => buildAnswer(plan, state, entry));
  return answer.length > 0 || saysMore(node.kept)
    ? [{ ...head, ...node.kept, ...(answer.length > 0 && { answer }) }]
    : [];
}

/** A text alone is no reason to send an item: it is the form's. */
function saysMore(kept: JsonObject | undefined): boolean {
  return kept !== undefined && Object.keys(kept).some((element) => element !== 'text');
}

function buildAnswer(plan: ResponsePlan, state: FormState, entry: Entry): readonly ResponseAnswer[] {
  const item = itemsOf(plan, state, entry.children, entry.unplaced);
  if (!entry.value && !entry.kept && item.length === 0) return [];
  return [{ ...entry.kept, ...(entry.value && writeValue(entry.value)), ...(item.length > 0 && { item }) }];
}
