import type { Plan, PlanItem } from '../plan/plan.ts';
import { entryPrefix, type Entry, type FormNode, type FormState } from './form-state.ts';
import { parentOf } from './parent-of.ts';

/** The instance of an item that a node stands in. */
function instanceOf(key: string, item: number): ReturnType<typeof parentOf> {
  let at = parentOf(key);
  while (at && itemOf(at.key) !== item) at = parentOf(at.key);
  return at;
}

/** The index of a node's item, by its key. */
export function itemOf(key: string): number {
  return Number(key.slice(key.lastIndexOf('/') + 1));
}

/**
 * The entries of an item that count for a node that asks about it: those in the same instance of what both stand in. An item below an answer asks about
 * that answer alone.
 *
 * @param scope index of the nearest item that both stand in
 */
export function entriesFor(
  plan: Plan,
  state: FormState,
  asking: string,
  source: number,
  scope: number,
): readonly { readonly node: FormNode; readonly entries: readonly Entry[] }[] {
  if (scope === source) {
    const at = instanceOf(asking, source);
    const node = at && state.nodes.get(at.key);
    return node ? [{ node, entries: node.entries.filter(({ id }) => id === at.entry) }] : [];
  }
  return nodesWithin(plan, state, asking, source, scope).map((node) => ({ node, entries: node.entries }));
}

/** Nodes of a dependent item that ask about a node: those in the same instance of what both stand in. */
export function askingNodes(
  plan: Plan,
  state: FormState,
  changed: string,
  dependent: PlanItem,
  scope: number,
): readonly FormNode[] {
  return nodesWithin(plan, state, changed, dependent.index, scope);
}

/** Goes down to an item from the instance that a node stands in: a response may have a thousand instances, and each of them asks. */
function nodesWithin(plan: Plan, state: FormState, key: string, item: number, scope: number): readonly FormNode[] {
  const entriesBelow = (parent: string) =>
    state.nodes.get(parent)?.entries.map(({ id }) => entryPrefix(parent, id)) ?? [];
  const at = instanceOf(key, scope);
  // Without an instance the node is of the item itself: all that stands below it.
  const inScope = at ? [entryPrefix(at.key, at.entry)] : entriesBelow(key);
  const keysOf = (each: number): readonly string[] => {
    const around = plan.items[each]?.parent ?? scope;
    return (around === scope ? inScope : keysOf(around).flatMap(entriesBelow)).map((prefix) => prefix + each);
  };
  return (scope < 0 ? (state.byItem.get(item) ?? []) : keysOf(item)).flatMap((each) => state.nodes.get(each) ?? []);
}
