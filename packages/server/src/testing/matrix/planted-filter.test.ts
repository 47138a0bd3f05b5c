import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { testDatabase } from '../clinic.fixture.ts';

/**
 * Two locks keep one clinic's things from another: the tenant filter of each query, and row-level security. Here the first is taken out of a copy of all
 * queries of the features: with the second lock every cell of the matrix stays as declared, without it not.
 */
const source = fileURLToPath(new URL('../..', import.meta.url));
const packageFolder = path.dirname(path.resolve(source));

const inKysely = /\.where\(\s*'(?:\w+\.)?tenant_id',\s*'=',\s*[\w.]+,?\s*\)/g;
const inSql = /(?:\b\w+\.)?tenant_id = (\$\{[\w.]+\})/g;

function takeOutFilter(folder: string): number {
  let taken = 0;
  for (const file of globSync('core/features/**/*.ts', { cwd: folder })) {
    const place = path.join(folder, file);
    const text = readFileSync(place, 'utf8');
    const count = (text.match(inKysely) ?? []).length + (text.match(inSql) ?? []).length;
    if (count === 0) continue;
    taken += count;
    writeFileSync(
      place,
      text.replaceAll(inKysely, '.where((filter) => filter.lit(true))').replaceAll(inSql, '$1::text is not null'),
    );
  }
  return taken;
}

/** Minutes long: the proof `matrix` runs it, on PostgreSQL. */
const skip = process.env['OPENPRM_MATRIX'] !== 'whole';

describe(`the matrix without the tenant filter on ${testDatabase}`, { skip }, () => {
  let folder: string;
  before(() => {
    mkdirSync(path.join(packageFolder, '.cache'), { recursive: true });
    folder = mkdtempSync(path.join(packageFolder, '.cache', 'matrix-'));
    cpSync(source, path.join(folder, 'src'), { recursive: true });
    cpSync(path.join(packageFolder, 'package.json'), path.join(folder, 'package.json'));
    assert.ok(takeOutFilter(path.join(folder, 'src')) > 80, 'the filters were found');
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const matrix = (name: string) => runTest(path.join(folder, 'src/testing/matrix/matrix.test.ts'), name);

  it('is as declared by row-level security', { timeout: 900_000 }, async () => {
    const { isGreen, output } = await matrix('has every cell as its row declares');
    assert.ok(isGreen, output);
  });

  it('is not as declared without row-level security, too', { timeout: 900_000 }, async () => {
    const { isGreen, output } = await matrix('still has every cell as declared');
    assert.ok(!isGreen);
    assert.match(output, /as another clinic's .*: /, 'cells of another clinic are what is wrong');
  });
});

async function runTest(file: string, name: string): Promise<{ isGreen: boolean; output: string }> {
  const { NODE_TEST_CONTEXT: _ours, ...env } = process.env;
  const child = spawn(
    process.execPath,
    ['--conditions=openprm-source', '--test', '--test-reporter=tap', `--test-name-pattern=${name}`, file],
    { env, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise((resolve) => child.on('close', resolve));
  assert.match(output, new RegExp(`ok \\d+ - ${name}`), 'the test must have run');
  return { isGreen: code === 0, output: output.slice(0, 20_000) };
}
