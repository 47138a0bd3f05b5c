import { extensionUrls, expressionExtensions } from '../fhir/extensions.ts';
import { isObject, pointerTo, stringOf, type JsonObject } from '../fhir/json.ts';
import { formLimits, type FormLimits } from './form-limits.ts';
import type { Issue } from './issues.ts';
import type { Unsupported } from './plan.ts';

/** What a look over the whole of a form finds, before anything of it is compiled. */
export interface Survey {
  /** Why the form must not be run; undefined if it may. */
  readonly refusal?: Issue;
  readonly unsupported: readonly Unsupported[];
  /** Whether it has expressions of FHIRPath: they need the part that is loaded later. */
  readonly needsExpressions: boolean;
}

const understood = new Set<string>(Object.values(extensionUrls));
const expressions = new Set<string>(expressionExtensions.map((name) => extensionUrls[name]));

/**
 * Walks a form once, whatever is in it: no cycle, depth or size makes it fail.
 *
 * A modifierExtension may change what any element means, so a form that has one is refused (https://hl7.org/fhir/R4/extensibility.html#modifierExtension).
 */
export function surveyJson(questionnaire: JsonObject, limits: FormLimits = formLimits): Survey {
  const unsupported: Unsupported[] = [];
  let needsExpressions = false;
  let refusal: Issue | undefined;
  let nodes = 0;

  const refuse = (code: Issue['code'], pointer: string, limit = 0) => {
    refusal ??= { code, pointer, detail: String(limit) };
  };

  const visitExtension = (extension: JsonObject, pointer: string) => {
    const url = stringOf(extension['url']);
    const expression = extension['valueExpression'];
    const language = isObject(expression) ? expression['language'] : undefined;
    // What stands inside an extension belongs to it, and only whole extensions are told of.
    if (url === undefined || !url.includes(':')) return;
    const isInert = isObject(expression) && language !== 'text/fhirpath';
    if (!understood.has(url) || isInert)
      unsupported.push({ feature: isInert ? `${url} (${String(language)})` : url, pointer });
    else if (expressions.has(url)) needsExpressions = true;
  };

  const visit = (value: unknown, pointer: string, depth: number) => {
    if (refusal || typeof value !== 'object' || value === null) return;
    if (++nodes > limits.nodes) return refuse('too-large', pointer, limits.nodes);
    if (depth > limits.depth) return refuse('too-deep', pointer, limits.depth);
    for (const [key, child] of Object.entries(value)) {
      const at = pointerTo(pointer, key);
      if (key === 'modifierExtension' && Array.isArray(child) && child.length > 0) {
        return refuse('unknown-modifier', at);
      }
      if (key === 'extension' && Array.isArray(child)) {
        child.forEach((each, index) => isObject(each) && visitExtension(each, pointerTo(at, index)));
      }
      visit(child, at, depth + 1);
    }
  };
  visit(questionnaire, '', 0);
  if (questionnaire['implicitRules'] !== undefined)
    unsupported.push({ feature: 'implicitRules', pointer: '/implicitRules' });
  return { ...(refusal && { refusal }), unsupported, needsExpressions };
}
