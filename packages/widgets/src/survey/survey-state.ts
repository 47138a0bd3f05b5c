import type {
  AnswerFault,
  AnswerValue,
  Finding,
  FormState,
  Issue,
  JsonObject,
  Plan,
  Quantity,
} from '@openprm/questionnaire';
import type { Draft } from './draft.ts';
import type { ResponseProgress, SurveyPaper } from './survey-paper.ts';

/** Where a person is in a survey. */
export type SurveyState =
  | ClosedState
  | OpeningState
  | OverState
  | RefusedState
  | IntroState
  | AnsweringState
  | ReviewState
  | ConflictState
  | HeldState
  | SentState
  | LateState;

/** What the host chose. */
export interface SurveySetting {
  /** One question at a time, or all that belongs together: the form's pages, or the whole form. */
  readonly pace: 'question' | 'page';
  /** It is known who answers: somebody came by a link of theirs, or is signed in. */
  readonly isKnown: boolean;
}

/** Why something failed, as far as a person can do something about it. */
export type Failure =
  | { readonly kind: 'connection' }
  | { readonly kind: 'server' }
  | { readonly kind: 'rate-limited' }
  | { readonly kind: 'configuration' }
  /** The answers are more than the clinic's system takes. */
  | { readonly kind: 'too-large' }
  /** The clinic's system refuses the answers. */
  | { readonly kind: 'validation' };

/** Nothing is asked yet. */
export interface ClosedState {
  readonly step: 'closed';
}

/** The survey is on its way, or could not be had. */
export interface OpeningState {
  readonly step: 'opening';
  readonly setting: SurveySetting;
  readonly failure: Failure | null;
}

/** There is nothing to answer, and trying again does not help. */
export interface OverState {
  readonly step: 'over';
  readonly reason: OverReason;
  readonly paper: SurveyPaper | null;
  /** The device has kept answers that can be sent no more: nobody can open them to see whether one of them asks for help. */
  readonly isAnyLeft?: boolean;
  /** Whom to call, of a link that has ended. */
  readonly contact?: Contact | undefined;
}

/** The clinic's number, and where help is at once. */
export interface Contact {
  readonly telephone: string | null;
  readonly emergencyTelephone: string | null;
  readonly crisisTelephone: string | null;
}

/** It was answered before; the link has ended; there is no such survey; it is answered by a personal link only. */
export type OverReason = 'answered' | 'link-ended' | 'not-found' | 'needs-link';

/** The form must not be run. */
export interface RefusedState {
  readonly step: 'refused';
  readonly paper: SurveyPaper;
  /** What is wrong, and where. */
  readonly issue: Issue;
}

/** Before the first question: whose the answers are, who reads them, how long it takes. */
export interface IntroState {
  readonly step: 'intro';
  readonly setting: SurveySetting;
  readonly paper: SurveyPaper;
  /** What was answered before. */
  readonly progress: ResponseProgress | null;
  readonly form: Preparation;
  /** The person wants to begin, and the form is not there yet. */
  readonly isStarting: boolean;
  /** What pages before this one could not bring to the clinic, the newest first; never an empty list. */
  readonly drafts?: readonly Draft[];
}

/** The form on its way to be asked. */
export type Preparation =
  | { readonly status: 'loading' }
  | { readonly status: 'ready'; readonly plan: Plan; readonly form: FormState }
  | { readonly status: 'failed' };

/** The answers and what became of them. */
export interface Answers {
  readonly setting: SurveySetting;
  readonly paper: SurveyPaper;
  readonly plan: Plan;
  readonly form: FormState;
  /** What is typed and cannot be read as an answer, or is not written as its answer is: by the node's key and the answer's place. */
  readonly typed: ReadonlyMap<string, TypedTexts>;
  /** What is looked for among many options, by the question's key. */
  readonly searches: ReadonlyMap<string, Search>;
  /** What is wrong with questions that were looked at, by their keys. Without an entry nothing was looked at. */
  readonly findings: ReadonlyMap<string, readonly SurveyFinding[]>;
  /** Files that go to the clinic by themselves, by their question's key. */
  readonly uploads: Uploads;
  /** Answers that a person has to look at, among those that somebody has decided against: whoever gave one needs help whatever stays. */
  readonly aside?: readonly SafetyAnswer[];
  /** Answers that ask for help, and that go to the clinic before somebody has decided which answers stay. */
  readonly alarm?: Alarm;
  /** How often a person wanted to go on and could not: each time the summary takes the focus. */
  readonly refusals: number;
  readonly saving: Saving;
}

/** An answer that somebody at the clinic has to look at. */
export interface SafetyAnswer {
  /** Its question. */
  readonly linkId: string;
  /** The more, the worse. */
  readonly points: number;
}

/** Answers that somebody at the clinic has to look at, apart from all others. */
export interface Alarm {
  /** Of a response: they alone, in their groups. */
  readonly items: readonly JsonObject[];
  /** What is told by them. */
  readonly given: readonly SafetyAnswer[];
  /** The clinic's system has taken them, or never will. */
  readonly isOver: boolean;
}

/** Texts of one question by the place of the answer, from 0. */
export type TypedTexts = ReadonlyMap<number, TypedText>;

/** What stands in an input, and the unit that is chosen beside it. */
export interface TypedText {
  readonly text: string;
  readonly unit?: Unit | undefined;
}

/** What is looked for, and what was chosen since: that stays in sight when it is taken back, so that nothing moves under a finger or the focus. */
export interface Search {
  readonly text: string;
  readonly seen: readonly AnswerValue[];
}

/** The unit of a number, as FHIR's Quantity says it. */
export type Unit = Pick<Quantity, 'unit' | 'system' | 'code'>;

/** What is wrong with an answer, or with a file that is to be one. */
export type SurveyFinding = Finding | (FileFault & { readonly key: string; readonly entry?: number });

/** `file-unsent`: the clinic's system has not got it. */
export type FileFault = { readonly code: 'file-empty' | 'file-unsent' };

/** Files by the key of their question. */
export type Uploads = ReadonlyMap<string, readonly Upload[]>;

/** A file on its way. The browser's own object tells it from all others. */
export interface Upload {
  readonly file: File;
  readonly status:
    | { readonly status: 'waiting' | 'sending' | 'sent' }
    | { readonly status: 'failed'; readonly failure: Failure }
    | { readonly status: 'refused'; readonly fault: AnswerFault | FileFault };
}

/** What the clinic has of it. */
export interface Saving {
  /** The last that the clinic confirmed; null before there was any. */
  readonly progress: ResponseProgress | null;
  /** Whether anything was changed since the last save was sent. */
  readonly isDirty: boolean;
  readonly status: SavingStatus;
  /** What is to be saved as soon as the present save has ended; all of it as soon as no file is on its way either. */
  readonly next: SaveKind | null;
  /** All that was sent since the last that the clinic confirmed, and that: to tell lost answers from another person's change. */
  readonly sent: readonly JsonObject[];
  /** The answers that this device keeps, until the clinic confirms them. */
  readonly kept?: FormState;
  /** An answer that somebody would have to look at, and that may be passed on the way to another; null once it has rested. */
  readonly passing?: Passing | null;
}

/** What may be passed: nobody is told of it before it rests. */
export interface Passing {
  /** Its question's key. */
  readonly key: string;
  /** What nobody had been told of before it. */
  readonly before: readonly SafetyAnswer[];
}

/** A part of the answers, or all of them for good. */
export type SaveKind = 'part' | 'whole';

export type SavingStatus =
  | { readonly status: 'idle' }
  | { readonly status: 'saving'; readonly kind: SaveKind }
  | { readonly status: 'failed'; readonly kind: SaveKind; readonly failure: Failure };

/** Which step is shown. */
export interface Place {
  /** The key of the step's first question: it stays when others appear or go. */
  readonly key: string;
  /** Its number, from 0: for when it has gone itself. */
  readonly index: number;
}

/** Questions are asked. */
export interface AnsweringState extends Answers {
  readonly step: 'answering';
  readonly place: Place;
  /** The person came from the review, and goes back there. */
  readonly isFromReview: boolean;
}

/** All answers once more, before they are sent. */
export interface ReviewState extends Answers {
  readonly step: 'review';
}

/** The same survey was answered elsewhere meanwhile. */
export interface ConflictState extends Answers {
  readonly step: 'conflict';
  readonly other: Rival;
  /** What is to be decided about after it. */
  readonly further: readonly Rival[];
}

/** Other answers to the same questions. */
export interface Rival {
  readonly response: JsonObject | null;
  /** The clinic has them; else this device has. */
  readonly isSaved: boolean;
}

/** Nobody is signed in any more, and an answer asks for help: that stays in sight, and the answers wait for whoever gave them. */
export interface HeldState {
  readonly step: 'held';
  readonly answers: AnsweringState | ReviewState | ConflictState;
}

/** The clinic has answers that were sent for good before, and not those that came after them. */
export interface LateState {
  readonly step: 'late';
  readonly paper: SurveyPaper;
  /** Which answers the clinic may not have: those of this page, or what the device has kept of another. */
  readonly where: 'page' | 'device';
  /** What can be said of an answer that needs a person's look, `unknown` where there may be one on the device; null where there is none. */
  readonly telling: 'told' | 'stopped' | 'unknown' | null;
}

/** The clinic has all answers. */
export interface SentState {
  readonly step: 'sent';
  readonly paper: SurveyPaper;
  /** An answer needs a person's look: the ending is no cheerful one. */
  readonly hasSafetyAnswer: boolean;
  /** Whether the clinic's system confirmed that it has told somebody. */
  readonly isTold: boolean;
}
