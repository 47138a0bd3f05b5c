import type { Keys } from '../ports.ts';

/** What an audit row says when it is written: who did what to which resource, whose data it was, and why. */
export interface AuditStatement {
  readonly tenant_id: string;
  readonly id: string;
  /** An endpoint's name, or an act that is no endpoint. */
  readonly action: string;
  readonly principal: string;
  readonly resource_id: string | null;
  readonly patient_id: string | null;
  /** A code of FHIR's PurposeOfUse. */
  readonly purpose: string | null;
  readonly request_id: string;
}

/** What of an audit row its hash covers; the time to the microsecond, as the database has it. */
export interface AuditContent extends AuditStatement {
  readonly occurred: string;
}

/** The time of an audit row as its hash covers it, in SQL. */
export const occurredSql = `to_char(occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US')`;

export const toHex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** Rows of the first release had neither patient nor purpose, and their hashes stay as they are. Lists of another length are another text. */
const whoseAndWhy = ({ patient_id, purpose }: AuditStatement) =>
  patient_id === null && purpose === null ? [] : [patient_id, purpose];

/** The hash of one audit row in its chain: over its place, the hash before it and all that it says. */
export const auditHash = (keys: Pick<Keys, 'mac'>, row: AuditContent, position: number, previous: Uint8Array) =>
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
      ...whoseAndWhy(row),
    ]),
  );

/**
 * The signature that the process makes which writes a row, before there is a place for it in the chain: a row that somebody else put into the table, or
 * changed before it was chained, has none that holds. The database's time is not in it; the chain covers that a moment later.
 */
export const auditMac = (keys: Pick<Keys, 'mac'>, row: AuditStatement) =>
  keys.mac(
    row.tenant_id,
    'audit',
    JSON.stringify([
      'written',
      row.tenant_id,
      row.id,
      row.action,
      row.principal,
      row.resource_id,
      row.patient_id,
      row.purpose,
      row.request_id,
    ]),
  );
