import type { FormState, Plan } from '@openprm/questionnaire';
import { stepsOf } from './form-steps.ts';
import { type ItemKind, kindOf, shownAt } from './item-kinds.ts';
import { mayHaveKept } from './may-have-kept.ts';
import type { ResponseProgress } from './survey-paper.ts';
import type { SurveySetting } from './survey-state.ts';

const plainKinds: ReadonlySet<ItemKind> = new Set(['display', 'boolean', 'scale', 'radios', 'checkboxes']);

/** Whether a form begins with anything but what `survey-asking.ts` shows, or with answers that were given before, as far as the clinic or this device knows. */
export async function needsRest(
  plan: Plan,
  form: FormState,
  { pace, isKnown }: SurveySetting,
  progress: ResponseProgress | null,
): Promise<boolean> {
  const isPlain = (key: string): boolean => {
    const shown = shownAt(plan, form, key);
    if (!shown) return true;
    const { node, item } = shown;
    return (
      plainKinds.has(kindOf(plan, item)) &&
      !item.isReadOnly &&
      item.type !== 'open-choice' &&
      node.entries.every(
        ({ value, children }) => value === undefined && children.every((child) => !shownAt(plan, form, child)),
      )
    );
  };
  const [first] = stepsOf(plan, form, pace);
  const isBegun = progress !== null && (progress.response !== null || progress.told.length > 0);
  return isBegun || !first?.shown.every(isPlain) || (isKnown && mayHaveKept());
}
