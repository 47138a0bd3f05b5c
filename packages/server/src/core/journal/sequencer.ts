import { sql } from 'kysely';
import type { Database, Keys, TenantTransaction } from '../ports.ts';

/** Any process may sequence, one at a time: whoever has this lock. */
const sequencerLock = 4_870_001;
const batchRows = 500;

/** The channel on which every process hears that there are new events. */
export const journalChannel = 'openprm_journal';

/**
 * Numbers event and audit rows that have committed, 1, 2, 3… for each tenant without a gap, and chains the audit: each row's hash covers the row
 * and the hash before it, under a key that the database does not have. Off every request's path; told once a batch.
 *
 * @returns how many rows were numbered; 0 when there were none, or another process is at it
 */
export async function sequenceJournal(database: Database, keys: Keys): Promise<number> {
  return database.transaction().execute(async (tx) => {
    const lock = await sql<{ locked: boolean }>`select pg_try_advisory_xact_lock(${sequencerLock}) as locked`.execute(
      tx,
    );
    if (lock.rows[0]?.locked !== true) return 0;
    const events = await numberEvents(tx);
    const audits = await chainAudit(tx, keys);
    if (events + audits > 0) await sql`select pg_notify(${journalChannel}, '')`.execute(tx);
    return events + audits;
  });
}

async function numberEvents(tx: TenantTransaction): Promise<number> {
  const { rows } = await sql`
    with batch as (
      select tenant_id, id from event where position is null order by occurred_at, id limit ${batchRows}::integer
    ), numbered as (
      select batch.tenant_id, batch.id,
        head.event_position + row_number() over (partition by batch.tenant_id order by event.occurred_at, event.id) as position
      from batch
      join event on event.tenant_id = batch.tenant_id and event.id = batch.id
      join journal_head as head on head.tenant_id = batch.tenant_id
    ), moved as (
      update journal_head as head set event_position = last.position
      from (select tenant_id, max(position) as position from numbered group by tenant_id) as last
      where head.tenant_id = last.tenant_id
    )
    update event set position = numbered.position from numbered
    where event.tenant_id = numbered.tenant_id and event.id = numbered.id
    returning event.id`.execute(tx);
  return rows.length;
}

/** What of an audit row its hash covers, in a fixed order; the time to the microsecond, as the database has it. */
export interface AuditContent {
  readonly tenant_id: string;
  readonly id: string;
  readonly action: string;
  readonly principal: string;
  readonly resource_id: string | null;
  readonly request_id: string;
  readonly occurred: string;
}

const toHex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** The hash of one audit row in its chain. */
export const auditHash = (keys: Keys, row: AuditContent, position: number, previous: Uint8Array) =>
  keys.mac(
    row.tenant_id,
    'audit',
    JSON.stringify([
      position,
      toHex(previous),
      row.tenant_id,
      row.id,
      row.action,
      row.principal,
      row.resource_id,
      row.request_id,
      row.occurred,
    ]),
  );

async function chainAudit(tx: TenantTransaction, keys: Keys): Promise<number> {
  const { rows } = await sql<AuditContent>`
    select tenant_id, id, action, principal, resource_id, request_id,
      to_char(occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') as occurred
    from audit_event where position is null order by occurred_at, id limit ${batchRows}::integer`.execute(tx);

  for (const [tenantId, ofTenant] of Map.groupBy(rows, (row) => row.tenant_id)) {
    const head = await tx
      .selectFrom('journal_head')
      .selectAll()
      .where('tenant_id', '=', tenantId)
      .executeTakeFirstOrThrow();
    let position = Number(head.audit_position);
    let previous: Uint8Array = head.audit_hash;
    const chained: { id: string; position: number; hash: Uint8Array }[] = [];
    for (const row of ofTenant) {
      position += 1;
      previous = await auditHash(keys, row, position, previous);
      chained.push({ id: row.id, position, hash: previous });
    }
    await sql`
      update audit_event set position = chained.position, hash = decode(chained.hash, 'hex')
      from unnest(${chained.map((row) => row.id)}::text[], ${chained.map((row) => row.position)}::bigint[], ${chained.map((row) => toHex(row.hash))}::text[])
        as chained (id, position, hash)
      where audit_event.tenant_id = ${tenantId} and audit_event.id = chained.id`.execute(tx);
    await tx
      .updateTable('journal_head')
      .set({ audit_position: position, audit_hash: previous })
      .where('tenant_id', '=', tenantId)
      .execute();
  }
  return rows.length;
}
