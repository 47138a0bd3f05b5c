import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { runRested } from './browser-tests.ts';
import type { Outcome } from './outcome.ts';

/** Runs files in an engine that is given what it answers to each run. */
async function ran(
  answers: readonly Outcome[],
): Promise<{ outcome: Outcome; runs: readonly string[][]; said: string[] }> {
  const runs: string[][] = [];
  const said: string[] = [];
  const outcome = await runRested(
    ['a', 'b', 'c'],
    async (files) => {
      runs.push([...files]);
      return answers[runs.length - 1] ?? { passed: 0, failed: 0 };
    },
    (line) => said.push(line),
  );
  return { outcome, runs, said };
}

describe('an engine that tires', () => {
  it('runs its files once where all of them answer, whatever fails', async () => {
    const { outcome, runs, said } = await ran([{ passed: 5, failed: 2 }]);
    assert.deepEqual(outcome, { passed: 5, failed: 2 });
    assert.deepEqual(runs, [['a', 'b', 'c']]);
    assert.deepEqual(said, []);
  });

  it('runs what was silent once more, and says so', async () => {
    const { outcome, runs, said } = await ran([
      { passed: 5, failed: 3, silent: ['b', 'c'] },
      { passed: 4, failed: 0 },
    ]);
    assert.deepEqual(outcome, { passed: 9, failed: 1 }, 'a failed test stays failed');
    assert.deepEqual(runs.at(-1), ['b', 'c']);
    assert.equal(said.length, 1);
  });

  it('has failed where it is silent again', async () => {
    const { outcome, runs } = await ran([
      { passed: 5, failed: 1, silent: ['c'] },
      { passed: 0, failed: 1, silent: ['c'] },
    ]);
    assert.deepEqual(outcome, { passed: 5, failed: 1 });
    assert.equal(runs.length, 2);
  });
});
