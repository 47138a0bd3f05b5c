import type { PlanItem } from '../plan/plan.ts';
import { entryPrefix, type Entry, type FormNode, type FormState } from './form-state.ts';
import { parentOf } from './parent-of.ts';

/** What the keys begin with of all that stands in the same instance of an item as a node does. */
function prefixWithin(key: string, scope: number): string {
  if (scope < 0) return '/';
  for (let at = parentOf(key); at; at = parentOf(at.key)) {
    if (itemOf(at.key) === scope) return entryPrefix(at.key, at.entry);
  }
  // The node is of the item itself: all that stands below it.
  return `${key}:`;
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
  state: FormState,
  asking: string,
  source: number,
  scope: number,
): readonly { readonly node: FormNode; readonly entries: readonly Entry[] }[] {
  if (scope === source) {
    for (let at = parentOf(asking); at; at = parentOf(at.key)) {
      const { key, entry } = at;
      const node = itemOf(key) === source ? state.nodes.get(key) : undefined;
      if (node) return [{ node, entries: node.entries.filter(({ id }) => id === entry) }];
    }
    return [];
  }
  return nodesWithin(state, source, prefixWithin(asking, scope)).map((node) => ({ node, entries: node.entries }));
}

/** Nodes of a dependent item that ask about a node: those in the same instance of what both stand in. */
export function askingNodes(
  state: FormState,
  changed: string,
  dependent: PlanItem,
  scope: number,
): readonly FormNode[] {
  return nodesWithin(state, dependent.index, prefixWithin(changed, scope));
}

function nodesWithin(state: FormState, item: number, prefix: string): readonly FormNode[] {
  return (state.byItem.get(item) ?? []).flatMap((key) => {
    const node = key.startsWith(prefix) ? state.nodes.get(key) : undefined;
    return node ? [node] : [];
  });
}
