import { elementOf } from '../fhir/answer-value.ts';
import { extensionUrls } from '../fhir/extensions.ts';
import type { JsonObject } from '../fhir/json.ts';
import type { Questionnaire } from '../fhir/resources.ts';
import { compileQuestionnaire } from '../plan/compile-questionnaire.ts';
import { explainIssue } from '../plan/explain-issue.ts';
import type { BuiltItem } from './items.ts';
import { writeText, type Text } from './texts.ts';

/** What a form says of itself. */
export interface QuestionnaireDetails {
  /** Its canonical address: responses name it, with the version. */
  readonly url: string;
  readonly version: string;
  readonly title: Text;
  /** The language of its own texts, BCP 47; `en` if nothing is said. */
  readonly language?: string;
  readonly status?: 'draft' | 'active' | 'retired';
  readonly copyright?: string;
  readonly description?: string;
  /** FHIRPath by name, for the expressions of the form: `%name`. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Any other element of FHIR. */
  readonly more?: JsonObject;
}

/**
 * Writes a form of FHIR R4 from typed parts.
 *
 * @throws TypeError if the form is not sound: two items with one linkId, a condition on an item that is not in it, a text without the form's language. The
 * message names each place
 * @example
 * const knee = item.boolean('knee', { en: 'Does your knee hurt?', es: '¿Le duele la rodilla?' });
 * const form = buildQuestionnaire({ url: 'https://clinic.example/forms/knee', version: '1', title: 'Knee' }, [
 *   knee,
 *   item.scale('pain', 'How much?', { from: 0, to: 10, enableWhen: when(knee).is(true) }),
 * ]);
 */
export function buildQuestionnaire(details: QuestionnaireDetails, items: readonly BuiltItem[]): Questionnaire {
  const { url, version, title, language = 'en', status = 'active', copyright, description, variables = {} } = details;
  const written = Object.entries(variables).map(([name, expression]) => ({
    url: extensionUrls.variable,
    [elementOf('value', 'Expression')]: { name, language: 'text/fhirpath', expression },
  }));
  const questionnaire: Questionnaire = {
    resourceType: 'Questionnaire',
    ...details.more,
    ...(written.length > 0 && { extension: written }),
    language,
    url,
    version,
    ...writeText('title', title, language),
    status,
    ...(description !== undefined && { description }),
    ...(copyright !== undefined && { copyright }),
    item: items.map((each) => each.toItem(language)),
  };
  const compiled = compileQuestionnaire(questionnaire);
  const issues = compiled.status === 'refused' ? [compiled.issue] : compiled.plan.issues;
  const faults = issues.filter(({ code }) => code !== 'expressions-not-loaded');
  if (faults.length > 0)
    throw new TypeError(faults.map((issue) => `${issue.pointer}: ${explainIssue(issue)}`).join('\n'));
  return questionnaire;
}
