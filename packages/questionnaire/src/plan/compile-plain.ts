import { isObject, type JsonObject } from '../fhir/json.ts';
import type { Questionnaire } from '../fhir/resources.ts';
import { formLimits } from './form-limits.ts';
import type { Issue } from './issues.ts';
import { listedOptions } from './listed-options.ts';
import type { Plan } from './plan.ts';
import { readItems, type ItemReaders } from './read-items.ts';

/**
 * Compiles a form whose questions are all asked, without initial answers: a browser loads no more than this for it, before its first question. Its plan is
 * the one that `compileQuestionnaire` makes, but for `unsupported`, which is not looked for, and so the level is F0.
 *
 * @param questionnaire what JSON.parse gave
 * @returns undefined for every other form, and for one with any fault: `compileQuestionnaire` reads it, or says why not
 */
export function compilePlain(questionnaire: unknown): Plan | undefined {
  if (!isObject(questionnaire) || questionnaire['resourceType'] !== 'Questionnaire' || !isPlain(questionnaire))
    return undefined;
  const issues: Issue[] = [];
  const readers: ItemReaders = {
    optionsOf: (item, pointer) => {
      const options = listedOptions(item, pointer, issues);
      return options ? { options } : {};
    },
    initialOf: () => [],
    patternOf: () => undefined,
  };
  const { items, ...places } = readItems(questionnaire, issues, readers);
  if (issues.length > 0) return undefined;
  return {
    ...places,
    questionnaire: questionnaire as Questionnaire,
    items: items.map((item, rank) => ({ ...item, conditions: [], needsAll: true, rank, dependents: [] })),
    level: 'F0',
    valueSets: [],
    unsupported: [],
    issues,
  };
}

/** What a plain form has nowhere in it: elements, and the ends of extensions' addresses. */
const elements = /^(enableWhen|initial(Selected)?|answerValueSet|modifierExtension|valueExpression)$/;
const extensions = /(regex|onstraint|variable|xpression)$/;

function isPlain(form: JsonObject): boolean {
  let nodes = 0;
  const visit = (value: unknown, depth: number): boolean =>
    typeof value !== 'object' ||
    value === null ||
    (depth <= formLimits.depth &&
      ++nodes <= formLimits.nodes &&
      Object.entries(value).every(
        ([key, child]) =>
          !elements.test(key) && !(key === 'url' && extensions.test(String(child))) && visit(child, depth + 1),
      ));
  return visit(form, 0);
}
