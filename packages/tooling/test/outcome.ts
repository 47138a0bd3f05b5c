import { readFileSync, writeFileSync } from 'node:fs';

/** What a stage, or a part of one, counted. A skipped test is neither passed nor failed. */
export interface Outcome {
  readonly passed: number;
  readonly failed: number;
  /** Files of tests whose page said nothing at all, each of which counts as one failure; absent when all said something. */
  readonly silent?: readonly string[];
}

/** Names the file through which a test runner's reporter, in its own process, tells us what it counted. */
export const outcomeVariable = 'OPENPRM_TEST_OUTCOME';

/** Called by a reporter at its end; does nothing when nobody asked, as when a developer runs the runner by hand. */
export function writeOutcome(outcome: Outcome): void {
  const file = process.env[outcomeVariable];
  if (file) writeFileSync(file, JSON.stringify(outcome));
}

/**
 * What a runner counted. One that ended badly without counting a failure (it crashed, it found a leak, it never ran)
 * counts as one failure.
 */
export function readOutcome(file: string, exitCode: number): Outcome {
  const { passed, failed, silent } = counted(file) ?? { passed: 0, failed: 0 };
  return { passed, failed: failed === 0 && exitCode !== 0 ? 1 : failed, ...(silent?.length ? { silent } : {}) };
}

function counted(file: string): Outcome | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Outcome;
  } catch {
    return undefined;
  }
}
