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
  /**
   * What pages before this one kept, the newest first; undefined for nothing that opens. It is this page's from then on: it goes with what this page keeps next, or removes.
   *
   * @throws where there is no connection to open it by
   */
  find(surveyId: string): Promise<readonly Draft[] | undefined>;
  /** Whether anything is kept for the link. What it is nobody opens any more once all was sent for good. */
  hasAny(): Promise<boolean>;
  /** Asks what is sealed with, so that the next answers are kept also without a connection. */
  open(): void;
  /** Keeps the answers in place of those before. @param isTyped whether they are kept once they rest, and not at once @param onKept is called when they are kept, and never for answers that are not */
  keep(answers: Answers, isTyped: boolean, onKept: () => void): void;
  /** Removes what this page has kept and taken up. What another page keeps stays. */
  dropOwn(): void;
  /** Removes all that is kept for the link. */
  drop(): void;
}
