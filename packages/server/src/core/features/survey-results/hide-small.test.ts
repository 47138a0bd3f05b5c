import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { hiddenParts } from './hide-small.ts';

test('parts of fewer than five are hidden, and with one of them the smallest of the others', () => {
  assert.deepEqual([...hiddenParts([9, 12, 5])], []);
  assert.deepEqual([...hiddenParts([9, 4, 30])], [1, 0]);
  assert.deepEqual([...hiddenParts([1, 2, 30, 8])], [0, 1, 3]);
  assert.deepEqual([...hiddenParts([9, 12], 2)], [0]);
  assert.deepEqual([...hiddenParts([9, 12], 6)], []);
  assert.deepEqual([...hiddenParts([3])], [0]);
});

test('what is left of the whole is never few, unless nothing is shown', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 20 }), { maxLength: 8 }),
      fc.integer({ min: 0, max: 9 }),
      (counts, unplaced) => {
        const hidden = hiddenParts(counts, unplaced);
        counts.forEach((count, index) => assert.ok(count >= 5 || hidden.has(index)));
        const left = unplaced + [...hidden].reduce((sum, index) => sum + (counts[index] ?? 0), 0);
        const isAllHidden = hidden.size === counts.length;
        assert.ok(isAllHidden || left === 0 || left >= 5);
      },
    ),
  );
});
