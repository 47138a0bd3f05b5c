import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { sql } from 'kysely';
import { inTenant } from '../core/database/tenant-transaction.ts';
import { type TestServer, openTestServer, testDatabase } from '../testing/clinic.fixture.ts';
import { createStatementNames } from './prepared-statements.ts';

describe('the names of statements', () => {
  it('are given to what comes a third time, and stay', () => {
    const nameOf = createStatementNames();
    assert.deepEqual(
      [1, 2, 3, 4].map(() => nameOf('select id from patient where id = $1')),
      [undefined, undefined, 'openprm_1', 'openprm_1'],
    );
    assert.deepEqual(
      [1, 2, 3].map(() => nameOf('select count(*) from patient where id = $1')),
      [undefined, undefined, 'openprm_2'],
    );
  });

  it('are not given to what follows the columns of a table', () => {
    const nameOf = createStatementNames();
    for (const text of [
      'select * from hold where id = $1',
      'update hold set a = $1 returning *',
      'select hold.* from hold',
    ])
      for (let time = 0; time < 5; time += 1) assert.equal(nameOf(text), undefined);
  });

  it('are so many and no more', () => {
    const nameOf = createStatementNames();
    const named = Array.from({ length: 400 }, (_, n) => [1, 2, 3].map(() => nameOf(`select ${n}`)).at(-1));
    assert.equal(named.filter((name) => name !== undefined).length, 300);
  });
});

describe(`kept plans on ${testDatabase}`, () => {
  let server: TestServer;
  before(async () => {
    server = await openTestServer();
  });
  after(() => server.close());

  it('show each tenant its own rows, and the owner all, by one and the same statement', async () => {
    const { database } = server.ports;
    const tenants = [await server.createTenant(), await server.createTenant()].map(({ tenantId }) => tenantId);
    const read = (on: typeof database) =>
      on
        .selectFrom('api_key')
        .select('tenant_id')
        .distinct()
        .where('kind', '=', 'secret')
        .orderBy('tenant_id')
        .execute();
    const seen = async (tenantId: string) => (await inTenant(database, tenantId, read)).map((row) => row.tenant_id);
    // more often than the five times after which PostgreSQL may keep one plan for all values
    for (let time = 0; time < 12; time += 1) {
      for (const tenantId of tenants) assert.deepEqual(await seen(tenantId), [tenantId]);
      assert.deepEqual(
        (await read(database)).map((row) => row.tenant_id),
        tenants.toSorted(),
      );
    }
  });

  it('outlive a table that gets a column', async () => {
    const { database } = server.ports;
    const { tenantId } = await server.createTenant();
    const read = () =>
      database.selectFrom('tenant').selectAll().where('tenant_id', '=', tenantId).executeTakeFirstOrThrow();
    const readName = () => database.selectFrom('tenant').select('name').where('tenant_id', '=', tenantId).execute();
    for (let time = 0; time < 8; time += 1) await Promise.all([read(), readName()]);
    await sql`alter table tenant add column added text default 'later'`.execute(database);
    assert.equal((await readName()).length, 1);
    assert.equal(Object.entries(await read()).find(([name]) => name === 'added')?.[1], 'later');
  });
});
