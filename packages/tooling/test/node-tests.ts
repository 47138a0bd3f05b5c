import { globSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { root, sourceCondition } from '../places.mjs';
import { runNode } from './command.ts';
import { outcomeVariable, readOutcome, type Outcome } from './outcome.ts';

const reporter = fileURLToPath(new URL('./node-reporter.ts', import.meta.url));

/** Test files by glob, relative to the root. Built files and installed packages are never among them. */
export function findTests(patterns: readonly string[], isWanted: (file: string) => boolean = () => true): string[] {
  const found = globSync([...patterns], {
    cwd: root,
    exclude: (name) => /(^|[\\/])(node_modules|dist)$/.test(String(name)),
  });
  return found
    .map((file) => file.replaceAll('\\', '/'))
    .filter(isWanted)
    .sort();
}

/** Runs test files with node:test, each in a process of its own, from the sources, as many beside each other as there are processors: Node would leave one idle. */
export async function runNodeTests(
  files: readonly string[],
  env: Record<string, string | undefined> = {},
): Promise<Outcome> {
  return withOutcomeFile(async (outcomeFile) => {
    const flags = [
      '--test',
      `--conditions=${sourceCondition}`,
      '--test-timeout=300000',
      `--test-concurrency=${availableParallelism()}`,
    ];
    const reporting = [`--test-reporter=${reporter}`, '--test-reporter-destination=stdout'];
    const variables = { ...env, [outcomeVariable]: outcomeFile };
    return runNode([...flags, ...reporting, ...files], { env: variables, live: true });
  });
}

/** Gives a runner the file into which its reporter writes what it counted, and reads it when the runner has ended. */
export async function withOutcomeFile(run: (file: string) => Promise<{ code: number }>): Promise<Outcome> {
  const folder = mkdtempSync(path.join(tmpdir(), 'openprm-outcome-'));
  const file = path.join(folder, 'outcome.json');
  try {
    const { code } = await run(file);
    return readOutcome(file, code);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
