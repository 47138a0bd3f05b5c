import path from 'node:path';
import { binary } from '../lint/format.ts';
import { tooling } from '../places.mjs';
import { runNode } from './command.ts';
import { bringEngines, type EngineName, engineNames, engines, missingEngine, readEngineNames } from './engines.ts';
import { findTests, withOutcomeFile } from './node-tests.ts';
import { outcomeVariable, type Outcome } from './outcome.ts';

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
  const outcomes = [await runIn(present, {})];
  const forcing = present.filter((name) => engines[name].canForceColors);
  if (findTests([testsUnderPreferences]).length > 0) {
    say('\nOnce more with forced colours and reduced motion:');
    outcomes.push(await runIn(forcing, { OPENPRM_FORCED_COLORS: '1' }, ['--files', testsUnderPreferences]));
  }
  return {
    passed: outcomes.reduce((sum, { passed }) => sum + passed, 0),
    failed: outcomes.reduce((sum, { failed }) => sum + failed, missing.length),
  };
}

async function runIn(
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
