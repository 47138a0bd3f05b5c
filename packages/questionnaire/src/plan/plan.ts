import type { AnswerType, AnswerValue } from '../fhir/answer-value.ts';
import type { JsonObject } from '../fhir/json.ts';
import type { Coding, Questionnaire } from '../fhir/resources.ts';
import type { ExpressionPart } from './expression-part.ts';
import type { Issue } from './issues.ts';

/** The item types of FHIR R4; `broken` is an item that cannot be asked, and an issue says why. */
export const itemTypes = [
  'group',
  'display',
  'boolean',
  'decimal',
  'integer',
  'date',
  'dateTime',
  'time',
  'string',
  'text',
  'url',
  'choice',
  'open-choice',
  'attachment',
  'reference',
  'quantity',
] as const;

export type ItemType = (typeof itemTypes)[number] | 'broken';

/** What a form needs, as counted on published forms: F0 plain, F1 conditions, F2 expressions, F3 a host's value sets, F4 what stays inert. */
export type Level = 'F0' | 'F1' | 'F2' | 'F3' | 'F4';

/** One thing that can be chosen. */
export interface Option {
  readonly value: AnswerValue;
  /** What holds its text: `textIn(option.label.holder, option.label.element, language)`. */
  readonly label: { readonly holder: JsonObject; readonly element: string };
  /** Stands before the text: "A", "1.". */
  readonly prefix?: string;
  /** Choosing it takes all others away ("none of these"). */
  readonly isExclusive: boolean;
  readonly isInitiallySelected: boolean;
  /** Points for scores: the extension ordinalValue or itemWeight. */
  readonly weight?: number;
}

/** What an answer has to keep to. Lengths in characters, sizes in bytes. */
export interface Limits {
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly min?: AnswerValue;
  readonly max?: AnswerValue;
  readonly decimals?: number;
  readonly bytes?: number;
  readonly mimeTypes: readonly string[];
  readonly pattern?: RegExp;
}

export const operators = ['exists', '=', '!=', '>', '<', '>=', '<='] as const;

export type Operator = (typeof operators)[number];

/** One row of `enableWhen`. */
export interface Condition {
  /** Index of the item that is asked about. */
  readonly source: number;
  /** Index of the nearest item that both stand in, or -1: the answers that count are those in the same instance of it. */
  readonly scope: number;
  readonly operator: Operator;
  readonly answer: AnswerValue;
}

/** One item, compiled. Items stand in the form's order, a parent before its children. */
export interface PlanItem {
  readonly index: number;
  readonly linkId: string;
  /** JSON pointer into the questionnaire. */
  readonly pointer: string;
  readonly type: ItemType;
  /** The type that its answers have; options may have others. */
  readonly valueType?: AnswerType;
  /** Index of the item that it stands in, or -1. */
  readonly parent: number;
  readonly children: readonly number[];
  /** The item as it stands in the questionnaire, for texts and for what the engine does not read. */
  readonly definition: JsonObject;
  readonly isRequired: boolean;
  readonly repeats: boolean;
  readonly isReadOnly: boolean;
  /** Never shown, but answered by initial values and calculations, and sent. */
  readonly isHidden: boolean;
  readonly minOccurs: number;
  readonly maxOccurs: number;
  readonly limits: Limits;
  /** undefined where nothing is chosen, or where a host has yet to bring the value set. */
  readonly options?: readonly Option[];
  /** A choice that has its value set elsewhere: its canonical address. */
  readonly valueSet?: string;
  readonly unitOptions: readonly Coding[];
  /** Code of the extension itemControl, such as `slider`, `drop-down`, `gtable`. */
  readonly control?: string;
  readonly initial: readonly AnswerValue[];
  readonly conditions: readonly Condition[];
  /** Whether all conditions must hold, or any one. */
  readonly needsAll: boolean;
  /** Its place in the order of evaluation: what it depends on comes first. Each item has its own. */
  readonly rank: number;
  /** Items to look at anew when its answers change or it is enabled or disabled, itself apart. */
  readonly dependents: readonly number[];
}

/** A feature of the form that the engine keeps and does not act on. */
export interface Unsupported {
  /** The extension's address, or the element's name. */
  readonly feature: string;
  readonly pointer: string;
}

/** A form, compiled once. Nothing in it is written to. */
export interface Plan {
  /** The form as it was given: the same object, so that what was not understood leaves as it came. */
  readonly questionnaire: Questionnaire;
  readonly items: readonly PlanItem[];
  /** Indices of the outermost items. */
  readonly roots: readonly number[];
  readonly byLinkId: ReadonlyMap<string, number>;
  readonly level: Level;
  /** Canonical addresses of value sets that a host has to bring. */
  readonly valueSets: readonly string[];
  readonly unsupported: readonly Unsupported[];
  /** Faults that were lived with: what is broken is told here, and the rest works. */
  readonly issues: readonly Issue[];
  /** Expressions, where they were loaded. */
  readonly expressions?: ExpressionPart;
}

/** As much of a plan as a response is written from. */
export interface ResponsePlan {
  readonly questionnaire: JsonObject;
  readonly items: readonly Pick<PlanItem, 'type' | 'linkId' | 'definition'>[];
}
