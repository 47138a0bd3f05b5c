import { extensionNumber, type FormState, type Option, type Plan, type PlanItem } from '@openprm/questionnaire';

/** How an item is answered. */
export type ItemKind =
  | 'group'
  | 'matrix'
  | 'display'
  | 'broken'
  /** It is a question, and there is no way to answer it here. */
  | 'inert'
  | 'boolean'
  | 'scale'
  | 'radios'
  | 'checkboxes'
  | 'list'
  | 'search'
  | 'number'
  | 'slider'
  | 'date'
  | 'dateTime'
  | 'time'
  | 'line'
  | 'text'
  | 'quantity'
  | 'attachment';

/** Up to so many options are shown side by side with their texts; beyond, a list; beyond the second, a search. */
const mostRadios = 8;
const mostListed = 30;
/** A slider with no more steps than this is a row of numbers, which says what is chosen and what is not. */
const mostSteps = 11;

const matrixControls: ReadonlySet<string> = new Set(['htable', 'table', 'likert', 'grid', 'matrix']);

const kinds = new WeakMap<Plan, ItemKind[]>();

/** How an item of a form is answered. */
export function kindOf(plan: Plan, item: PlanItem): ItemKind {
  let known = kinds.get(plan);
  if (!known) kinds.set(plan, (known = []));
  return (known[item.index] ??= findKind(plan, item));
}

function findKind(plan: Plan, item: PlanItem): ItemKind {
  const { type, options } = item;
  if (type === 'group') return isMatrix(plan, item) ? 'matrix' : type;
  if (options?.length) return choiceKind(item, options);
  switch (type) {
    case 'integer':
    case 'decimal':
      return scaleNumbers(item) ? 'scale' : item.control === 'slider' && sliderRange(item) ? 'slider' : 'number';
    case 'string':
    case 'url':
    // Without its value set, words of one's own are all that it can have.
    case 'open-choice':
      return 'line';
    case 'choice':
    case 'reference':
      return 'inert';
    default:
      return type;
  }
}

function choiceKind(item: PlanItem, options: readonly Option[]): ItemKind {
  if (item.control === 'autocomplete' || options.length > mostListed) return 'search';
  if (item.repeats) return 'checkboxes';
  const isOwnList = item.control === 'radio-button' || item.type === 'open-choice';
  if (item.type !== 'open-choice' && isNumbers(options)) return 'scale';
  // A list that opens has no place for one's own words.
  if (!isOwnList && (item.control === 'drop-down' || options.length > mostRadios)) return 'list';
  return 'radios';
}

/** A row of whole numbers, as scales have. */
const isNumbers = (options: readonly Option[]): boolean =>
  options.length >= 5 && options.length <= mostSteps && options.every(({ value }) => value.type === 'integer');

/** Ends and step of a slider; undefined where the form does not say both ends. */
export function sliderRange({ limits }: PlanItem): { readonly from: number; readonly to: number } | undefined {
  const from = limits.min?.value;
  const to = limits.max?.value;
  return typeof from === 'number' && typeof to === 'number' && from < to ? { from, to } : undefined;
}

/** The numbers of a slider that are few enough to stand in a row. */
export function scaleNumbers(item: PlanItem): readonly number[] | undefined {
  const range = item.control === 'slider' && item.type === 'integer' && !item.repeats ? sliderRange(item) : undefined;
  if (!range) return undefined;
  const step = Math.max(1, extensionNumber(item.definition, 'sliderStep') ?? 1);
  const steps = (range.to - range.from) / step;
  if (steps >= mostSteps || ![range.from, step].every(Number.isInteger)) return undefined;
  return Array.from({ length: Math.floor(steps) + 1 }, (_, index) => range.from + index * step);
}

/** Questions with one and the same options, one answer each: a table with a row for each. */
function isMatrix(plan: Plan, item: PlanItem): boolean {
  if (item.repeats || !matrixControls.has(item.control ?? '')) return false;
  const rows = item.children.flatMap((index) => plan.items[index] ?? []);
  const asked = rows.filter(({ type }) => type !== 'display');
  const [first] = asked;
  const count = first?.options?.length ?? 0;
  const texts = ({ options }: PlanItem) => JSON.stringify(options?.map(({ value }) => value));
  return (
    first !== undefined &&
    count >= 2 &&
    count <= mostSteps &&
    asked.every(
      (row) => row.type === 'choice' && !row.repeats && row.children.length === 0 && texts(row) === texts(first),
    )
  );
}

/** What stands with its question rather than below it: help, units, the words at the ends of a scale. */
const asides: ReadonlySet<string> = new Set(['help', 'flyover', 'prompt', 'unit', 'lower', 'upper']);

const mayStandAside = ({ type, control = '' }: PlanItem): boolean => type === 'display' && asides.has(control);

/** The displays of a question that belong to its control, by the code of their itemControl. */
export function asidesOf(plan: Plan, item: PlanItem): ReadonlyMap<string | undefined, PlanItem> {
  const children = item.children.flatMap((index) => plan.items[index] ?? []);
  return new Map(children.filter(mayStandAside).map((child) => [child.control, child]));
}

/** Whether an item stands with the question above it. */
export const isAside = (plan: Plan, item: PlanItem): boolean =>
  mayStandAside(item) && (plan.items[item.parent]?.type ?? 'group') !== 'group';

/** Whether somebody can answer it here. */
export function isAnswerable(plan: Plan, item: PlanItem): boolean {
  const kind = kindOf(plan, item);
  return !item.isHidden && !item.isReadOnly && kind !== 'inert' && kind !== 'broken';
}

/** The node of a key with its item; undefined for what is not shown. */
export function shownAt(plan: Plan, form: FormState, key: string) {
  const node = form.nodes.get(key);
  const item = node && plan.items[node.item];
  return node?.isEnabled && item && !item.isHidden && !isAside(plan, item) ? { node, item } : undefined;
}
