import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import type { Proof } from '../../e2e/src/proofs/proof.ts';
import { typescriptCompiler } from '../build.mjs';
import { bringChromium } from '../chromium.ts';
import { generateReference } from '../docs/reference.ts';
import { lint } from '../lint/checks.ts';
import { root, sourceCondition } from '../places.mjs';
import { startPostgres } from '../postgres.ts';
import { findProofs } from '../proof/find.ts';
import { runProof } from '../proof/run.ts';
import { checkSizes } from '../size/check.ts';
import { buildAll } from './build.ts';
import { runNode } from './command.ts';
import { runBrowserTests } from './browser-tests.ts';
import { findTests, runNodeTests } from './node-tests.ts';
import { checkPackages } from './packages.ts';
import { sumOf, withSecondTry } from './once-more.ts';
import type { Outcome } from './outcome.ts';
import { countChecks, explain, noTests, single, type Stage } from './stage.ts';

const isBrowserTest = (file: string) => file.endsWith('.browser.test.ts');
const isServerTest = (file: string) => file.startsWith('packages/server/');
const isEndToEnd = (file: string) => file.startsWith('packages/e2e/');
const say = (line: string) => console.log(line);

/** In the order in which they run: what is quick and breaks most comes first. */
export const stages: readonly Stage[] = [
  {
    name: 'build',
    summary: 'every package compiles and bundles; the tests, examples and scripts type-check',
    run: () =>
      countChecks([
        { name: 'build', run: buildAll },
        { name: 'types of tests, examples and scripts', run: checkTypes },
      ]),
  },
  { name: 'lint', summary: 'code rules, format, arrows between packages, lock files', run: () => countChecks(lint) },
  {
    name: 'unit',
    summary: '*.test.ts outside server and e2e, in Node',
    run: async () => {
      const files = findTests(
        ['packages/*/src/**/*.test.ts', 'packages/tooling/**/*.test.ts', 'examples/**/*.test.ts'],
        (file) => !isBrowserTest(file) && !isServerTest(file) && !isEndToEnd(file),
      );
      return files.length > 0 ? runNodeTests(files) : noTests('unit tests');
    },
  },
  {
    name: 'browser',
    summary: '*.browser.test.ts in Chromium, Firefox and WebKit (OPENPRM_BROWSERS=chromium,firefox names fewer)',
    run: async () => {
      const files = findTests(['packages/*/src/**/*.browser.test.ts']);
      return files.length > 0 ? runBrowserTests(say) : noTests('browser tests');
    },
  },
  {
    name: 'pglite',
    summary: 'the server suite on PGlite',
    run: async () => {
      const folder = mkdtempSync(path.join(tmpdir(), 'openprm-pglite-'));
      const file = path.join(folder, 'migrated.tar');
      const env = { OPENPRM_TEST_DATABASE: 'pglite', OPENPRM_TEST_PGLITE: file };
      try {
        return await withMigrated(['pglite', file], {}, () => serverTests(env));
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  },
  {
    name: 'postgres',
    summary: 'the same suite on a PostgreSQL with many connections',
    run: () =>
      withPostgres((url) => {
        const env = { OPENPRM_TEST_DATABASE: 'postgres', OPENPRM_TEST_POSTGRES_URL: url };
        return withMigrated(['postgres', 'migrated'], env, () =>
          serverTests({ ...env, OPENPRM_TEST_POSTGRES_TEMPLATE: 'migrated' }),
        );
      }),
  },
  {
    name: 'e2e',
    summary: 'a person in a browser over the examples and a running app',
    run: async () => {
      const files = findTests(['packages/e2e/src/**/*.test.ts']);
      if (files.length === 0) return noTests('end-to-end tests');
      await buildAll();
      const CHROME_PATH = bringChromium(say);
      return withPostgres((OPENPRM_TEST_POSTGRES_URL) =>
        withAppData((OPENPRM_TEST_APP_DATA) =>
          withSecondTry(
            files,
            (some) => runNodeTests(some, { CHROME_PATH, OPENPRM_TEST_POSTGRES_URL, OPENPRM_TEST_APP_DATA }),
            say,
          ),
        ),
      );
    },
  },
  {
    name: 'proofs',
    summary: 'each proof with its small N (npm run proof runs one at its full N)',
    run: async () => {
      const proofs = await findProofs();
      if (proofs.length === 0) return noTests('proofs');
      let unsteady = 0;
      const failureOf = async (proof: Proof) => {
        const report = await runProof(proof, proof.smallN);
        return report.result === 'pass' ? undefined : JSON.stringify(report);
      };
      const checks = (chosen: readonly Proof[]) =>
        chosen.map((proof) => ({
          name: `proof ${proof.name}`,
          run: async () => {
            const first = await failureOf(proof).catch(explain);
            if (first === undefined) return undefined;
            say(`\nOnce more: proof ${proof.name}, since\n${first}`);
            const second = await failureOf(proof);
            if (second !== undefined) return second;
            unsteady += 1;
            say(`unsteady: proof ${proof.name} failed above, and passed the second time`);
            return undefined;
          },
        }));
      const beside = await countChecks(checks(proofs.filter(({ isTimed }) => !isTimed)), availableParallelism());
      const alone = await countChecks(checks(proofs.filter(({ isTimed }) => isTimed)));
      return { ...sumOf([beside, alone]), unsteady };
    },
  },
  {
    name: 'packages',
    summary: 'what npm would publish: packed, linted, installed and imported as a stranger does',
    run: async () => {
      await buildAll();
      return checkPackages();
    },
  },
  {
    name: 'sizes',
    summary: 'the browser entries stay within their budgets',
    run: async () => {
      await buildAll();
      return single(async () => (await checkSizes()).fits);
    },
  },
  { name: 'docs', summary: 'the SDK reference is generated without an error', run: () => single(generateReference) },
];

async function checkTypes(): Promise<string | undefined> {
  const { code, output } = await runNode([typescriptCompiler(), '-p', 'packages/tooling/tsconfig.tests.json'], {
    cwd: root,
  });
  return code === 0 ? undefined : output;
}

async function serverTests(env: Record<string, string>) {
  const files = findTests(['packages/server/src/**/*.test.ts'], (file) => !isBrowserTest(file));
  return files.length > 0 ? runNodeTests(files, env) : noTests('server tests');
}

/** Makes the migrated database from which every test file starts, instead of migrating one itself. */
async function withMigrated(
  args: readonly string[],
  env: Record<string, string>,
  act: () => Promise<Outcome>,
): Promise<Outcome> {
  const script = path.join(root, 'packages/server/src/testing/prepare-migrated.fixture.ts');
  const { code, output } = await runNode([`--conditions=${sourceCondition}`, script, ...args], { env });
  if (code === 0) return act();
  say(`✗ the database that the tests start from could not be made:\n${output}`);
  return { passed: 0, failed: 1 };
}

/** Makes the demo clinic's data that every app of the end-to-end tests starts from, instead of each making its own. */
async function withAppData(act: (folder: string) => Promise<Outcome>): Promise<Outcome> {
  const folder = mkdtempSync(path.join(tmpdir(), 'openprm-app-'));
  try {
    const { code, output } = await runNode(['packages/e2e/src/prepare-app-data.fixture.ts', folder]);
    if (code === 0) return await act(folder);
    say(`✗ the demo clinic that the tests start from could not be made:\n${output}`);
    return { passed: 0, failed: 1 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function withPostgres<T>(act: (url: string) => Promise<T>): Promise<T> {
  const postgres = await startPostgres();
  try {
    return await act(postgres.url);
  } finally {
    await postgres.stop();
  }
}
