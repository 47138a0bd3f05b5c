import { compareValues } from '../fhir/compare-values.ts';
import type { AnswerValue } from '../fhir/answer-value.ts';
import { extensionsOf } from '../fhir/extensions.ts';
import { objectsOf, pointerTo } from '../fhir/json.ts';
import { textIn } from '../fhir/texts.ts';
import { findOption } from '../form/find-option.ts';
import type { Plan, PlanItem } from '../plan/plan.ts';
import type { Found } from './fault.ts';

/** What FHIR's own rules and good sense say of one item (https://hl7.org/fhir/R4/questionnaire.html#invs). */
export function checkItem(plan: Plan, item: PlanItem, languages: readonly string[]): readonly Found[] {
  if (item.type === 'broken') return [];
  return [
    ...checkPlaces(item),
    ...checkLimits(item),
    ...checkAnswerable(item),
    ...checkTexts(languages, item),
    ...checkConditions(plan, item),
  ];
}

/** Elements that may not stand at an item of its type. */
function checkPlaces({ definition, type, pointer, children }: PlanItem): readonly Found[] {
  const found: Found[] = [];
  const refuse = (element: string, rule: string, message: string) => {
    if (definition[element] === undefined) return;
    found.push(['error', 'wrong-place', pointerTo(pointer, element), `${message} (${rule})`]);
  };
  const isChoice = type === 'choice' || type === 'open-choice';
  if (type === 'display') {
    refuse('required', 'que-6', 'A display is not answered, so it cannot be required.');
    refuse('repeats', 'que-6', 'A display is not answered, so it cannot repeat.');
    refuse('readOnly', 'que-9', 'A display is not answered, so it cannot be read-only.');
  }
  if (type === 'group' && children.length === 0) {
    found.push(['error', 'wrong-place', pointer, 'A group has items below it. (que-1)']);
  }
  if (type === 'display' || type === 'group') refuse('initial', 'que-8', `A ${type} has no answer to begin with.`);
  if (!isChoice) {
    refuse('answerOption', 'que-5', 'Only choice and open-choice have options.');
    refuse('answerValueSet', 'que-5', 'Only choice and open-choice have a value set.');
  }
  if (definition['answerOption'] !== undefined) {
    refuse('answerValueSet', 'que-4', 'Options and a value set exclude each other.');
    refuse('initial', 'que-11', 'What is chosen to begin with is said by initialSelected.');
  }
  if (!['boolean', 'decimal', 'integer', 'string', 'text', 'url', 'open-choice'].includes(type)) {
    refuse('maxLength', 'que-10', `A ${type} has no length.`);
  }
  if (definition['repeats'] !== true && objectsOf(definition['initial']).length > 1) {
    found.push([
      'error',
      'wrong-place',
      pointerTo(pointer, 'initial'),
      'Only what repeats has several initial values. (que-13)',
    ]);
  }
  return found;
}

function checkLimits({ limits, minOccurs, maxOccurs, repeats, initial, pointer }: PlanItem): readonly Found[] {
  const crossed = (what: string): Found => [
    'error',
    'limits-crossed',
    pointer,
    `The least ${what} is more than the most.`,
  ];
  const { min, max, minLength = 0, maxLength = Infinity } = limits;
  const least = min && max ? (compareValues(min, max) ?? 0) : 0;
  return [
    ...(least > 0 ? [crossed('value')] : []),
    ...(minLength > maxLength ? [crossed('length')] : []),
    ...(repeats && minOccurs > maxOccurs ? [crossed('number of answers')] : []),
    ...(initial.length > maxOccurs ? [crossed('number of answers')] : []),
  ];
}

function checkAnswerable({
  definition,
  isRequired,
  isReadOnly,
  isHidden,
  initial,
  options,
  pointer,
}: PlanItem): readonly Found[] {
  const found: Found[] = [];
  const isGiven =
    initial.length > 0 ||
    extensionsOf(definition, 'calculatedExpression').length > 0 ||
    extensionsOf(definition, 'initialExpression').length > 0;
  if (isRequired && (isReadOnly || isHidden) && !isGiven) {
    const message =
      'It is required, nobody can answer it, and nothing answers it: give it an initial value or an expression.';
    found.push(['error', 'cannot-be-answered', pointer, message]);
  }
  const places = new Map<string, number>();
  options?.forEach((option, index) => {
    const key = keyOf(option.value);
    const first = places.get(key) ?? index;
    places.set(key, first);
    if (first < index) {
      const message = `The same as option ${first + 1}: answers cannot be told apart.`;
      found.push(['error', 'duplicate-option', pointerTo(pointer, 'answerOption', index), message]);
    }
  });
  return found;
}

/** The same text for two options whose answers cannot be told apart, so that thousands need not be compared with each other. Times and quantities are taken as they are written. */
function keyOf({ type, value }: AnswerValue): string {
  if (typeof value === 'number') return `number ${value}`;
  if (type === 'Coding')
    return value.code === undefined ? `words ${value.display}` : `code ${JSON.stringify([value.system, value.code])}`;
  return typeof value === 'object' ? JSON.stringify([type, value]) : `${type === 'uri' ? 'string' : type} ${value}`;
}

function checkTexts(
  languages: readonly string[],
  { definition, isHidden, pointer, options, type }: PlanItem,
): readonly Found[] {
  if (isHidden) return [];
  const found: Found[] = [];
  const hasText = typeof definition['text'] === 'string' && definition['text'] !== '';
  if (!hasText && type !== 'group')
    found.push(['warning', 'missing-text', pointer, 'Nobody can tell what is asked: give it a text.']);
  const [own, ...others] = languages;
  for (const language of hasText && own !== undefined ? others : []) {
    if (isTranslated(definition, 'text', language)) continue;
    found.push([
      'warning',
      'missing-translation',
      pointerTo(pointer, 'text'),
      `There is no text in ${language}, and other texts have one.`,
    ]);
  }
  const labels = options?.map((option) => option.label) ?? [];
  for (const language of own === undefined ? [] : others) {
    const isPartly = labels.some(({ holder, element }) => isTranslated(holder, element, language));
    const isWholly = labels.every(({ holder, element }) => isTranslated(holder, element, language));
    if (isPartly && !isWholly)
      found.push([
        'warning',
        'missing-translation',
        pointer,
        `Some options have a text in ${language}, and others have none.`,
      ]);
  }
  return found;
}

/** A translation may be the same word. */
function isTranslated(holder: PlanItem['definition'], element: string, language: string): boolean {
  const { [element]: _own, ...rest } = holder;
  return textIn(rest, element, language) !== undefined;
}

/** Conditions that no answer can meet. */
function checkConditions(plan: Plan, { conditions, pointer }: PlanItem): readonly Found[] {
  return conditions.flatMap((condition): readonly Found[] => {
    const source = plan.items[condition.source];
    if (condition.operator !== '=' || !source?.options || source.type === 'open-choice') return [];
    const isOffered = findOption(source.options, condition.answer) !== undefined;
    const message = `No option of ${JSON.stringify(source.linkId)} is what the condition asks for. Codings are equal by system and code.`;
    return isOffered ? [] : [['warning', 'never-true', pointerTo(pointer, 'enableWhen'), message]];
  });
}
