import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { loadedPlanted, type PlantedSource, plantedVariable } from './planted-source.fixture.ts';
import { testDatabase } from './test-database.fixture.ts';

/**
 * Proves that the safety tests can fail: a test must turn red in a process that loads the sources with a rule of the house taken out of them.
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

const sources = new URL('..', import.meta.url);
const loader = new URL('load-planted.fixture.ts', import.meta.url).href;

/** A test for each rule: it takes the rule out and expects the test that guards it to turn red. @param title what the rules are about */
export function plantDefects(title: string, defects: readonly Defect[]): void {
  describe(`${title} on ${testDatabase}`, { concurrency: 2, skip: testDatabase !== 'postgres' }, () => {
    for (const [index, defect] of defects.entries()) {
      const colour = defect.stays ?? 'red';
      const isTakenOut = !isSample || index % 3 === 0;
      const name = isTakenOut
        ? `without ${defect.rule}, "${defect.test[1]}" is ${colour}`
        : `has the text of ${defect.rule}`;
      it(name, async () => {
        for (const { file, find } of defect.changes)
          assert.ok(
            readFileSync(new URL(file, sources), 'utf8').includes(find),
            `${file} does not hold the text of this rule any more`,
          );
        if (!isTakenOut) return;
        const planted = plantedSources(defect);
        const { passed, failed, output } = await runTest(defect.test, planted, {
          // what is made once for all tests has the tables as they are
          isMigrated: defect.changes.every(({ file }) => !file.startsWith('core/database/')),
        });
        for (const source of planted)
          assert.ok(output.includes(loadedPlanted(source)), `the test has not loaded ${source.url}:\n${output}`);
        assert.equal(passed + failed, 1, `exactly one test must have run:\n${output}`);
        assert.equal(failed === 1 ? 'red' : 'green', colour, output);
      });
    }
  });
}

/** The sources that a rule is taken out of. */
const plantedSources = ({ rule, changes }: Defect): readonly PlantedSource[] =>
  [...Map.groupBy(changes, ({ file }) => file)].map(([file, ofFile]) => ({
    url: new URL(file, sources).href,
    name: `planted=${encodeURIComponent(rule)}`,
    changes: ofFile.map(({ find, replace }) => ({ find, replace })),
  }));

/** Runs the one test whose name holds some words, in a process of its own. */
async function runTest(
  [file, name]: Defect['test'],
  planted: readonly PlantedSource[],
  { isMigrated }: { isMigrated: boolean },
): Promise<{ passed: number; failed: number; output: string }> {
  const { NODE_TEST_CONTEXT: _ours, OPENPRM_TEST_POSTGRES_TEMPLATE: template, ...env } = process.env;
  env[plantedVariable] = JSON.stringify(planted);
  if (isMigrated && template !== undefined) env['OPENPRM_TEST_POSTGRES_TEMPLATE'] = template;
  const flags = ['--conditions=openprm-source', `--import=${loader}`, '--test-reporter=tap'];
  const child = spawn(
    process.execPath,
    [...flags, `--test-name-pattern=${name}`, fileURLToPath(new URL(file, sources))],
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
