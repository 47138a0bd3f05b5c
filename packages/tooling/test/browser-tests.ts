import path from 'node:path';
import { createRequire } from 'node:module';
import { tooling } from '../places.mjs';
import { runNode } from './command.ts';
import { withOutcomeFile } from './node-tests.ts';
import { outcomeVariable, type Outcome } from './outcome.ts';

/** Runs every *.browser.test.ts with the settings of web-test-runner.config.mjs. */
export function runBrowserTests(chromium: string): Promise<Outcome> {
  const runner = createRequire(import.meta.url).resolve('@web/test-runner/package.json');
  const script = path.join(path.dirname(runner), 'dist/bin.js');
  return withOutcomeFile((file) =>
    runNode([script, '--config', path.join(tooling, 'web-test-runner.config.mjs')], {
      env: { CHROME_PATH: chromium, [outcomeVariable]: file },
      live: true,
    }),
  );
}
