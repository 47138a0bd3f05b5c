import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { type Failure, maxRetries, parseRetryAfter, retryDelay } from './retry-policy.ts';

const state = { retry: 1, elapsedMs: 0, budgetMs: 15_000, random: 0.5 };
const answered = (status: number, retryAfterMs?: number): Failure => ({ status, retryAfterMs });

describe('a failed attempt', () => {
  for (const status of [408, 425, 429, 500, 502, 503, 504]) {
    test(`is repeated after ${status}`, () => assert.equal(retryDelay(answered(status), state), 125));
  }
  for (const status of [400, 401, 403, 404, 405, 409, 413, 415, 422, 501]) {
    test(`is not repeated after ${status}, even when asked to`, () => {
      assert.equal(retryDelay(answered(status, 1000), state), undefined);
    });
  }
  test('is repeated when no answer came', () => assert.equal(retryDelay({}, state), 125));
});

describe('the wait', () => {
  test('doubles with each retry, up to the third', () => {
    const waits = [1, 2, 3, 4].map((retry) => retryDelay({}, { ...state, retry, random: 1 }));
    assert.deepEqual(waits, [250, 500, 1000, undefined]);
  });

  test('is what Retry-After says, whatever the dice say', () => {
    assert.equal(retryDelay(answered(429, 7000), { ...state, random: 0 }), 7000);
    assert.equal(retryDelay(answered(503, 0), state), 0);
  });

  test('is not begun when it would leave the budget', () => {
    assert.equal(retryDelay(answered(429, 15_000), state), 15_000);
    assert.equal(retryDelay(answered(429, 15_001), state), undefined);
    assert.equal(retryDelay(answered(429, 5000), { ...state, elapsedMs: 10_001 }), undefined);
  });

  test('never leaves the budget, is never negative, and ends', () => {
    const failures = fc.record(
      { status: fc.constantFrom(429, 500, 503), retryAfterMs: fc.option(fc.nat(60_000), { nil: undefined }) },
      { requiredKeys: ['status', 'retryAfterMs'] },
    );
    fc.assert(
      fc.property(
        failures,
        fc.nat(30_000),
        fc.nat(30_000),
        fc.integer({ min: 1, max: 6 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (failure, elapsedMs, budgetMs, retry, random) => {
          const delay = retryDelay(failure, { retry, elapsedMs, budgetMs, random });
          if (retry > maxRetries) return delay === undefined;
          return delay === undefined || (delay >= 0 && elapsedMs + delay <= budgetMs);
        },
      ),
    );
  });
});

test('Retry-After is read as seconds or as a date', () => {
  const now = Date.parse('2026-11-23T14:00:00Z');
  const table: [string | null, number | undefined][] = [
    [null, undefined],
    ['0', 0],
    ['12', 12_000],
    ['Mon, 23 Nov 2026 14:00:30 GMT', 30_000],
    ['Mon, 23 Nov 2026 13:00:00 GMT', 0],
    ['soon', undefined],
    ['', undefined],
  ];
  for (const [value, expected] of table) assert.equal(parseRetryAfter(value, now), expected, String(value));
});
