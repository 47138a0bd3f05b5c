import type { Points } from './points-of.ts';
import type { Band, SafetyRule, ScoreRule } from './score-rule.ts';

/** A score, or why there is none. */
export type Score =
  | {
      readonly status: 'scored';
      readonly value: number;
      readonly band?: Band;
      /** Questions that were given the mean of the others. */
      readonly missing: readonly string[];
    }
  | { readonly status: 'not-scored'; readonly missing: readonly string[] };

/** Adds up what was answered, by the rule's words. */
export function scoreResponse(rule: ScoreRule, points: Points): Score {
  const { linkIds, bands, mayMiss } = rule;
  const isGiven = (value: number | undefined): value is number =>
    value !== undefined && value >= rule.points.from && value <= rule.points.to;
  const missing = linkIds.filter((linkId) => !isGiven(points.get(linkId)));
  const given = linkIds.map((linkId) => points.get(linkId)).filter(isGiven);
  if (missing.length > mayMiss || given.length === 0) return { status: 'not-scored', missing };
  const sum = exact(given.reduce((total, value) => total + value, 0));
  const value = missing.length === 0 ? sum : Math.round((sum * linkIds.length) / given.length);
  const band = bandOf(bands, value);
  return { status: 'scored', value, ...(band && { band }), missing };
}

/** A sum as it is on paper: 0.1 and 0.2 are 0.3. */
const exact = (sum: number) => Number(sum.toFixed(9));

/** The band of a score. Bands are published for whole numbers: what stands between two that meet is of the lower one, since it has not reached the next. */
function bandOf(bands: readonly Band[], value: number): Band | undefined {
  const [band] = bands.filter(({ from }) => value >= from).sort((one, other) => other.from - one.from);
  return band && (value <= band.to || bands.some((next) => doMeet(band, next))) ? band : undefined;
}

/** Whether one band ends where the next, of higher scores, begins: no whole number is between them. */
export const doMeet = (lower: Band, upper: Band): boolean => upper.from > lower.to && upper.from <= lower.to + 1;

/** What became of a score since the last time. */
export interface ScoreChange {
  /** After less before. */
  readonly difference: number;
  readonly direction: 'better' | 'worse' | 'same';
  /** Whether chance alone would hardly explain it; undefined where nothing is published. */
  readonly isDetectable?: boolean;
  /** Whether people notice it; undefined where nothing is published. */
  readonly isImportant?: boolean;
}

/** Compares two scores by one rule. */
export function compareScores({ better, change }: ScoreRule, before: number, after: number): ScoreChange {
  const difference = exact(after - before);
  const isBetter = better === 'higher' ? difference > 0 : difference < 0;
  const reaches = (least: number) => Math.abs(difference) >= least;
  return {
    difference,
    direction: difference === 0 ? 'same' : isBetter ? 'better' : 'worse',
    ...(change?.detectable !== undefined && { isDetectable: reaches(change.detectable) }),
    ...(change?.important !== undefined && { isImportant: reaches(change.important) }),
  };
}

/** The questions whose answers somebody has to look at at once. Not a question of the score: one answer alone is enough. */
export function findSafetyAnswers(rules: readonly SafetyRule[], points: Points): readonly string[] {
  return rules
    .filter(({ linkId, atLeast }) => (points.get(linkId) ?? -Infinity) >= atLeast)
    .map(({ linkId }) => linkId);
}
