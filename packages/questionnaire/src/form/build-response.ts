import { writeValue } from '../fhir/answer-value.ts';
import { stringOf, type JsonObject } from '../fhir/json.ts';
import type { QuestionnaireResponse, ResponseAnswer, ResponseItem } from '../fhir/resources.ts';
import type { ResponsePlan } from '../plan/plan.ts';
import type { Entry, FormNode, FormState } from './form-state.ts';

export type Items = readonly ResponseItem[];

/** An answer, an instance, or the form: what items stand in. */
export type Holder = Pick<Entry, 'children' | 'unplaced'>;

type Below = (holder: Holder) => Items;

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
  const below: Below = itemsBelow(state, (node) => buildNode(plan, node, below));
  const item = below({ ...state, children: state.roots });
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

/** Items of what is enabled below an answer, an instance or the form, in the form's order, and of what was read there and has no place. */
export const itemsBelow =
  (state: FormState, build: (node: FormNode) => Items): Below =>
  ({ children, unplaced = [] }) =>
    children
      .flatMap((key) => {
        const node = state.nodes.get(key);
        return node?.isEnabled ? build(node) : [];
      })
      .concat(unplaced);

/**
 * The items of one node: one for each instance of a group, one for all answers of a question, none where nothing was answered.
 *
 * @param below what stands below an entry of it
 */
export function buildNode(plan: ResponsePlan, node: FormNode, below: Below): Items {
  const planItem = plan.items[node.item];
  if (!planItem || planItem.type === 'display' || planItem.type === 'broken') return [];
  const { linkId, definition } = planItem;
  // What was read, where it was put together from answers.
  const text = node.text ?? stringOf(definition['text']);
  const head = { linkId, ...(text !== undefined && { text }) };
  const built = (kept: JsonObject | undefined, element: 'item' | 'answer', list: readonly object[]): Items =>
    list.length > 0 || saysMore(kept) ? [{ ...head, ...kept, ...(list.length > 0 && { [element]: list }) }] : [];
  return planItem.type === 'group'
    ? node.entries.flatMap((entry) => built(entry.kept, 'item', below(entry)))
    : built(
        node.kept,
        'answer',
        node.entries.flatMap((entry) => buildAnswer(entry, below(entry))),
      );
}

/** A text alone is no reason to send an item: it is the form's. */
function saysMore(kept: JsonObject = {}): boolean {
  return Object.keys(kept).some((element) => element !== 'text');
}

function buildAnswer(entry: Entry, item: Items): readonly ResponseAnswer[] {
  if (!entry.value && !entry.kept && item.length === 0) return [];
  return [{ ...entry.kept, ...(entry.value && writeValue(entry.value)), ...(item.length > 0 && { item }) }];
}
