import type { Issue, IssueCode } from './issues.ts';
import { itemTypes, operators } from './plan.ts';

const patterns: Readonly<Record<string, string>> = {
  length: 'A pattern is a text of at most 300 characters.',
  reference: 'A pattern may have no back reference and no look-ahead or look-behind.',
  nested: 'A pattern may not repeat without an end a group that itself repeats or chooses: it could take for ever.',
  repeats:
    'The repeats and choices of a pattern multiply, {0,99} and ? too, and these could take for ever. Three repeats without an end are fine.',
  syntax: 'The pattern is no regular expression.',
};

const conditions: Readonly<Record<string, string>> = {
  row: 'A condition is an object with question, operator and answer[x].',
  own: 'An item cannot depend on its own answer.',
  unanswered: 'The item that is asked about has no answer: it is a group or a display.',
  operator: `An operator is one of ${operators.join(' ')}.`,
  answer: 'A condition has one answer[x] of a type that the question has.',
  exists: 'exists goes with answerBoolean.',
  order: 'The operator needs a type with an order, and this one has none.',
};

const texts: Readonly<Record<IssueCode, (detail: string) => string>> = {
  'not-a-questionnaire': () => 'A form is an object with resourceType "Questionnaire".',
  'too-large': (limit) => `The form has more than ${limit} objects and lists, or one of them holds itself.`,
  'too-deep': (limit) => `The form is more than ${limit} levels deep, or something in it holds itself.`,
  'unknown-modifier': () => 'A modifierExtension may change what the form means, and none is known here. Take it out.',
  'not-an-item': () => 'item is a list of objects, each with linkId and type. This is none, and is not asked.',
  'missing-link-id': () => notAsked('An item needs a linkId: its answers are kept by it.'),
  'duplicate-link-id': (linkId) => notAsked(`Another item has the linkId ${linkId}.`),
  'unknown-type': (type) => notAsked(`${type} is no item type of FHIR R4: ${itemTypes.join(', ')}.`),
  'misplaced-items': () =>
    'A display has no place for answers, so what stands below it is not asked. Put it into a group. (que-1)',
  'bad-option': () =>
    'An option has one of valueCoding, valueString, valueInteger, valueDate, valueTime, valueReference. This one is not offered.',
  'bad-initial': (type) => `An initial value here is ${type}. This one is left out.`,
  'missing-options': () => 'A choice needs answerOption or answerValueSet. Without them nothing can be chosen.',
  'missing-value-set': (address) =>
    `The form contains no value set ${address} with its codes. List them, or give an address so that the host can expand it.`,
  'bad-pattern': (kind) => `${patterns[kind] ?? ''} It is not checked.`,
  'bad-condition': (kind) => `${conditions[kind] ?? ''} The condition counts as one that holds.`,
  'missing-source': (linkId) => `No item has the linkId ${linkId}. The condition counts as one that holds.`,
  'missing-behavior': () =>
    'With several conditions, enableBehavior says whether all must hold or any. Taken as any, so that less is hidden.',
  'condition-cycle': (names) =>
    `These items depend on one another: ${names}. Each is looked at once, in the form's order.`,
  'bad-expression': (reason) => `${reason} The expression does nothing.`,
  'expressions-not-loaded': () =>
    'The form has expressions, and the part that runs them was not loaded. They do nothing.',
};

function notAsked(reason: string): string {
  return `${reason} It is not asked, nor is what stands below it.`;
}

/** A fault in English, for who made the form: what is wrong, what becomes of it, what to do. Apart from the engine, so that a page that shows forms does not load it. */
export function explainIssue({ code, detail = '' }: Issue): string {
  return texts[code](detail);
}
