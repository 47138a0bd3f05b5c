import { sql } from 'kysely';
import type { Database, Keys, TenantTransaction } from '../ports.ts';
import { inForce } from '../features/related-persons/right-to-act.ts';
import { isLiveSession } from '../features/patient-sessions/session-repository.ts';
import { type AuditContent, auditHash, occurredSql, toHex } from './audit-content.ts';

/** Any process may sequence, one at a time: whoever has this lock. */
const sequencerLock = 4_870_001;
const batchRows = 500;

/** The channel on which every process hears that there are new events: of which tenants, by their ids with blanks between them. */
export const journalChannel = 'openprm_journal';

/** In place of the ids, when there are too many for one notification. */
export const everyTenant = '*';

/** What a notification may hold, in bytes; PostgreSQL takes fewer than 8,000. */
const longestPayload = 7900;

/** How far a tenant's audit is chained: its count and its last hash. */
export interface AuditHead {
  readonly tenantId: string;
  readonly position: number;
  readonly hash: Uint8Array;
}

/** What one step has done. */
export interface SequencerStep {
  /** How many rows were numbered; 0 when there were none, or another process is at it. */
  readonly numbered: number;
  /** The new heads of the chains that have grown. */
  readonly heads: readonly AuditHead[];
}

/**
 * Numbers event and audit rows that have committed, 1, 2, 3… for each tenant without a gap, and chains the audit: each row's hash covers the row
 * and the hash before it, under a key that the database does not have. Off every request's path; told once a batch.
 */
export async function sequenceJournal(database: Database, keys: Keys): Promise<SequencerStep> {
  await readKeys(database, keys);
  return database.transaction().execute(async (tx) => {
    const lock = await sql<{ locked: boolean }>`select pg_try_advisory_xact_lock(${sequencerLock}) as locked`.execute(
      tx,
    );
    if (lock.rows[0]?.locked !== true) return { numbered: 0, heads: [] };
    const { audits, heads } = await chainAudit(tx, keys);
    const events = await numberEvents(tx);
    if (events.length > 0) await sql`select pg_notify(${journalChannel}, ${tenantsOf(events)})`.execute(tx);
    return { numbered: events.length + audits, heads };
  });
}

/** Keys may be read from the database too, which must not wait for the transaction that waits for them. */
async function readKeys(database: Database, keys: Keys): Promise<void> {
  const tenants = await database
    .selectFrom('audit_event')
    .select('tenant_id')
    .distinct()
    .where('position', 'is', null)
    .execute();
  for (const { tenant_id: tenantId } of tenants) await keys.mac(tenantId, 'audit', '');
}

function tenantsOf(events: readonly { readonly tenant_id: string }[]): string {
  const tenants = [...new Set(events.map(({ tenant_id: tenantId }) => tenantId))].join(' ');
  return tenants.length > longestPayload ? everyTenant : tenants;
}

async function numberEvents(tx: TenantTransaction): Promise<readonly { readonly tenant_id: string }[]> {
  const { rows } = await sql<{ tenant_id: string }>`
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
    returning event.tenant_id`.execute(tx);
  return rows;
}

async function chainAudit(tx: TenantTransaction, keys: Keys): Promise<{ audits: number; heads: AuditHead[] }> {
  const heads: AuditHead[] = [];
  const { rows } = await sql<AuditContent>`
    select tenant_id, id, action, principal, resource_id, patient_id, purpose, request_id, ${sql.raw(occurredSql)} as occurred
    from audit_event where position is null order by occurred_at, id limit ${batchRows}::integer`.execute(tx);

  for (const [tenantId, ofTenant] of Map.groupBy(rows, (row) => row.tenant_id)) {
    const head = await tx
      .selectFrom('journal_head')
      .selectAll()
      .where('tenant_id', '=', tenantId)
      .executeTakeFirstOrThrow();
    let position = Number(head.audit_position);
    let previous: Uint8Array = head.audit_hash;
    const chained: { id: string; position: number; hash: Uint8Array; before: Uint8Array }[] = [];
    for (const row of ofTenant) {
      position += 1;
      const before = previous;
      previous = await auditHash(keys, row, position, before);
      chained.push({ id: row.id, position, hash: previous, before });
    }
    await sql`
      update audit_event set position = chained.position, hash = decode(chained.hash, 'hex'), previous_hash = decode(chained.before, 'hex')
      from unnest(${chained.map((row) => row.id)}::text[], ${chained.map((row) => row.position)}::bigint[], ${chained.map((row) => toHex(row.hash))}::text[],
        ${chained.map((row) => toHex(row.before))}::text[])
        as chained (id, position, hash, before)
      where audit_event.tenant_id = ${tenantId} and audit_event.id = chained.id`.execute(tx);
    await tx
      .updateTable('journal_head')
      .set({ audit_position: position, audit_hash: previous })
      .where('tenant_id', '=', tenantId)
      .execute();
    await tellPatients(
      tx,
      tenantId,
      chained.map(({ id }) => id),
    );
    heads.push({ tenantId, position, hash: previous });
  }
  return { audits: rows.length, heads };
}

/** What a page that shows the access log does by itself: to tell it of that would have it ask again, without end. */
const ofTheLogItself = ['listAuditEvents', 'listEvents', 'streamEvents'];

/**
 * Tells whoever is signed in to a chart that somebody has reached it: one event for each chart and batch, off the path of the request, and none for
 * charts to which nobody is signed in.
 */
async function tellPatients(tx: TenantTransaction, tenantId: string, auditIds: readonly string[]): Promise<void> {
  await sql`
    insert into event (tenant_id, id, type, resource_id, patient_id)
    select distinct on (audit.patient_id) audit.tenant_id, 'evt_' || substr(audit.id, 5), 'audit-event.recorded', audit.id, audit.patient_id
    from audit_event as audit
    where audit.tenant_id = ${tenantId} and audit.id = any (${auditIds}::text[]) and audit.patient_id is not null
      and not (audit.principal like 'person:%' and audit.action = any (${ofTheLogItself}::text[]))
      and (
        exists (
          select from patient_session
          where tenant_id = audit.tenant_id and patient_id = audit.patient_id and ${isLiveSession}
        ) or exists (
          select from related_person
          join patient_session using (tenant_id, identity_index)
          where tenant_id = audit.tenant_id and related_person.patient_id = audit.patient_id and ${inForce} and ${isLiveSession}
        )
      )
    order by audit.patient_id, audit.position desc`.execute(tx);
}
