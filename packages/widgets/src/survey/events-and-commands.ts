import type {
  AnswerValue,
  Attachment,
  FormState,
  Issue,
  Option,
  Plan,
  QuestionnaireResponse,
} from '@openprm/questionnaire';
import type { Draft } from './draft.ts';
import type { ResponseProgress, SurveyPaper } from './survey-paper.ts';
import type {
  Answers,
  Contact,
  Failure,
  OverReason,
  SaveKind,
  SurveySetting,
  SurveyState,
  Unit,
} from './survey-state.ts';

/** What the flow is told. */
export type SurveyEvent =
  | { readonly type: 'opened'; readonly setting: SurveySetting }
  | { readonly type: 'left' }
  | { readonly type: 'loaded'; readonly paper: SurveyPaper; readonly progress: ResponseProgress | null }
  /** Whether the device still keeps something of a survey that was sent for good. */
  | {
      readonly type: 'left-found';
      readonly paper: SurveyPaper;
      readonly progress: ResponseProgress;
      readonly isAnyLeft: boolean;
    }
  | { readonly type: 'load-failed'; readonly failure: Failure }
  /** `isAnyLeft`: whether the device still keeps something of it; undefined before anybody has looked. */
  | {
      readonly type: 'ended';
      readonly reason: OverReason;
      readonly contact?: Contact | undefined;
      readonly isAnyLeft?: boolean;
    }
  /** `drafts`: what pages before this one could not bring to the clinic, the newest first. */
  | {
      readonly type: 'prepared';
      readonly plan: Plan;
      readonly form: FormState;
      readonly drafts?: readonly Draft[] | undefined;
    }
  | { readonly type: 'form-refused'; readonly issue: Issue }
  | { readonly type: 'prepare-failed' }
  /** Another try of what failed. */
  | { readonly type: 'retry-asked' }
  | { readonly type: 'came-online' }
  /** The code behind the first question was loaded. */
  | { readonly type: 'rest-came' }
  /** Whoever answers is signed in no more; and is signed in again. */
  | { readonly type: 'session-ended' }
  | { readonly type: 'session-resumed' }
  /** A save that failed is due again. */
  | { readonly type: 'retry-came-due' }
  | { readonly type: 'start-asked' }
  | AnswerEvent
  /** Something is looked for among many options. */
  | { readonly type: 'searched'; readonly key: string; readonly text: string }
  /** A file is to be an answer. */
  | { readonly type: 'file-chosen'; readonly key: string; readonly file: File }
  | { readonly type: 'file-sent'; readonly key: string; readonly file: File; readonly attachment: Attachment }
  | { readonly type: 'file-failed'; readonly key: string; readonly file: File; readonly failure: Failure }
  | { readonly type: 'file-retried'; readonly key: string; readonly file: File }
  /** It is not to be sent any more. */
  | { readonly type: 'file-dropped'; readonly key: string; readonly file: File }
  /** The device keeps the answers as they were then. */
  | { readonly type: 'draft-kept'; readonly form: FormState }
  | { readonly type: 'next-asked' }
  | { readonly type: 'went-back' }
  /** From the review: a question is to be changed. */
  | { readonly type: 'question-chosen'; readonly key: string }
  | { readonly type: 'send-asked' }
  | { readonly type: 'pause-came' }
  /** The person has let go of the question that they answered last, or left it. */
  | { readonly type: 'answer-settled' }
  | { readonly type: 'saved'; readonly progress: ResponseProgress; readonly kind: SaveKind }
  | { readonly type: 'save-failed'; readonly failure: Failure }
  /** The clinic has a later version, or may have taken what was sent last. */
  | { readonly type: 'save-outdated' }
  /** It was sent for good before. */
  | { readonly type: 'save-was-complete' }
  | { readonly type: 'refreshed'; readonly progress: ResponseProgress }
  /** The answers of elsewhere stay, or those of this page. */
  | { readonly type: 'other-taken' }
  | { readonly type: 'own-kept' };

/**
 * What a person did to an answer. `passing`: it may be passed on the way to another one, and counts once it `rests` for a moment, or is not `held` any more. What is
 * typed rests, too.
 */
export type AnswerEvent = AnswerAct & { readonly passing?: 'rests' | 'held' };

type AnswerAct =
  | { readonly type: 'answered'; readonly key: string; readonly values: readonly AnswerValue[] }
  | { readonly type: 'option-chosen'; readonly key: string; readonly option: Option }
  /** Something was typed as an answer; without a value it cannot be read as one. */
  | {
      readonly type: 'typed';
      readonly key: string;
      /** Which of several answers, from 0. */
      readonly at: number;
      readonly text: string;
      readonly value: AnswerValue | undefined;
      /** Chosen beside a number. */
      readonly unit?: Unit | undefined;
    }
  | { readonly type: 'entry-added'; readonly key: string }
  /** `at`: which of several, from 0. */
  | { readonly type: 'entry-removed'; readonly key: string; readonly at: number };

/** What the flow wants done. */
export type SurveyCommand =
  | { readonly type: 'load' }
  /** Reads the form, with the answers that the clinic has. */
  | { readonly type: 'prepare'; readonly paper: SurveyPaper; readonly progress: ResponseProgress | null }
  | {
      readonly type: 'save';
      readonly kind: SaveKind;
      readonly surveyId: string;
      readonly mode: SurveyPaper['mode'];
      readonly progress: ResponseProgress | null;
      readonly response: QuestionnaireResponse;
      /** `repeat`: what was sent last, under its key. `same-key`: perhaps other answers, but never twice. */
      readonly attempt: 'new' | 'repeat' | 'same-key';
    }
  | { readonly type: 'send-file'; readonly responseId: string; readonly key: string; readonly file: File }
  | { readonly type: 'stop-file'; readonly file: File }
  | { readonly type: 'refresh'; readonly surveyId: string }
  /** Prepares to keep answers on the device; keeps them, those that are being typed once they rest; removes what this page has kept and taken up, or all of the link. */
  | { readonly type: 'open-draft' }
  | { readonly type: 'keep-draft'; readonly answers: Answers; readonly isTyped: boolean }
  | { readonly type: 'drop-own-draft' }
  | { readonly type: 'drop-draft' }
  /** Looks for what is still kept of a survey that was sent for good. */
  | { readonly type: 'find-left'; readonly paper: SurveyPaper; readonly progress: ResponseProgress }
  /** The same of what answers no more. */
  | { readonly type: 'find-left-of-ended'; readonly reason: OverReason; readonly contact?: Contact | undefined }
  /** Saves when nothing was answered for a while; after a moment, or not by itself, where an answer may be passed. */
  | { readonly type: 'save-in-a-pause'; readonly passing?: 'rests' | 'held' }
  | { readonly type: 'retry-later' }
  | { readonly type: 'tell-host'; readonly surveyId: string };

/** A state and what is to be done about it. */
export interface SurveyReduction {
  readonly state: SurveyState;
  readonly commands: readonly SurveyCommand[];
}
