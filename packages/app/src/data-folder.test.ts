import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { prepareDataFolder } from './data-folder.ts';

describe('the data folder', () => {
  let base: string;
  before(() => {
    base = mkdtempSync(path.join(tmpdir(), 'openprm-folder-'));
  });
  after(() => rmSync(base, { recursive: true, force: true }));

  it('is made with the folders above it, and taken as it is the next time', async () => {
    const folder = path.join(base, 'a', 'b', 'c');
    await prepareDataFolder(folder);
    await prepareDataFolder(folder);
    assert.ok(existsSync(folder));
  });

  it('that cannot be is told with a code, and soon', { timeout: 10_000 }, async () => {
    const file = path.join(base, 'file');
    writeFileSync(file, '');
    await assert.rejects(prepareDataFolder(path.join(file, 'below')), { code: 'data-folder-unwritable' });
    if (existsSync('/proc/self')) {
      await assert.rejects(prepareDataFolder('/proc/openprm/data'), { code: 'data-folder-unwritable' });
    }
  });
});
