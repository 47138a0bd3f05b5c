import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, it } from 'node:test';
import pg from 'pg';
import { createTenant } from '../core/index.ts';
import { openDatabase } from './database.ts';
import { openServer } from './open-server.ts';

const serverUrl = process.env['OPENPRM_TEST_POSTGRES_URL'];
const logger = { info: () => undefined, error: () => undefined };

describe('a PostgreSQL where the server is no superuser', { skip: serverUrl === undefined }, () => {
  it('is migrated and served by the owner of the database, who may create roles', { timeout: 60_000 }, async () => {
    const name = `owner_${randomBytes(6).toString('hex')}`;
    const admin = new pg.Client({ connectionString: serverUrl ?? '' });
    await admin.connect();
    await admin.query(`create role ${name} login createrole password 'x'`);
    await admin.query(`create database ${name} owner ${name}`);
    // as on a new cluster: no superuser has granted the role, if other tests made it
    await admin.query(`grant openprm_app to ${name} with admin option`).catch(() => undefined);

    const url = new URL(serverUrl ?? '');
    Object.assign(url, { username: name, password: 'x', pathname: `/${name}` });
    const folder = mkdtempSync(path.join(tmpdir(), 'openprm-owner-'));
    const config = {
      database: { kind: 'external', url: url.href },
      publicUrl: 'https://booking.example',
      smtp: { url: 'smtp://127.0.0.1:1', from: 'visits@clinic.example' },
      keyFile: path.join(folder, 'root.key'),
      version: '0.0.0',
      logger,
    } as const;
    try {
      const server = await openServer(config);
      const open = await openDatabase(config.database, logger);
      const random = { bytes: (length: number) => crypto.getRandomValues(new Uint8Array(length)) };
      const tenant = await createTenant(
        { database: open.database, random, clock: { now: Date.now } },
        { name: 'North', origins: [] },
      );
      await open.close();
      const created = await server.api.request('/v1/organizations', {
        method: 'POST',
        body: JSON.stringify({ name: 'North' }),
        headers: {
          authorization: `Bearer ${tenant.secretKey}`,
          'content-type': 'application/json',
          'idempotency-key': 'first',
        },
      });
      assert.equal(created.status, 201);
      await server.close();
    } finally {
      rmSync(folder, { recursive: true, force: true });
      await admin.query(`drop database ${name} with (force)`);
      await admin.end();
    }
  });
});
