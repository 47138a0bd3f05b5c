import type { AnswerValue } from '../fhir/answer-value.ts';
import type { JsonObject } from '../fhir/json.ts';
import type { ResponseItem } from '../fhir/resources.ts';

/** One answer of a question, or one instance of a group, with what stands below it. */
export interface Entry {
  /** Stays the same while the entry lives, and is not given again within its node. */
  readonly id: number;
  /** A question's answer; undefined in groups and before there is one. */
  readonly value?: AnswerValue;
  /** Keys of the nodes below, in the form's order. */
  readonly children: readonly string[];
  /** What a resumed response had here that the engine does not read. */
  readonly kept?: JsonObject;
  /** Items of a resumed response that the form has no place for. */
  readonly unplaced?: readonly ResponseItem[];
}

/** One item in one place of the form: a question within a repeated group has a node for each instance. */
export interface FormNode {
  /** Begins with the key of what it stands in. */
  readonly key: string;
  /** Index of its item in the plan. */
  readonly item: number;
  /** Whether its own conditions hold. */
  readonly isWanted: boolean;
  /** Whether they and those of all it stands in hold. Answers of a node that is not enabled are no part of the response, and come back with it. */
  readonly isEnabled: boolean;
  /** Of a group that does not repeat, and of a question with items below it, there is always one. */
  readonly entries: readonly Entry[];
  readonly nextEntry: number;
  /** Its text, where the form puts it together from answers. A plain text, whatever was answered. */
  readonly text?: string;
  /** What a resumed response had here that the engine does not read. */
  readonly kept?: JsonObject;
}

/** All answers, and which items are enabled. A value: each act gives a new one. */
export interface FormState {
  readonly nodes: ReadonlyMap<string, FormNode>;
  /** Keys of an item's nodes, by the item's index. */
  readonly byItem: ReadonlyMap<number, readonly string[]>;
  readonly roots: readonly string[];
  /** What a resumed response had at its top that the engine does not read. */
  readonly kept?: JsonObject;
  readonly unplaced?: readonly ResponseItem[];
}

/** What an act did. */
export interface Change {
  readonly state: FormState;
  /** Keys of the nodes that are no longer as they were, what was answered among them: what has to be rendered anew. */
  readonly changed: readonly string[];
  /** How many nodes had their conditions looked at: those that depend on what changed, and no other. */
  readonly evaluated: number;
}

/** The key of a node below an entry, or of an outermost one. */
export function nodeKey(parent: string, entry: number | undefined, item: number): string {
  return entry === undefined ? `/${item}` : `${entryPrefix(parent, entry)}${item}`;
}

/** What the keys of all nodes below an entry begin with. */
export function entryPrefix(key: string, entry: number): string {
  return `${key}:${entry}/`;
}
