import { spawn } from 'node:child_process';
import path from 'node:path';
import { root } from '../../../tooling/places.mjs';
import type { Proof } from './proof.ts';

const folder = path.join(root, 'packages/server/src/testing/matrix');

/** What is run: the test, part of its name, and whether it must be green or red. */
const runs = [
  { name: 'asDeclared', file: 'matrix.test.ts', test: 'has every cell as its row declares' },
  { name: 'withoutBoth', file: 'planted-filter.test.ts', test: 'is not as declared without row-level security' },
  { name: 'withoutRowSecurity', file: 'matrix.test.ts', test: 'still has every cell as declared' },
  { name: 'onePolicyChanged', file: 'matrix.test.ts', test: 'shows the cells that are not as declared' },
  { name: 'withoutTenantFilter', file: 'planted-filter.test.ts', test: 'is as declared by row-level security' },
] as const;

/**
 * Runs the server's matrix on a PostgreSQL: every endpoint as everybody who could call it, each cell compared with what the endpoint's row declares; then
 * with one of the two locks between clinics taken out, with both, and with one policy changed. `n` is how many of these five are run: the first says that all is as
 * declared; that this can be seen to be otherwise is in `npm test` shown by planted defects on a part of it.
 */
export const proof: Proof = {
  name: 'matrix',
  summary:
    'every endpoint answers everybody as its row declares; absent and forbidden look alike; one lock of two is enough',
  smallN: 1,
  fullN: 5,
  async run(n, context) {
    const postgres = await context.postgres();
    const figures: Record<string, number> = { cells: 0, refused: 0, absent: 0, success: 0, wrong: 0 };
    let failed = 0;
    for (const { name, file, test } of runs.slice(0, n)) {
      const { isGreen, output } = await runTest(path.join(folder, file), test, postgres.url);
      if (!isGreen) failed += 1;
      figures[name] = (figures[name] ?? 0) + (isGreen ? 1 : 0);
      const [, counted] = /matrix (\{.*\})/.exec(output) ?? [];
      if (name === 'asDeclared' && counted !== undefined) {
        for (const [key, count] of Object.entries(JSON.parse(counted) as Record<string, number>))
          figures[key] = (figures[key] ?? 0) + count;
      }
      context.say(`${name}: ${isGreen ? 'as expected' : `not as expected\n${output.slice(0, 4000)}`}`);
    }
    const isProved = failed === 0 && (figures['cells'] ?? 0) > 0 && figures['wrong'] === 0;
    return { result: isProved ? 'pass' : 'fail', figures };
  },
};

async function runTest(file: string, name: string, url: string): Promise<{ isGreen: boolean; output: string }> {
  const { NODE_TEST_CONTEXT: _ours, ...env } = process.env;
  const child = spawn(
    process.execPath,
    ['--conditions=openprm-source', '--test', '--test-reporter=tap', `--test-name-pattern=${name}`, file],
    {
      env: { ...env, OPENPRM_MATRIX: 'whole', OPENPRM_TEST_DATABASE: 'postgres', OPENPRM_TEST_POSTGRES_URL: url },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise((resolve) => child.on('close', resolve));
  return { isGreen: code === 0 && new RegExp(`ok \\d+ - ${name}`).test(output), output };
}
