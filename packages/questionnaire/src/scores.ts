/** Scores of responses by rules that are data, and shares of many responses. */
export { everyPointsOf, highestPointsOf, pointsOf, pointsOfAnswer, type Points } from './scores/points-of.ts';
export type { Band, SafetyRule, ScoreRule } from './scores/score-rule.ts';
export {
  compareScores,
  findSafetyAnswers,
  scoreResponse,
  type Score,
  type ScoreChange,
} from './scores/score-response.ts';
export { recommendShare, topBoxShare, type Share } from './scores/shares.ts';
