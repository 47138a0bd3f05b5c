import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { phq9 } from '@openprm/questionnaire/instruments';
import { formOf } from '../../../testing/survey.fixture.ts';
import { Problem } from '../../problem.ts';
import { withKnownRules } from './known-instruments.ts';

describe('the rules of instruments that are known', () => {
  const none = { scores: [], safety: [] };
  const question = {
    linkId: '/44260-8',
    type: 'choice',
    text: 'Q',
    code: [{ system: 'http://loinc.org', code: '44260-8' }],
    answerOption: [{ valueCoding: { code: 'a' } }],
  };
  const form = { resourceType: 'Questionnaire', status: 'active', item: [question] };

  it('watch a question that may need help at once, whatever its form and its linkId are called', () => {
    assert.deepEqual(withKnownRules(formOf(phq9), none).safety, [{ linkId: 'phq-9-9', atLeast: 1 }]);
    assert.deepEqual(withKnownRules(form, none).safety, [{ linkId: '/44260-8', atLeast: 1 }]);
    const later = { scores: [], safety: [{ linkId: '/44260-8', atLeast: 3 }] };
    assert.deepEqual(
      withKnownRules(form, later).safety,
      [{ linkId: '/44260-8', atLeast: 1 }],
      'the stricter one holds',
    );
  });

  it('want to be told which question it is where the form says that it has one', () => {
    const item = [{ linkId: 'neun', type: 'choice', text: 'Frage 9', answerOption: question.answerOption }];
    const translated = { ...form, code: [{ system: 'http://loinc.org', code: '44249-1' }], item };
    assert.throws(
      () => withKnownRules(translated, none),
      (error) => error instanceof Problem && error.extras.issues?.[0]?.path === '/body/safety',
    );
    const safety = [{ linkId: 'neun', atLeast: 1 }];
    assert.deepEqual(withKnownRules(translated, { scores: [], safety }).safety, safety);
  });
});
