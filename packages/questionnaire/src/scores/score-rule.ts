import type { Text } from '../builder/texts.ts';

/** A range of a score that has a name. Both ends are in it, and what stands between `to` and the `from` of the next band: 9.5 of bands to 9 and from 10. */
export interface Band {
  readonly code: string;
  readonly from: number;
  readonly to: number;
  readonly title: Text;
}

/** How answers become a score: data, so that it can be read, sent and compared with its source. */
export interface ScoreRule {
  readonly id: string;
  readonly title: Text;
  /** The questions that count, by linkId. Their points are those of the options, or the numbers themselves. */
  readonly linkIds: readonly string[];
  /** The fewest and most points of one question. Others count as not answered. */
  readonly points: { readonly from: number; readonly to: number };
  /** What becomes of unanswered questions: up to so many are given the mean of the others, and the sum is rounded to a whole number. 0 for none: then there is no score. */
  readonly mayMiss: number;
  readonly better: 'higher' | 'lower';
  /** Without gaps, which the linter refuses; none where nothing agreed is published. */
  readonly bands: readonly Band[];
  /** Points of change beyond what chance explains, and beyond what people notice; absent where nothing is published. */
  readonly change?: { readonly detectable?: number; readonly important?: number };
  /** Where the rule was published. */
  readonly source: string;
}

/** An answer that somebody has to look at at once, whatever the score. */
export interface SafetyRule {
  readonly linkId: string;
  /** The answer has at least so many points. */
  readonly atLeast: number;
}
