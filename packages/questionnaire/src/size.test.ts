import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

/** Bytes as a browser receives them. */
async function weigh(contents: string): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: import.meta.dirname, loader: 'ts' },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    conditions: ['openprm-source'],
  });
  return gzipSync(outputFiles[0]?.contents ?? '', { level: 9 }).length;
}

const first = `export { chooseOption, compileQuestionnaire, needsExpressions, progressOf, setAnswers, setEntry, shownNodes, startForm, textIn } from './index.ts';`;
const rest = `export { addEntry, bringValueSets, buildResponse, checkForm, checkNode, removeEntry, resumeForm } from './index.ts';`;
const later = `export { prepareExpressions } from './expressions.ts'; export * from './scores.ts';`;

test('what a browser loads stays small: questions first, the rest with them, expressions and scores only for who needs them', async () => {
  const [questions, whole, all] = await Promise.all([weigh(first), weigh(first + rest), weigh(first + rest + later)]);
  assert.ok(questions <= 9_250, `${questions} bytes to show and answer questions`);
  assert.ok(whole <= 11_725, `${whole} bytes with checks and responses`);
  assert.ok(all - whole <= 12_000, `${all - whole} bytes more with expressions and scores`);
});
