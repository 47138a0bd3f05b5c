import type { FormNode, FormState, Plan, PlanItem } from '@openprm/questionnaire';
import { isAnswerable, kindOf, shownAt } from './item-kinds.ts';
import type { Place, SurveySetting } from './survey-state.ts';

/** What is asked at once. */
export interface Step {
  /** The key of what it is about: its question, or its page. */
  readonly key: string;
  /** The nodes that it shows, with all below them. */
  readonly shown: readonly string[];
  /** The groups that they stand in, the outermost first: their texts stand above. */
  readonly within: readonly string[];
}

const made = new WeakMap<FormState, Map<SurveySetting['pace'], readonly Step[]>>();

/** The steps of a form as it stands: one for each question, or one for each page. Never none, as long as there is anything to show. */
export function stepsOf(plan: Plan, form: FormState, pace: SurveySetting['pace']): readonly Step[] {
  const known = made.get(form) ?? new Map<SurveySetting['pace'], readonly Step[]>();
  made.set(form, known);
  const steps = known.get(pace) ?? (pace === 'page' ? pageSteps(plan, form) : questionSteps(plan, form));
  known.set(pace, steps);
  return steps;
}

/** Where a place is now: its own step, or the one that stands there since it is gone. */
export function stepAt(steps: readonly Step[], { key, index }: Place): number {
  const found = steps.findIndex((step) => step.key === key);
  return found < 0 ? Math.max(0, Math.min(index, steps.length - 1)) : found;
}

/** The step that shows a node; -1 if none does. */
export function stepOfNode(steps: readonly Step[], key: string): number {
  return steps.findIndex(({ shown }) => shown.some((each) => key === each || key.startsWith(`${each}:`)));
}

/** Groups that the form calls pages; what stands between them is a page of its own. */
function pageSteps(plan: Plan, form: FormState): readonly Step[] {
  const steps: { key: string; shown: string[]; within: string[] }[] = [];
  let isOpen = false;
  for (const key of form.roots) {
    const found = shownAt(plan, form, key);
    if (!found) continue;
    const isPage = found.item.control === 'page';
    const last = steps.at(-1);
    if (isOpen && !isPage && last) last.shown.push(key);
    else steps.push({ key, shown: [key], within: [] });
    isOpen = !isPage;
  }
  return steps;
}

function questionSteps(plan: Plan, form: FormState): readonly Step[] {
  const steps: { key: string; shown: string[]; within: readonly string[] }[] = [];
  /** Texts that wait for the question after them. */
  let waiting: string[] = [];
  const push = (key: string, within: readonly string[]) => {
    steps.push({ key, shown: [...waiting, key], within });
    waiting = [];
  };
  const visit = (keys: readonly string[], within: readonly string[]) => {
    for (const key of keys) {
      const found = shownAt(plan, form, key);
      if (!found) continue;
      const { node, item } = found;
      if (isText(plan, form, item, node)) waiting.push(key);
      else if (isOpened(plan, item, node)) visit(node.entries[0]?.children ?? [], [...within, key]);
      else push(key, within);
    }
    // What follows the last question of a group stays with it.
    const last = steps.at(-1);
    if (waiting.length > 0 && last?.within.join() === within.join()) {
      last.shown.push(...waiting);
      waiting = [];
    }
  };
  visit(form.roots, []);
  const [first] = waiting;
  if (first !== undefined) steps.push({ key: first, shown: waiting, within: [] });
  return steps;
}

/** A group is gone through question by question, but for one that repeats and for a table. */
const isOpened = (plan: Plan, item: PlanItem, node: FormNode): boolean =>
  item.type === 'group' && !item.repeats && node.entries.length === 1 && kindOf(plan, item) === 'group';

/** What asks for nothing stands with the question after it; a question that cannot be answered may have some below it that can. */
function isText(plan: Plan, form: FormState, item: PlanItem, node: FormNode): boolean {
  const kind = kindOf(plan, item);
  if (kind === 'inert') return !node.entries.some(({ children }) => children.some((key) => shownAt(plan, form, key)));
  return kind === 'display' || kind === 'broken';
}

/** How far somebody is, in steps. */
export interface Way {
  /** From 1. */
  readonly step: number;
  readonly steps: number;
  /** Whether the answers to come cannot change how many there are. */
  readonly isCertain: boolean;
}

/**
 * Which step of how many. Where questions ahead, or the one that is shown, decide whether others are asked, the number is not certain, and whoever shows it says so.
 */
export function wayOf(plan: Plan, form: FormState, pace: SurveySetting['pace'], place: Place): Way {
  const steps = stepsOf(plan, form, pace);
  const at = stepAt(steps, place);
  const decides = steps.slice(at).some(({ shown }) => shown.some((key) => hasDeciding(plan, form, key)));
  return { step: at + 1, steps: steps.length, isCertain: !decides };
}

/** Whether anything below a node decides about other questions, and can be answered. */
function hasDeciding(plan: Plan, form: FormState, key: string): boolean {
  const found = shownAt(plan, form, key);
  if (!found) return false;
  const { node, item } = found;
  if (isAnswerable(plan, item) && isDeciding(plan, item)) return true;
  return node.entries.some(({ children }) => children.some((child) => hasDeciding(plan, form, child)));
}

/** Whether others are asked or not by an answer, or by what is made of it out of sight. */
function isDeciding({ items }: Plan, item: PlanItem): boolean {
  const reached = new Set(item.dependents);
  // Those that are added are looked at too.
  for (const index of reached) {
    const dependent = items[index];
    if (dependent?.isHidden) dependent.dependents.forEach((each) => reached.add(each));
    // What is shown within the same question changes no count.
    else if (dependent?.parent !== item.index) return true;
  }
  return false;
}
