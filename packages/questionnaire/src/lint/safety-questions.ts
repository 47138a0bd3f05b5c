import { objectsOf } from '../fhir/json.ts';
import { textIn } from '../fhir/texts.ts';
import { phq9 } from '../instruments/phq-9.ts';
import type { Plan, PlanItem } from '../plan/plan.ts';
import type { SafetyRule } from '../scores/score-rule.ts';

const loinc = 'http://loinc.org';

/** How a question is known whose answer may need help at once, whoever wrote the form: by the linkId of ours, by its code, by its words in English. Each has 0 points where all is well. */
const known = {
  linkIds: new Set(phq9.safety.map(({ linkId }) => linkId)),
  codes: new Set([
    // PHQ-9, ninth question
    '44260-8',
    // Columbia Suicide Severity Rating Scale, screener: wish to be dead, thoughts of suicide
    '93246-7',
    '93247-5',
  ]),
  words: [
    // PHQ-9
    'better off dead',
    // Edinburgh Postnatal Depression Scale, tenth question
    'thought of harming myself',
  ],
  /** Forms that have such a question. */
  urls: new Set<unknown>([phq9.questionnaire['url'], 'http://loinc.org/q/44249-1']),
  /** The same forms by their code: PHQ-9; Edinburgh Postnatal Depression Scale. */
  formCodes: new Set(['44249-1', '99046-5']),
};

/**
 * The questions of a form whose answers are known to need a look at once, each with a rule that watches it. What asks the same in another language without a code is not known: whoever makes a
 * survey of it gives the rule.
 */
export function findSafetyQuestions({ items }: Plan): readonly SafetyRule[] {
  return items.filter(isSafetyQuestion).map(({ linkId }) => ({ linkId, atLeast: 1 }));
}

function isSafetyQuestion({ linkId, valueType, definition }: PlanItem): boolean {
  if (valueType === undefined) return false;
  if (known.linkIds.has(linkId) || hasCode(definition['code'], known.codes)) return true;
  const text = (textIn(definition, 'text', 'en') ?? '').toLowerCase().replaceAll(/[^a-z]+/g, ' ');
  return known.words.some((words) => text.includes(words));
}

/** Whether a form says of itself that it is one with such a question, by its url or its code, whatever it asks. */
export function isSafetyForm({ questionnaire }: Pick<Plan, 'questionnaire'>): boolean {
  const [url] = String(questionnaire['url']).split('|');
  return known.urls.has(url) || hasCode(questionnaire['code'], known.formCodes);
}

const hasCode = (codings: unknown, codes: ReadonlySet<unknown>) =>
  objectsOf(codings).some(({ system, code }) => system === loinc && codes.has(code));
