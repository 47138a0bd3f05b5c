import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createPractitioner, listLocations, listPractitioners } from '@openprm/contract';
import { sql } from 'kysely';
import { type TestServer, openTestServer, testDatabase } from '../../testing/clinic.fixture.ts';
import { createTenant } from './create-tenant.ts';

describe(`creating a tenant on ${testDatabase}`, () => {
  let server: TestServer;
  before(async () => {
    server = await openTestServer();
  });
  after(() => server.close());

  it('gives a publishable and a secret key that work at once', async () => {
    const tenant = await createTenant(server.ports, { name: 'North Clinic', origins: ['https://north.example'] });
    assert.match(tenant.tenantId, /^ten_[0-9a-z]{26}$/);
    assert.match(tenant.publishableKey, /^pk_[\w-]{43}$/);
    assert.match(tenant.secretKey, /^sk_[\w-]{43}$/);
    await server.call(createPractitioner, { body: { name: 'Noor Haddad' } }, { credential: tenant.secretKey });
    const fromPage = await server.answer(
      listLocations,
      { query: {} },
      { credential: tenant.publishableKey, origin: 'https://north.example' },
    );
    assert.equal(fromPage.status, 200);
    const fromElsewhere = await server.answer(
      listLocations,
      { query: {} },
      { credential: tenant.publishableKey, origin: 'https://south.example' },
    );
    assert.equal(fromElsewhere.problem.code, 'origin-not-allowed');
  });

  it('stores neither key', async () => {
    const { publishableKey, secretKey, tenantId } = await createTenant(server.ports, {
      name: 'North Clinic',
      origins: [],
    });
    const { rows } = await sql<{ stored: string }>`
      select row_to_json(api_key)::text || encode(key_hash, 'escape') as stored from api_key where tenant_id = ${tenantId}`.execute(
      server.ports.database,
    );
    assert.equal(rows.length, 2);
    for (const { stored } of rows)
      for (const key of [publishableKey, secretKey]) assert.ok(!stored.includes(key.slice(3)));
  });

  it('numbers its first changes from 1', async () => {
    const { secretKey, tenantId } = await createTenant(server.ports, { name: 'North Clinic', origins: [] });
    for (const name of ['A', 'B']) await server.call(createPractitioner, { body: { name } }, { credential: secretKey });
    while ((await server.core.sequence()) > 0);
    const events = await server.ports.database
      .selectFrom('event')
      .select('position')
      .where('tenant_id', '=', tenantId)
      .orderBy('position')
      .execute();
    assert.deepEqual(
      events.map(({ position }) => Number(position)),
      [1, 2],
    );
  });

  it('refuses what is no origin, and says what to write', async () => {
    const refusals: [origin: string, words: RegExp][] = [
      ['clinic.example', /https:\/\/ and a host/],
      ['http://clinic.example', /only with localhost/],
      ['http://localhost.clinic.example', /only with localhost/],
      ['https://clinic.example/', /write https:\/\/clinic\.example$/],
      ['https://clinic.example/book', /write https:\/\/clinic\.example$/],
      ['https://Clinic.example', /write https:\/\/clinic\.example$/],
      ['https://clinic.example:443', /write https:\/\/clinic\.example$/],
      ['https://user@clinic.example', /write https:\/\/clinic\.example$/],
      ['javascript:alert(1)', /https:\/\/ and a host/],
      ['null', /https:\/\/ and a host/],
      ['*', /https:\/\/ and a host/],
    ];
    for (const [origin, words] of refusals) {
      await assert.rejects(
        createTenant(server.ports, { name: 'X', origins: [origin] }),
        { name: 'RangeError', message: words },
        origin,
      );
    }
    for (const origin of [
      'https://clinic.example:8443',
      'http://localhost:3000',
      'http://127.0.0.1',
      'https://xn--bcher-kva.example',
    ]) {
      await createTenant(server.ports, { name: 'X', origins: [origin] });
    }
  });

  it('refuses a name that is empty or has more than one line', async () => {
    for (const name of ['', '  ', 'a\nb', 'x'.repeat(201)]) {
      await assert.rejects(createTenant(server.ports, { name, origins: [] }), { name: 'RangeError' });
    }
  });

  it('leaves nothing half written when a key exists already', async () => {
    const count = async () => (await server.ports.database.selectFrom('tenant').select('tenant_id').execute()).length;
    const { tenantId, ...keys } = await createTenant(server.ports, { name: 'First', origins: [] });
    const before = await count();
    await assert.rejects(createTenant(server.ports, { name: 'Second', origins: [], tenantId, keys }));
    assert.equal(await count(), before);
    assert.equal((await server.answer(listPractitioners, { query: {} }, { credential: keys.secretKey })).status, 200);
  });
});
