import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { coding, formOf, planOf } from '../form.fixture.ts';
import { checkForm, equalValues, faultsOf, resumeForm, type AnswerValue, type Option } from '../index.ts';
import { indexOptions } from '../lint.ts';
import { everyPointsOf } from '../scores.ts';
import { findOption } from './find-option.ts';

const optionOf = (value: AnswerValue): Option => ({
  value,
  label: { holder: {}, element: 'display' },
  isExclusive: false,
  isInitiallySelected: false,
});
const of = <Type extends AnswerValue['type']>(type: Type, value: unknown) => ({ type, value }) as AnswerValue;
const codingOf = (value: object) => of('Coding', value);

/** Answers that are alike and not the same, and the other way round. */
const values: readonly AnswerValue[] = [
  codingOf({ system: 's', code: 'a' }),
  codingOf({ system: 's', code: 'a', display: 'A' }),
  codingOf({ system: 't', code: 'a' }),
  codingOf({ code: 'a' }),
  codingOf({ display: 'a' }),
  codingOf({ system: 's', display: 'a' }),
  codingOf({ code: 'a', display: 'b' }),
  codingOf({}),
  of('string', 'a'),
  of('string', '1'),
  of('uri', 'a'),
  of('integer', 1),
  of('decimal', 1),
  of('decimal', -0),
  of('integer', 0),
  of('decimal', NaN),
  of('boolean', true),
  of('date', '2026-01-02'),
  of('dateTime', '2026-01-02'),
  of('date', '2026-01'),
  of('dateTime', '2026-01-02T00:00:00+14:00'),
  of('dateTime', '2026-01-01T10:00:00Z'),
  of('dateTime', '2026-01-01T10:00Z'),
  of('time', '10:30'),
  of('time', '10:30:00'),
  of('time', '10:30:00.0'),
  of('Quantity', { value: 1, unit: 'kg' }),
  of('Quantity', { value: 1, unit: 'kg', code: 'kg' }),
  of('Reference', { reference: 'Patient/1' }),
  of('Attachment', { url: 'https://x.example/1' }),
];

describe('an option of many', () => {
  const plan = planOf(formOf([{ linkId: 'q', type: 'choice' }]));

  test('is the first that is the same as the answer, as each with each would find it', () => {
    const some = fc.array(fc.constantFrom(...values), { maxLength: 12 });
    fc.assert(
      fc.property(some, fc.constantFrom(...values), (offered, answer) => {
        const all = offered.map(optionOf);
        indexOptions({ ...plan, items: plan.items.map((item) => ({ ...item, options: all })) });
        assert.equal(
          findOption(all, answer),
          all.find((option) => equalValues(option.value, answer) === true),
        );
      }),
      { numRuns: 2000 },
    );
  });

  test('is found without looking at all others for each answer', () => {
    const count = 2000;
    const answerOption = Array.from({ length: count }, (_, at) => ({ valueCoding: { system: 's', code: `c${at}` } }));
    const plan = planOf(formOf([{ linkId: 'q', type: 'choice', repeats: true, answerOption }]));
    const [item] = plan.items;
    assert.ok(item?.options);
    indexOptions(plan);
    let looks = 0;
    for (const option of item.options) {
      const { value } = option;
      Object.defineProperty(option, 'value', { get: () => ((looks += 1), value) });
    }
    const response = { resourceType: 'QuestionnaireResponse', item: [{ linkId: 'q', answer: answerOption }] };
    assert.deepEqual(checkForm(plan, resumeForm(plan, response).state), []);
    everyPointsOf(plan, response);
    for (const { valueCoding } of answerOption)
      assert.deepEqual(
        faultsOf(item, coding(`${valueCoding.code}?`)).map(({ code }) => code),
        ['not-an-option'],
      );
    assert.ok(looks <= 5 * count, `${looks} looks at ${count} options for ${3 * count} answers`);
  });
});
