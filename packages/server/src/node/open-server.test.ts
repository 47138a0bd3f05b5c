import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { createTenant } from '../core/index.ts';
import { openDatabase } from './database.ts';
import { type OpenServer, openServer } from './open-server.ts';

const logger = { info: () => undefined, error: () => undefined };

describe(
  'the server of one process on the embedded database',
  { skip: process.env['OPENPRM_TEST_DATABASE'] === 'postgres' },
  () => {
    let folder: string;
    before(() => {
      folder = mkdtempSync(path.join(tmpdir(), 'openprm-server-'));
    });
    after(() => rmSync(folder, { recursive: true, force: true }));

    const open = (of: Partial<{ folder: string; keyFile: string }> = {}) =>
      openServer({
        database: { kind: 'embedded', folder: of.folder ?? folder },
        publicUrl: 'http://localhost:4870',
        version: '0.0.0',
        logger,
        ...(of.keyFile === undefined ? {} : { keyFile: of.keyFile }),
      });
    const outboxWhen = async (server: OpenServer, enough: (count: number) => boolean) => {
      for (;;) {
        const mails = (await server.demo?.outbox())?.mails ?? [];
        if (enough(mails.length)) return mails;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    };

    it(
      'has the demo clinic, sends its mail through the queue, and is there again after a restart',
      { timeout: 60_000 },
      async () => {
        const first = await open();
        const services = await first.api.request('/v1/healthcare-services?key=pk_demo_riverside');
        assert.equal(services.status, 200);
        const mails = await outboxWhen(first, (count) => count > 10);
        assert.ok(mails.some(({ text }) => /\/manage(\?lang=[\w-]+)?#lnk_/.test(text)));
        await first.close();

        const second = await open();
        const again = await second.api.request('/v1/healthcare-services?key=pk_demo_riverside');
        assert.deepEqual(await again.json(), await services.json());
        await second.close();
      },
    );

    it('refuses a folder that another server has open', { timeout: 60_000 }, async () => {
      const server = await open();
      // the lock of a live process; our own is taken over, so the test names its parent
      writeFileSync(path.join(folder, 'lock'), String(process.ppid));
      await assert.rejects(open(), { code: 'data-folder-in-use' });
      await server.close();
      rmSync(path.join(folder, 'lock'), { force: true });
    });

    it(
      'starts with no key file only while nothing needs one, and refuses another key',
      { timeout: 60_000 },
      async () => {
        await assert.rejects(open({ keyFile: path.join(folder, 'lost.key') }), { code: 'key-file-missing' });
        writeFileSync(path.join(folder, 'other.key'), Buffer.alloc(32, 1).toString('base64'));
        await assert.rejects(open({ keyFile: path.join(folder, 'other.key') }), { code: 'key-file-invalid' });
        writeFileSync(path.join(folder, 'short.key'), 'c2hvcnQ=');
        await assert.rejects(open({ keyFile: path.join(folder, 'short.key') }), { code: 'key-file-invalid' });
        const server = await open();
        await server.close();
      },
    );

    it('makes a key for a database that holds only a new tenant', { timeout: 60_000 }, async () => {
      const other = mkdtempSync(path.join(tmpdir(), 'openprm-server-'));
      const database = await openDatabase({ kind: 'embedded', folder: other }, logger);
      const { migrate } = await import('../core/index.ts');
      await migrate(database.database);
      const random = { bytes: (length: number) => crypto.getRandomValues(new Uint8Array(length)) };
      await createTenant(
        { database: database.database, random, clock: { now: Date.now } },
        { name: 'North', origins: [] },
      );
      await database.close();
      const server = await open({ folder: other });
      await server.close();
      rmSync(other, { recursive: true, force: true });
    });
  },
);
