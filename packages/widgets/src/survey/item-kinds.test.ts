import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileQuestionnaire } from '@openprm/questionnaire';
import { item } from '@openprm/questionnaire/builder';
import { kindOf, scaleNumbers } from './item-kinds.ts';
import { formOf } from './survey-forms.fixture.ts';

test('a slider of few steps is a row of those that it has', () => {
  const of = (min: number, max: number, step?: number) => {
    const compiled = compileQuestionnaire(
      formOf([
        item.integer('a', 'A', {
          control: 'slider',
          min,
          max,
          ...(step !== undefined && {
            extension: [
              {
                url: 'http://hl7.org/fhir/StructureDefinition/questionnaire-sliderStepValue',
                valueInteger: step,
              },
            ],
          }),
        }),
      ]),
    );
    assert.ok(compiled.status === 'ready');
    const { plan } = compiled;
    const [first] = plan.items;
    return first && (scaleNumbers(first)?.join(' ') ?? kindOf(plan, first));
  };
  assert.equal(of(0, 10), '0 1 2 3 4 5 6 7 8 9 10');
  assert.equal(of(0, 10, 2), '0 2 4 6 8 10');
  assert.equal(of(1, 10, 4), '1 5 9');
  assert.equal(of(0, 100, 10), '0 10 20 30 40 50 60 70 80 90 100');
  assert.equal(of(0, 100, 5), 'slider');
  assert.equal(of(0, 11), 'slider');
});
