import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { compileExpression } from './compile-expression.ts';
import { pathValueOf } from './path-value.ts';

/** Steps that an expression costs on a response; Infinity where it was stopped. */
function stepsOf(expression: string, response: unknown): number {
  const most = 500_000;
  const budget = { left: most };
  const resource = [pathValueOf(response)];
  try {
    compileExpression(expression).evaluate(resource[0], { budget, variable: () => resource });
  } catch (error) {
    assert.match(String(error), /takes too long/);
    return Infinity;
  }
  return most - budget.left;
}

const items = (count: number) => ({ item: Array.from({ length: count }, () => ({ linkId: 'a' })) });
const text = (value: string) => ({ item: [{ linkId: 't', answer: [{ valueString: value }] }] });
const answer = '%resource.item.answer.value';

describe('an expression pays', () => {
  for (const [what, expression, more, less, least] of [
    ['for each child that a path gives', '%resource.item[0]', items(10_000), items(100), 4000],
    ['for the characters that it looks at', `${answer}.upper().length()`, text('ä'.repeat(64_000)), text('ä'), 1000],
    [
      'for the characters that it divides a text into',
      `${answer}.toChars()[0]`,
      text('a'.repeat(9000)),
      text('a'),
      4000,
    ],
    ['for the parts that it divides a text into', `${answer}.split(',')[0]`, text(','.repeat(9000)), text(','), 4000],
    [
      'for each with each where any order will do',
      `${answer}.toChars() ~ ${answer}.toChars()`,
      text('ab'.repeat(500)),
      text('ab'.repeat(50)),
      100_000,
    ],
    [
      'for what a pattern may cost',
      `${answer}.matches('^\\\\S+@\\\\S+\\\\.\\\\S+$')`,
      text('a@'.repeat(200)),
      text('a@b.c'),
      1000,
    ],
  ] as const) {
    test(what, () => {
      assert.ok(stepsOf(expression, more) >= least, `${stepsOf(expression, more)} steps`);
      assert.ok(stepsOf(expression, less) < least / 2, `${stepsOf(expression, less)} steps for little`);
    });
  }

  test('and ends where it has nothing left', () => {
    const ten = '(1|2|3|4|5|6|7|8|9|10)';
    const often = (inner: string) => `${ten}.select(${ten}.select(${ten}.select(${inner})))`;
    assert.equal(stepsOf(often('%resource.item[0]'), items(10_000)), Infinity);
    assert.equal(stepsOf(often(`${answer}.upper()`), text('ä'.repeat(90_000))), Infinity);
    assert.equal(stepsOf(often(`${answer}.toChars()[0]`), text('a'.repeat(9000))), Infinity);
    assert.equal(stepsOf(often(`${answer}.matches('^\\\\S+@\\\\S+\\\\.\\\\S+$')`), text('a@'.repeat(200))), Infinity);
    assert.equal(stepsOf(`${answer}.toChars() ~ ${answer}.toChars()`, text('ab'.repeat(5000))), Infinity);
  });
});
