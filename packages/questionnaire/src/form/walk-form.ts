import type { Plan, PlanItem } from '../plan/plan.ts';
import type { Entry, FormNode, FormState } from './form-state.ts';

/** A node that is to be shown, with its item and the entry that it stands in. */
export interface Shown {
  readonly node: FormNode;
  readonly item: PlanItem;
  /** How many items it stands in. */
  readonly depth: number;
}

/** All nodes that are enabled and not hidden, in the form's order. */
export function shownNodes(plan: Plan, state: FormState): readonly Shown[] {
  const shown: Shown[] = [];
  const visit = (keys: readonly string[], depth: number) => {
    for (const key of keys) {
      const node = state.nodes.get(key);
      const item = node && plan.items[node.item];
      if (!node?.isEnabled || !item || item.isHidden) continue;
      shown.push({ node, item, depth });
      for (const { children } of node.entries) visit(children, depth + 1);
    }
  };
  visit(state.roots, 0);
  return shown;
}

/** How far somebody is: questions that are shown and can be answered. Both change as conditions do, so a bar may go back. */
export interface Progress {
  readonly answered: number;
  readonly total: number;
}

export function progressOf(plan: Plan, state: FormState): Progress {
  let answered = 0;
  let total = 0;
  for (const { node, item } of shownNodes(plan, state)) {
    if (!item.valueType || item.isReadOnly) continue;
    total++;
    if (isAnswered(node)) answered++;
  }
  return { answered, total };
}

/** Whether a question has an answer. */
export function isAnswered(node: FormNode): boolean {
  return node.entries.some((entry) => hasValue(entry));
}

/** An empty text is no answer. */
export function hasValue({ value }: Entry): boolean {
  return value !== undefined && value.value !== '';
}
