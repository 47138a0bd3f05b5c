import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { describe, it } from 'node:test';
import { type AppOptions, freePort, launchApp, startApp, temporaryFolder } from './app-process.ts';
import { productionEnv } from './production.ts';

/** Starts an app that cannot start, and reads what it says. */
async function failedStart(options: AppOptions): Promise<string> {
  const app = await launchApp(options);
  assert.equal(await app.ended, 1);
  const output = app.output();
  assert.doesNotMatch(output, /\n\s+at /, 'a message for people has no stack');
  return output;
}

describe('an app that cannot start ends with 1, says why and what to do, and leaves nothing half written', () => {
  it('when its port is taken', async () => {
    const other = createServer().listen(0, 'localhost');
    await once(other, 'listening');
    const address = other.address();
    assert.ok(address !== null && typeof address === 'object');
    const dataFolder = temporaryFolder();
    const output = await failedStart({ env: { PORT: String(address.port), HOST: 'localhost' }, dataFolder });
    other.close();
    assert.match(output, new RegExp(`^\\[port-taken\\] Port ${address.port} .*PORT=`));
    assert.deepEqual(await readdir(dataFolder), []);
  });

  it('when its data folder cannot be written', async () => {
    const folder = temporaryFolder();
    await writeFile(path.join(folder, 'file'), 'mine');
    const output = await failedStart({ dataFolder: path.join(folder, 'file') });
    assert.match(output, /^\[data-folder-unwritable\] .*OPENPRM_DATA/);
    assert.equal(await readFile(path.join(folder, 'file'), 'utf8'), 'mine');
  });

  it('when its database is not there', async () => {
    const folder = temporaryFolder();
    const databaseUrl = `postgres://prm:hunter2@127.0.0.1:${await freePort()}/clinics`;
    const keyFile = path.join(folder, 'root.key');
    const env = productionEnv({ databaseUrl, smtpUrl: 'smtp://127.0.0.1:1', keyFile });
    const output = await failedStart({ env, dataFolder: folder });
    assert.match(output, /^\[database-unreachable\] .*DATABASE_URL/);
    assert.doesNotMatch(output, /hunter2/);
    assert.deepEqual(await readdir(folder), [], 'no root key is made for a database that is not there');
  });

  it('when settings are wrong, telling all of them at once', async () => {
    const dataFolder = temporaryFolder();
    const output = await failedStart({ env: { HOST: '0.0.0.0', SMTP_URL: 'mail.example' }, dataFolder });
    assert.match(output, /^\[config-invalid\] /);
    for (const name of ['HOST', 'SMTP_URL', 'OPENPRM_MAIL_FROM']) assert.match(output, new RegExp(name));
    assert.deepEqual(await readdir(dataFolder), []);
  });

  it('when production lacks what it needs', async () => {
    const output = await failedStart({ env: { DATABASE_URL: 'postgres://127.0.0.1/clinics', OPENPRM_PUBLIC_URL: '' } });
    assert.match(output, /^\[config-invalid\] /);
    for (const name of ['OPENPRM_PUBLIC_URL', 'SMTP_URL', 'OPENPRM_KEY_FILE']) assert.match(output, new RegExp(name));
  });

  it('when its data folder is in use, or its key file is lost', async () => {
    const dataFolder = path.join(temporaryFolder(), 'data');
    await mkdir(dataFolder);
    const app = await startApp({ dataFolder });
    const inUse = await failedStart({ dataFolder });
    assert.match(inUse, /^\[data-folder-in-use\] .*OPENPRM_DATA/);
    assert.equal((await fetch(`${app.url}/healthz`)).status, 200, 'whoever had the folder goes on');
    assert.equal(await app.stop(), 0);

    const keyFile = path.join(dataFolder, 'root.key');
    await rename(keyFile, `${keyFile}.away`);
    const lost = await failedStart({ dataFolder });
    assert.match(lost, /^\[key-file-missing\] .*OPENPRM_KEY_FILE/);
    assert.ok(!(await readdir(dataFolder)).includes('root.key'), 'no new key, which would open nothing');

    await writeFile(keyFile, Buffer.alloc(32, 1).toString('base64'));
    const wrong = await failedStart({ dataFolder });
    assert.match(wrong, /^\[key-file-\w+\] /);

    await rename(`${keyFile}.away`, keyFile);
    const again = await startApp({ dataFolder });
    assert.equal(await again.stop(), 0);
  });
});
