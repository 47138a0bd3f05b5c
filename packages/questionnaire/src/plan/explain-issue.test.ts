import assert from 'node:assert/strict';
import { test } from 'node:test';
import { core, extension, formOf, planOf } from '../form.fixture.ts';
import { compileQuestionnaire, explainIssue } from '../index.ts';

test('a fault is told in words: what is wrong, what becomes of it, what to do', () => {
  const form = formOf([
    { linkId: 'a', type: 'hologram' },
    { linkId: 'b', type: 'string', enableWhen: [{ question: 'x', operator: '=', answerString: 'y' }] },
    { linkId: 'c', type: 'string', enableWhen: [{ question: 'b', operator: 'like', answerString: 'y' }] },
    { linkId: 'd', type: 'string', extension: [extension(`${core}regex`, { valueString: '(a+)+' })] },
  ]);
  assert.deepEqual(
    planOf(form)
      .issues.map(explainIssue)
      .map((words) => words.replace(/: group.*?\./, '.')),
    [
      '"hologram" is no item type of FHIR R4. It is not asked, nor is what stands below it.',
      'A pattern may not repeat without an end a group that itself repeats or chooses: it could take for ever. It is not checked.',
      'No item has the linkId "x". The condition counts as one that holds.',
      'An operator is one of exists = != > < >= <=. The condition counts as one that holds.',
    ],
  );
  const refused = compileQuestionnaire(formOf([{}, {}, {}]), { limits: { depth: 80, nodes: 3 } });
  assert.equal(
    refused.status === 'refused' && explainIssue(refused.issue),
    'The form has more than 3 objects and lists, or one of them holds itself.',
  );
});
