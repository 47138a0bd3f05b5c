import {
  addEntry,
  type AnswerValue,
  type Change,
  chooseOption,
  type FormState,
  isExclusive,
  type Plan,
  removeEntry,
  setAnswers,
  setEntry,
} from '@openprm/questionnaire';
import { findingsOf } from '../check-answers.ts';
import type { AnswerEvent } from '../events-and-commands.ts';
import { kindOf } from '../item-kinds.ts';
import type { Answers, TypedText, TypedTexts } from '../survey-state.ts';

/**
 * What a person did to an answer. Questions that were looked at are looked at again, as far as the change reaches them, so that what was mended is no longer
 * called wrong.
 */
export function changeAnswers<State extends Answers>(state: State, event: AnswerEvent): State {
  const { plan } = state;
  if (!state.form.nodes.has(event.key)) return state;
  const excluding = event.type === 'typed' && event.value ? excludingBeside(state, event) : -1;
  if (event.type === 'typed' && excluding >= 0) {
    const without = changeAnswers(state, { type: 'entry-removed', key: event.key, at: excluding });
    return changeAnswers(without, { ...event, at: event.at - Number(event.at > excluding) });
  }
  const { form, changed } = changeForm(plan, state.form, event);
  const typed = changeTyped(state.typed, event);
  const findings = new Map(state.findings);
  for (const key of new Set([event.key, ...changed])) {
    if (findings.has(key)) findings.set(key, findingsOf({ plan, form, typed, uploads: state.uploads }, key));
  }
  // A constraint of the whole form is looked at when it is sent.
  findings.delete('');
  for (const key of findings.keys()) if (!form.nodes.has(key)) findings.delete(key);
  const uploads = new Map([...state.uploads].filter(([key]) => form.nodes.has(key)));
  return {
    ...state,
    form,
    typed,
    searches: seenIn(state, event.key),
    findings,
    uploads,
    saving: { ...state.saving, isDirty: true },
  };
}

/** With what is chosen before a change, among many options. */
function seenIn({ plan, form, searches }: Answers, key: string): Answers['searches'] {
  const node = form.nodes.get(key);
  const item = plan.items[node?.item ?? -1];
  if (!item || kindOf(plan, item) !== 'search') return searches;
  const { text, seen } = searches.get(key) ?? { text: '', seen: [] };
  return new Map(searches).set(key, { text, seen: [...new Set([...seen, ...valuesOf(form, key)])] });
}

/** The place of an option that excludes all others, beside own words that are typed; -1 if there is none. */
function excludingBeside({ plan, form }: Answers, { key, at }: Extract<AnswerEvent, { type: 'typed' }>): number {
  const node = form.nodes.get(key);
  const item = plan.items[node?.item ?? -1];
  if (!node || !item?.repeats) return -1;
  return node.entries.findIndex(({ value }, place) => place !== at && value && isExclusive(item, value));
}

/** Looks again at a question that was looked at before, or at once. */
export function checkAgain<State extends Answers>(state: State, key: string, isNow = false): State {
  if (!isNow && !state.findings.has(key)) return state;
  return { ...state, findings: new Map(state.findings).set(key, findingsOf(state, key)) };
}

function changeForm(
  plan: Plan,
  form: FormState,
  event: AnswerEvent,
): { readonly form: FormState; readonly changed: readonly string[] } {
  const { key } = event;
  const entries = form.nodes.get(key)?.entries ?? [];
  const done = ({ state, changed }: Change) => ({ form: state, changed });
  switch (event.type) {
    case 'answered':
      return done(setAnswers(plan, form, key, event.values));
    case 'option-chosen':
      return done(chooseOption(plan, form, key, event.option));
    case 'typed': {
      const entry = entries[event.at];
      if (entry && entries.length > 1) return done(setEntry(plan, form, key, entry.id, event.value));
      if (entry) return done(setOnly(plan, form, key, entry.id, event.value));
      // The first answer has no place of its own before there is one.
      return done(
        setAnswers(plan, form, key, event.value ? [...valuesOf(form, key), event.value] : valuesOf(form, key)),
      );
    }
    case 'entry-added': {
      // What is shown empty becomes an answer's place of its own, and one more is added.
      const first = entries.length === 0 && plan.items[form.nodes.get(key)?.item ?? -1]?.type !== 'group';
      const once = first ? addEntry(plan, form, key) : undefined;
      const change = addEntry(plan, once?.state ?? form, key);
      return { form: change.state, changed: [...(once?.changed ?? []), ...change.changed] };
    }
    case 'entry-removed': {
      const entry = entries[event.at];
      return entry ? done(removeEntry(plan, form, key, entry.id)) : { form, changed: [] };
    }
  }
}

/** A question with one place keeps that place when it repeats, since somebody is typing in it. */
function setOnly(plan: Plan, form: FormState, key: string, entry: number, value: AnswerValue | undefined): Change {
  const item = plan.items[form.nodes.get(key)?.item ?? -1];
  return item?.repeats ? setEntry(plan, form, key, entry, value) : setAnswers(plan, form, key, value ? [value] : []);
}

const valuesOf = (form: FormState, key: string): readonly AnswerValue[] =>
  form.nodes.get(key)?.entries.flatMap(({ value }) => (value ? [value] : [])) ?? [];

function changeTyped(typed: Answers['typed'], event: AnswerEvent): Answers['typed'] {
  const changed = new Map(typed);
  const known: TypedTexts = typed.get(event.key) ?? new Map();
  switch (event.type) {
    case 'typed': {
      const { at, text, unit } = event;
      return changed.set(event.key, new Map(known).set(at, { text, unit }));
    }
    case 'entry-removed': {
      // What stood below moves up.
      const moved = [...known].flatMap(([at, text]): readonly [number, TypedText][] =>
        at === event.at ? [] : [[at > event.at ? at - 1 : at, text]],
      );
      return changed.set(event.key, new Map(moved));
    }
    case 'answered':
    case 'option-chosen':
      changed.delete(event.key);
      return changed;
    case 'entry-added':
      return typed;
  }
}
