import { readFileSync, writeFileSync } from 'node:fs';

/** What a stage, or a part of one, counted. A skipped test is neither passed nor failed. */
export interface Outcome {
  readonly passed: number;
  readonly failed: number;
  /** The files of tests in which something failed, with what they counted; absent when nothing did. */
  readonly struck?: readonly Struck[];
  /** Files that passed only when they were run once more. */
  readonly unsteady?: number;
}

/** A file of tests in which something failed. */
export interface Struck {
  readonly file: string;
  readonly passed: number;
  /** At least 1. */
  readonly failed: number;
  /** Its page said nothing at all, which counts as one failure. */
  readonly isSilent: boolean;
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
  const { passed, failed, struck } = counted(file) ?? { passed: 0, failed: 0 };
  return { passed, failed: failed === 0 && exitCode !== 0 ? 1 : failed, ...(struck?.length ? { struck } : {}) };
}

function counted(file: string): Outcome | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Outcome;
  } catch {
    return undefined;
  }
}
