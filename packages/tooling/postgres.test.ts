import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { startPostgres } from './postgres.ts';

// A temporary folder of our own, so that the servers of others are not mistaken for ours.
const temporary = mkdtempSync(path.join(tmpdir(), 'openprm-postgres-test-'));
chmodSync(temporary, 0o755);
process.env['TMPDIR'] = temporary;
after(() => rmSync(temporary, { recursive: true, force: true }));

test('a throw-away PostgreSQL has btree_gist, survives its own crash and leaves nothing behind', async () => {
  const postgres = await startPostgres();
  try {
    await query(postgres.url, 'create extension btree_gist');
    await query(postgres.url, 'create table t (n int)');
    await query(postgres.url, 'insert into t values (7)');
    assert.deepEqual(await query(postgres.url, 'show server_encoding'), [{ server_encoding: 'UTF8' }]);

    await postgres.kill9();
    await assert.rejects(query(postgres.url, 'select 1'), { code: 'ECONNREFUSED' });
    await postgres.restart();
    assert.deepEqual(await query(postgres.url, 'select n from t'), [{ n: 7 }]);
  } finally {
    await postgres.stop();
  }
  await postgres.stop();
  await assert.rejects(query(postgres.url, 'select 1'), { code: 'ECONNREFUSED' });
  assert.deepEqual(readdirSync(temporary), []);
});

test('it ends with the process that started it, even when that is killed', async () => {
  const script =
    'const { startPostgres } = await import(process.argv[1]); console.log((await startPostgres()).url); setInterval(() => {}, 1000)';
  const harness = new URL('./postgres.ts', import.meta.url).href;
  const parent = spawn(process.execPath, ['--input-type=module', '-e', script, harness], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(parent.stdout, 'data')) as [Buffer];
  const url = line.toString().trim();
  assert.equal((await query(url, 'select 1 as one'))[0]?.['one'], 1);

  parent.kill('SIGKILL');
  for (let wait = 0; wait < 200 && readdirSync(temporary).length > 0; wait += 1) await sleep(50);
  await assert.rejects(query(url, 'select 1'), { code: 'ECONNREFUSED' });
  assert.deepEqual(readdirSync(temporary), []);
});

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}
