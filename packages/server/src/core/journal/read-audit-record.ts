import { KeyError } from '../keys/key-error.ts';
import type { Keys } from '../ports.ts';
import { type AuditRecordLine, signLine } from './audit-record.ts';
import type { AuditFinding } from './verify-audit.ts';

/** What the record says of one tenant. */
export interface RecordedTenant {
  /** Ids of rows that processes have committed, in the order of the record. */
  readonly written: ReadonlySet<string>;
  /** Hashes of the chain at those places where a step of the sequencer ended, in hexadecimal. */
  readonly heads: ReadonlyMap<number, string>;
  /** The first and the last line of the record that tell of it. */
  readonly lines: { readonly first: number; readonly last: number };
}

/** A whole record. */
export interface RecordedAudit {
  readonly tenants: ReadonlyMap<string, RecordedTenant>;
  readonly findings: readonly AuditFinding[];
}

/** No record at all: only the chain within the database can be looked at. */
export const noRecord: RecordedAudit = { tenants: new Map(), findings: [] };

/**
 * Reads the lines of a record and checks each one's signature, and that each writer's lines are all there, up to its last one. A line that was cut short
 * at the very end of a file is what a process leaves that died while it wrote; nothing is known from it. Lines of a clinic that is not in the database have lost
 * their key with it: they are taken as they stand, and the writer's next line still has to follow from them.
 *
 * @param lines of one or several files, each file's in their order
 */
export async function readAuditRecord(keys: Pick<Keys, 'mac'>, lines: AsyncIterable<string>): Promise<RecordedAudit> {
  const tenants = new Map<
    string,
    { written: Set<string>; heads: Map<number, string>; lines: { first: number; last: number } }
  >();
  const writers = new Map<string, { number: number; mac: string }>();
  const findings: AuditFinding[] = [];
  const find = (tenantId: string, detail: string) =>
    findings.push({ tenantId, fault: 'record-changed', position: null, id: null, detail });

  let at = 0;
  for await (const text of lines) {
    at += 1;
    if (text.trim() === '') continue;
    const line = parseLine(text);
    if (line === undefined) {
      find('', `Line ${at} of the record is not one of ours.`);
      continue;
    }
    const before = writers.get(line.writer) ?? { number: 0, mac: '' };
    writers.set(line.writer, { number: line.number, mac: line.mac });
    if (line.number !== before.number + 1) {
      find(
        line.tenant,
        `Before line ${at} of the record ${line.number - before.number - 1} of the same writer are missing.`,
      );
    } else if (((await signatureOf(keys, line, before.mac)) ?? line.mac) !== line.mac) {
      find(line.tenant, `Line ${at} of the record was changed.`);
      continue;
    }
    const tenant = tenants.get(line.tenant) ?? {
      written: new Set(),
      heads: new Map(),
      lines: { first: at, last: at },
    };
    tenants.set(line.tenant, tenant);
    tenant.lines.last = at;
    for (const id of line.written) tenant.written.add(id);
    if (line.head === null) continue;
    const { position, hash } = line.head;
    const known = tenant.heads.get(position);
    if (known !== undefined && known !== hash) {
      findings.push({
        tenantId: line.tenant,
        fault: 'removed',
        position,
        id: null,
        detail: 'The chain was cut off and has grown anew: another row stood here before.',
      });
    }
    tenant.heads.set(position, known ?? hash);
  }
  return { tenants, findings };
}

/** The signature that a line has to have; undefined where its clinic is gone from the database, and its key with it. */
async function signatureOf(
  keys: Pick<Keys, 'mac'>,
  line: AuditRecordLine,
  previous: string,
): Promise<string | undefined> {
  try {
    return await signLine(keys, line, previous);
  } catch (error) {
    if (error instanceof KeyError && error.code === 'tenant-unknown') return undefined;
    throw error;
  }
}

function parseLine(text: string): AuditRecordLine | undefined {
  try {
    const { writer, number, tenant, written, head, mac } = JSON.parse(text) as Record<string, unknown>;
    if (typeof writer !== 'string' || typeof number !== 'number' || typeof tenant !== 'string') return undefined;
    if (typeof mac !== 'string' || !isTexts(written)) return undefined;
    if (head !== null && !isHead(head)) return undefined;
    return { writer, number, tenant, written, head, mac };
  } catch {
    return undefined;
  }
}

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');
const isHead = (value: unknown): value is NonNullable<AuditRecordLine['head']> =>
  typeof value === 'object' &&
  value !== null &&
  'position' in value &&
  typeof value.position === 'number' &&
  'hash' in value &&
  typeof value.hash === 'string';
