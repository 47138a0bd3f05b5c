import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createHold, releaseHold } from '@openprm/contract';
import { sql } from 'kysely';
import { type TestServer, openTestServer, testDatabase } from '../../testing/clinic.fixture.ts';
import { nth, openSlots, setUpClinic } from '../../testing/clinic-setup.fixture.ts';
import { type AuditContent, auditHash } from './audit-content.ts';

describe(`the journal on ${testDatabase}`, () => {
  let server: TestServer;
  before(async () => {
    server = await openTestServer();
  });
  after(() => server.close());

  const sequenceAll = async () => {
    while ((await server.core.sequence()) > 0);
  };
  const positions = async (table: 'event' | 'audit_event', tenantId: string) => {
    const { rows } = await sql<{ position: number | null }>`
      select position::integer from ${sql.table(table)} where tenant_id = ${tenantId} order by position nulls first`.execute(
      server.open.database,
    );
    return rows.map(({ position }) => position);
  };

  it('numbers what has committed 1, 2, 3… for each tenant, without a gap, by several sequencers at once', async () => {
    const clinics = [await setUpClinic(server), await setUpClinic(server)];
    for (const clinic of clinics) {
      const slots = await openSlots(server, clinic);
      const as = { credential: clinic.publishableKey };
      await Promise.all(
        [0, 4, 8, 12].map(async (index) => {
          const hold = await server.call(createHold, { body: { slotId: nth(slots, index).id } }, as);
          await Promise.all([server.core.sequence(), server.core.sequence()]);
          await server.call(releaseHold, { params: { id: hold.id }, body: { secret: hold.secret } }, as);
        }),
      );
    }
    await sequenceAll();
    for (const { tenantId } of clinics) {
      const events = await positions('event', tenantId);
      const audits = await positions('audit_event', tenantId);
      assert.ok(events.length >= 8);
      assert.deepEqual(
        events,
        events.map((_, index) => index + 1),
      );
      assert.deepEqual(
        audits,
        audits.map((_, index) => index + 1),
      );
    }
  });

  it('chains each audit row to the one before, and ends at the head', async () => {
    const clinic = await setUpClinic(server);
    await sequenceAll();
    const { rows } = await sql<AuditContent & { position: number; hash: Uint8Array }>`
      select tenant_id, id, action, principal, resource_id, patient_id, purpose, request_id, position::integer, hash,
        to_char(occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') as occurred
      from audit_event where tenant_id = ${clinic.tenantId} order by position`.execute(server.open.database);
    assert.ok(rows.length >= 6);
    let previous: Uint8Array = new Uint8Array(32);
    for (const row of rows) {
      previous = await auditHash(server.ports.keys, row, row.position, previous);
      assert.deepEqual(Buffer.from(row.hash), Buffer.from(previous), `row ${row.position}`);
    }
    const head = await server.open.database
      .selectFrom('journal_head')
      .selectAll()
      .where('tenant_id', '=', clinic.tenantId)
      .executeTakeFirstOrThrow();
    assert.deepEqual(Buffer.from(head.audit_hash), Buffer.from(previous));
    assert.equal(Number(head.audit_position), rows.length);
  });
});
