import type { ExpressionPart } from '../plan/expression-part.ts';
import type { Plan } from '../plan/plan.ts';
import { Draft } from './draft.ts';
import type { FormState } from './form-state.ts';

/**
 * A form that was read from a response, with what it calculates and nobody can change calculated anew: for who must not believe what a response says of that. What cannot
 * be calculated here, such as from a resource that only the page had, stays as it was said.
 */
export function recalculate(plan: Plan, state: FormState): FormState {
  const { expressions } = plan;
  if (!expressions) return state;
  const isFixed = (item: number) => plan.items[item]?.isReadOnly;
  const calculate: ExpressionPart['calculate'] = (now, node) =>
    isFixed(node.item) ? expressions.calculate(now, node, undefined) : undefined;
  const draft = new Draft({ ...plan, expressions: { ...expressions, calculate } }, state);
  for (const { key, item } of state.nodes.values()) if (isFixed(item)) draft.mark(key);
  return draft.settle().state;
}
