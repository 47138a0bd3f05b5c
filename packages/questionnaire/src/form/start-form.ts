import type { Plan } from '../plan/plan.ts';
import { Draft, initialOf } from './draft.ts';
import type { FormState } from './form-state.ts';
import { nothing } from './node-maker.ts';

/** A form as it begins: with its initial values, and with what its conditions and calculations make of them. */
export function startForm(plan: Plan): FormState {
  const draft = new Draft(plan, nothing);
  draft.makeRoots(initialOf);
  const { state } = draft.settle();
  const { expressions } = plan;
  if (!expressions) return state;
  const filled = new Draft(plan, state);
  for (const node of state.nodes.values()) {
    const values = node.entries.some(({ value }) => value) ? undefined : expressions.initialOf(state, node);
    if (!values || values.length === 0) continue;
    filled.setValues(node.key, values);
    filled.wakeDependents(node.key, -1);
  }
  return filled.settle().state;
}

/** A form without any answer and without initial values: what a response is read into. */
export function emptyDraft(plan: Plan): Draft {
  const draft = new Draft(plan, nothing, true);
  draft.makeRoots(() => []);
  return draft;
}
