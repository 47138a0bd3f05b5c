import type { Questionnaire } from '../fhir/resources.ts';
import type { SafetyRule, ScoreRule } from '../scores/score-rule.ts';

/** A form with what becomes of its answers. All of it is data. */
export interface Instrument {
  readonly id: string;
  readonly questionnaire: Questionnaire;
  readonly scores: readonly ScoreRule[];
  /** Answers that somebody has to look at at once. A form that has any may not be sent without a person to answer to. */
  readonly safety: readonly SafetyRule[];
  /** Who made it, and what may be done with it. */
  readonly licence: string;
}

/** The canonical address of a form of ours. Versions count up when a question or an option changes. */
export function addressOf(id: string): string {
  return `urn:openprm:questionnaire:${id}`;
}
