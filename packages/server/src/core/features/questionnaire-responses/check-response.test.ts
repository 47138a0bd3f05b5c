import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FhirResource } from '@openprm/contract';
import { Problem } from '../../problem.ts';
import { compileForm } from '../surveys/compile-form.ts';
import { checkResponse } from './check-response.ts';

const hidden = { url: 'http://hl7.org/fhir/StructureDefinition/questionnaire-hidden', valueBoolean: true };
const asked = { linkId: 'asked', type: 'string', text: 'Asked?', required: true };

/** Codes of what is wrong with a complete response; none where it is taken. */
function faultsOf(items: readonly object[], answered: readonly object[]): readonly string[] {
  const form = { resourceType: 'Questionnaire', url: 'urn:form', version: '1', status: 'active', item: items };
  const plan = compileForm(JSON.stringify(form), 0);
  const response: FhirResource = { resourceType: 'QuestionnaireResponse', status: 'completed', item: answered };
  try {
    checkResponse({ mode: 'named', url: 'urn:form', version: '1' }, plan, response);
    return [];
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    return error.extras.issues?.map(({ code }) => code) ?? [];
  }
}

test('a required question that nobody can answer keeps no response from being complete', () => {
  const given = [{ linkId: 'asked', answer: [{ valueString: 'yes' }] }];
  const rows: readonly [object, readonly string[]][] = [
    [{ type: 'choice', answerValueSet: 'https://vs.example/elsewhere' }, []],
    [{ type: 'reference' }, []],
    [{ type: 'string', extension: [hidden] }, []],
    [{ type: 'string', readOnly: true }, []],
    [{ type: 'group', extension: [hidden], item: [{ linkId: 'inner', type: 'string', required: true }] }, []],
    [{ type: 'choice', answerOption: [{ valueString: 'one' }] }, ['required']],
    [{ type: 'open-choice', answerValueSet: 'https://vs.example/elsewhere' }, ['required']],
    [{ type: 'string' }, ['required']],
    [{ type: 'group', item: [{ linkId: 'inner', type: 'string', required: true }] }, ['required', 'required']],
  ];
  for (const [item, faults] of rows)
    assert.deepEqual(
      faultsOf([asked, { linkId: 'other', required: true, ...item }], given),
      faults,
      JSON.stringify(item),
    );
  assert.deepEqual(faultsOf([asked], []), ['required']);
});

test('and an answer of another type is refused wherever it stands', () => {
  const answered = [{ linkId: 'other', answer: [{ valueInteger: 5 }] }];
  assert.deepEqual(faultsOf([{ linkId: 'other', type: 'string', readOnly: true }], answered), ['wrong-type']);
});
