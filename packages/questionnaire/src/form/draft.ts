import type { AnswerValue } from '../fhir/answer-value.ts';
import type { Plan, PlanItem } from '../plan/plan.ts';
import { askingNodes, entriesFor } from './find-nodes.ts';
import type { Change, Entry, FormNode, FormState } from './form-state.ts';
import { meetsCondition } from './meets-condition.ts';
import { NodeMaker, type Starts } from './node-maker.ts';
import { parentOf } from './parent-of.ts';

/** A state while one act changes it: what is not touched is shared with the state before. */
export class Draft extends NodeMaker {
  readonly #isResuming: boolean;
  readonly #pending = new Map<number, Set<string>>();
  /** Nodes that only have to follow what they stand in. */
  readonly #following = new Map<number, Set<string>>();
  readonly #changed = new Set<string>();
  #evaluated = 0;

  /** @param isResuming whether answers come from a response: they were calculated then, and somebody may have changed them since */
  constructor(plan: Plan, state: FormState, isResuming = false) {
    super(plan, state);
    this.#isResuming = isResuming;
  }

  itemOf(key: string): PlanItem {
    return this.itemAt(this.node(key).item);
  }

  /** Has what was made looked at when the act is settled. */
  override make(index: number, parent: string, entry: number | undefined, starts: Starts): string {
    const key = super.make(index, parent, entry, starts);
    this.mark(key);
    if (this.node(key).entries.some(({ value }) => value)) this.wakeDependents(key, -1);
    return key;
  }

  /** Takes an entry away with all below it; what depended on any of that is looked at anew. */
  removeEntry(key: string, id: number): void {
    const node = this.node(key);
    const entry = node.entries.find((each) => each.id === id);
    for (const child of entry?.children ?? []) this.#remove(child);
    this.put({ ...node, entries: node.entries.filter((each) => each.id !== id) });
  }

  #remove(key: string): void {
    const node = this.node(key);
    for (const child of node.entries.flatMap((entry) => entry.children)) this.#remove(child);
    this.wakeDependents(key, -1);
    this.nodes.delete(key);
    this.forgetView();
    this.byItem.set(
      node.item,
      (this.byItem.get(node.item) ?? []).filter((each) => each !== key),
    );
  }

  override put(node: FormNode): void {
    super.put(node);
    this.#changed.add(node.key);
  }

  /** Has a node's conditions looked at when the act is settled. */
  mark(key: string, queue = this.#pending): void {
    const { rank } = this.itemOf(key);
    const marked = queue.get(rank) ?? new Set();
    queue.set(rank, marked.add(key));
  }

  /** Has all looked at that depends on a node, and comes after a place in the order. */
  wakeDependents(key: string, afterRank: number): void {
    const { dependents } = this.itemOf(key);
    for (const index of dependents) {
      const dependent = this.itemAt(index);
      if (dependent.rank <= afterRank) continue;
      const scope = commonScope(this.plan, dependent, this.node(key).item);
      for (const node of askingNodes(this.plan, this.state, key, dependent, scope)) this.mark(node.key);
    }
  }

  /** Looks at all that is marked, in the plan's order, each node once. */
  settle(): Change {
    for (let rank = 0; rank < this.plan.items.length; rank++) {
      const marked = this.#pending.get(rank);
      marked?.forEach((key) => this.nodes.has(key) && this.#evaluate(key));
      this.#following.get(rank)?.forEach((key) => {
        if (!marked?.has(key) && this.nodes.has(key)) this.#follow(key, this.node(key).isWanted);
      });
    }
    const changed = [...this.#changed].filter((key) => this.nodes.has(key));
    return { state: this.state, changed, evaluated: this.#evaluated };
  }

  #evaluate(key: string): void {
    const node = this.node(key);
    const item = this.itemAt(node.item);
    const { expressions } = this.plan;
    if (item.conditions.length > 0 || expressions?.sourcesOf(item.index).length) this.#evaluated++;
    const isWanted = this.#meetsConditions(node, item) && (expressions?.isEnabled(this.state, node) ?? true);
    this.#follow(key, isWanted);
    if (!expressions) return;
    const values = this.#isResuming ? undefined : expressions.calculate(this.state, this.node(key), []);
    if (values) this.#setCalculated(key, values, item.rank);
    const text = expressions.textOf(this.state, this.node(key));
    if (text !== undefined && text !== this.node(key).text) this.put({ ...this.node(key), text });
  }

  #meetsConditions(node: FormNode, item: PlanItem): boolean {
    const holds = item.conditions.map((condition) => {
      const { source, scope } = condition;
      const { rank } = this.itemAt(source);
      const answers = entriesFor(this.plan, this.state, node.key, source, scope)
        // In a cycle, what comes later in the order counts by its answer alone.
        .filter((found) => found.node.isEnabled || rank > item.rank)
        .flatMap((found) => found.entries.flatMap(({ value }) => (value ? [value] : [])));
      return meetsCondition(condition, answers);
    });
    return item.needsAll ? holds.every(Boolean) : holds.length === 0 || holds.some(Boolean);
  }

  /** Writes whether a node is enabled, and has what stands below it follow. */
  #follow(key: string, isWanted: boolean): void {
    const node = this.node(key);
    const parent = parentOf(key);
    const isEnabled = isWanted && (parent ? this.node(parent.key).isEnabled : true);
    if (node.isWanted === isWanted && node.isEnabled === isEnabled) return;
    const isOther = node.isEnabled !== isEnabled;
    this.write({ ...node, isWanted, isEnabled });
    if (!isOther) return;
    this.#changed.add(key);
    for (const child of node.entries.flatMap((entry) => entry.children)) this.mark(child, this.#following);
    this.wakeDependents(key, this.itemAt(node.item).rank);
  }

  #setCalculated(key: string, values: readonly AnswerValue[], rank: number): void {
    const node = this.node(key);
    const present = node.entries.flatMap(({ value }) => (value ? [value] : []));
    if (JSON.stringify(present) === JSON.stringify(values)) return;
    this.setValues(key, values);
    this.wakeDependents(key, rank);
  }

  /** Gives a question these answers. Of answers that stay, what stands below stays too. */
  setValues(key: string, values: readonly AnswerValue[]): void {
    const item = this.itemOf(key);
    const isSame = (entry: Entry, value: AnswerValue) => JSON.stringify(entry.value) === JSON.stringify(value);
    const [only, ...others] = this.node(key).entries;
    if (
      only &&
      others.length === 0 &&
      !item.repeats &&
      values.length <= 1 &&
      (values.length > 0 || item.children.length > 0)
    ) {
      return this.setEntryValue(key, only.id, values[0]);
    }
    const left = [...this.node(key).entries];
    const kept = values.map((value) => {
      const at = left.findIndex((entry) => isSame(entry, value));
      return at < 0 ? undefined : left.splice(at, 1)[0];
    });
    for (const entry of left) this.removeEntry(key, entry.id);
    const entries = values.map((value, index) => kept[index] ?? this.addEntry(key, value, initialOf));
    this.put({ ...this.node(key), entries });
  }

  /** What was kept of the answer before goes with it. */
  setEntryValue(key: string, id: number, value: AnswerValue | undefined): void {
    const node = this.node(key);
    const entries = node.entries.map((entry) =>
      entry.id === id
        ? { id, ...(value && { value }), children: entry.children, ...(entry.unplaced && { unplaced: entry.unplaced }) }
        : entry,
    );
    this.put({ ...node, entries });
  }
}

/** What a new instance begins with. */
export const initialOf = (item: PlanItem): readonly AnswerValue[] => item.initial;

/** The nearest item that an item and one that it depends on both stand in. Expressions see the whole response. */
function commonScope({ expressions }: Plan, dependent: PlanItem, source: number): number {
  if (expressions?.sourcesOf(dependent.index).includes(source)) return -1;
  return dependent.conditions.find((each) => each.source === source)?.scope ?? -1;
}
