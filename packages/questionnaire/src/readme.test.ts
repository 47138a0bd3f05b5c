import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { build } from 'esbuild';

test('the README does what it says', async () => {
  const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
  const [, code = ''] = /```ts\n([^]*?)```/.exec(readme) ?? [];
  const form = { resourceType: 'Questionnaire', item: [{ linkId: 'well', type: 'boolean', required: true }] };
  const { outputFiles } = await build({
    stdin: {
      contents: `const form = ${JSON.stringify(form)};\n${code}\nexport { response };`,
      resolveDir: import.meta.dirname,
      loader: 'ts',
    },
    bundle: true,
    write: false,
    format: 'esm',
    conditions: ['openprm-source'],
  });
  const { response } = (await import(
    `data:text/javascript,${encodeURIComponent(outputFiles[0]?.text ?? '')}`
  )) as Record<string, unknown>;
  assert.deepEqual(response, {
    resourceType: 'QuestionnaireResponse',
    status: 'completed',
    item: [{ linkId: 'well', answer: [{ valueBoolean: true }] }],
  });
});
