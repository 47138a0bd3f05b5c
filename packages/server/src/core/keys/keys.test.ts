import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { sql } from 'kysely';
import { inTenant } from '../database/tenant-transaction.ts';
import { type TestServer, openTestServer, testDatabase } from '../../testing/clinic.fixture.ts';
import { createPatientKey, requirePatientKey } from './patient-keys.ts';
import { createRootKeys, rootKeyId } from './root-keys.ts';
import { createKeys } from './tenant-keys.ts';

const rootKey = (fill: number) => new Uint8Array(32).fill(fill);

describe(`keys on ${testDatabase}`, () => {
  let server: TestServer;
  let tenantId: string;
  const keysWith = (...roots: Uint8Array<ArrayBuffer>[]) =>
    createKeys({ database: server.open.database, rootKeys: createRootKeys(() => roots) });
  const stored = () =>
    server.open.database
      .selectFrom('openprm_keys.tenant_key')
      .selectAll()
      .where('tenant_id', '=', tenantId)
      .executeTakeFirstOrThrow();

  before(async () => {
    server = await openTestServer();
    ({ tenantId } = await server.createTenant());
  });
  after(() => server.close());

  it('opens what it sealed, in another process too', async () => {
    const sealed = await server.ports.keys.seal(tenantId, 'thing/1', 'a text');
    assert.equal(await keysWith(rootKey(7)).open(tenantId, 'thing/1', sealed), 'a text');
  });

  it('seals the same text differently each time, with the version of the key in front', async () => {
    const [a, b] = await Promise.all([1, 2].map(() => server.ports.keys.seal(tenantId, 'thing/1', 'a text')));
    assert.notDeepEqual(a, b);
    assert.deepEqual(a?.slice(0, 3), Uint8Array.of(2, 0, 1));
  });

  it('does not open a value that was changed at any byte, or moved to another row or tenant', async () => {
    const { keys } = server.ports;
    const sealed = await keys.seal(tenantId, 'thing/1', 'a text');
    for (const index of sealed.keys()) {
      const changed = Uint8Array.from(sealed, (byte, at) => (at === index ? byte ^ 1 : byte));
      await assert.rejects(keys.open(tenantId, 'thing/1', changed), { name: 'KeyError' }, `byte ${index}`);
    }
    await assert.rejects(keys.open(tenantId, 'thing/2', sealed), { code: 'sealed-value-changed' });
    const other = await server.createTenant();
    await assert.rejects(keys.open(other.tenantId, 'thing/1', sealed), { code: 'sealed-value-changed' });
  });

  it('names the root key that is missing, and what to do', async () => {
    const wrong = keysWith(rootKey(8));
    const id = await rootKeyId(rootKey(7));
    await assert.rejects(wrong.prepare(tenantId), {
      code: 'root-key-unknown',
      message: new RegExp(`root key ${id} of ${tenantId}.*key file`),
    });
  });

  it('takes any of several root keys, and reads them again when one is new to it', async () => {
    const roots = [rootKey(8)];
    const keys = createKeys({ database: server.open.database, rootKeys: createRootKeys(() => roots) });
    await assert.rejects(keys.prepare(tenantId), { code: 'root-key-unknown' });
    roots.push(rootKey(7));
    await keys.prepare(tenantId);
  });

  it('makes one first key for a tenant that many ask for at once', async () => {
    const { createTenant } = await import('../tenants/create-tenant.ts');
    const made = await createTenant(server.ports, { name: 'Many', origins: [] });
    const processes = Array.from({ length: 8 }, () => keysWith(rootKey(7)));
    const macs = await Promise.all(processes.map((keys) => keys.mac(made.tenantId, 'link', 'x')));
    assert.equal(new Set(macs.map((mac) => Buffer.from(mac).toString('hex'))).size, 1);
  });

  it('never makes a new key in place of one that is lost', async () => {
    const key = await stored();
    const { database } = server.open;
    await database.deleteFrom('openprm_keys.tenant_key').where('tenant_id', '=', tenantId).execute();
    await assert.rejects(keysWith(rootKey(7)).prepare(tenantId), {
      code: 'tenant-key-missing',
      message: /Restore the schema openprm_keys/,
    });
    await database.insertInto('openprm_keys.tenant_key').values(key).execute();
    await database.updateTable('tenant').set({ key_version: 2 }).where('tenant_id', '=', tenantId).execute();
    await assert.rejects(keysWith(rootKey(7)).prepare(tenantId), { code: 'tenant-key-outdated' });
    await database.updateTable('tenant').set({ key_version: 1 }).where('tenant_id', '=', tenantId).execute();
  });

  it('finds a wrapped key that was changed or given to another tenant', async () => {
    const { database } = server.open;
    const key = await stored();
    const change = (wrapped: Uint8Array) =>
      database.updateTable('openprm_keys.tenant_key').set({ wrapped }).where('tenant_id', '=', tenantId).execute();
    await change(Uint8Array.from(key.wrapped, (byte, at) => (at === 20 ? byte ^ 1 : byte)));
    await assert.rejects(keysWith(rootKey(7)).prepare(tenantId), { code: 'tenant-key-changed' });
    const other = await server.createTenant();
    const { wrapped } = await database
      .selectFrom('openprm_keys.tenant_key')
      .select('wrapped')
      .where('tenant_id', '=', other.tenantId)
      .executeTakeFirstOrThrow();
    await change(wrapped);
    await assert.rejects(keysWith(rootKey(7)).prepare(tenantId), { code: 'tenant-key-changed' });
    await change(key.wrapped);
  });

  it('takes a value that names a version which never was for one that was changed, and asks the database for none', async () => {
    const keys = keysWith(rootKey(7));
    const sealed = await keys.seal(tenantId, 'thing/1', 'Dana');
    const naming = (version: number) => Uint8Array.from(sealed, (byte, at) => (at === 2 ? version : byte));
    await inTenant(server.open.database, tenantId, async () => {
      // the embedded database has one connection, and this has it
      for (const version of [0, 3, 17, 255])
        await assert.rejects(keys.open(tenantId, 'thing/1', naming(version)), {
          code: 'sealed-value-changed',
          resource: 'thing/1',
        });
    });
    // the next one may be another process's new one: it is looked for
    await assert.rejects(keys.open(tenantId, 'thing/1', naming(2)), { code: 'sealed-value-changed' });
    assert.equal(await keys.open(tenantId, 'thing/1', sealed), 'Dana');
  });

  it("does not give one patient another's key", async () => {
    const { keys } = server.ports;
    const scoped = <Result>(work: (scope: Parameters<typeof createPatientKey>[0]) => Promise<Result>) =>
      inTenant(server.open.database, tenantId, (tx) => work({ tx, tenantId, keys }));
    const sealed = await scoped(async (scope) => {
      await createPatientKey(scope, 'pat_two');
      return (await createPatientKey(scope, 'pat_one')).seal('patient/pat_one', 'Dana');
    });
    await assert.rejects(
      scoped(async (scope) => (await requirePatientKey(scope, 'pat_two')).open('patient/pat_one', sealed)),
      { code: 'sealed-value-changed' },
    );
    await sql`update openprm_keys.patient_key set wrapped = (select wrapped from openprm_keys.patient_key where patient_id = 'pat_one')
      where patient_id = 'pat_two'`.execute(server.open.database);
    await assert.rejects(
      scoped((scope) => requirePatientKey(scope, 'pat_two')),
      { code: 'sealed-value-changed' },
    );
    await assert.rejects(
      scoped((scope) => requirePatientKey(scope, 'pat_none')),
      { code: 'patient-key-missing' },
    );
  });

  it('refuses a root key of another length', async () => {
    await assert.rejects(keysWith(new Uint8Array(16)).prepare(tenantId), RangeError);
  });
});
