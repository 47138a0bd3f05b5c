import type { AnswerValue, FormNode, PlanItem } from '@openprm/questionnaire';
import type { FirstMessages, SurveyMessages } from '../../locales/survey/messages.ts';
import type { SurveyEvent } from '../events-and-commands.ts';
import type { ItemKind } from '../item-kinds.ts';
import type { AnsweringState, Answers, ReviewState, SurveyFinding } from '../survey-state.ts';
import type { Asked } from './asked.ts';

/** What the views before the first question need besides their state. */
export interface FirstContext {
  readonly messages: FirstMessages;
  /** BCP 47: the host's language. */
  readonly locale: string;
  /** A number in the language's digits. */
  readonly number: (value: number) => string;
  /** Tells the flow what a person did. */
  readonly send: (event: SurveyEvent) => void;
  /** What was done waits for code that cannot be fetched. */
  readonly isStalled: boolean;
}

/** What all other views need besides. */
export interface SurveyContext extends FirstContext {
  /** As long as {@link SurveyContext.more} is null, those of `AskingMessages` only. */
  readonly messages: SurveyMessages;
  /** BCP 47: what dates and numbers are written for. */
  readonly formatLocale: string;
  /** Is told of each question that is rendered, by its key. */
  readonly onRender: (key: string) => void;
  /** What a first question that is chosen from is shown without; null until it is loaded. */
  readonly more: MoreViews | null;
}

/** Views that come behind the first question, for forms and states that need them. */
export interface MoreViews {
  readonly controlOf: (kind: ItemKind, asked: Asked) => unknown;
  readonly ownAnswer: (asked: Asked) => unknown;
  readonly checked: (asked: Asked, value: AnswerValue) => unknown;
  /** `nothing` where nothing can be taken back. */
  readonly clearAct: (asked: Asked) => unknown;
  readonly groupView: (
    kind: 'group' | 'matrix',
    node: FormNode,
    item: PlanItem,
    context: FormContext,
    itemViews: ItemViews,
  ) => unknown;
  readonly unaskedView: (kind: 'broken' | 'inert', node: FormNode, item: PlanItem, context: FormContext) => unknown;
  readonly fixedWords: (asked: Asked) => unknown;
  /** `nothing` where there is nothing to say. */
  readonly limitWords: (item: PlanItem, context: FormContext) => unknown;
  readonly findingsView: (
    findings: readonly SurveyFinding[],
    item: PlanItem,
    context: FormContext,
    id: string,
  ) => unknown;
  readonly safetyNotice: (item: PlanItem, context: FormContext) => unknown;
  readonly savingLine: (state: AnsweringState | ReviewState, context: SurveyContext) => string;
  /** What became of saving, help, and what is wrong with a step that shows some nodes. */
  readonly aboveStep: (state: AnsweringState, shown: readonly string[], context: FormContext) => unknown;
}

/** Some items with all below them, by their keys. */
export type ItemViews = (keys: readonly string[], context: FormContext) => unknown;

/** What the parts of a form need. */
export interface FormContext extends SurveyContext {
  readonly answers: Answers;
  /** The key of the question whose words are the step's heading; null where the step has a heading of its own. */
  readonly headingKey: string | null;
}
