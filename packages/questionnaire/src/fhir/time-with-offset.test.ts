import assert from 'node:assert/strict';
import { test } from 'node:test';
import { timeWithOffset } from './time-with-offset.ts';

test('a moment has the day of its place', () => {
  const now = Date.parse('2026-11-23T20:00:00Z');
  const rows = [
    [0, '2026-11-23T20:00:00.000+00:00'],
    [13 * 60, '2026-11-24T09:00:00.000+13:00'],
    [-(3 * 60 + 30), '2026-11-23T16:30:00.000-03:30'],
    [-30, '2026-11-23T19:30:00.000-00:30'],
  ] as const;
  for (const [offset, written] of rows) {
    assert.equal(timeWithOffset(now, offset), written);
    assert.equal(Date.parse(written), now);
  }
});
