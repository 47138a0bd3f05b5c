import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { createOrganization, listAppointments, listLocations, listOrganizations } from '@openprm/contract';
import { type TestServer, openTestServer, testDatabase } from '../../../testing/clinic.fixture.ts';
import type { NewTenant } from '../../tenants/create-tenant.ts';
import { addOrigin, createApiKey, listApiKeys, removeOrigin, revokeApiKey } from './manage-keys.ts';

describe(`keys on ${testDatabase}`, () => {
  let server: TestServer;
  let tenant: NewTenant;
  before(async () => {
    server = await openTestServer();
  });
  after(() => server.close());
  beforeEach(async () => {
    tenant = await server.createTenant();
  });

  const list = () => listApiKeys(server.ports.database, tenant.tenantId);
  const createSecret = (name: string, ...scopes: string[]) =>
    createApiKey(server.ports, { tenantId: tenant.tenantId, kind: 'secret', name, scopes });
  const codeOf = async (credential: string, row: Parameters<TestServer['answer']>[0], input: unknown = {}) =>
    (await server.answer(row, input, { credential })).problem?.code;

  it('of a new tenant are one of each kind, the secret one for everything', async () => {
    assert.deepEqual(
      (await list())
        .map(({ kind, name, scopes, origins, isLive, lastUsedOn }) => ({
          kind,
          name,
          scopes,
          origins,
          isLive,
          lastUsedOn,
        }))
        .toSorted((a, b) => a.kind.localeCompare(b.kind)),
      [
        {
          kind: 'publishable',
          name: 'first',
          scopes: [],
          origins: ['https://clinic.example'],
          isLive: true,
          lastUsedOn: null,
        },
        { kind: 'secret', name: 'first', scopes: ['all'], origins: [], isLive: true, lastUsedOn: null },
      ],
    );
  });

  it('do what their scopes say, and no more', async () => {
    const { key } = await createSecret('reports', 'appointments:read');
    assert.equal((await server.answer(listAppointments, {}, { credential: key })).status, 200);
    assert.equal(await codeOf(key, listOrganizations), 'permission-denied');
    assert.equal(await codeOf(key, createOrganization, { body: { name: 'x' } }), 'permission-denied');
  });

  it('are replaced without a gap: two of a name live at a time, and not three', async () => {
    const first = await createSecret('sync', 'clinic:read');
    const second = await createSecret('sync', 'clinic:read');
    await assert.rejects(createSecret('sync', 'clinic:read'), /Two live keys are called "sync"/);
    for (const { key } of [first, second])
      assert.equal((await server.answer(listLocations, {}, { credential: key })).status, 200);
    await revokeApiKey(server.ports, tenant.tenantId, first.id);
    assert.equal(await codeOf(first.key, listLocations), 'credential-invalid');
    assert.equal((await server.answer(listLocations, {}, { credential: second.key })).status, 200);
    await createSecret('sync', 'clinic:read');
  });

  it('say on which day they were last used', async () => {
    const { id, key } = await createSecret('sync', 'clinic:read');
    const usedOn = async () => (await list()).find((each) => each.id === id)?.lastUsedOn;
    assert.equal(await usedOn(), null);
    await server.answer(listLocations, {}, { credential: key });
    const today = new Date().toISOString().slice(0, 10);
    assert.equal(await usedOn(), today);
  });

  it('for pages take and lose an origin at once', async () => {
    const { id, key } = await createApiKey(server.ports, {
      tenantId: tenant.tenantId,
      kind: 'publishable',
      name: 'new site',
      origins: ['https://new.example'],
    });
    const from = async (origin: string) => (await server.answer(listLocations, {}, { credential: key, origin })).status;
    assert.deepEqual([await from('https://new.example'), await from('https://more.example')], [200, 403]);
    await addOrigin(server.ports, tenant.tenantId, id, 'https://more.example');
    await addOrigin(server.ports, tenant.tenantId, id, 'https://more.example');
    assert.equal(await from('https://more.example'), 200);
    await removeOrigin(server.ports, tenant.tenantId, id, 'https://new.example');
    assert.deepEqual([await from('https://new.example'), await from('https://more.example')], [403, 200]);
    assert.deepEqual((await list()).find((each) => each.id === id)?.origins, ['https://more.example']);
  });

  it('leave a row for each change', async () => {
    const { id } = await createSecret('sync', 'clinic:read');
    await revokeApiKey(server.ports, tenant.tenantId, id);
    const rows = await server.ports.database
      .selectFrom('audit_event')
      .select(['action', 'principal', 'resource_id'])
      .where('tenant_id', '=', tenant.tenantId)
      .orderBy('occurred_at')
      .execute();
    assert.deepEqual(rows, [
      { action: 'api-key.created', principal: 'operator:command', resource_id: id },
      { action: 'api-key.revoked', principal: 'operator:command', resource_id: id },
    ]);
  });

  it('are not made of what is not valid, and another tenant’s are not touched', async () => {
    const { tenantId } = tenant;
    const publishable = { tenantId, kind: 'publishable', name: 'site' } as const;
    const [first] = await list();
    const other = await server.createTenant();
    const wrong: readonly (readonly [() => Promise<unknown>, RegExp])[] = [
      [() => createSecret('x'), /one scope or more of: all, clinic:read/],
      [() => createSecret('x', 'appointments'), /one scope or more/],
      [() => createSecret('', 'all'), /1 to 60 characters/],
      [() => createApiKey(server.ports, { ...publishable, scopes: ['all'] }), /has no scopes/],
      [() => createApiKey(server.ports, { ...publishable, origins: ['http://north.example'] }), /https:\/\//],
      ...['https://*', 'https://*.example', 'https://a;sandbox', 'https://a,b.example', "https://a'b"].map(
        (origin) =>
          [() => createApiKey(server.ports, { ...publishable, origins: [origin] }), /name each host/] as const,
      ),
      [() => createApiKey(server.ports, { ...publishable, tenantId: 'ten_nowhere' }), /no tenant/],
      [() => listApiKeys(server.ports.database, 'ten_nowhere'), /no tenant/],
      [() => revokeApiKey(server.ports, other.tenantId, first?.id ?? ''), /no such key/],
      [() => addOrigin(server.ports, tenantId, 'key_nowhere', 'https://a.example'), /no such live publishable key/],
      [() => removeOrigin(server.ports, tenantId, first?.id ?? '', 'https://a.example'), /with this origin/],
    ];
    for (const [act, message] of wrong)
      await assert.rejects(act(), (error) => error instanceof RangeError && message.test(error.message));
    assert.deepEqual((await list()).length, 2);
  });
});
