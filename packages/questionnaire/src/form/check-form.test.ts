import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  answer,
  coding,
  core,
  decimal,
  extension,
  formOf,
  integer,
  nodeOf,
  options,
  planOf,
  text,
} from '../form.fixture.ts';
import { addEntry, checkForm, startForm, type AnswerValue, type FormState, type Plan } from '../index.ts';

const codes = (plan: Plan, state: FormState) => checkForm(plan, state).map(({ code }) => code);
const limit = (name: string, value: object) => extension(`${core}${name}`, value);
const of = (type: 'date' | 'dateTime' | 'time' | 'uri', value: string): AnswerValue => ({ type, value });

/** With an option that excludes all others. */
const excluding = {
  type: 'open-choice',
  repeats: true,
  answerOption: [
    ...options('a'),
    ...options('none').map((each) => ({
      ...each,
      extension: [limit('questionnaire-optionExclusive', { valueBoolean: true })],
    })),
  ],
};

/** Item, answers, and what is found. */
const table: readonly (readonly [object, readonly AnswerValue[], readonly string[]])[] = [
  [{ type: 'string', required: true }, [], ['required']],
  [{ type: 'string', required: true }, [text('')], ['required']],
  [{ type: 'string', required: true }, [text('x')], []],
  [{ type: 'boolean' }, [text('x')], ['wrong-type']],
  [{ type: 'integer' }, [integer(2 ** 40)], ['wrong-type']],
  [{ type: 'integer' }, [{ type: 'integer', value: 1.5 }], ['wrong-type']],
  [{ type: 'decimal' }, [integer(4)], []],
  [{ type: 'decimal' }, [decimal(Infinity)], ['wrong-type']],
  [{ type: 'string', maxLength: 3 }, [text('abcd')], ['too-long']],
  [{ type: 'string', maxLength: 3 }, [text('👍👍👍')], []],
  [{ type: 'text' }, [text('x'.repeat(100_001))], ['too-long']],
  [{ type: 'string', extension: [limit('minLength', { valueInteger: 3 })] }, [text('ab')], ['too-short']],
  [{ type: 'string', extension: [limit('regex', { valueString: '[A-Z]{2}\\d+' })] }, [text('AB1')], []],
  [{ type: 'string', extension: [limit('regex', { valueString: '[A-Z]{2}\\d+' })] }, [text('xAB1')], ['pattern']],
  [{ type: 'integer', extension: [limit('minValue', { valueInteger: 0 })] }, [integer(-1)], ['below-min']],
  [{ type: 'integer', extension: [limit('maxValue', { valueInteger: 10 })] }, [integer(11)], ['above-max']],
  [
    { type: 'date', extension: [limit('maxValue', { valueDate: '2026-01-01' })] },
    [of('date', '2026-01-02')],
    ['above-max'],
  ],
  [
    { type: 'decimal', extension: [limit('maxDecimalPlaces', { valueInteger: 1 })] },
    [decimal(1.25)],
    ['too-many-decimals'],
  ],
  [
    { type: 'decimal', extension: [limit('maxDecimalPlaces', { valueInteger: 1 })] },
    [decimal(1e-7)],
    ['too-many-decimals'],
  ],
  [{ type: 'date' }, [of('date', '2026-02-30')], ['wrong-type']],
  [{ type: 'date' }, [of('date', '2024-02-29')], []],
  [{ type: 'date' }, [of('date', '2024-02')], []],
  [{ type: 'date' }, [of('date', '24-2-1')], ['wrong-type']],
  [{ type: 'dateTime' }, [of('dateTime', '2024-02-29T25:00:00Z')], ['wrong-type']],
  [{ type: 'dateTime' }, [of('dateTime', '2024-02-29T23:59:59.5+05:45')], []],
  [{ type: 'time' }, [of('time', '24:00:00')], ['wrong-type']],
  [{ type: 'time' }, [of('time', '23:59:00')], []],
  [{ type: 'url' }, [of('uri', 'javascript')], ['wrong-type']],
  [{ type: 'url' }, [of('uri', 'https://a.example/x')], []],
  [{ type: 'choice', answerOption: options('a') }, [coding('b')], ['not-an-option']],
  [{ type: 'choice', answerOption: options('a') }, [coding('a')], []],
  [{ type: 'choice', answerOption: options('a') }, [text('typed')], ['wrong-type']],
  [{ type: 'open-choice', answerOption: options('a') }, [text('typed')], []],
  [{ type: 'choice', answerOption: [{ valueString: 'x' }] }, [text('x')], []],
  [{ type: 'choice', answerOption: [{ valueInteger: 1 }] }, [integer(2)], ['not-an-option']],
  [{ type: 'choice', answerValueSet: 'https://elsewhere.example' }, [coding('any')], []],
  [{ type: 'choice', answerOption: options('a', 'b') }, [coding('a'), coding('b')], ['too-many']],
  [
    {
      type: 'string',
      repeats: true,
      extension: [
        limit('questionnaire-minOccurs', { valueInteger: 2 }),
        limit('questionnaire-maxOccurs', { valueInteger: 2 }),
      ],
    },
    [text('a')],
    ['too-few'],
  ],
  [
    { type: 'string', repeats: true, extension: [limit('questionnaire-maxOccurs', { valueInteger: 1 })] },
    [text('a'), text('b')],
    ['too-many'],
  ],
  [
    { type: 'attachment', extension: [limit('maxSize', { valueDecimal: 1 })] },
    [{ type: 'Attachment', value: { size: 1_000_001 } }],
    ['file-too-large'],
  ],
  [
    { type: 'attachment', extension: [limit('mimeType', { valueCode: 'image/*' })] },
    [{ type: 'Attachment', value: { contentType: 'application/pdf' } }],
    ['file-type'],
  ],
  [
    { type: 'attachment', extension: [limit('mimeType', { valueCode: 'image/*' })] },
    [{ type: 'Attachment', value: { contentType: 'image/png' } }],
    [],
  ],
  [excluding, [coding('none'), coding('a')], ['exclusive']],
  [excluding, [text('typed'), coding('none')], ['exclusive']],
  [excluding, [coding('none')], []],
  [excluding, [coding('a'), text('typed')], []],
  [
    {
      type: 'quantity',
      extension: [
        extension('http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-minQuantity', {
          valueQuantity: { value: 1, code: 'kg' },
        }),
      ],
    },
    [{ type: 'Quantity', value: { value: 0.5, code: 'kg' } }],
    ['below-min'],
  ],
];

test('each rule of an item finds what breaks it', () => {
  for (const [item, values, expected] of table) {
    const plan = planOf(formOf([{ linkId: 'q', ...item }]));
    const state = answer(plan, startForm(plan), 'q', values).state;
    assert.deepEqual(codes(plan, state), expected, JSON.stringify([item, values]).slice(0, 200));
  }
});

test('what is not enabled is not checked, and a group that is required needs an answer in it', () => {
  const plan = planOf(
    formOf([
      { linkId: 'on', type: 'boolean' },
      {
        linkId: 'off',
        type: 'string',
        required: true,
        enableWhen: [{ question: 'on', operator: '=', answerBoolean: true }],
      },
      { linkId: 'g', type: 'group', required: true, repeats: true, item: [{ linkId: 'a', type: 'string' }] },
    ]),
  );
  let state = startForm(plan);
  assert.deepEqual(checkForm(plan, state), [{ code: 'required', key: nodeOf(plan, state, 'g').key }]);
  state = addEntry(plan, state, nodeOf(plan, state, 'g').key).state;
  assert.deepEqual(codes(plan, answer(plan, state, 'a', [text('x')], 1).state), []);
});

test('patterns that could take for ever are not run', () => {
  const refused = [
    '(a+)+',
    '(a|b)*',
    '((a+))+',
    '(a*)*',
    '(?:x{1,}){2,}',
    '\\d+\\d+\\d+\\d+',
    '(a)\\1',
    '(?=a)b',
    '(',
    'a'.repeat(301),
  ];
  for (const source of refused) {
    const plan = planOf(
      formOf([{ linkId: 'q', type: 'string', extension: [limit('regex', { valueString: source })] }]),
    );
    assert.deepEqual(
      plan.issues.map(({ code }) => code),
      ['bad-pattern'],
      source,
    );
  }
  for (const source of ['[a-z]+@[a-z]+\\.[a-z]{2,}', '\\d{5}(-\\d{4})?', '(?:left|right)', '(ab){2}']) {
    const plan = planOf(
      formOf([{ linkId: 'q', type: 'string', extension: [limit('regex', { valueString: source })] }]),
    );
    assert.deepEqual(plan.issues, [], source);
  }
});

test('minOccurs of a group counts instances with an answer', () => {
  const plan = planOf(
    formOf([
      {
        linkId: 'g',
        type: 'group',
        repeats: true,
        extension: [limit('questionnaire-minOccurs', { valueInteger: 2 })],
        item: [{ linkId: 'a', type: 'string' }],
      },
    ]),
  );
  const start = startForm(plan);
  assert.deepEqual(codes(plan, start), []);
  const one = answer(plan, start, 'a', [text('x')]).state;
  assert.deepEqual(codes(plan, one), ['too-few']);
  assert.deepEqual(codes(plan, answer(plan, one, 'a', [text('y')], 1).state), []);
});
