import type { JsonObject } from '@openprm/questionnaire';
import type { Answers } from './survey-state.ts';

/** Answers that the clinic's system had not confirmed when a page ended. */
export interface Draft {
  readonly response: JsonObject;
  /** The version that they follow; 0 for the first. */
  readonly version: number;
  /** What was sent without an answer. */
  readonly sent: readonly JsonObject[];
}

/** What a device keeps for who has a link, sealed to the clinic's server. */
export interface Drafts {
  /** What a page before this one kept; undefined for nothing that opens. @throws where there is no connection to open it by */
  find(surveyId: string): Promise<Draft | undefined>;
  /** Asks what is sealed with, so that the next answers are kept also without a connection. */
  open(): void;
  /** Keeps the answers once they rest, in place of those before. @param onKept is called when they are kept, and never for answers that are not */
  keep(answers: Answers, onKept: () => void): void;
  /** Removes all that is kept for the link. */
  drop(): void;
}
