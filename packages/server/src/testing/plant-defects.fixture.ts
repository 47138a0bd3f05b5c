import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { testDatabase } from './clinic.fixture.ts';

/**
 * Proves that the safety tests can fail: each rule of the house is taken out of a copy of the sources, and a test must turn red for it.
 * A text that is not found fails too, so that a rule which moved is planted anew. PostgreSQL alone is asked: the tests themselves run on both databases, some
 * rules show only with several connections at once, and that a test can fail has to be shown once.
 */
export interface Defect {
  /** The rule that is taken out. */
  readonly rule: string;
  readonly changes: readonly { readonly file: string; readonly find: string; readonly replace: string }[];
  /** The test that guards it: file, and part of its name. */
  readonly test: readonly [file: string, name: string];
  /** Two locks guard one door: with one of them gone, the test must stay green. */
  readonly stays?: 'green';
}

/**
 * `npm test` looks for the text of every rule, and takes out one in three; `OPENPRM_PLANTS=all npm test -- postgres` takes out all. Each costs a process
 * with a server of its own, and what can turn red today does so tomorrow unless its text moves.
 */
const isSample = process.env['OPENPRM_PLANTS'] !== 'all';

const source = fileURLToPath(new URL('..', import.meta.url));
const packageFolder = path.dirname(path.resolve(source));

/** A test for each rule: it takes the rule out and expects the test that guards it to turn red. @param title what the rules are about */
export function plantDefects(title: string, defects: readonly Defect[]): void {
  describe(`${title} on ${testDatabase}`, { concurrency: 2, skip: testDatabase !== 'postgres' }, () => {
    let folder: string;
    before(() => {
      mkdirSync(path.join(packageFolder, '.cache'), { recursive: true });
      folder = mkdtempSync(path.join(packageFolder, '.cache', 'planted-'));
    });
    after(() => rmSync(folder, { recursive: true, force: true }));

    for (const [index, defect] of defects.entries()) {
      const colour = defect.stays ?? 'red';
      const isTakenOut = !isSample || index % 3 === 0;
      const name = isTakenOut
        ? `without ${defect.rule}, "${defect.test[1]}" is ${colour}`
        : `has the text of ${defect.rule}`;
      it(name, async () => {
        for (const { file, find } of defect.changes)
          assert.ok(
            readFileSync(path.join(source, file), 'utf8').includes(find),
            `${file} does not hold the text of this rule any more`,
          );
        if (!isTakenOut) return;
        const copy = path.join(folder, String(index));
        cpSync(source, path.join(copy, 'src'), { recursive: true });
        cpSync(path.join(packageFolder, 'package.json'), path.join(copy, 'package.json'));
        for (const { file, find, replace } of defect.changes) {
          const place = path.join(copy, 'src', file);
          writeFileSync(place, readFileSync(place, 'utf8').replaceAll(find, replace));
        }
        const { passed, failed, output } = await runTest(path.join(copy, 'src', defect.test[0]), defect.test[1], {
          // what is made once for all tests has the tables as they are
          isMigrated: defect.changes.every(({ file }) => !file.startsWith('core/database/')),
        });
        assert.equal(passed + failed, 1, `exactly one test must have run:\n${output}`);
        assert.equal(failed === 1 ? 'red' : 'green', colour, output);
      });
    }
  });
}

/** Runs the one test whose name holds some words, in a process of its own. */
async function runTest(
  file: string,
  name: string,
  { isMigrated }: { isMigrated: boolean },
): Promise<{ passed: number; failed: number; output: string }> {
  const { NODE_TEST_CONTEXT: _ours, OPENPRM_TEST_POSTGRES_TEMPLATE: template, ...env } = process.env;
  // what Node keeps of sources goes by their path, and this copy is loaded once
  env['NODE_DISABLE_COMPILE_CACHE'] = '1';
  if (isMigrated && template !== undefined) env['OPENPRM_TEST_POSTGRES_TEMPLATE'] = template;
  const child = spawn(
    process.execPath,
    ['--conditions=openprm-source', '--test', '--test-reporter=tap', `--test-name-pattern=${name}`, file],
    { env, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await new Promise((resolve) => child.on('close', resolve));
  // the suite's own line stands one step further out
  const lines = output
    .split('\n')
    .filter((line) => /^ {4,8}(not )?ok \d+ - /.test(line) && line.includes(name) && !/# SKIP/.test(line));
  return {
    passed: lines.filter((line) => /^ +ok/.test(line)).length,
    failed: lines.filter((line) => /^ +not ok/.test(line)).length,
    output,
  };
}
