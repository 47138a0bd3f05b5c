import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { checkArrows } from './arrows.ts';

const allowed: Record<string, string> = {
  'packages/contract/src/a.ts': "import { z } from 'zod/mini';\n// import 'lit'\nimport { b } from './b.ts';",
  'packages/sdk/src/a.ts':
    "import { get, type UseStore } from 'idb-keyval';\nimport type { Slot } from '@openprm/contract';",
  'packages/widgets/src/a.ts':
    "import { html } from 'lit';\nconst text = html`<p>import x from 'zod'</p>`;\nexport * from '@openprm/sdk';\ntype X = import('@openprm/sdk').Slot;",
  'packages/embed/src/a.ts': "const load = () => import('@openprm/widgets/prm-booking.js');",
  'packages/embed/src/b.ts': "const load = () => import('./elements/booking.ts');",
  'packages/embed/src/elements/booking.ts': "import '@openprm/widgets/prm-booking.js';",
  'packages/server/src/core/a.ts': "import { Hono } from 'hono';",
  'packages/server/src/core/a.test.ts':
    "import { startServer } from '../node/start.ts';\nimport test from 'node:test';",
  'packages/server/src/node/a.ts': "import { core } from '../core/index.ts';\nimport fs from 'node:fs';",
  'examples/one/a.ts': "import { PrmClient } from '@openprm/sdk';\nimport { b } from './b.ts';",
};

const violations: { file: string; source: string; says: RegExp }[] = [
  {
    file: 'packages/contract/src/x.ts',
    source: "import { PrmClient } from '@openprm/sdk';",
    says: /must not import '@openprm\/sdk'/,
  },
  {
    file: 'packages/sdk/src/x.ts',
    source: "import {\n  html,\n} from 'lit';",
    says: /x\.ts:1: .*must not import 'lit'/,
  },
  {
    file: 'packages/sdk/src/x.ts',
    source: "import type { Server } from '@openprm/server/core';",
    says: /must not import '@openprm\/server\/core'/,
  },
  { file: 'packages/widgets/src/x.ts', source: "import fs from 'node:fs';", says: /must not import 'node:fs'/ },
  {
    file: 'packages/widgets/src/x.ts',
    source: "import type { Slot } from '@openprm/contract';",
    says: /must not import '@openprm\/contract'/,
  },
  {
    file: 'packages/widgets/src/x.ts',
    source: "export type X = import('@openprm/contract').Slot;",
    says: /must not import/,
  },
  {
    file: 'packages/widgets/src/x.ts',
    source: "const keys = await import('idb-keyval');",
    says: /must not import 'idb-keyval'/,
  },
  { file: 'packages/widgets/src/x.ts', source: "export { z } from 'zod';", says: /must not import 'zod'/ },
  { file: 'packages/embed/src/x.ts', source: "import '@openprm/widgets/prm-booking.js';", says: /only by import\(\)/ },
  {
    file: 'packages/embed/src/x.ts',
    source: "import './elements/booking.ts';",
    says: /only by import\(\)/,
  },
  {
    file: 'packages/server/src/core/x.ts',
    source: "import { readFile } from 'node:fs/promises';",
    says: /must not import 'node:fs\/promises'/,
  },
  { file: 'packages/server/src/core/x.ts', source: "import pg from 'pg';", says: /must not import 'pg'/ },
  {
    file: 'packages/server/src/core/x.ts',
    source: "import { start } from '../node/start.ts';",
    says: /must not reach/,
  },
  {
    file: 'packages/server/src/node/x.ts',
    source: "import { PrmClient } from '@openprm/sdk';",
    says: /must not import '@openprm\/sdk'/,
  },
  { file: 'packages/testing/src/x.ts', source: "import '@openprm/widgets/prm-booking.js';", says: /must not import/ },
  {
    file: 'examples/one/x.ts',
    source: "import { core } from '../../packages/server/src/core/index.ts';",
    says: /must not reach/,
  },
  { file: 'packages/e2e/src/x.ts', source: "import { a } from '../../sdk/src/index.ts';", says: /must not reach/ },
];

test('imports that follow the table pass', () => {
  assert.deepEqual(withFiles(allowed, checkArrows), []);
});

for (const { file, source, says } of violations) {
  test(`planted in ${file}: ${source.replaceAll('\n', ' ')}`, () => {
    const messages = withFiles({ ...allowed, [file]: source }, checkArrows);
    assert.equal(messages.length, 1, messages.join('\n'));
    assert.match(messages[0] ?? '', says);
  });
}

test('a package.json that depends against the arrows is named', () => {
  const manifest = JSON.stringify({ dependencies: { '@openprm/server': '0.0.0' } });
  const messages = withFiles({ 'packages/sdk/package.json': manifest }, checkArrows);
  assert.deepEqual(messages, [
    'packages/sdk/package.json: must not depend on @openprm/server; of ours it may depend on @openprm/contract, @openprm/questionnaire',
  ]);
});

test('an import that the own package.json does not list is named', () => {
  const files = { 'packages/sdk/package.json': '{}', 'packages/sdk/src/a.ts': "import { get } from 'idb-keyval';" };
  assert.deepEqual(withFiles(files, checkArrows), [
    "packages/sdk/src/a.ts:1: packages/sdk/package.json does not list 'idb-keyval' among its dependencies",
  ]);
});

function withFiles<T>(files: Record<string, string>, act: (root: string) => T): T {
  const root = mkdtempSync(path.join(tmpdir(), 'openprm-arrows-'));
  try {
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
      writeFileSync(path.join(root, file), text);
    }
    return act(root);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
