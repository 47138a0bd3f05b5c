import { sql } from 'kysely';
import type { Database, Keys } from '../ports.ts';
import { type AuditContent, auditHash, auditMac, occurredSql, toHex } from './audit-content.ts';
import { type RecordedAudit, noRecord } from './read-audit-record.ts';
import { findRemovedTenants } from './removed-tenants.ts';

/**
 * What is wrong with an audit:
 * - `changed`: a row says something else than what was written
 * - `inserted`: a row was put in by somebody who has no key
 * - `misplaced`: a row was written so, but its place, its time or its hash is not what it was chained with
 * - `removed`: a row that was written is gone, or a clinic as a whole, which is one finding at the end of its chain
 * - `never-chained`: a row has stood without its place in the chain for longer than the sequencer needs
 * - `head-changed`: the database says another end of the chain than its last row
 * - `unrecorded`: the record begins after rows that a server with a record has written: it was lost, or begun anew
 * - `record-changed`: the record outside the database has a line that was changed, or one is missing from it
 */
export type AuditFault =
  'changed' | 'inserted' | 'misplaced' | 'removed' | 'never-chained' | 'head-changed' | 'unrecorded' | 'record-changed';

/** One thing that is wrong, and where. */
export interface AuditFinding {
  readonly tenantId: string;
  readonly fault: AuditFault;
  /** The row's place in the chain, where it has or had one. */
  readonly position: number | null;
  /** The row's id, where it is known: of a row that is gone, by the record outside the database. */
  readonly id: string | null;
  /** In words. */
  readonly detail: string;
}

/** What was looked at, and what is wrong. */
export interface AuditReport {
  readonly tenants: number;
  readonly rows: number;
  readonly findings: readonly AuditFinding[];
}

interface Row extends AuditContent {
  readonly position: number | null;
  readonly hash: Uint8Array | null;
  readonly mac: Uint8Array | null;
  readonly previous_hash: Uint8Array | null;
  readonly age_seconds: number;
}

/** What verifying may be told. */
export interface VerifyOptions {
  /** A row may stand unchained for so many seconds: the sequencer needs one or two. */
  readonly graceSeconds?: number;
  /** From which place the record of a tenant is known to begin, where an earlier one was lost: what stands before is no finding. */
  readonly recordFrom?: ReadonlyMap<string, number>;
  /** Clinics that were removed from the database, and meant to be. */
  readonly removed?: ReadonlySet<string>;
}

const batchRows = 5000;
const isSame = (a: Uint8Array | null, b: Uint8Array) => a !== null && toHex(a) === toHex(b);

/**
 * Reads the whole audit of every tenant and compares each row with its signature, with its place in the chain, and with the record outside the database.
 * It only reads, needs no server, and shares with the sequencer nothing but what a hash covers.
 *
 * @param record what the record says, for each tenant
 */
export async function verifyAudit(
  database: Database,
  keys: Keys,
  record: RecordedAudit,
  { graceSeconds = 60, recordFrom = new Map(), removed = new Set() }: VerifyOptions = {},
): Promise<AuditReport> {
  const tenants = await database.selectFrom('tenant').select('tenant_id').orderBy('tenant_id').execute();
  const present = new Set(tenants.map(({ tenant_id: tenantId }) => tenantId));
  const findings: AuditFinding[] = [...record.findings, ...findRemovedTenants(record, present, removed)];
  let rows = 0;
  for (const { tenant_id: tenantId } of tenants) {
    const verifier = new TenantVerifier(tenantId, keys, record, await readIds(database, tenantId), graceSeconds);
    for await (const row of readRows(database, tenantId)) {
      rows += 1;
      await verifier.read(row);
    }
    const head = await database
      .selectFrom('journal_head')
      .select(['audit_position', 'audit_hash'])
      .where('tenant_id', '=', tenantId)
      .executeTakeFirst();
    if (record !== noRecord) findings.push(...verifier.tellUnrecorded(recordFrom.get(tenantId) ?? 1));
    const end = head === undefined ? undefined : { position: Number(head.audit_position), hash: head.audit_hash };
    // one by one: there may be as many as rows, and those are no arguments of one call
    for (const finding of verifier.finish(end)) findings.push(finding);
  }
  return { tenants: tenants.length, rows, findings };
}

async function readIds(database: Database, tenantId: string): Promise<ReadonlySet<string>> {
  const rows = await database.selectFrom('audit_event').select('id').where('tenant_id', '=', tenantId).execute();
  return new Set(rows.map(({ id }) => id));
}

/** Rows in the order of the chain; those without a place at the end. */
async function* readRows(database: Database, tenantId: string): AsyncGenerator<Row> {
  const columns =
    sql.raw(`tenant_id, id, action, principal, resource_id, patient_id, purpose, request_id, ${occurredSql} as occurred,
    position::float8 as position, hash, mac, previous_hash, extract(epoch from clock_timestamp() - occurred_at)::float8 as age_seconds`);
  let after = Number.NEGATIVE_INFINITY;
  for (;;) {
    const { rows } = await sql<Row>`
      select ${columns} from audit_event where tenant_id = ${tenantId} and position > ${Number.isFinite(after) ? after : -1e15}::bigint
      order by position limit ${batchRows}::integer`.execute(database);
    yield* rows;
    const last = rows.at(-1)?.position;
    if (rows.length < batchRows || last === undefined || last === null) break;
    after = last;
  }
  const { rows } = await sql<Row>`
    select ${columns} from audit_event where tenant_id = ${tenantId} and position is null order by occurred_at, id`.execute(
    database,
  );
  yield* rows;
}

/** Whether a row is as a process of ours wrote it. Rows of the first release have no signature; the chain alone vouches for them. */
type Origin = 'ours' | 'unsigned' | 'forged';

/** Rows that were taken out or put in with all others renumbered are looked for by so many places. */
const furthestShift = 20;

interface Span {
  readonly first: number;
  readonly last: number;
}

/** The least and the greatest of some places; of none, a span that no place lies in. As many as there are heads are no arguments of one call. */
function spanOf(places: Iterable<number>): Span {
  let [first, last] = [Number.POSITIVE_INFINITY, 0];
  for (const place of places) {
    first = Math.min(first, place);
    last = Math.max(last, place);
  }
  return { first, last };
}

/** Follows one tenant's chain row by row. */
class TenantVerifier {
  readonly #tenantId: string;
  readonly #keys: Keys;
  readonly #graceSeconds: number;
  readonly #heads: ReadonlyMap<number, string>;
  /** The first and the last place of those. */
  readonly #recorded: Span;
  readonly #written: ReadonlySet<string>;
  /** Ids that were written and are not there, in the order of their writing. */
  readonly #gone: readonly string[];
  readonly #findings: AuditFinding[] = [];
  /** Places of the chain that no row stands in. */
  readonly #gaps: number[] = [];
  /** The place and the hash of the row before. */
  #position = 0;
  #hash: Uint8Array = new Uint8Array(32);
  /** Whether the row before is as it was chained, so that the next one must follow from it. */
  #isWhole = true;
  /** How many places further on rows stand than they were chained in: others were put in before them, or, below 0, taken out. */
  #shift = 0;
  #hasSigned = false;
  /** The first place that the record knows of, once it was reached, and how many rows before it a server wrote that stands in no line. */
  #recordBegins: number | undefined;
  #unrecorded = 0;

  constructor(tenantId: string, keys: Keys, record: RecordedAudit, present: ReadonlySet<string>, graceSeconds: number) {
    this.#tenantId = tenantId;
    this.#keys = keys;
    this.#graceSeconds = graceSeconds;
    const recorded = record.tenants.get(tenantId);
    this.#heads = recorded?.heads ?? new Map();
    this.#recorded = spanOf(this.#heads.keys());
    this.#written = recorded?.written ?? new Set();
    this.#gone = [...this.#written].filter((id) => !present.has(id));
  }

  async read(row: Row): Promise<void> {
    const origin = await this.#originOf(row);
    if (row.position === null || row.hash === null) return this.#readUnchained(row, origin);
    if (row.position < 1) return this.#find('inserted', row.position, row.id, 'It stands before the beginning.');
    for (let place = this.#position + 1; place < row.position; place += 1) {
      this.#gaps.push(place);
      this.#isWhole = false;
    }
    this.#lookForRecord(row, row.position, origin);
    this.#isWhole = await this.#readChained(row, row.position, row.hash, origin);
    this.#position = row.position;
    this.#hash = row.hash;
  }

  /** A command of the operator has no record of its own: the next step of the sequencer covers what it wrote. */
  #lookForRecord({ id, principal }: Row, position: number, origin: Origin): void {
    if (this.#recordBegins !== undefined) return;
    if (this.#written.has(id) || position >= this.#recorded.first) this.#recordBegins = position;
    else if (origin === 'ours' && !principal.startsWith('operator:')) this.#unrecorded += 1;
  }

  /** A record that was lost and begun anew proves nothing of what it has not seen. @param knownFrom where the operator knows that it begins */
  tellUnrecorded(knownFrom: number): readonly AuditFinding[] {
    const begins = this.#recordBegins ?? this.#position + 1;
    if (this.#unrecorded === 0 || begins <= knownFrom) return [];
    const where = this.#recordBegins === undefined ? 'says nothing of this clinic' : `begins at place ${begins}`;
    return [
      {
        tenantId: this.#tenantId,
        fault: 'unrecorded',
        position: begins - 1,
        id: null,
        detail:
          `The record ${where}: ${this.#unrecorded} rows before it stand in no record, and nobody can tell what was cut off or dropped there before. ` +
          `Name the earlier record with --record as well. If it is lost for good, say so from now on: --record-from ${this.#tenantId}=${begins}`,
      },
    ];
  }

  async #originOf(row: Row): Promise<Origin> {
    if (row.mac === null) return this.#hasSigned ? 'forged' : 'unsigned';
    const isOurs = isSame(row.mac, await auditMac(this.#keys, row));
    if (isOurs) this.#hasSigned = true;
    return isOurs ? 'ours' : 'forged';
  }

  /** @returns whether the row is as it was chained */
  async #readChained(row: Row, position: number, hash: Uint8Array, origin: Origin): Promise<boolean> {
    if (origin === 'forged') {
      this.#findForged(row, position);
      return false;
    }
    const shift = await this.#shiftOf(row, position, hash);
    if (shift === undefined) {
      // a row of the first release does not say what it follows; after a broken one it cannot be checked
      if (origin === 'unsigned' && !this.#isWhole) return this.#isAsRecorded(row, position, hash, origin);
      this.#findMisplaced(row, position, origin);
      return false;
    }
    for (let taken = shift; taken < this.#shift; taken += 1)
      this.#find('removed', position, null, 'A row was taken out before this one, and those after it renumbered.');
    this.#shift = shift;
    const follows = row.previous_hash === null || isSame(row.previous_hash, this.#hash);
    if (this.#isWhole && !follows) {
      this.#find('misplaced', position, row.id, 'It does not follow the row before it.');
      return false;
    }
    return this.#isAsRecorded(row, position, hash, origin);
  }

  /** By how many places a row stands further on than it was chained in, or undefined when its hash is right in no place. */
  async #shiftOf(row: Row, position: number, hash: Uint8Array): Promise<number | undefined> {
    const previous = row.previous_hash ?? this.#hash;
    for (let distance = 0; distance <= furthestShift; distance += 1) {
      for (const shift of distance === 0 ? [this.#shift] : [this.#shift + distance, this.#shift - distance]) {
        // a row that only changed its place is no shift of all: that has to hold for the row that comes next, too
        if (distance > 0 && !this.#mayShift(shift)) continue;
        if (isSame(hash, await auditHash(this.#keys, row, position - shift, previous))) return shift;
      }
    }
    return undefined;
  }

  /** Rows move on when one was put in before them, which was found as such; they move back when one is gone, which the record tells. */
  #mayShift(shift: number): boolean {
    const putIn = this.#findings.filter(({ fault }) => fault === 'inserted').length;
    return shift > this.#shift ? shift <= putIn : putIn - shift <= this.#gone.length;
  }

  #isAsRecorded(row: Row, position: number, hash: Uint8Array, origin: Origin): boolean {
    const recorded = this.#heads.get(position - this.#shift);
    if (recorded === undefined || toHex(hash) === recorded) return true;
    this.#findMisplaced(row, position, origin, 'Another row stood here when the chain was recorded.');
    return false;
  }

  #findForged(row: Row, position: number | null): void {
    if (this.#written.has(row.id))
      this.#find('changed', position, row.id, 'It says something else than what was written.');
    else if (row.mac === null || this.#written.size > 0)
      this.#find('inserted', position, row.id, 'No process of this server has written it.');
    else this.#find('changed', position, row.id, 'Its signature does not hold: it was changed, or put in.');
  }

  #findMisplaced(
    row: Row,
    position: number,
    origin: Origin,
    detail = 'It was written so, but its place, its time or its hash is another than it was chained with.',
  ): void {
    if (origin === 'unsigned') this.#find('changed', position, row.id, 'Its hash does not follow from what it says.');
    else this.#find('misplaced', position, row.id, detail);
  }

  #readUnchained(row: Row, origin: Origin): void {
    if (origin === 'forged') this.#findForged(row, null);
    else if (row.age_seconds > this.#graceSeconds)
      this.#find('never-chained', null, row.id, `It has waited for its place for ${Math.round(row.age_seconds)} s.`);
  }

  finish(head: { readonly position: number; readonly hash: Uint8Array } | undefined): readonly AuditFinding[] {
    for (let place = this.#position + 1; place <= Math.max(this.#recorded.last, head?.position ?? 0); place += 1)
      this.#gaps.push(place);
    this.#tellRemoved();
    if (head === undefined) this.#find('head-changed', null, null, 'The database has no head for this tenant.');
    else if (head.position !== this.#position || !isSame(head.hash, this.#hash))
      this.#find('head-changed', head.position, null, `The last row stands at ${this.#position}.`);
    return this.#findings;
  }

  /** Ids are known in the order of their writing, which is nearly that of the chain; where there are as many as gaps, each gap has its own. */
  #tellRemoved(): void {
    const gone = this.#gone;
    const areMatched = gone.length === this.#gaps.length;
    for (const [index, place] of this.#gaps.entries()) {
      const detail = place > this.#position ? 'The end of the chain was cut off here.' : 'No row stands in this place.';
      this.#find('removed', place, areMatched ? (gone[index] ?? null) : null, detail);
    }
    if (areMatched) return;
    for (const id of gone) this.#find('removed', null, id, 'It was written, and is not there.');
  }

  #find(fault: AuditFault, position: number | null, id: string | null, detail: string): void {
    this.#findings.push({ tenantId: this.#tenantId, fault, position, id, detail });
  }
}
