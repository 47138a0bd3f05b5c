import { isObject, objectsOf, pointerTo } from '../fhir/json.ts';
import type { Questionnaire } from '../fhir/resources.ts';
import type { ExpressionContext, ExpressionPart, PrepareExpressions } from './expression-part.ts';
import type { FormLimits } from './form-limits.ts';
import type { Issue } from './issues.ts';
import { orderItems } from './order-items.ts';
import type { Level, Plan, PlanItem } from './plan.ts';
import { readConditions } from './read-conditions.ts';
import { readInitial } from './read-initial.ts';
import { readItems, type ItemReaders } from './read-items.ts';
import { readOptions, type ValueSets } from './read-options.ts';
import { readPattern } from './read-pattern.ts';
import { surveyJson } from './survey-json.ts';

/** The elements of an item that are read, or that only describe it. */
const knownElements = new Set([
  'id',
  'extension',
  'linkId',
  'definition',
  'code',
  'prefix',
  'text',
  'type',
  'enableWhen',
  'enableBehavior',
  'required',
  'repeats',
  'readOnly',
  'maxLength',
  'answerValueSet',
  'answerOption',
  'initial',
  'item',
]);

/** What a host brings to a form. */
export interface CompileOptions {
  /** Value sets that the form only names, by canonical address (level F3); see {@link bringValueSets}. */
  readonly valueSets?: ValueSets;
  /** `prepareExpressions` of `@openprm/questionnaire/expressions`, for forms that need it; see {@link needsExpressions}. */
  readonly expressions?: PrepareExpressions;
  /** What expressions may ask: the time, the patient. */
  readonly context?: ExpressionContext;
  readonly limits?: FormLimits;
}

/** A form that can be run, or why it must not be. */
export type Compiled =
  { readonly status: 'ready'; readonly plan: Plan } | { readonly status: 'refused'; readonly issue: Issue };

/**
 * Compiles a form of FHIR R4 once. Never throws and never writes to the form, whatever it is.
 *
 * Refused are only what is no Questionnaire, what is beyond the limits, and what has a modifierExtension. Everything else runs as far as it can, and
 * `plan.issues` and `plan.unsupported` name, with JSON pointers, what does not.
 *
 * @param questionnaire what JSON.parse gave
 */
export function compileQuestionnaire(questionnaire: unknown, options: CompileOptions = {}): Compiled {
  if (!isObject(questionnaire) || questionnaire['resourceType'] !== 'Questionnaire') {
    return { status: 'refused', issue: { code: 'not-a-questionnaire', pointer: '' } };
  }
  const survey = surveyJson(questionnaire, options.limits);
  if (survey.refusal) return { status: 'refused', issue: survey.refusal };

  const issues: Issue[] = [];
  const unsupported = survey.unsupported.filter(
    ({ feature }) => !options.context?.resources || !feature.endsWith('launchContext'),
  );
  const contained = objectsOf(questionnaire['contained']);
  const readers: ItemReaders = {
    optionsOf: (item, pointer) => {
      const found = readOptions(item, pointer, contained, options.valueSets ?? {}, issues);
      if (found.valueSet !== undefined && !found.options) {
        const feature = `answerValueSet (${found.valueSet})`;
        unsupported.push({ feature, pointer: pointerTo(pointer, 'answerValueSet') });
      }
      return found;
    },
    initialOf: (item, pointer, type, found) => readInitial(item, pointer, type, found, issues),
    patternOf: (item, pointer) => readPattern(item, pointer, issues),
    onItem: (item, pointer) => {
      for (const element of Object.keys(item)) {
        if (!knownElements.has(element.replace(/^_/, '')))
          unsupported.push({ feature: element, pointer: pointerTo(pointer, element) });
      }
    },
  };
  const read = readItems(questionnaire, issues, readers);
  const drafts = read.items.map((item) => ({ ...item, ...readConditions(item, read.items, read.byLinkId, issues) }));
  const expressions = survey.needsExpressions
    ? options.expressions?.({ questionnaire, items: drafts, byLinkId: read.byLinkId }, options.context ?? {})
    : undefined;
  if (expressions) {
    issues.push(...expressions.issues);
  } else if (survey.needsExpressions) {
    issues.push({ code: 'expressions-not-loaded', pointer: '' });
  }
  const items = connect(drafts, expressions, issues);
  const valueSets = [
    ...new Set(items.flatMap(({ valueSet, options: found }) => (valueSet !== undefined && !found ? [valueSet] : []))),
  ];
  const plan: Plan = {
    questionnaire: questionnaire as Questionnaire,
    items,
    roots: read.roots,
    byLinkId: read.byLinkId,
    level: levelOf(items, unsupported, survey.needsExpressions),
    valueSets,
    unsupported,
    issues,
    ...(expressions && { expressions }),
  };
  return { status: 'ready', plan };
}

/** Whether a form has expressions: `import('@openprm/questionnaire/expressions')` before it is compiled. */
export function needsExpressions(questionnaire: unknown): boolean {
  return isObject(questionnaire) && surveyJson(questionnaire).needsExpressions;
}

/** Adds the order of evaluation, and to each item who depends on it. */
function connect(
  drafts: readonly Omit<PlanItem, 'rank' | 'dependents'>[],
  expressions: ExpressionPart | undefined,
  issues: Issue[],
): readonly PlanItem[] {
  const asked = drafts.map(
    (item) => new Set([...item.conditions.map(({ source }) => source), ...(expressions?.sourcesOf(item.index) ?? [])]),
  );
  // A child is enabled only where its parent is.
  const order = orderItems(
    drafts.map((item) => new Set([...(asked[item.index] ?? []), ...(item.parent < 0 ? [] : [item.parent])])),
  );
  for (const cycle of order.cycles) {
    const detail = cycle.map((index) => drafts[index]?.linkId).join(', ');
    issues.push({ code: 'condition-cycle', pointer: drafts[cycle[0] ?? 0]?.pointer ?? '', detail });
  }
  const dependents = drafts.map((): number[] => []);
  asked.forEach((sources, index) => sources.forEach((source) => source !== index && dependents[source]?.push(index)));
  return drafts.map((item) => ({
    ...item,
    rank: order.ranks[item.index] ?? 0,
    dependents: dependents[item.index] ?? [],
  }));
}

function levelOf(
  items: readonly PlanItem[],
  unsupported: readonly { readonly feature: string }[],
  needsExpressions: boolean,
): Level {
  if (unsupported.some(({ feature }) => inert.test(feature))) return 'F4';
  if (items.some(({ valueSet }) => valueSet !== undefined)) return 'F3';
  if (needsExpressions) return 'F2';
  return items.some((item) => item.definition['enableWhen'] !== undefined) ? 'F1' : 'F0';
}

/** Queries, and expressions in languages other than FHIRPath. */
const inert =
  /x-fhir-query|\(text\/cql|sdc-questionnaire-(?:answerExpression|candidateExpression|itemPopulationContext|sourceQueries)|cqf-library/;
