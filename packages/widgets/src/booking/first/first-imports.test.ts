import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';

const here = new URL('.', import.meta.url);
const isSource = (file: string) => file.endsWith('.ts') && !file.endsWith('.test.ts');

/** What a file loads: its imports and re-exports, without those that are types alone. */
const loadedBy = (source: string) =>
  [...source.matchAll(/^(?:import|export)\s+(?!type\s)[^;]*?from '([^']+)';/gm)].map(([, specifier = '']) => specifier);

test('the first times load nothing of what comes later', () => {
  const files = readdirSync(here).filter(isSource);
  assert.ok(files.length > 10);
  for (const file of files) {
    for (const specifier of loadedBy(readFileSync(new URL(file, here), 'utf8')))
      assert.match(
        specifier,
        /^(\.\/[\w.-]+\.ts|lit|\.\.\/\.\.\/((locales|styles)\/.+|ui\/heading\.ts))$/,
        `${file} loads ${specifier}`,
      );
  }
});

test('an import of what comes later would be found', () => {
  const source = "import { type A, b } from '../booking-selectors.ts';\nimport type { C } from '../booking-state.ts';";
  assert.deepEqual(loadedBy(source), ['../booking-selectors.ts']);
});
