import path from 'node:path';
import { binary } from '../lint/format.ts';
import { tooling } from '../places.mjs';
import { runNode } from './command.ts';
import { bringEngines, type EngineName, engineNames, engines, missingEngine, readEngineNames } from './engines.ts';
import { findTests, withOutcomeFile } from './node-tests.ts';
import { sumOf, withSecondTry } from './once-more.ts';
import { outcomeVariable, type Outcome } from './outcome.ts';

const everyTest = 'packages/*/src/**/*.browser.test.ts';

/** So many files are run before an engine that tires is started anew. */
const restAfter = 6;

/** What looks different, or behaves differently, when a device forces its colours and stops motion. */
const testsUnderPreferences = 'packages/*/src/**/*.theme.browser.test.ts';

/**
 * Runs every *.browser.test.ts with the settings of web-test-runner.config.mjs, in every engine or in those of OPENPRM_BROWSERS. An engine
 * that is wanted and cannot be had is a failure by name; the others are tested all the same.
 */
export async function runBrowserTests(say: (line: string) => void): Promise<Outcome> {
  const asked = process.env['OPENPRM_BROWSERS'];
  const wanted = asked === undefined ? engineNames : readEngineNames(asked);
  const present = bringEngines(wanted, say);
  const missing = wanted.filter((name) => !present.includes(name));
  for (const name of missing) say(`✗ ${missingEngine(name)}`);
  const first = await runTwice(
    present.filter((name) => !engines[name].tires),
    {},
    undefined,
    say,
  );
  // An engine that tires takes one core of two: what is run once more in the others goes beside it.
  const rest = await Promise.all([
    runTiring(
      present.filter((name) => engines[name].tires),
      say,
    ),
    runForced(
      present.filter((name) => engines[name].canForceColors),
      say,
    ),
  ]);
  return sumOf([{ passed: 0, failed: missing.length }, first, ...rest.flat()]);
}

/** An engine that tires is started anew for every few files, and for those in which something failed. */
async function runTiring(names: readonly EngineName[], say: (line: string) => void): Promise<readonly Outcome[]> {
  const files = names.length > 0 ? findTests([everyTest]) : [];
  const outcomes: Outcome[] = [];
  for (let from = 0; from < files.length; from += restAfter)
    outcomes.push(await runTwice(names, {}, files.slice(from, from + restAfter), say));
  return outcomes;
}

async function runForced(names: readonly EngineName[], say: (line: string) => void): Promise<readonly Outcome[]> {
  if (findTests([testsUnderPreferences]).length === 0) return [];
  say('\nOnce more with forced colours and reduced motion:');
  return [await runTwice(names, { OPENPRM_FORCED_COLORS: '1' }, [testsUnderPreferences], say)];
}

function runTwice(
  names: readonly EngineName[],
  env: Record<string, string>,
  files: readonly string[] | undefined,
  say: (line: string) => void,
): Promise<Outcome> {
  return withSecondTry(files, (some) => runIn(names, env, some && ['--files', ...some]), say);
}

/**
 * Runs browser tests in some engines; with forced colours where `env` says so.
 *
 * @param flags of the runner; `--files` narrows what is run
 */
export async function runIn(
  names: readonly EngineName[],
  env: Record<string, string>,
  flags: readonly string[] = [],
): Promise<Outcome> {
  if (names.length === 0) return { passed: 0, failed: 0 };
  const script = binary('@web/test-runner', 'dist/bin.js');
  return withOutcomeFile((file) =>
    runNode([script, '--config', path.join(tooling, 'web-test-runner.config.mjs'), ...flags], {
      env: { ...env, OPENPRM_BROWSERS: names.join(','), [outcomeVariable]: file },
      live: true,
    }),
  );
}
