import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { prepareExpressions } from '../expressions.ts';
import {
  answer,
  boolean,
  coding,
  core,
  decimal,
  expression,
  extension,
  formOf,
  integer,
  nodeOf,
  options,
  planOf,
  sdc,
  shown,
  text,
} from '../form.fixture.ts';
import {
  addEntry,
  buildResponse,
  checkForm,
  recalculate,
  resumeForm,
  setAnswers,
  startForm,
  type ExpressionContext,
  type FormState,
  type Plan,
} from '../index.ts';

const planWith = (item: readonly object[], more: object = {}, context: ExpressionContext = {}) =>
  planOf(formOf(item, more), { expressions: prepareExpressions, context });
const valueOf = (plan: Plan, state: FormState, linkId: string, nth = 0) =>
  nodeOf(plan, state, linkId, nth).entries[0]?.value?.value;
const valueAt = (linkId: string) => `%resource.descendants().where(linkId = '${linkId}').answer.value`;
const calculated = (written: string) => [expression(`${sdc}calculatedExpression`, written)];
const question = (linkId: string, type = 'integer', more: object = {}) => ({ linkId, type, ...more });

describe('expressions', () => {
  test('calculate from answers, by variables of the form and of groups, and only when those change', () => {
    const plan = planWith(
      [
        question('weight', 'decimal'),
        question('height', 'decimal'),
        question('unrelated'),
        {
          linkId: 'g',
          type: 'group',
          extension: [expression(`${core}variable`, `%metres * %metres`, 'square')],
          item: [question('bmi', 'decimal', { extension: calculated(`(%kg / %square).round(1)`) })],
        },
      ],
      {
        extension: [
          expression(`${core}variable`, `item.where(linkId = 'weight').answer.value`, 'kg'),
          expression(`${core}variable`, `item.where(linkId = 'height').answer.value / 100`, 'metres'),
        ],
      },
    );
    let state = startForm(plan);
    assert.deepEqual(plan.expressions?.failed(), []);
    assert.equal(valueOf(plan, state, 'bmi'), undefined);
    state = answer(plan, state, 'weight', [decimal(70)]).state;
    const change = answer(plan, state, 'height', [decimal(175)]);
    assert.equal(valueOf(plan, change.state, 'bmi'), 22.9);
    assert.deepEqual([change.evaluated, change.changed.length], [1, 2]);
    const other = answer(plan, change.state, 'unrelated', [integer(1)]);
    assert.deepEqual([other.evaluated, other.changed.length], [0, 1]);
    assert.equal(valueOf(plan, answer(plan, change.state, 'height', []).state, 'bmi'), undefined);
  });

  test('chains of calculations follow one another in one act', () => {
    const plan = planWith([
      question('c', 'integer', { extension: calculated(`${valueAt('b')} + 1`) }),
      question('b', 'integer', { extension: calculated(`${valueAt('a')} + 1`) }),
      question('a'),
    ]);
    const change = answer(plan, startForm(plan), 'a', [integer(1)]);
    assert.equal(valueOf(plan, change.state, 'c'), 3);
    assert.equal(change.evaluated, 2);
  });

  test('cycles of calculations end', () => {
    const plan = planWith([
      question('a', 'integer', { extension: calculated(`${valueAt('b')} + 1`) }),
      question('b', 'integer', { extension: calculated(`${valueAt('a')} + 1`) }),
      question('c', 'integer', { extension: calculated('%context.answer.value + 1') }),
    ]);
    assert.deepEqual(
      plan.issues.map(({ code }) => code),
      ['condition-cycle'],
    );
    const { state } = answer(plan, startForm(plan), 'a', [integer(1)]);
    assert.equal(valueOf(plan, state, 'b'), 2);
  });

  test('enable and disable: false, nothing, and with conditions beside', () => {
    const plan = planWith([
      question('age'),
      question('adult', 'string', { extension: [expression(`${sdc}enableWhenExpression`, `${valueAt('age')} >= 18`)] }),
      question('after', 'string', { enableWhen: [{ question: 'adult', operator: 'exists', answerBoolean: true }] }),
    ]);
    let state = startForm(plan);
    assert.deepEqual(shown(plan, state), ['age']);
    state = answer(plan, state, 'age', [integer(30)]).state;
    state = answer(plan, state, 'adult', [text('x')]).state;
    assert.deepEqual(shown(plan, state), ['age', 'adult', 'after']);
    assert.deepEqual(shown(plan, answer(plan, state, 'age', [integer(17)]).state), ['age']);
  });

  test('begin with what the host knows, and answers of a response are not calculated anew', () => {
    const item = [
      question('name', 'string', { extension: [expression(`${sdc}initialExpression`, `%patient.name.given.first()`)] }),
      question('born', 'date', { extension: [expression(`${sdc}initialExpression`, `%patient.birthDate`)] }),
      question('side', 'choice', {
        answerOption: options('left', 'right'),
        extension: [expression(`${sdc}initialExpression`, `'left'`)],
      }),
      question('today', 'date', { extension: calculated('today()') }),
      question('sum', 'integer', { extension: calculated('1 + 1') }),
    ];
    const context = {
      now: '2026-11-22T23:30:00-05:00',
      resources: { patient: { resourceType: 'Patient', name: [{ given: ['Dana'] }], birthDate: '1988-03-14' } },
    };
    const plan = planWith(item, {}, context);
    const state = startForm(plan);
    assert.deepEqual(
      ['name', 'born', 'today', 'sum'].map((linkId) => valueOf(plan, state, linkId)),
      ['Dana', '1988-03-14', '2026-11-22', 2],
    );
    assert.deepEqual(nodeOf(plan, state, 'side').entries[0]?.value, coding('left'));
    const changed = answer(plan, state, 'sum', [integer(5)]).state;
    const resumed = resumeForm(plan, buildResponse(plan, changed, { status: 'in-progress' })).state;
    assert.equal(valueOf(plan, resumed, 'sum'), 5);
    const unknown = planWith(item);
    assert.equal(valueOf(unknown, startForm(unknown), 'name'), undefined);
    assert.deepEqual(
      unknown.expressions?.failed().map(({ pointer, detail }) => [pointer.split('/')[2], detail]),
      [
        ['3', 'There is no time here.'],
        ['0', 'There is no %patient.'],
        ['1', 'There is no %patient.'],
      ],
    );
  });

  test('put answers into texts, as text only, and say which texts changed', () => {
    const piped = (written: string) => ({ extension: [expression(`${core}cqf-expression`, written)] });
    const plan = planWith([
      question('name', 'string'),
      question('how', 'string', { text: 'How are you?', _text: piped(`'How are you, ' & ${valueAt('name')} & '?'`) }),
      question('other', 'string'),
    ]);
    const start = startForm(plan);
    assert.equal(nodeOf(plan, start, 'how').text, 'How are you, ?');
    const hostile = '<img src=x onerror=alert(1)>';
    const change = answer(plan, start, 'name', [text(hostile)]);
    assert.equal(nodeOf(plan, change.state, 'how').text, `How are you, ${hostile}?`);
    assert.equal(change.changed.length, 2);
    assert.equal(answer(plan, change.state, 'other', [text('x')]).changed.length, 1);
  });

  test('constrain the form, an item, and each instance', () => {
    const constraint = (written: string, severity: string) =>
      extension(`${core}questionnaire-constraint`, {
        extension: [
          { url: 'key', valueId: 'k' },
          { url: 'severity', valueCode: severity },
          { url: 'expression', valueString: written },
          { url: 'human', valueString: `not: ${written}` },
        ],
      });
    const plan = planWith(
      [
        {
          linkId: 'stay',
          type: 'group',
          repeats: true,
          item: [
            question('from'),
            question('to', 'integer', { extension: [constraint('answer.value < 100', 'warning')] }),
          ],
        },
      ],
      { extension: [constraint('item.count() < 3', 'error')] },
    );
    let state = startForm(plan);
    assert.deepEqual(checkForm(plan, state), []);
    state = addEntry(plan, state, nodeOf(plan, state, 'stay').key).state;
    state = answer(plan, state, 'to', [integer(500)], 1).state;
    assert.deepEqual(checkForm(plan, state), [
      {
        code: 'constraint',
        severity: 'warning',
        human: 'not: answer.value < 100',
        key: nodeOf(plan, state, 'to', 1).key,
      },
    ]);
    state = addEntry(plan, state, nodeOf(plan, state, 'stay').key).state;
    for (const nth of [0, 1, 2]) state = answer(plan, state, 'from', [integer(1)], nth).state;
    assert.equal(checkForm(plan, state)[0]?.code, 'constraint');
  });

  test('score by the points of options, as forms that are published do', () => {
    const weighted = (...points: number[]) =>
      points.map((valueDecimal) => ({
        valueCoding: coding(`p${valueDecimal}`).value,
        extension: [extension(`${core}ordinalValue`, { valueDecimal })],
      }));
    const byHand = (linkId: string) =>
      `%questionnaire.item.where(linkId = '${linkId}').answerOption.where(valueCoding.code = %resource.item.where(linkId = '${linkId}').answer.valueCoding.code).extension.where(url = '${core}ordinalValue').valueDecimal`;
    const plan = planWith(
      [
        question('a', 'choice', { answerOption: weighted(0, 3) }),
        question('b', 'choice', { answerOption: weighted(0, 3) }),
        question('sum', 'decimal', {
          extension: calculated(
            'iif(%a.exists() or %b.exists(), iif(%a.exists(), %a, 0) + iif(%b.exists(), %b, 0), {})',
          ),
        }),
        question('short', 'decimal', {
          extension: calculated(`%resource.item.where(linkId in ('a' | 'b')).answer.value.ordinal().sum()`),
        }),
      ],
      { extension: [expression(`${core}variable`, byHand('a'), 'a'), expression(`${core}variable`, byHand('b'), 'b')] },
    );
    const start = startForm(plan);
    assert.equal(valueOf(plan, start, 'sum'), undefined);
    const change = answer(plan, start, 'b', [coding('p3')]);
    assert.deepEqual([valueOf(plan, change.state, 'sum'), valueOf(plan, change.state, 'short')], [3, 3]);
  });

  test('a broken one is told of with its place, and the rest works', () => {
    const plan = planWith([
      question('a', 'integer', { extension: calculated('1 +') }),
      question('b', 'string', { extension: [expression(`${sdc}enableWhenExpression`, 'nothing(')] }),
      question('c', 'boolean', { extension: calculated(`'x' + 1`) }),
      question('d', 'integer', { extension: calculated('2') }),
    ]);
    assert.deepEqual(
      plan.issues.map(({ code, pointer }) => `${code} ${pointer}`),
      [
        'bad-expression /item/0/extension/0/valueExpression/expression',
        'bad-expression /item/1/extension/0/valueExpression/expression',
      ],
    );
    const state = startForm(plan);
    assert.deepEqual(shown(plan, state), ['a', 'b', 'c', 'd']);
    assert.equal(valueOf(plan, state, 'd'), 2);
    assert.deepEqual(
      plan.expressions?.failed().map(({ pointer }) => pointer),
      ['/item/2/extension/0/valueExpression/expression'],
    );
  });

  test('without the part that runs them they do nothing, and that is told', () => {
    const plan = planOf(formOf([question('a', 'integer', { extension: calculated('2') }), question('b', 'boolean')]));
    assert.deepEqual(
      plan.issues.map(({ code }) => code),
      ['expressions-not-loaded'],
    );
    const state = answer(plan, startForm(plan), 'b', [boolean(true)]).state;
    assert.equal(valueOf(plan, state, 'a'), undefined);
  });

  test('in a repeat, %context is the instance', () => {
    const plan = planWith([
      {
        linkId: 'g',
        type: 'group',
        repeats: true,
        extension: [expression(`${core}variable`, `item.where(linkId = 'a').answer.value`, 'own')],
        item: [question('a'), question('twice', 'integer', { extension: calculated('%own * 2') })],
      },
    ]);
    let state = startForm(plan);
    state = addEntry(plan, state, nodeOf(plan, state, 'g').key).state;
    state = answer(plan, state, 'a', [integer(4)], 0).state;
    state = answer(plan, state, 'a', [integer(5)], 1).state;
    assert.deepEqual(
      [0, 1].map((nth) => valueOf(plan, state, 'twice', nth)),
      [8, 10],
    );
  });

  test('that fail take what they calculated before away', () => {
    const plan = planWith([
      question('a', 'integer', { repeats: true }),
      question('b', 'integer', { extension: calculated(`${valueAt('a')} + 1`) }),
    ]);
    const integers = (...values: readonly number[]) => values.map((value) => ({ type: 'integer', value }) as const);
    const start = startForm(plan);
    const key = nodeOf(plan, start, 'a').key;
    const once = setAnswers(plan, start, key, integers(2)).state;
    assert.equal(valueOf(plan, once, 'b'), 3);
    const twice = setAnswers(plan, once, key, integers(2, 7)).state;
    assert.equal(valueOf(plan, twice, 'b'), undefined);
    assert.equal(valueOf(plan, setAnswers(plan, twice, key, integers(7)).state, 'b'), 8);
  });

  test('calculate anew what a response says of what nobody can change, and nothing else', () => {
    const plan = planWith([
      question('a'),
      question('fixed', 'integer', { readOnly: true, extension: calculated(`${valueAt('a')} + 1`) }),
      question('open', 'integer', { extension: calculated(`${valueAt('fixed')} + 1`) }),
      question('next', 'integer', { readOnly: true, extension: calculated(`${valueAt('open')} + 1`) }),
    ]);
    const said = (linkId: string, valueInteger: number) => ({ linkId, answer: [{ valueInteger }] });
    const item = [said('a', 1), said('fixed', 7), said('open', 20)];
    const { state } = resumeForm(plan, { resourceType: 'QuestionnaireResponse', item });
    const anew = recalculate(plan, state);
    assert.deepEqual(
      ['fixed', 'open', 'next'].map((linkId) => valueOf(plan, anew, linkId)),
      [2, 20, 21],
    );
    assert.equal(valueOf(plan, state, 'fixed'), 7, 'a state is a value');
  });
});
