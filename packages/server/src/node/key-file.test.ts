import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { rootKeyId } from '../core/index.ts';
import { createErasureFile } from './erasure-file.ts';
import { addRootKey, keepRootKeys, readRootKeys } from './key-file.ts';

describe('the key file', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'openprm-keys-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('gets further keys, the newest last, and loses those that are not needed', async () => {
    const file = path.join(folder, 'root.key');
    const [first] = readRootKeys(file, false);
    const id = await addRootKey(file);
    const both = readRootKeys(file, true);
    assert.deepEqual(both[0], first);
    assert.equal(await rootKeyId(both[1] ?? new Uint8Array()), id);
    assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.equal(await keepRootKeys(file, new Set([id])), 1);
    assert.deepEqual(readRootKeys(file, true), [both[1]]);
    assert.equal(await keepRootKeys(file, new Set([id])), 0);
  });

  it('is not made by adding to one that is not there', async () => {
    await assert.rejects(addRootKey(path.join(folder, 'none.key')), { code: 'key-file-missing' });
  });

  it('has the erasure list beside it, which gives back each line in order', async () => {
    const file = path.join(folder, 'deep', 'erasures.jsonl');
    const list = createErasureFile(file);
    const read = async () => {
      const lines: string[] = [];
      for await (const line of list.read()) lines.push(line);
      return lines;
    };
    assert.deepEqual(await read(), []);
    await list.append('{"a":1}');
    await list.append('{"b":2}');
    assert.deepEqual(await read(), ['{"a":1}', '{"b":2}']);
    assert.equal(readFileSync(file, 'utf8'), '{"a":1}\n{"b":2}\n');
  });
});
