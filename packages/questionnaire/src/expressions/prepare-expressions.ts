import { readValue } from '../fhir/answer-value.ts';
import { isObject } from '../fhir/json.ts';
import { asTruth } from '../fhirpath/collections.ts';
import { mostSteps } from '../fhirpath/compile-expression.ts';
import { ExpressionError } from '../fhirpath/expression-error.ts';
import { pathValueOf, type PathValue } from '../fhirpath/path-value.ts';
import { findOption } from '../form/find-option.ts';
import type { FormNode, FormState } from '../form/form-state.ts';
import { parentOf } from '../form/parent-of.ts';
import type { ExpressionContext, ExpressionDraft, ExpressionPart } from '../plan/expression-part.ts';
import type { Issue } from '../plan/issues.ts';
import { findSources, type Read } from './find-sources.ts';
import { readExpressions, type Expressions, type Placed, type Variable } from './read-expressions.ts';
import { responseParts } from './response-parts.ts';
import { toAnswers } from './to-answers.ts';

/** Where an expression is evaluated: an instance in the form, or the form as a whole. */
interface Position {
  readonly state: FormState;
  /** undefined for the form. */
  readonly node?: FormNode;
  /** Of a group: the instance. */
  readonly entry?: number;
}

/** Reads a form's expressions once, and gives the engine what they say (level F2). */
export function prepareExpressions(draft: ExpressionDraft, context: ExpressionContext): ExpressionPart {
  const issues: Issue[] = [];
  const ofForm = readExpressions(draft.questionnaire, '', issues);
  const ofItems = draft.items.map((item): Expressions | undefined =>
    item.type === 'broken' ? undefined : readExpressions(item.definition, item.pointer, issues),
  );
  const parts = responseParts(draft);
  const questionnaire = pathValueOf(draft.questionnaire);
  const failures = new Map<string, Issue>();
  const steps = context.steps ?? { left: Infinity };

  /** The response's item that an expression stands at; one without answers is there too, and empty. */
  const contextOf = ({ state, node, entry }: Position): PathValue => {
    if (!node) return parts.responseOf(state);
    const entries = node.entries.filter(({ id }) => id === entry);
    const [built] = parts.itemsOf(state, entry === undefined ? node : { ...node, entries });
    return pathValueOf(built ?? { linkId: draft.items[node.item]?.linkId });
  };

  /** Variables that are seen from a place, the nearest last, each with the place that it belongs to. */
  const variablesAt = (position: Position): readonly (readonly [Variable, Position])[] => {
    const { state, node } = position;
    const own = node ? (ofItems[node.item]?.variables ?? []) : [];
    const above = node && parentOf(node.key);
    const around = above && state.nodes.get(above.key);
    const outer = around
      ? variablesAt({ state, node: around, entry: above.entry })
      : ofForm.variables.map((each) => [each, { state }] as const);
    return [...outer, ...own.map((each) => [each, position] as const)];
  };

  const evaluate = (placed: Placed, position: Position): readonly PathValue[] | undefined => {
    const { state } = position;
    const seen = variablesAt(position);
    const open = new Set<Variable>();
    const known = new Map<Variable, readonly PathValue[]>();
    const variable = (name: string): readonly PathValue[] | undefined => {
      if (name === 'resource' || name === 'rootResource') return [parts.responseOf(state)];
      if (name === 'questionnaire') return [questionnaire];
      if (name === 'qitem') return position.node ? [pathValueOf(draft.items[position.node.item]?.definition)] : [];
      const [found, at] = seen.findLast(([each]) => each.name === name && !open.has(each)) ?? [];
      if (found && at) {
        const before = known.get(found);
        if (before) return before;
        open.add(found);
        const value = found.expression.evaluate(contextOf(at), environment);
        open.delete(found);
        known.set(found, value);
        return value;
      }
      const resource =
        context.resources && Object.hasOwn(context.resources, name) ? context.resources[name] : undefined;
      return resource === undefined
        ? undefined
        : (Array.isArray(resource) ? resource : [resource]).map((each) => pathValueOf(each));
    };
    // One budget for all that it asks for, and no more than is left for the form.
    const given = Math.min(mostSteps, steps.left);
    const budget = { left: given };
    const chosenFrom = (holder: unknown, linkId: string) => parts.chosenFrom(state, holder, draft.byLinkId.get(linkId));
    const environment = {
      variable,
      weightOf,
      chosenFrom,
      budget,
      ...(context.now !== undefined && { now: context.now }),
    };
    try {
      return placed.expression.evaluate(contextOf(position), environment);
    } catch (error) {
      // What the language of this program cannot hold fails like what FHIRPath says fails: an answer must not end the form.
      if (!(error instanceof ExpressionError || error instanceof RangeError)) throw error;
      const detail = error instanceof ExpressionError ? error.message : 'It cannot be computed.';
      failures.set(placed.pointer, { code: 'bad-expression', pointer: placed.pointer, detail });
      return undefined;
    } finally {
      steps.left -= given - Math.max(0, budget.left);
    }
  };

  const weightOf = ({ value, linkId }: PathValue): number | undefined => {
    const answer = isObject(value) ? (readValue(value) ?? { type: 'Coding' as const, value }) : undefined;
    const index = linkId === undefined ? undefined : draft.byLinkId.get(linkId);
    const options = index === undefined ? undefined : draft.items[index]?.options;
    return answer && options && findOption(options, answer)?.weight;
  };

  const sources = draft.items.map((item) => sourcesOf(item.index, draft, ofForm, ofItems));

  const ofNode = (state: FormState, node: FormNode, placed: Placed | undefined) =>
    placed && evaluate(placed, { state, node });
  const answersOf = (state: FormState, node: FormNode, placed: Placed | undefined) => {
    const item = draft.items[node.item];
    const values = ofNode(state, node, placed);
    return item && values && toAnswers(values, item);
  };

  return {
    issues,
    failed: () => [...failures.values()],
    sourcesOf: (item) => sources[item] ?? [],
    isEnabled: (state, node) => {
      const values = ofNode(state, node, ofItems[node.item]?.enableWhen);
      return values && values.some(({ value }) => value === true);
    },
    calculate: (state, node, failed) => {
      const calculated = ofItems[node.item]?.calculated;
      return calculated && (answersOf(state, node, calculated) ?? failed);
    },
    initialOf: (state, node) => answersOf(state, node, ofItems[node.item]?.initial),
    textOf: (state, node) => {
      const values = ofNode(state, node, ofItems[node.item]?.text);
      return values && values.map(({ value }) => (typeof value === 'object' ? '' : String(value))).join('');
    },
    failuresOf: (state, node) => {
      const { constraints = [] } = (node ? ofItems[node.item] : ofForm) ?? {};
      return constraints.flatMap((constraint) => {
        const values = evaluate(constraint, { state, ...(node && { node }) });
        const { key, severity, human } = constraint;
        return values && values.length === 1 && asTruth(values) === false ? [{ key, severity, human }] : [];
      });
    },
  };
}

/** Indices of the items whose answers an item's condition, calculation and text read. */
function sourcesOf(
  index: number,
  draft: ExpressionDraft,
  ofForm: Expressions,
  ofItems: readonly (Expressions | undefined)[],
): readonly number[] {
  const own = ofItems[index];
  const read = [own?.enableWhen, own?.calculated, own?.text].flatMap((placed) => (placed ? [placed] : []));
  if (read.length === 0) return [];
  const around: number[] = [];
  for (let at = index; at >= 0; at = draft.items[at]?.parent ?? -1) around.push(at);
  const linkIdOf = (at: number) => draft.items[at]?.linkId ?? '';
  const variableOf = (name: string): Read | undefined => {
    for (const at of around) {
      const found = ofItems[at]?.variables.findLast((each) => each.name === name);
      if (found) return { syntax: found.expression.syntax, linkId: linkIdOf(at) };
    }
    const found = ofForm.variables.findLast((each) => each.name === name);
    return found && { syntax: found.expression.syntax };
  };
  const sources = new Set<number>();
  for (const { expression } of read) {
    const found = findSources({ syntax: expression.syntax, linkId: linkIdOf(index) }, variableOf);
    if (found === 'anything') for (const item of draft.items) if (item.valueType) sources.add(item.index);
    if (found !== 'anything') for (const linkId of found) sources.add(draft.byLinkId.get(linkId) ?? index);
  }
  sources.delete(index);
  return [...sources];
}
