import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FhirResource } from '@openprm/contract';
import { resumeForm } from '@openprm/questionnaire';
import { compileForm } from '../surveys/compile-form.ts';
import type { StoredRecoveryRule } from '../surveys/recovery-rule.ts';
import { recoveryReasons } from './find-reasons.ts';
import { countedAnswers } from './score-answers.ts';

const option = (code: string, points: number) => ({
  valueCoding: { system: 'urn:wrong', code },
  extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/ordinalValue', valueDecimal: points }],
});
const form = {
  resourceType: 'Questionnaire',
  status: 'active',
  url: 'urn:form',
  version: '1',
  title: 'Your visit',
  item: [
    {
      linkId: 'what',
      type: 'choice',
      repeats: true,
      answerOption: [option('nothing', 0), option('wait', 2), option('rude', 3)],
    },
    { linkId: 'stay', type: 'group', repeats: true, item: [{ linkId: 'minutes', type: 'integer' }] },
    {
      linkId: 'more',
      type: 'integer',
      enableWhen: [{ question: 'what', operator: 'exists', answerBoolean: false }],
    },
    { linkId: 'comment', type: 'text' },
  ],
};
const none = { scoreId: null, linkId: null, atMost: null, atLeast: null, words: [], dueMinutes: 60 };
const answerRule = (linkId: string, bounds: Partial<StoredRecoveryRule>): StoredRecoveryRule => ({
  ...none,
  kind: 'answer',
  linkId,
  ...bounds,
});

/** Whether a rule opens a task for a complete response. */
function isFound(rule: StoredRecoveryRule, item: readonly object[]): boolean {
  const plan = compileForm(JSON.stringify(form), 0);
  const response: FhirResource = { resourceType: 'QuestionnaireResponse', status: 'completed', item };
  const { state } = resumeForm(plan, response);
  return recoveryReasons([rule], plan, { response, counted: countedAnswers(plan, state), scores: [] }).length > 0;
}

test('a rule on an answer finds one of several', () => {
  const what = (...codes: readonly string[]) => [
    { linkId: 'what', answer: codes.map((code) => ({ valueCoding: { system: 'urn:wrong', code } })) },
  ];
  const stay = (...minutes: readonly number[]) =>
    minutes.map((valueInteger) => ({ linkId: 'stay', item: [{ linkId: 'minutes', answer: [{ valueInteger }] }] }));
  const rows: readonly [StoredRecoveryRule, readonly object[], boolean][] = [
    [answerRule('what', { atLeast: 2 }), what('wait'), true],
    [answerRule('what', { atLeast: 2 }), what('wait', 'rude'), true],
    [answerRule('what', { atLeast: 3 }), what('nothing', 'rude'), true],
    [answerRule('what', { atLeast: 3 }), what('nothing', 'wait'), false],
    [answerRule('what', { atMost: 0 }), what('nothing', 'rude'), true],
    // neither of them alone is within both
    [answerRule('what', { atLeast: 1, atMost: 1 }), what('nothing', 'rude'), false],
    [answerRule('minutes', { atLeast: 60 }), stay(90), true],
    [answerRule('minutes', { atLeast: 60 }), stay(10, 90, 80), true],
    [answerRule('minutes', { atLeast: 60 }), stay(10, 20), false],
    // what the form does not ask does not count
    [answerRule('more', { atLeast: 1 }), [...what('wait'), { linkId: 'more', answer: [{ valueInteger: 9 }] }], false],
    [answerRule('what', { atLeast: 0 }), [], false],
  ];
  for (const [rule, item, expected] of rows) assert.equal(isFound(rule, item), expected, JSON.stringify([rule, item]));
});
