import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { inTenant } from '../database/tenant-transaction.ts';
import { writeEvent } from '../journal/write-event.ts';
import { createIdMaker } from '../ids.ts';
import { Problem } from '../problem.ts';
import type { TenantTransaction } from '../ports.ts';
import { type TestServer, openTestServer, testDatabase } from '../../testing/clinic.fixture.ts';
import { type IdempotencyScope, once } from './idempotency.ts';

describe(`an Idempotency-Key on ${testDatabase}`, () => {
  let server: TestServer;
  let tenantId: string;
  before(async () => {
    server = await openTestServer();
    ({ tenantId } = await server.createTenant());
  });
  after(() => server.close());

  const scope = (key: string, content = 'a body'): IdempotencyScope => ({
    tenantId,
    principal: 'secret:key_1',
    route: 'POST /v1/holds',
    key,
    content,
  });
  const run = (of: IdempotencyScope, effect: (tx: TenantTransaction) => Promise<{ status: number; body: unknown }>) =>
    inTenant(server.open.database, tenantId, (tx) => once(tx, server.ports.keys, of, 'req_1', () => effect(tx)));
  const newId = () => createIdMaker(server.ports.clock, server.ports.random);
  const events = async (resource: string) =>
    (await server.open.database.selectFrom('event').select('id').where('resource_id', '=', resource).execute()).length;
  const remembered = async (key: string) =>
    server.open.database.selectFrom('idempotency_key').selectAll().where('key', '=', key).executeTakeFirst();

  it('runs an effect once, and gives its answer again', async () => {
    const effect = async (tx: TenantTransaction) => {
      await writeEvent({ tx, tenantId }, newId(), 'hold.created', 'hld_once');
      return { status: 201, body: { secret: 'sealed-secret' } };
    };
    assert.deepEqual(await run(scope('k1'), effect), {
      status: 201,
      body: { secret: 'sealed-secret' },
      replayed: false,
    });
    assert.deepEqual(await run(scope('k1'), effect), {
      status: 201,
      body: { secret: 'sealed-secret' },
      replayed: true,
    });
    assert.equal(await events('hld_once'), 1);
  });

  it('undoes what a refused effect had begun, and remembers the refusal', async () => {
    const refuse = async (tx: TenantTransaction) => {
      await writeEvent({ tx, tenantId }, newId(), 'hold.created', 'hld_refused');
      throw new Problem('slot-unavailable');
    };
    const first = await run(scope('k2'), refuse);
    assert.equal(first.status, 409);
    assert.equal(await events('hld_refused'), 0);
    assert.deepEqual(await run(scope('k2'), refuse), { ...first, replayed: true });
  });

  it('remembers nothing of a failure, so that the same key can be tried again', async () => {
    const fail = () => Promise.reject(new Error('the disk is full'));
    await assert.rejects(run(scope('k3'), fail), /disk is full/);
    assert.equal(await remembered('k3'), undefined);
    assert.equal((await run(scope('k3'), () => Promise.resolve({ status: 200, body: {} }))).status, 200);
  });

  it('refuses the same key with another body, and keeps principals and routes apart', async () => {
    const answer = (body: unknown) => () => Promise.resolve({ status: 200, body });
    await run(scope('k4', 'first'), answer(1));
    await assert.rejects(run(scope('k4', 'second'), answer(2)), { code: 'idempotency-key-reused' });
    assert.equal((await run({ ...scope('k4'), principal: 'secret:key_2' }, answer(3))).body, 3);
    assert.equal((await run({ ...scope('k4'), route: 'POST /v1/appointments' }, answer(4))).body, 4);
  });

  it('keeps neither the body nor the answer in the clear', async () => {
    await run(scope('k5', 'Dana Reyes'), () => Promise.resolve({ status: 200, body: { secret: 'very-secret' } }));
    const row = await remembered('k5');
    const stored = Buffer.concat([row?.body_hash ?? Buffer.of(), row?.answer ?? Buffer.of()]).toString('latin1');
    assert.ok(stored.length > 32);
    assert.doesNotMatch(stored, /Dana|very-secret/);
  });
});
