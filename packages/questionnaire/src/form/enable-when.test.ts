import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { answer, boolean, coding, formOf, integer, nodeOf, options, planOf, shown, text } from '../form.fixture.ts';
import { addEntry, operators, resumeForm, startForm, writeValue, type AnswerValue, type Operator } from '../index.ts';

type Verdict = Readonly<Record<Exclude<Operator, 'exists'>, boolean | 'refused'>>;

const equal: Verdict = { '=': true, '!=': false, '>': false, '<': false, '>=': true, '<=': true };
const less: Verdict = { '=': false, '!=': true, '>': false, '<': true, '>=': false, '<=': true };
const greater: Verdict = { '=': false, '!=': true, '>': true, '<': false, '>=': true, '<=': false };
const unordered = (verdict: Verdict): Verdict => ({
  ...verdict,
  '>': 'refused',
  '<': 'refused',
  '>=': 'refused',
  '<=': 'refused',
});
const same = unordered(equal);
const other = unordered(less);
/** Other precision, other unit: it cannot be told, so nothing holds. */
const open: Verdict = { '=': false, '!=': false, '>': false, '<': false, '>=': false, '<=': false };
const unanswered: Verdict = { '=': false, '!=': true, '>': false, '<': false, '>=': false, '<=': false };

const of = (type: 'date' | 'dateTime' | 'time' | 'uri' | 'string', value: string): AnswerValue => ({ type, value });
const quantity = (value: number, code: string): AnswerValue => ({
  type: 'Quantity',
  value: { value, code, system: 'http://unitsofmeasure.org' },
});
const reference = (to: string): AnswerValue => ({ type: 'Reference', value: { reference: to } });

/** Item type, what the condition asks for, and pairs of an answer with what follows. */
const table: readonly (readonly [string, AnswerValue, readonly (readonly [AnswerValue | undefined, Verdict])[]])[] = [
  [
    'boolean',
    boolean(true),
    [
      [boolean(true), same],
      [boolean(false), other],
      [undefined, unordered(unanswered)],
    ],
  ],
  [
    'integer',
    integer(5),
    [
      [integer(5), equal],
      [integer(4), less],
      [integer(6), greater],
      [undefined, unanswered],
    ],
  ],
  [
    'decimal',
    { type: 'decimal', value: 1 },
    [
      [{ type: 'decimal', value: 1.0 }, equal],
      [{ type: 'integer', value: 1 }, equal],
      [{ type: 'decimal', value: 0.9 }, less],
      [{ type: 'decimal', value: 1.5 }, greater],
      [undefined, unanswered],
    ],
  ],
  [
    'date',
    of('date', '2024-03-10'),
    [
      [of('date', '2024-03-10'), equal],
      [of('date', '2024-03-09'), less],
      [of('date', '2024-04-01'), greater],
      [of('date', '2024-02'), less],
      [of('date', '2024'), open],
      [undefined, unanswered],
    ],
  ],
  [
    'dateTime',
    of('dateTime', '2024-03-10T10:00:00+01:00'),
    [
      [of('dateTime', '2024-03-10T09:00:00Z'), equal],
      [of('dateTime', '2024-03-10T10:00:00+02:00'), less],
      [of('dateTime', '2024-03-10T09:00:01Z'), greater],
      [of('dateTime', '2024-03-11'), greater],
      [of('dateTime', '2024-03-10'), open],
      [undefined, unanswered],
    ],
  ],
  [
    'time',
    of('time', '10:30:00'),
    [
      [of('time', '10:30:00'), equal],
      [of('time', '09:59:59'), less],
      [of('time', '10:30:01'), greater],
      [undefined, unanswered],
    ],
  ],
  [
    'string',
    text('m'),
    [
      [text('m'), equal],
      [text('a'), less],
      [text('z'), greater],
      [undefined, unanswered],
    ],
  ],
  [
    'text',
    text('m'),
    [
      [text('m'), equal],
      [text('M'), less],
      [undefined, unanswered],
    ],
  ],
  [
    'url',
    of('uri', 'https://a.example'),
    [
      [of('uri', 'https://a.example'), equal],
      [of('uri', 'https://b.example'), greater],
      [undefined, unanswered],
    ],
  ],
  [
    'choice',
    coding('a'),
    [
      [coding('a'), same],
      [coding('b'), other],
      [coding('a', 'https://other.example'), other],
      [undefined, unordered(unanswered)],
    ],
  ],
  [
    'open-choice',
    coding('a'),
    [
      [coding('a'), same],
      [text('a'), other],
      [undefined, unordered(unanswered)],
    ],
  ],
  [
    'quantity',
    quantity(70, 'kg'),
    [
      [quantity(70, 'kg'), equal],
      [quantity(69.9, 'kg'), less],
      [quantity(70.1, 'kg'), greater],
      [quantity(70, 'g'), open],
      [undefined, unanswered],
    ],
  ],
  [
    'reference',
    reference('Patient/1'),
    [
      [reference('Patient/1'), same],
      [reference('Patient/2'), other],
      [undefined, unordered(unanswered)],
    ],
  ],
];

const choiceOptions = (type: string) => (type.endsWith('choice') ? { answerOption: options('a', 'b') } : {});

function formAsking(type: string, rows: readonly object[], more: object = {}) {
  return planOf(
    formOf([
      { linkId: 'source', type, ...choiceOptions(type) },
      { linkId: 'asked', type: 'string', enableWhen: rows.map((row) => ({ question: 'source', ...row })), ...more },
    ]),
  );
}

describe('enableWhen', () => {
  for (const [type, asked, answers] of table) {
    test(`${type}: every operator, alone and with any and all`, () => {
      for (const [given, verdict] of answers) {
        for (const operator of operators) {
          const isExists = operator === 'exists';
          const expected = isExists ? given !== undefined : verdict[operator];
          const row = { operator, ...(isExists ? { answerBoolean: true } : writeValue(asked, 'answer')) };
          const isShown = (rows: readonly object[], more: object = {}) => {
            const plan = formAsking(type, rows, more);
            const start = startForm(plan);
            const state = given ? answer(plan, start, 'source', [given]).state : start;
            return { plan, isShown: shown(plan, state).includes('asked') };
          };
          const what = `${type} ${JSON.stringify(given?.value)} ${operator} ${JSON.stringify(asked.value)}`;
          const alone = isShown([row]);
          if (expected === 'refused') {
            // What has no order is told of, and asked.
            assert.deepEqual(
              alone.plan.issues.map(({ code }) => code),
              ['bad-condition'],
              what,
            );
            assert.equal(alone.isShown, true, what);
            continue;
          }
          assert.deepEqual(alone.plan.issues, [], what);
          assert.equal(alone.isShown, expected, what);
          const holds = { operator: 'exists', answerBoolean: given !== undefined };
          const fails = { operator: 'exists', answerBoolean: given === undefined };
          for (const [second, isTrue] of [
            [holds, true],
            [fails, false],
          ] as const) {
            assert.equal(isShown([row, second], { enableBehavior: 'any' }).isShown, expected || isTrue, `any ${what}`);
            assert.equal(isShown([row, second], { enableBehavior: 'all' }).isShown, expected && isTrue, `all ${what}`);
          }
        }
      }
    });
  }

  test('exists false holds without an answer', () => {
    const plan = formAsking('integer', [{ operator: 'exists', answerBoolean: false }]);
    const start = startForm(plan);
    assert.deepEqual(shown(plan, start), ['source', 'asked']);
    assert.deepEqual(shown(plan, answer(plan, start, 'source', [integer(0)]).state), ['source']);
  });

  test('several conditions without enableBehavior hide less, and are told of', () => {
    const rows = [
      { operator: '=', answerInteger: 1 },
      { operator: '=', answerInteger: 2 },
    ];
    const plan = formAsking('integer', rows);
    assert.deepEqual(
      plan.issues.map(({ code, pointer }) => [code, pointer]),
      [['missing-behavior', '/item/1']],
    );
    assert.deepEqual(shown(plan, answer(plan, startForm(plan), 'source', [integer(2)]).state), ['source', 'asked']);
  });

  test('of several answers any is enough, and != needs that none is equal', () => {
    const asking = (operator: string) =>
      planOf(
        formOf([
          { linkId: 'source', type: 'choice', repeats: true, answerOption: options('a', 'b', 'c') },
          {
            linkId: 'asked',
            type: 'string',
            enableWhen: [{ question: 'source', operator, answerCoding: coding('b').value }],
          },
        ]),
      );
    const given = [coding('a'), coding('b')];
    for (const [operator, isShown] of [
      ['=', true],
      ['!=', false],
    ] as const) {
      const plan = asking(operator);
      assert.equal(shown(plan, answer(plan, startForm(plan), 'source', given).state).includes('asked'), isShown);
    }
  });

  test('a disabled group disables what stands in it, and its answers come back with it', () => {
    const plan = planOf(
      formOf([
        { linkId: 'has', type: 'boolean' },
        {
          linkId: 'group',
          type: 'group',
          enableWhen: [{ question: 'has', operator: '=', answerBoolean: true }],
          item: [
            { linkId: 'what', type: 'string' },
            {
              linkId: 'more',
              type: 'string',
              enableWhen: [{ question: 'what', operator: 'exists', answerBoolean: true }],
            },
          ],
        },
        {
          linkId: 'after',
          type: 'string',
          enableWhen: [{ question: 'more', operator: 'exists', answerBoolean: true }],
        },
      ]),
    );
    let state = answer(plan, startForm(plan), 'has', [boolean(true)]).state;
    state = answer(plan, state, 'what', [text('knee')]).state;
    state = answer(plan, state, 'more', [text('left')]).state;
    assert.deepEqual(shown(plan, state), ['has', 'group', 'what', 'more', 'after']);
    const off = answer(plan, state, 'has', [boolean(false)]).state;
    assert.deepEqual(shown(plan, off), ['has'], 'an answer in a disabled group counts as none');
    const on = answer(plan, off, 'has', [boolean(true)]).state;
    assert.deepEqual(shown(plan, on), shown(plan, state));
    assert.deepEqual(nodeOf(plan, on, 'more').entries[0]?.value, text('left'));
  });

  test('a source in the same repeat is the one of that instance; from outside any instance counts', () => {
    const plan = planOf(
      formOf([
        {
          linkId: 'drug',
          type: 'group',
          repeats: true,
          item: [
            { linkId: 'stopped', type: 'boolean' },
            {
              linkId: 'why',
              type: 'string',
              enableWhen: [{ question: 'stopped', operator: '=', answerBoolean: true }],
            },
          ],
        },
        { linkId: 'any', type: 'string', enableWhen: [{ question: 'stopped', operator: '=', answerBoolean: true }] },
      ]),
    );
    let state = startForm(plan);
    state = addEntry(plan, state, nodeOf(plan, state, 'drug').key).state;
    const change = answer(plan, state, 'stopped', [boolean(true)], 1);
    assert.equal(nodeOf(plan, change.state, 'why', 0).isEnabled, false);
    assert.equal(nodeOf(plan, change.state, 'why', 1).isEnabled, true);
    assert.equal(nodeOf(plan, change.state, 'any').isEnabled, true);
    assert.equal(change.evaluated, 2, 'the why of the other instance is not looked at');
  });

  test('an item below an answer asks about that answer alone', () => {
    const plan = planOf(
      formOf([
        {
          linkId: 'where',
          type: 'choice',
          repeats: true,
          answerOption: options('knee', 'hip'),
          item: [
            {
              linkId: 'side',
              type: 'string',
              enableWhen: [{ question: 'where', operator: '=', answerCoding: coding('knee').value }],
            },
          ],
        },
      ]),
    );
    const { state } = answer(plan, startForm(plan), 'where', [coding('knee'), coding('hip')]);
    assert.deepEqual(
      [0, 1].map((nth) => nodeOf(plan, state, 'side', nth).isEnabled),
      [true, false],
    );
  });

  test('cycles end, give the same whatever came before, and are told of', () => {
    const notTrue = (question: string) => ({ question, operator: '!=', answerBoolean: true });
    const plan = planOf(
      formOf([
        { linkId: 'a', type: 'boolean', enableWhen: [notTrue('c')] },
        { linkId: 'b', type: 'boolean', enableWhen: [notTrue('c')] },
        { linkId: 'c', type: 'boolean', enableWhen: [notTrue('a'), notTrue('b')], enableBehavior: 'all' },
      ]),
    );
    assert.deepEqual(
      plan.issues.map(({ code }) => code),
      ['condition-cycle'],
    );
    const start = startForm(plan);
    assert.deepEqual(shown(plan, start), ['a', 'b', 'c']);
    assert.deepEqual(shown(plan, answer(plan, start, 'c', [boolean(true)]).state), ['c']);
    const first = answer(plan, answer(plan, start, 'a', [boolean(true)]).state, 'b', [boolean(true)]).state;
    const second = answer(plan, answer(plan, start, 'b', [boolean(true)]).state, 'a', [boolean(true)]).state;
    assert.deepEqual(shown(plan, first), ['a', 'b']);
    assert.deepEqual(shown(plan, second), shown(plan, first));
    // what comes later counts by its answer alone, also while it is hidden
    for (const half of [first, second]) {
      const { state } = answer(plan, half, 'c', [boolean(true)]);
      assert.deepEqual(shown(plan, state), ['c']);
    }
  });

  test('a group that depends on a question of its own ends too', () => {
    const plan = planOf(
      formOf([
        {
          linkId: 'group',
          type: 'group',
          enableWhen: [{ question: 'inner', operator: '!=', answerBoolean: true }],
          item: [{ linkId: 'inner', type: 'boolean' }],
        },
      ]),
    );
    const start = startForm(plan);
    assert.deepEqual(shown(plan, start), ['group', 'inner']);
    assert.deepEqual(shown(plan, answer(plan, start, 'inner', [boolean(true)]).state), []);
  });

  test('what a broken condition belongs to is asked, and the pointer says where', () => {
    const broken: readonly (readonly [object, string])[] = [
      [{ question: 'nobody', operator: '=', answerInteger: 1 }, '/item/1/enableWhen/0/question'],
      [{ question: 'asked', operator: '=', answerString: 'x' }, '/item/1/enableWhen/0/question'],
      [{ question: 'source', operator: '~', answerInteger: 1 }, '/item/1/enableWhen/0/operator'],
      [{ question: 'source', operator: '=', answerInteger: '1' }, '/item/1/enableWhen/0'],
      [{ question: 'source', operator: '=', answerCoding: { code: 'x' } }, '/item/1/enableWhen/0'],
      [{ question: 'source', operator: 'exists', answerString: 'x' }, '/item/1/enableWhen/0'],
    ];
    for (const [row, pointer] of broken) {
      const plan = planOf(
        formOf([
          { linkId: 'source', type: 'integer' },
          { linkId: 'asked', type: 'string', enableWhen: [row] },
        ]),
      );
      assert.deepEqual(
        plan.issues.map((issue) => issue.pointer),
        [pointer],
      );
      assert.deepEqual(shown(plan, startForm(plan)), ['source', 'asked']);
    }
  });
});

test('an empty text is no answer', () => {
  const when = (answerBoolean: boolean) => [{ question: 'text', operator: 'exists', answerBoolean }];
  const plan = planOf(
    formOf([
      { linkId: 'text', type: 'string' },
      { linkId: 'there', type: 'string', enableWhen: when(true) },
      { linkId: 'missing', type: 'string', enableWhen: when(false) },
    ]),
  );
  const item = [{ linkId: 'text', answer: [{ valueString: '' }] }];
  const { state } = resumeForm(plan, { resourceType: 'QuestionnaireResponse', item });
  assert.deepEqual(shown(plan, state), ['text', 'missing']);
});
