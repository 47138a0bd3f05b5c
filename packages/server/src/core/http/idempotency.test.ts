import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { sql } from 'kysely';
import { inTenant } from '../database/tenant-transaction.ts';
import { writeEvent } from '../journal/write-event.ts';
import { createIdMaker } from '../ids.ts';
import { Problem } from '../problem.ts';
import type { TenantTransaction } from '../ports.ts';
import { type TestServer, openTestServer, testDatabase } from '../../testing/clinic.fixture.ts';
import { createPatientKey, destroyPatientKey } from '../keys/patient-keys.ts';
import { type IdempotencyScope, answerIdentity, once, sealAnswer, storedKey } from './idempotency.ts';
import { pruneIdempotency } from './prune-idempotency.ts';

describe(`an Idempotency-Key on ${testDatabase}`, () => {
  let server: TestServer;
  let tenantId: string;
  before(async () => {
    server = await openTestServer();
    ({ tenantId } = await server.createTenant());
  });
  after(() => server.close());

  const scope = (key: string, content = 'a body'): IdempotencyScope => ({
    principal: 'secret:key_1',
    route: 'POST /v1/holds',
    key,
    content,
  });
  const run = (
    of: IdempotencyScope,
    effect: (tx: TenantTransaction) => Promise<{ status: number; body: unknown }>,
    concerned: readonly string[] = [],
  ) =>
    inTenant(server.open.database, tenantId, (tx) =>
      once(
        { tx, tenantId, keys: server.ports.keys, requestId: 'req_1' },
        of,
        () => effect(tx),
        new Set<string>(concerned),
      ),
    );
  const newId = () => createIdMaker(server.ports.clock, server.ports.random);
  const events = async (resource: string) =>
    (await server.open.database.selectFrom('event').select('id').where('resource_id', '=', resource).execute()).length;
  const stored = (key: string) => storedKey({ tenantId, keys: server.ports.keys }, key);
  const remembered = async (key: string) =>
    server.open.database
      .selectFrom('idempotency_key')
      .selectAll()
      .where('key', '=', await stored(key))
      .executeTakeFirst();

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

  it('stands nowhere as it came: callers make keys of what they know, and that may be who books', async () => {
    await run(scope('booking-dana@example.org'), () => Promise.resolve({ status: 201, body: null }));
    const { rows } = await sql<{ found: boolean }>`
      select bool_or(t::text ilike '%dana@example.org%') as found from idempotency_key t`.execute(server.open.database);
    assert.deepEqual(rows, [{ found: false }]);
  });

  it('that an earlier version kept as it came is known again', async () => {
    const { keys, database } = server.ports;
    const { content, ...before } = scope('kept-as-it-came');
    const effect = () => Promise.resolve({ status: 201, body: 'anew' });
    await inTenant(database, tenantId, async (tx) => {
      const answer = await sealAnswer({ tx, tenantId, keys }, answerIdentity(before), JSON.stringify('before'), []);
      const body_hash = await keys.mac(tenantId, 'idempotency', content);
      const row = { ...before, tenant_id: tenantId, body_hash, expires_at: sql<Date>`now() + interval '1 day'` };
      await tx.insertInto('idempotency_key').values(row).execute();
      await tx
        .updateTable('idempotency_key')
        .set({ status: 201, answer, patient_ids: [] })
        .where('key', '=', before.key)
        .execute();
    });
    assert.deepEqual(await run(scope(before.key), effect), { status: 201, body: 'before', replayed: true });
    await assert.rejects(run(scope(before.key, 'another body'), effect), { code: 'idempotency-key-reused' });
  });

  it('is forgotten when its time is over: 8 days, or what the row of the table says', async () => {
    const { database } = server.open;
    const effect = () => Promise.resolve({ status: 201, body: null });
    await run({ ...scope('short'), minutes: 30 }, effect);
    await run(scope('usual'), effect);
    const names = [await stored('short'), await stored('usual')];
    const { rows } = await sql<{ minutes: number }>`
      select round(extract(epoch from expires_at - now()) / 60)::integer as minutes from idempotency_key where key = any(${names}) order by expires_at`.execute(
      database,
    );
    assert.deepEqual(rows, [{ minutes: 30 }, { minutes: 11_520 }]);
    await sql`update idempotency_key set expires_at = expires_at - interval '31 minutes' where key = any(${names})`.execute(
      database,
    );
    await pruneIdempotency(database);
    assert.equal(await remembered('short'), undefined);
    assert.notEqual(await remembered('usual'), undefined);
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

  it('seals an answer with the keys of all patients whose data it holds: with any one of them it is lost', async () => {
    const { keys, database } = server.ports;
    const patients = ['pat_first', 'pat_second'];
    const effect = async (tx: TenantTransaction) => {
      for (const id of patients) await createPatientKey({ tx, tenantId, keys }, id);
      return { status: 200, body: { names: ['Dana', 'Sam'] } };
    };
    await run(scope('k6'), effect, patients);
    const again = await run(scope('k6'), effect, []);
    assert.deepEqual(again, { status: 200, body: { names: ['Dana', 'Sam'] }, replayed: true });

    const { answer } = (await remembered('k6')) ?? {};
    await assert.rejects(
      keys.open(tenantId, answerIdentity({ ...scope('k6'), key: await stored('k6') }), answer ?? Buffer.of()),
      {
        name: 'KeyError',
        code: 'sealed-value-changed',
      },
    );
    await inTenant(database, tenantId, (tx) => destroyPatientKey({ tx, tenantId }, 'pat_first'));
    await assert.rejects(run(scope('k6'), effect, []), { name: 'KeyError', code: 'patient-key-missing' });
  });
});
