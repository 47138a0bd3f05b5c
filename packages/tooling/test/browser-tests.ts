import path from 'node:path';
import { binary } from '../lint/format.ts';
import { tooling } from '../places.mjs';
import { runNode } from './command.ts';
import { withOutcomeFile } from './node-tests.ts';
import { outcomeVariable, type Outcome } from './outcome.ts';

/** Runs every *.browser.test.ts with the settings of web-test-runner.config.mjs. */
export function runBrowserTests(chromium: string): Promise<Outcome> {
  const script = binary('@web/test-runner', 'dist/bin.js');
  return withOutcomeFile((file) =>
    runNode([script, '--config', path.join(tooling, 'web-test-runner.config.mjs')], {
      env: { CHROME_PATH: chromium, [outcomeVariable]: file },
      live: true,
    }),
  );
}
