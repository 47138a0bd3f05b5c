import { pathValueOf, type PathValue } from '../fhirpath/path-value.ts';
import { buildNode, buildResponse, itemsBelow, type Items } from '../form/build-response.ts';
import { nodeKey, type FormNode, type FormState } from '../form/form-state.ts';
import type { ResponsePlan } from '../plan/plan.ts';

/** Responses as they stand, for expressions to read. */
export interface ResponseParts {
  /** The response of a state. Its items are built when they are read. */
  readonly responseOf: (state: FormState) => PathValue;
  /** The items of a node, enabled or not. */
  readonly itemsOf: (state: FormState, node: FormNode) => Items;
  /**
   * The response's own items of one linkId, as `%resource.item.where(linkId = '…')` chooses them, without looking through all of them.
   *
   * @param index of the item in the plan; undefined if there is none
   * @returns undefined if what is asked is not the response, or if it has items that the form has no place for
   */
  readonly chosenFrom: (state: FormState, holder: unknown, index: number | undefined) => Items | undefined;
}

/**
 * Within one act there is another response after each change. What is built of a question is kept by its node, and is built again when that is another; and nothing is built
 * before an expression reads it: so a long chain of calculations costs what it changes.
 */
export function responseParts(plan: ResponsePlan): ResponseParts {
  const kept = new WeakMap<FormNode, Items>();
  const responses = new WeakMap<FormState, PathValue>();

  const itemsOf = (state: FormState, node: FormNode): Items => {
    const items = kept.get(node) ?? buildNode(plan, node, below(state));
    // What stands below changes without its holder.
    if (node.entries.every(({ children }) => children.length === 0)) kept.set(node, items);
    return items;
  };
  const below = (state: FormState) => itemsBelow(state, (node) => itemsOf(state, node));

  const responseOf = (state: FormState): PathValue => {
    const before = responses.get(state);
    if (before) return before;
    let item: Items | undefined;
    const top = buildResponse(plan, { ...state, roots: [], unplaced: [] }, { status: 'in-progress' });
    const get = () => (item ??= below(state)({ ...state, children: state.roots }));
    const made = pathValueOf(Object.defineProperty(top, 'item', { enumerable: true, get }));
    responses.set(state, made);
    return made;
  };

  return {
    responseOf,
    itemsOf,
    chosenFrom: (state, holder, index) => {
      if (holder !== responseOf(state).value || state.unplaced?.length) return undefined;
      const node = state.nodes.get(nodeKey('', undefined, index ?? -1));
      return node?.isEnabled ? itemsOf(state, node) : [];
    },
  };
}
