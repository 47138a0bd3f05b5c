import type { Outcome } from './outcome.ts';

/** So many files of a run may have been unlucky; where more have failed, the code has, and a second run would only take time. */
const mostUnlucky = 3;

/**
 * Runs files with tests once, and those in which something failed once more, by themselves: for tests with a real browser, in which a
 * driver that loses a page and a machine that is busy for seconds look like a failure. What failed stays in the output in full, and a
 * file that passes only then is counted as unsteady, for somebody to look at. A file that fails again has failed.
 *
 * @param files what to run; undefined for all that the run finds by itself
 */
export async function withSecondTry<F extends readonly string[] | undefined>(
  files: F,
  run: (files: F | readonly string[]) => Promise<Outcome>,
  say: (line: string) => void,
): Promise<Outcome> {
  const first = await run(files);
  const struck = first.struck ?? [];
  // who said nothing is not counted: an engine that has stopped answering takes with it whatever waits behind
  const isUnlucky = struck.filter(({ isSilent }) => !isSilent).length <= mostUnlucky;
  const again = struck.filter(({ isSilent }) => isSilent || isUnlucky);
  if (again.length === 0) return { passed: first.passed, failed: first.failed };
  say(`\nOnce more, by themselves: ${again.map(({ file }) => file).join(', ')}`);
  const second = await run(again.map(({ file }) => file));
  const stillStruck = new Set(second.struck?.map(({ file }) => file));
  const unsteady = second.failed === 0 ? again : again.filter(({ file }) => second.struck && !stillStruck.has(file));
  for (const { file } of unsteady) say(`unsteady: ${file} failed above, and passed the second time`);
  const sum = (of: 'passed' | 'failed') => again.reduce((all, one) => all + one[of], 0);
  return {
    passed: first.passed - sum('passed') + second.passed,
    failed: first.failed - sum('failed') + second.failed,
    unsteady: unsteady.length,
  };
}

/** Several outcomes as one. */
export function sumOf(outcomes: readonly Outcome[]): Outcome {
  return {
    passed: outcomes.reduce((sum, { passed }) => sum + passed, 0),
    failed: outcomes.reduce((sum, { failed }) => sum + failed, 0),
    unsteady: outcomes.reduce((sum, { unsteady = 0 }) => sum + unsteady, 0),
  };
}
