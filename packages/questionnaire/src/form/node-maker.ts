import type { AnswerValue } from '../fhir/answer-value.ts';
import type { Plan, PlanItem } from '../plan/plan.ts';
import { nodeKey, type Entry, type FormNode, type FormState } from './form-state.ts';

/** Beyond it, `minOccurs` no longer makes instances by itself: groups within groups would multiply without end. */
const mostNodesMade = 2_000;
const mostInstancesMade = 50;

/** What an item begins with. */
export type Starts = (item: PlanItem) => readonly AnswerValue[];

/** A form without anything in it. */
export const nothing: FormState = { nodes: new Map(), byItem: new Map(), roots: [] };

/** Makes the nodes of a form's items, all of them enabled. What is not touched is shared with the state before. */
export class NodeMaker {
  readonly plan: Plan;
  protected readonly nodes: Map<string, FormNode>;
  protected readonly byItem: Map<number, readonly string[]>;
  readonly #before: FormState;
  #roots: readonly string[];
  #view: FormState | undefined;

  constructor(plan: Plan, state: FormState) {
    this.plan = plan;
    this.#before = state;
    this.nodes = new Map(state.nodes);
    this.byItem = new Map(state.byItem);
    this.#roots = state.roots;
  }

  /** The state as it is now. Another object after each change, so that what was made from it can be kept by it. */
  get state(): FormState {
    return (this.#view ??= { ...this.#before, nodes: this.nodes, byItem: this.byItem, roots: this.#roots });
  }

  node(key: string): FormNode {
    const node = this.nodes.get(key);
    if (!node) throw new RangeError('The form has no node with this key: it was taken away, or is of another form.');
    return node;
  }

  itemAt(index: number): PlanItem {
    const item = this.plan.items[index];
    if (!item) throw new RangeError('The form has no such item.');
    return item;
  }

  /** Makes the outermost nodes, with all below them. */
  makeRoots(starts: Starts): void {
    this.#roots = this.plan.roots.map((root) => this.make(root, '', undefined, starts));
    this.forgetView();
  }

  /** Makes the node of an item, and what stands below it. */
  make(index: number, parent: string, entry: number | undefined, starts: Starts): string {
    const item = this.itemAt(index);
    const key = nodeKey(parent, entry, index);
    this.byItem.set(index, [...(this.byItem.get(index) ?? []), key]);
    this.write({ key, item: index, isWanted: true, isEnabled: true, entries: [], nextEntry: 0 });
    const values = item.type === 'group' ? [] : starts(item);
    const count = Math.max(this.#fewestEntries(item), values.length);
    for (let at = 0; at < count; at++) this.addEntry(key, values[at], starts);
    return key;
  }

  #fewestEntries(item: PlanItem): number {
    if (item.type !== 'group') return item.repeats || item.children.length === 0 ? 0 : 1;
    const isFull = this.nodes.size > mostNodesMade;
    return isFull ? 1 : Math.min(Math.max(1, item.minOccurs), item.maxOccurs, mostInstancesMade);
  }

  /** Adds an answer or an instance, with the nodes below it. */
  addEntry(key: string, value: AnswerValue | undefined, starts: Starts): Entry {
    const node = this.node(key);
    const id = node.nextEntry;
    const children = this.itemAt(node.item).children.map((child) => this.make(child, key, id, starts));
    const entry: Entry = { id, ...(value && { value }), children };
    this.put({ ...this.node(key), entries: [...node.entries, entry], nextEntry: id + 1 });
    return entry;
  }

  put(node: FormNode): void {
    this.write(node);
  }

  protected write(node: FormNode): void {
    this.nodes.set(node.key, node);
    this.forgetView();
  }

  protected forgetView(): void {
    this.#view = undefined;
  }
}

/** A form of {@link Plan} without conditions, expressions and initial answers, as it begins: what `startForm` makes of it. */
export function startPlain(plan: Plan): FormState {
  const maker = new NodeMaker(plan, nothing);
  maker.makeRoots(() => []);
  return maker.state;
}
