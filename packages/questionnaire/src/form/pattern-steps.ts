import { isTriable, stepsOf } from '../plan/safe-pattern.ts';
import type { Plan } from '../plan/plan.ts';
import type { FormState } from './form-state.ts';

/**
 * A bound of the steps that `checkForm` takes to try answers against the form's patterns: each of them is short, and a response may have many. For a server, which looks before it begins: a million steps
 * are some hundredths of a second.
 */
export function patternSteps(plan: Plan, { nodes }: FormState): number {
  let steps = 0;
  for (const { item, entries } of nodes.values()) {
    const source = plan.items[item]?.limits.pattern?.source;
    if (source === undefined) continue;
    for (const { value } of entries)
      if (typeof value?.value === 'string' && isTriable(source, value.value.length))
        steps += stepsOf(source, value.value.length);
  }
  return steps;
}
