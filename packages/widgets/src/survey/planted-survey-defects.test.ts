import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

/** Rules of answers that must not be lost: each is taken out of a copy, and the test that guards it must turn red. */
const defects = [
  {
    rule: 'that a safety answer behind the end has not arrived',
    file: 'flow/saving-flow.ts',
    find: "    case 'save-was-complete':\n      return wasComplete(state);",
    replace: "    case 'save-was-complete':\n      return needsHelp(state) ? sent(state) : wasComplete(state);",
    tests: 'survey-flow.test.ts',
    test: 'is never said to have arrived where the same questions were sent from another page before',
  },
  {
    rule: 'that a safety answer waits for no choice',
    file: 'flow/alarm.ts',
    find: 'if (given.length === 0) return state;',
    replace: 'return state;',
    tests: 'survey-flow.test.ts',
    test: 'is sent at once, alone and on top of the others',
  },
  {
    rule: 'the place of its own in which each page keeps its answers',
    file: 'draft-keeper.ts',
    find: '/${page}`',
    replace: '`',
    tests: 'draft-keeper.test.ts',
    test: 'is all there for the next page, the newest first',
  },
  {
    rule: 'that a page removes what it has kept itself, and no more',
    file: 'draft-keeper.ts',
    find: 'if (own !== undefined) await store.discardDraft(own);',
    replace: 'await remove((header) => header.owner === owner);',
    tests: 'draft-keeper.test.ts',
    test: 'goes with what its own page has brought to the clinic, and no other',
  },
  {
    rule: 'that what another page keeps outlives the end',
    file: 'flow/drafts.ts',
    find: "type === 'ended' || type === 'left-found' ? drop : dropOwn",
    replace: 'type ? drop : dropOwn',
    tests: 'survey-flow.test.ts',
    test: 'goes from the device when it was sent for good',
  },
  {
    rule: 'the question about answers that contradict each other',
    file: 'flow/drafts.ts',
    find: 'else rivals.push(rival);',
    replace: '',
    tests: 'survey-flow.test.ts',
    test: 'is asked about where it contradicts itself',
  },
] as const;

const source = fileURLToPath(new URL('..', import.meta.url));
const packageFolder = path.dirname(path.resolve(source));

describe('planted defects of the survey', { concurrency: 2 }, () => {
  let folder: string;
  before(() => {
    mkdirSync(path.join(packageFolder, '.cache'), { recursive: true });
    folder = mkdtempSync(path.join(packageFolder, '.cache', 'planted-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  for (const [index, defect] of defects.entries()) {
    it(`without ${defect.rule}, "${defect.test}" is red`, async () => {
      const copy = path.join(folder, String(index));
      cpSync(source, path.join(copy, 'src'), { recursive: true });
      cpSync(path.join(packageFolder, 'package.json'), path.join(copy, 'package.json'));
      const place = path.join(copy, 'src/survey', defect.file);
      const text = readFileSync(place, 'utf8');
      assert.ok(text.includes(defect.find), `${defect.file} does not hold the text of this rule any more`);
      writeFileSync(place, text.replaceAll(defect.find, defect.replace));
      const output = await run(path.join(copy, 'src/survey', defect.tests), defect.test);
      assert.match(output, /^# fail 1$/m, output);
      assert.match(output, /^# pass 0$/m, output);
    });
  }
});

/** Runs the one test whose name holds some words, in a process of its own. */
async function run(file: string, name: string): Promise<string> {
  const { NODE_TEST_CONTEXT: _ours, ...env } = process.env;
  const args = ['--conditions=openprm-source', '--test', '--test-reporter=tap', `--test-name-pattern=${name}`, file];
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  await new Promise((resolve) => child.on('close', resolve));
  return output;
}
