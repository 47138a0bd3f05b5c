import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

/** Rules of the device's half: each is taken out of a copy, and the test that guards it must turn red. */
const defects = [
  {
    rule: 'the claim of what was added while signed out',
    file: 'sealed-store.ts',
    find: "(whose === 'signed-out' && signedOut)",
    replace: "whose === 'signed-out'",
    also: {
      file: 'send-sealed.ts',
      find: 'claim ? { envelopes, claim } : { envelopes }',
      replace: '{ envelopes, claim: true }',
    },
    test: 'sends it only when it is claimed',
  },
  {
    rule: 'the word that is needed after seven days',
    file: 'sealed-store.ts',
    find: '(isUnsure(item, now) ? unsure : late || !isLate(item, now))',
    replace: '(now > 0 || late || unsure)',
    test: 'does not send again without a word',
  },
  {
    rule: 'the one idempotency key of an item',
    file: 'send-sealed.ts',
    find: 'idempotencyKey: header.item',
    replace: 'idempotencyKey: `${header.item}${Math.random()}`',
    test: 'takes effect once at the server',
  },
  {
    rule: 'the stop when somebody else is signed in',
    file: 'send-sealed.ts',
    find: 'if (!sending.isSamePerson())',
    replace: 'if (false)',
    test: 'stops when the person is signed out in the middle',
  },
] as const;

const source = fileURLToPath(new URL('..', import.meta.url));
const packageFolder = path.dirname(path.resolve(source));

describe('planted defects of the sealed store', { concurrency: 2 }, () => {
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
      for (const { file, find, replace } of 'also' in defect ? [defect, defect.also] : [defect]) {
        const place = path.join(copy, 'src/storage', file);
        const text = readFileSync(place, 'utf8');
        assert.ok(text.includes(find), `${file} does not hold the text of this rule any more`);
        writeFileSync(place, text.replaceAll(find, replace));
      }
      const output = await run(path.join(copy, 'src/storage/sealed-store.test.ts'), defect.test);
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
