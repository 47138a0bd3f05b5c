import type { FhirResource } from '@openprm/contract';
import type { JsonObject, Plan, QuestionnaireResponse } from '@openprm/questionnaire';
import { everyPointsOf, findSafetyAnswers, highestPointsOf } from '@openprm/questionnaire/scores';
import type { StoredRecoveryRule } from '../surveys/recovery-rule.ts';
import type { SurveyRow } from '../surveys/survey-repository.ts';
import { findWords } from './find-words.ts';
import type { StoredScore } from './sealed-response.ts';

/** Why a task is opened. */
export interface Reason {
  /** The rule by its place in the survey: `safety/0`. */
  readonly rule: `${'safety' | 'recovery'}/${number}`;
  readonly code: 'safety' | 'recovery';
  readonly kind: 'safety' | StoredRecoveryRule['kind'];
  readonly linkId: string | null;
  readonly scoreId: string | null;
  /** Of a safety answer: the more, the worse. */
  readonly points: number | null;
  readonly dueMinutes: number;
}

/** Safety answers, in whatever is saved, and in the same with what is calculated: one that was given anywhere counts, also where the form would ask no more. */
export function safetyReasons(
  { safety, safety_due_minutes: dueMinutes }: Pick<SurveyRow, 'safety' | 'safety_due_minutes'>,
  plan: Plan,
  ...responses: readonly JsonObject[]
): readonly Reason[] {
  const points = responses.map((each) => highestPointsOf(plan, each));
  const given = new Set(points.flatMap((each) => findSafetyAnswers(safety, each)));
  const about = { code: 'safety', kind: 'safety', scoreId: null, dueMinutes } as const;
  const highest = (linkId: string) => Math.max(...points.map((each) => each.get(linkId) ?? -Infinity));
  return safety.flatMap(({ linkId }, index) =>
    given.has(linkId) ? [{ ...about, rule: `safety/${index}`, linkId, points: highest(linkId) } as const] : [],
  );
}

/** What is to be made good, of a complete response: one answer of several to a question is enough. */
export function recoveryReasons(
  recovery: readonly StoredRecoveryRule[],
  plan: Plan,
  {
    response,
    counted,
    scores,
  }: {
    readonly response: FhirResource;
    /** What of it counts. */
    readonly counted: QuestionnaireResponse;
    readonly scores: readonly StoredScore[];
  },
): readonly Reason[] {
  const isTyped = findWords(response);
  const points = everyPointsOf(plan, counted);
  const holds = (rule: StoredRecoveryRule): boolean => {
    switch (rule.kind) {
      case 'score':
        return isWithin(rule, scores.find(({ id }) => id === rule.scoreId)?.value);
      case 'answer':
        return points.get(rule.linkId ?? '')?.some((each) => isWithin(rule, each)) ?? false;
      case 'word':
        return rule.words.some(isTyped);
    }
  };
  return recovery.flatMap((rule, index) => {
    const { kind, linkId, scoreId, dueMinutes } = rule;
    return holds(rule)
      ? [{ rule: `recovery/${index}`, code: 'recovery', kind, linkId, scoreId, points: null, dueMinutes } as const]
      : [];
  });
}

const isWithin = (
  { atMost, atLeast }: Pick<StoredRecoveryRule, 'atMost' | 'atLeast'>,
  value: number | null | undefined,
): boolean =>
  value !== null &&
  value !== undefined &&
  (atMost === null || value <= atMost) &&
  (atLeast === null || value >= atLeast);
