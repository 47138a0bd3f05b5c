import { type FormState, type Plan, type QuestionnaireResponse, buildResponse } from '@openprm/questionnaire';
import { type Points, type ScoreRule, compareScores, pointsOf, scoreResponse } from '@openprm/questionnaire/scores';
import type { StoredScore } from './sealed-response.ts';

/** What counts of answers: those of questions that the form asks as it was answered. */
export const countedAnswers = (plan: Plan, state: FormState): QuestionnaireResponse =>
  buildResponse(plan, state, { status: 'completed' });

/** The points of what counts. */
export const countedPoints = (plan: Plan, state: FormState): Points => pointsOf(plan, countedAnswers(plan, state));

/**
 * Scores a complete response by the survey's rules.
 *
 * @param previous scores of the same person's last response by the same form
 */
export function scoreAnswers(
  rules: readonly ScoreRule[],
  points: Points,
  previous: readonly StoredScore[],
): readonly StoredScore[] {
  return rules.map((rule) => {
    const score = scoreResponse(rule, points);
    if (score.status === 'not-scored')
      return { id: rule.id, value: null, band: null, missing: [...score.missing], change: null };
    const before = previous.find(({ id }) => id === rule.id)?.value ?? null;
    return {
      id: rule.id,
      value: score.value,
      band: score.band?.code ?? null,
      missing: [...score.missing],
      change: before === null ? null : changeOf(rule, before, score.value),
    };
  });
}

function changeOf(rule: ScoreRule, before: number, after: number): NonNullable<StoredScore['change']> {
  const { difference, direction, isDetectable = null, isImportant = null } = compareScores(rule, before, after);
  return { difference, direction, isDetectable, isImportant };
}
