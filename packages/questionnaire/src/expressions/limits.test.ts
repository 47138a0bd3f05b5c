import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { prepareExpressions } from '../expressions.ts';
import { compileExpression } from '../fhirpath/compile-expression.ts';
import type { Syntax } from '../fhirpath/syntax.ts';
import { answer, core, expression, formOf, integer, nodeOf, planOf, sdc } from '../form.fixture.ts';
import { startForm, type ExpressionContext, type FormState, type Plan } from '../index.ts';
import { findSources } from './find-sources.ts';

const calculated = (linkId: string, written: string, type = 'integer') => ({
  linkId,
  type,
  extension: [expression(`${sdc}calculatedExpression`, written)],
});
const variables = (written: readonly (readonly [name: string, written: string])[]) => ({
  extension: written.map(([name, text]) => expression(`${core}variable`, text, name)),
});
const planWith = (item: readonly object[], more: object = {}, context: ExpressionContext = {}) =>
  planOf(formOf(item, more), { expressions: prepareExpressions, context });
const valueOf = (plan: Plan, state: FormState, linkId: string) => nodeOf(plan, state, linkId).entries[0]?.value?.value;

/** Each is twice the one before: without a memory the last one asks for the first a thousand times. */
const doubling = Array.from({ length: 10 }, (_, index) => [`v${index + 1}`, `%v${index} + %v${index}`] as const);
/** Some 120,000 steps. */
const ten = '(1|2|3|4|5|6|7|8|9|10)';
const long = `${ten}.select(${ten}.select(${ten}.select(${ten}.select(1 + 1)))).count()`;

describe('expressions that no answer can break', () => {
  const days = `(%resource.item.where(linkId = 'n').answer.value.toString() + ' days').toQuantity()`;
  const plan = planWith(
    [
      { linkId: 'n', type: 'integer' },
      calculated('when', `today() + ${days}`, 'date'),
      {
        linkId: 'asked',
        type: 'string',
        extension: [expression(`${sdc}enableWhenExpression`, `today() - ${days} > @2020-01-01`)],
      },
      calculated(
        'text',
        `(1|2|3|4|5|6|7|8|9).aggregate($total & $total & $total & $total, %resource.item.where(linkId = 'n').answer.value.toString())`,
        'string',
      ),
    ],
    {},
    { now: '2026-11-23T10:00:00Z' },
  );

  test('give nothing where a number is beyond the calendar, and go on', () => {
    fc.assert(
      fc.property(fc.integer(), (days) => {
        const state = answer(plan, startForm(plan), 'n', [integer(days)]).state;
        const when = valueOf(plan, state, 'when');
        return when === undefined || /^\d{4}-\d\d-\d\d$/.test(String(when));
      }),
    );
    const three = answer(plan, startForm(plan), 'n', [integer(3)]).state;
    assert.equal(valueOf(plan, three, 'when'), '2026-11-26');
    assert.equal(valueOf(plan, answer(plan, three, 'n', [integer(999_999_999)]).state, 'when'), undefined);
    assert.ok(plan.expressions?.failed().some(({ detail }) => detail === 'The text is too long.'));
  });

  test('fail alone where they go beyond what can be computed', () => {
    const resources = Object.defineProperty({}, 'odd', {
      enumerable: true,
      get: () => {
        throw new RangeError('said 999');
      },
    });
    const other = planWith([calculated('odd', '%odd'), calculated('even', '2')], {}, { resources });
    assert.equal(valueOf(other, startForm(other), 'even'), 2);
    assert.deepEqual(
      other.expressions?.failed().map(({ detail }) => detail),
      ['It cannot be computed.'],
    );
  });
});

describe('expressions that ask for one another', () => {
  test('have each variable evaluated once', () => {
    let asked = 0;
    const resources = Object.defineProperty({}, 'seed', { enumerable: true, get: () => (asked += 1) && 1 });
    const plan = planWith([calculated('last', '%v10')], variables([['v0', '%seed'], ...doubling]), { resources });
    assert.equal(valueOf(plan, startForm(plan), 'last'), 1024);
    assert.equal(asked, 1);
  });

  test('are looked through once for what they read', () => {
    const syntaxes = new Map<string, Syntax>(doubling.map(([name, text]) => [name, compileExpression(text).syntax]));
    syntaxes.set('v0', compileExpression(`item.where(linkId = 'a').answer.value`).syntax);
    const asked: string[] = [];
    const reads = findSources({ syntax: compileExpression('%v10').syntax, linkId: 'last' }, (name) => {
      asked.push(name);
      const syntax = syntaxes.get(name);
      return syntax && { syntax };
    });
    assert.deepEqual(reads, new Set(['a']));
    assert.equal(asked.length, 11);
  });

  test('share the steps of one evaluation', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    const sum = (count: number) =>
      names
        .slice(0, count)
        .map((name) => `%${name}`)
        .join(' + ');
    const plan = planWith(
      [calculated('few', sum(2)), calculated('many', sum(6))],
      variables(names.map((name) => [name, long])),
    );
    const state = startForm(plan);
    assert.equal(valueOf(plan, state, 'few'), 20_000);
    assert.deepEqual(
      plan.expressions?.failed().map(({ pointer, detail }) => [pointer, detail]),
      [['/item/1/extension/0/valueExpression/expression', 'The expression takes too long.']],
    );
  });

  test('keep to the steps that the host gives to all of them', () => {
    const items = ['a', 'b', 'c'].map((linkId) => calculated(linkId, long));
    const answered = (mostSteps?: number) => {
      const plan = planWith(items, {}, mostSteps === undefined ? {} : { steps: { left: mostSteps } });
      const state = startForm(plan);
      return ['a', 'b', 'c'].map((linkId) => valueOf(plan, state, linkId));
    };
    assert.deepEqual(answered(), [10_000, 10_000, 10_000]);
    assert.deepEqual(answered(300_000), [10_000, undefined, undefined]);
  });

  test('follow what is meant by one name further out', () => {
    const around = (name: string, written: string) => expression(`${core}variable`, written, name);
    const plan = planWith(
      [
        { linkId: 'n', type: 'integer' },
        {
          linkId: 'g',
          type: 'group',
          extension: [around('x', '%x + 1')],
          item: [calculated('more', '%x')],
        },
      ],
      { extension: [around('x', `item.where(linkId = 'n').answer.value`)] },
    );
    const one = answer(plan, startForm(plan), 'n', [integer(1)]).state;
    assert.equal(valueOf(plan, one, 'more'), 2);
    assert.equal(valueOf(plan, answer(plan, one, 'n', [integer(5)]).state, 'more'), 6);
  });
});
