import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lagHours } from './read-answers.ts';

const at = (text: string) => Date.parse(text);

test('a lag is from the visit’s end to the answer; in confidence to the middle of what its day leaves open', () => {
  const end = at('2026-11-20T15:00:00Z');
  assert.equal(lagHours('named', end, at('2026-11-20T18:30:00Z')), 3.5);
  assert.equal(lagHours('named', end, at('2026-11-20T14:00:00Z')), 0, 'answered before the end');
  // between 15:00 and midnight
  assert.equal(lagHours('confidential', end, at('2026-11-20T00:00:00Z')), 4.5);
  // any time of the day after
  assert.equal(lagHours('confidential', end, at('2026-11-21T00:00:00Z')), 21);
  assert.equal(lagHours('confidential', end, at('2026-11-19T00:00:00Z')), 0, 'the day before');
});
