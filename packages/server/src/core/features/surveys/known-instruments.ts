import type { FhirResource } from '@openprm/contract';
import { compileQuestionnaire } from '@openprm/questionnaire';
import {
  type Instrument,
  gad7,
  lefsScore,
  painScale,
  phq4,
  phq9,
  recommend,
  visitExperience,
} from '@openprm/questionnaire/instruments';
import { findSafetyQuestions, isSafetyForm } from '@openprm/questionnaire/lint';
import type { SafetyRule, ScoreRule } from '@openprm/questionnaire/scores';
import { invalid } from '../../problem.ts';

const instruments: readonly Instrument[] = [phq9, gad7, phq4, painScale, recommend, visitExperience];

/** The scores of instruments, by the address of their form. Of one the words are not ours to give: whoever may use them builds the form. */
const scoresByUrl: ReadonlyMap<unknown, readonly ScoreRule[]> = new Map<unknown, readonly ScoreRule[]>([
  ...instruments.map(({ questionnaire, scores }) => [questionnaire['url'], scores] as const),
  ['urn:openprm:questionnaire:lefs', [lefsScore]],
]);

/** Scores and safety rules of a survey. */
export interface Rules {
  readonly scores: readonly ScoreRule[];
  readonly safety: readonly SafetyRule[];
}

/**
 * The rules that a survey gives, and those of the instruments that the server knows: scores by the form's address, safety rules by the questions that the form asks, whatever it is called. A question that
 * is known to need a look at once is looked at. Of two rules for one question the stricter holds.
 *
 * @throws Problem `validation-failed` for a form that says that it has such a question, which is not found in it, while no rule watches any
 */
export function withKnownRules(form: FhirResource, given: Rules): Rules {
  const compiled = compileQuestionnaire(form);
  const found = compiled.status === 'ready' ? findSafetyQuestions(compiled.plan) : [];
  const known = scoresByUrl.get(form['url']) ?? [];
  const all = [...given.safety, ...found];
  if (all.length === 0 && compiled.status === 'ready' && isSafetyForm(compiled.plan))
    throw invalid(
      '/body/safety',
      'must name the question of this form whose answer may need help at once: by its url or code it is an instrument that has one',
    );
  return {
    scores: [...known, ...given.scores.filter(({ id }) => known.every((rule) => rule.id !== id))],
    safety: [...Map.groupBy(all, ({ linkId }) => linkId)].map(([linkId, rules]) => ({
      linkId,
      atLeast: Math.min(...rules.map(({ atLeast }) => atLeast)),
    })),
  };
}
