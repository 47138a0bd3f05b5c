import { copyFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { PrmClient } from '@openprm/sdk';
import pg from 'pg';
import { type AppProcess, startApp, temporaryFolder } from '../app-process.ts';
import { createDatabase, type PostgresDatabase } from '../postgres-database.ts';
import { createTenant, productionEnv } from '../production.ts';
import { openSmtpInbox } from '../smtp-inbox.fixture.ts';
import { type AuditFinding, verifyAudit } from '../verify-audit.ts';
import type { Proof } from './proof.ts';

/** The sequencer's lock: who holds it keeps rows from being chained. */
const sequencerLock = 4_870_001;
const rowsChained = 60;
const rowsWaiting = 20;

interface Row {
  readonly id: string;
  readonly position: number;
}
/** Tampers with a copy as somebody does who has the database and no key, at random rows. @returns whether a finding names what was done */
type Tampering = (
  database: PostgresDatabase,
  tenantId: string,
  rows: readonly Row[],
) => Promise<(finding: AuditFinding) => boolean>;

const random = (count: number) => Math.floor(Math.random() * count);
const any = <Item>(items: readonly Item[]): Item => {
  const item = items[random(items.length)];
  if (item === undefined) throw new Error('There is nothing to pick from.');
  return item;
};
const columns = ['action', 'principal', 'resource_id', 'patient_id', 'purpose', 'request_id'] as const;

const tamperings: Readonly<Record<string, Tampering>> = {
  async changed(database, _tenantId, rows) {
    const { id, position } = any(rows);
    await database.query(`update audit_event set ${any(columns)} = 'something-else' where id = $1`, [id]);
    return (finding) => finding.fault === 'changed' && finding.id === id && finding.position === position;
  },
  async timeChanged(database, _tenantId, rows) {
    const { id, position } = any(rows);
    await database.query(`update audit_event set occurred_at = occurred_at - interval '1 minute' where id = $1`, [id]);
    return (finding) => finding.fault === 'misplaced' && finding.id === id && finding.position === position;
  },
  async deleted(database, _tenantId, rows) {
    const { id, position } = any(rows);
    await database.query('delete from audit_event where id = $1', [id]);
    return (finding) => finding.fault === 'removed' && finding.id === id && finding.position === position;
  },
  async insertedBetween(database, tenantId, rows) {
    const { id, position } = any(rows);
    await database.query(`update audit_event set position = -position where tenant_id = $1 and position >= $2`, [
      tenantId,
      position,
    ]);
    await database.query(`update audit_event set position = 1 - position where tenant_id = $1 and position < 0`, [
      tenantId,
    ]);
    await database.query(
      `insert into audit_event (tenant_id, id, position, action, principal, resource_id, request_id, hash, previous_hash, mac)
       select tenant_id, 'aud_putin', $2, action, principal, resource_id, request_id, hash, previous_hash, mac
       from audit_event where id = $1`,
      [id, position],
    );
    return (finding) => finding.fault === 'inserted' && finding.id === 'aud_putin' && finding.position === position;
  },
  async reordered(database, _tenantId, rows) {
    const one = any(rows.slice(0, -1));
    const other = any(rows.slice(one.position));
    for (const [id, position] of [
      [one.id, -1],
      [other.id, one.position],
      [one.id, other.position],
    ])
      await database.query('update audit_event set position = $2 where id = $1', [id, position]);
    return (finding) => finding.fault === 'misplaced' && [one.id, other.id].includes(finding.id ?? '');
  },
  async truncated(database, tenantId, rows) {
    const kept = any(rows.slice(0, -1));
    await database.query('delete from audit_event where tenant_id = $1 and position > $2', [tenantId, kept.position]);
    await database.query(
      `update journal_head set audit_position = $2, audit_hash = (select hash from audit_event where id = $3) where tenant_id = $1`,
      [tenantId, kept.position, kept.id],
    );
    // Of several that are gone the places are certain; which id stood in which is told by the order of writing, which two processes may mix.
    return (finding) => finding.fault === 'removed' && finding.position === kept.position + 1;
  },
  /** With its rows, its chain, its keys: only the record outside the database knows it. It is one finding, at the end of its chain. */
  async clinicRemoved(database, tenantId, rows) {
    await database.query('delete from tenant where tenant_id = $1', [tenantId]);
    const end = Math.max(...rows.map(({ position }) => position));
    return (finding) => finding.fault === 'removed' && finding.tenantId === tenantId && finding.position === end;
  },
  async neverChained(database, _tenantId, rows) {
    const { id } = any(rows);
    await database.query('update audit_event set position = null, hash = null where id = $1', [id]);
    return (finding) => finding.fault === 'never-chained' && finding.id === id;
  },
};

/** What is done to rows that wait to be chained, before a server chains the others. */
const tamperingsWithWaiting: Readonly<Record<string, Tampering>> = {
  async droppedBeforeChaining(database, _tenantId, rows) {
    const { id } = any(rows);
    await database.query('delete from audit_event where id = $1', [id]);
    return (finding) => finding.fault === 'removed' && finding.id === id;
  },
  async changedBeforeChaining(database, _tenantId, rows) {
    const { id } = any(rows);
    await database.query(`update audit_event set ${any(columns)} = 'something-else' where id = $1`, [id]);
    return (finding) => finding.fault === 'changed' && finding.id === id;
  },
  async insertedBeforeChaining(database, _tenantId, rows) {
    await database.query(
      `insert into audit_event (tenant_id, id, action, principal, resource_id, request_id, mac)
       select tenant_id, 'aud_putin', action, principal, resource_id, request_id, mac from audit_event where id = $1`,
      [any(rows).id],
    );
    return (finding) => finding.fault === 'inserted' && finding.id === 'aud_putin';
  },
};

/**
 * Two server processes write an audit and its record; then each kind of tampering is done at random rows, each time to a copy of the database, and the
 * command says what is wrong. What waits to be chained is tampered with while somebody holds the sequencer's lock, and chained by a server afterwards.
 */
export const proof: Proof = {
  name: 'audit',
  summary:
    'whoever has the database alone cannot change, put in, take out or move an audit row without its being named',
  smallN: 1,
  fullN: 20,
  async run(n, context) {
    const postgres = await context.postgres();
    const inbox = await openSmtpInbox();
    const folder = temporaryFolder();
    const keyFile = path.join(folder, 'root.key');
    const auditFile = path.join(folder, 'audit-record.jsonl');
    const database = await createDatabase(postgres.url);
    const envOf = (url: string, record: string) => ({
      ...productionEnv({ databaseUrl: url, smtpUrl: inbox.url, keyFile }),
      OPENPRM_AUDIT_FILE: record,
    });
    const servers: AppProcess[] = [];
    try {
      const start = async () => {
        for (let started = 0; started < 2; started += 1)
          servers.push(await startApp({ env: envOf(database.url, auditFile), dataFolder: folder }));
      };
      const stop = () => Promise.all(servers.splice(0).map((server) => server.stop()));
      await start();
      const keys = await createTenant(database.url, { name: 'North Clinic', origin: 'https://north.example' });
      const write = async (count: number) => {
        for (let written = 0; written < count; written += 1) {
          const client = new PrmClient({ apiUrl: any(servers).url, key: keys.secretKey });
          await client.practitioners.create({ name: `P${written}` });
        }
      };
      await write(rowsChained);
      await untilChained(database);
      await stop();
      const chained = (await cloneDatabase(postgres.url, database.url)).url;
      const recordWhenChained = path.join(folder, 'when-chained.jsonl');
      copyFileSync(auditFile, recordWhenChained);
      await start();

      const locker = new pg.Client({ connectionString: database.url });
      await locker.connect();
      await locker.query('select pg_advisory_lock($1)', [sequencerLock]);
      await write(rowsWaiting);
      await stop();
      await locker.end();

      const tally = { rows: rowsChained, kinds: 0, planted: 0, found: 0, atTheRightRow: 0, falseAlarms: 0 };
      const judge = (findings: readonly AuditFinding[], isNamed: (finding: AuditFinding) => boolean) => {
        tally.planted += 1;
        if (findings.length > 0) tally.found += 1;
        if (findings.some(isNamed)) tally.atTheRightRow += 1;
      };
      const untouched = await verifyAudit({ databaseUrl: chained, keyFile, auditFile: recordWhenChained });
      tally.falseAlarms += untouched.length;

      for (const [kind, tamper] of Object.entries(tamperings)) {
        tally.kinds += 1;
        for (let trial = 0; trial < n; trial += 1) {
          const copy = await cloneDatabase(postgres.url, chained);
          const rows = await copy.query<Row>(
            'select id, position::integer from audit_event where tenant_id = $1 order by position',
            [keys.tenantId],
          );
          const isNamed = await tamper(copy, keys.tenantId, rows);
          judge(await verifyAudit({ databaseUrl: copy.url, keyFile, auditFile: recordWhenChained }), isNamed);
          await copy.drop();
        }
        context.say(`${kind}: ${tally.atTheRightRow} of ${tally.planted} named so far`);
      }

      for (const [kind, tamper] of [['untouched', undefined], ...Object.entries(tamperingsWithWaiting)] as const) {
        const trials = tamper === undefined ? 1 : n;
        if (tamper !== undefined) tally.kinds += 1;
        for (let trial = 0; trial < trials; trial += 1) {
          const copy = await cloneDatabase(postgres.url, database.url);
          const record = path.join(folder, `${kind}-${trial}.jsonl`);
          copyFileSync(auditFile, record);
          const rows = await copy.query<Row>('select id, 0 as position from audit_event where position is null');
          const isNamed = await tamper?.(copy, keys.tenantId, rows);
          const server = await startApp({ env: envOf(copy.url, record), dataFolder: folder });
          await untilChained(copy);
          await server.stop();
          const findings = await verifyAudit({ databaseUrl: copy.url, keyFile, auditFile: record });
          if (isNamed === undefined) tally.falseAlarms += findings.length;
          else judge(findings, isNamed);
          await copy.drop();
        }
        context.say(`${kind}: ${tally.atTheRightRow} of ${tally.planted} named so far`);
      }
      const isProved = tally.atTheRightRow === tally.planted && tally.falseAlarms === 0 && tally.planted > 0;
      return { result: isProved ? 'pass' : 'fail', figures: tally };
    } finally {
      await Promise.all(servers.map((server) => server.stop()));
      await inbox.close();
    }
  },
};

/** Waits until every audit row has its place. @throws when that takes longer than a sequencer could need */
async function untilChained(database: PostgresDatabase): Promise<void> {
  const deadline = performance.now() + 60_000;
  while (performance.now() < deadline) {
    const waiting = await database.query('select from audit_event where position is null limit 1');
    if (waiting.length === 0) return;
    await wait(100);
  }
  throw new Error('Audit rows are still waiting for their place.');
}

/** Copies a database that nobody uses. */
async function cloneDatabase(serverUrl: string, templateUrl: string): Promise<PostgresDatabase> {
  return createDatabase(serverUrl, new URL(templateUrl).pathname.slice(1));
}
