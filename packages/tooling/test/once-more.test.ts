import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { withSecondTry } from './once-more.ts';
import type { Outcome, Struck } from './outcome.ts';

const struck = (file: string, passed: number, failed: number): Struck => ({ file, passed, failed, isSilent: false });
const silent = (file: string): Struck => ({ file, passed: 0, failed: 1, isSilent: true });

/** Runs files that are given what they answer to each run. */
async function ran(answers: readonly Outcome[]) {
  const runs: (readonly string[])[] = [];
  const said: string[] = [];
  const outcome = await withSecondTry(
    ['a', 'b', 'c', 'd', 'e'],
    async (files) => answers[runs.push([...files]) - 1] ?? { passed: 0, failed: 0 },
    (line) => said.push(line),
  );
  return { outcome, runs, said };
}

describe('tests in a real browser', () => {
  it('are run once where nothing fails', async () => {
    const { outcome, runs, said } = await ran([{ passed: 5, failed: 0 }]);
    assert.deepEqual(outcome, { passed: 5, failed: 0 });
    assert.deepEqual([runs.length, said], [1, []]);
  });

  it('run the files in which something failed once more, and tell who passed only then', async () => {
    const { outcome, runs, said } = await ran([
      { passed: 9, failed: 2, struck: [struck('b', 3, 1), struck('d', 0, 1)] },
      { passed: 5, failed: 0 },
    ]);
    assert.deepEqual(outcome, { passed: 11, failed: 0, unsteady: 2 });
    assert.deepEqual(runs[1], ['b', 'd']);
    assert.equal(said.filter((line) => line.startsWith('unsteady: ')).length, 2);
  });

  it('have failed where they fail again', async () => {
    const { outcome, said } = await ran([
      { passed: 9, failed: 2, struck: [struck('b', 3, 1), struck('d', 0, 1)] },
      { passed: 4, failed: 1, struck: [struck('b', 3, 1)] },
    ]);
    assert.deepEqual(outcome, { passed: 10, failed: 1, unsteady: 1 });
    assert.deepEqual(said.filter((line) => line.includes('unsteady')).length, 1);
  });

  it('have failed where the second run ends without a word', async () => {
    const { outcome } = await ran([
      { passed: 9, failed: 1, struck: [struck('b', 3, 1)] },
      { passed: 0, failed: 1 },
    ]);
    assert.deepEqual(outcome, { passed: 6, failed: 1, unsteady: 0 });
  });

  it('are not run again where many fail: then the code has', async () => {
    const failures = ['a', 'b', 'c', 'd'].map((file) => struck(file, 1, 1));
    const { outcome, runs } = await ran([{ passed: 9, failed: 4, struck: failures }]);
    assert.deepEqual(outcome, { passed: 9, failed: 4 });
    assert.equal(runs.length, 1);
  });

  it('are all run again where an engine stopped answering, which takes with it what waits behind', async () => {
    const { outcome, runs } = await ran([
      { passed: 2, failed: 5, struck: ['a', 'b', 'c', 'd', 'e'].map(silent) },
      { passed: 7, failed: 1, struck: [silent('e')] },
    ]);
    assert.deepEqual(outcome, { passed: 9, failed: 1, unsteady: 4 });
    assert.equal(runs[1]?.length, 5);
  });
});
