import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ScoreRule, compareScores, scoreResponse } from '../scores.ts';

const band = (code: string, from: number, to: number) => ({ code, from, to, title: code });
const rule: ScoreRule = {
  id: 'own',
  title: 'Own',
  linkIds: ['a', 'b', 'c'],
  points: { from: 0, to: 10 },
  mayMiss: 0,
  better: 'lower',
  // in no order
  bands: [band('high', 20, 30), band('low', 0, 9), band('middle', 10, 19)],
  source: 'a test',
};
const score = (points: readonly number[], bands = rule.bands) => {
  const scored = scoreResponse({ ...rule, bands }, new Map(rule.linkIds.map((id, index) => [id, points[index] ?? 0])));
  assert.equal(scored.status, 'scored');
  return [scored.value, scored.band?.code ?? null];
};

test('a band reaches to where the next begins, whatever stands between whole numbers', () => {
  const table: readonly (readonly [readonly number[], number, string | null])[] = [
    [[0, 0, 0], 0, 'low'],
    [[9, 0, 0], 9, 'low'],
    [[4.7, 4.8, 0], 9.5, 'low'],
    [[9.99, 0, 0], 9.99, 'low'],
    [[5, 5, 0], 10, 'middle'],
    [[10, 9.5, 0], 19.5, 'middle'],
    [[10, 10, 0], 20, 'high'],
    [[10, 10, 10], 30, 'high'],
  ];
  for (const [points, value, code] of table) assert.deepEqual(score(points), [value, code]);
});

test('what falls short of the next band by the way numbers are stored is in it', () => {
  assert.ok(0.28 + 7.77 + 1.95 < 10, 'as they are added');
  assert.deepEqual(score([0.28, 7.77, 1.95]), [10, 'middle']);
  assert.deepEqual(score([0.1, 0.2, 0]), [0.3, 'low']);
  const { difference, isImportant } = compareScores({ ...rule, change: { important: 0.2 } }, 0.3, 0.1);
  assert.deepEqual([difference, isImportant], [-0.2, true]);
});

test('a score beside all bands has none', () => {
  assert.deepEqual(score([10, 10, 10], [band('low', 1, 9)]), [30, null]);
  assert.deepEqual(score([0, 0, 0], [band('low', 1, 9)]), [0, null]);
  assert.deepEqual(score([10, 2, 0], [band('low', 0, 9), band('high', 15, 30)]), [12, null], 'between far bands');
});
