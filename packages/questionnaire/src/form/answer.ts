import type { AnswerValue } from '../fhir/answer-value.ts';
import { equalValues } from '../fhir/compare-values.ts';
import type { Option, Plan } from '../plan/plan.ts';
import { Draft, initialOf } from './draft.ts';
import type { Change, FormState } from './form-state.ts';
import { isExclusive } from './is-exclusive.ts';

/**
 * Gives a question its answers, in place of those it has; none takes them away. Only what depends on the question is looked at anew.
 *
 * The value is stored as it is, right or wrong: `checkForm` tells what does not fit.
 *
 * @param key of a question's node
 * @throws RangeError if the form has no such node
 */
export function setAnswers(plan: Plan, state: FormState, key: string, values: readonly AnswerValue[]): Change {
  return act(plan, state, key, (draft) => draft.setValues(key, values));
}

/**
 * Changes one answer of a question that repeats, or empties it.
 *
 * @throws RangeError if the form has no such node
 */
export function setEntry(
  plan: Plan,
  state: FormState,
  key: string,
  entry: number,
  value: AnswerValue | undefined,
): Change {
  return act(plan, state, key, (draft) => draft.setEntryValue(key, entry, value));
}

/**
 * Adds an instance of a group that repeats, or an empty answer of a question that does. The new entry is the last one. Does nothing at `maxOccurs`.
 *
 * @throws RangeError if the form has no such node
 */
export function addEntry(plan: Plan, state: FormState, key: string): Change {
  return act(plan, state, key, (draft) => {
    const item = draft.itemOf(key);
    if (item.repeats && draft.node(key).entries.length < item.maxOccurs) draft.addEntry(key, undefined, initialOf);
  });
}

/**
 * Takes an answer or an instance away, with all that stands below it. The last instance of a group stays, and so does
 * what stands below the only answer of a question that does not repeat.
 *
 * @throws RangeError if the form has no such node
 */
export function removeEntry(plan: Plan, state: FormState, key: string, entry: number): Change {
  return act(plan, state, key, (draft) => {
    const { type, repeats, children } = draft.itemOf(key);
    const isOnly = draft.node(key).entries.length === 1;
    if (type === 'group' ? isOnly : isOnly && !repeats && children.length > 0)
      draft.setEntryValue(key, entry, undefined);
    else draft.removeEntry(key, entry);
  });
}

/**
 * Chooses an option, or takes it back where several can be chosen. One that excludes all others leaves alone, and any other takes it away.
 *
 * @throws RangeError if the form has no such node
 */
export function chooseOption(plan: Plan, state: FormState, key: string, option: Option): Change {
  return act(plan, state, key, (draft) => {
    const item = draft.itemOf(key);
    const present = draft.node(key).entries.flatMap(({ value }) => (value ? [value] : []));
    const isChosen = (value: AnswerValue) => equalValues(value, option.value);
    if (!item.repeats) return draft.setValues(key, [option.value]);
    if (present.some(isChosen))
      return draft.setValues(
        key,
        present.filter((value) => !isChosen(value)),
      );
    draft.setValues(
      key,
      option.isExclusive ? [option.value] : [...present.filter((value) => !isExclusive(item, value)), option.value],
    );
  });
}

function act(plan: Plan, state: FormState, key: string, change: (draft: Draft) => void): Change {
  const draft = new Draft(plan, state);
  change(draft);
  draft.wakeDependents(key, -1);
  return draft.settle();
}
