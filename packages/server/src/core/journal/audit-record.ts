import type { Keys, Logger, Random } from '../ports.ts';
import { toHex } from './audit-content.ts';
import type { AuditHead } from './sequencer.ts';

/**
 * A place outside the database that keeps lines and never changes one: by default a file beside the key file. It is what shows that the end of the
 * audit was cut off, or that a row was removed before it was chained, which no chain within the database can show.
 */
export interface AuditRecordStore {
  /** Adds lines at the end. Other processes may be adding theirs. @throws when it could not: the same lines come again */
  append(lines: readonly string[]): Promise<void>;
}

/** What one line says. */
export interface AuditRecordLine {
  /** The process that wrote it. */
  readonly writer: string;
  /** 1, 2, 3… of this writer's lines: a missing one shows. */
  readonly number: number;
  readonly tenant: string;
  /** Ids of audit rows that this process has committed. */
  readonly written: readonly string[];
  /** How long the chain was after a step of the sequencer, and its last hash, in hexadecimal. */
  readonly head: { readonly position: number; readonly hash: string } | null;
  /** Over all of the above and the line before it of the same writer, in hexadecimal. */
  readonly mac: string;
}

/** The signature of a line. @param previous the `mac` of the writer's line before, or '' */
export async function signLine(
  keys: Pick<Keys, 'mac'>,
  { writer, number, tenant, written, head }: Omit<AuditRecordLine, 'mac'>,
  previous: string,
): Promise<string> {
  const content = ['record', writer, number, previous, tenant, written, head?.position ?? null, head?.hash ?? null];
  return toHex(await keys.mac(tenant, 'audit', JSON.stringify(content)));
}

/** Collects what happened, and writes it down outside the database. */
export interface AuditRecorder {
  /**
   * Rows that have committed. They are written down at once, off the request's path, together with what others have committed meanwhile: should this process
   * die, only what it has committed in this very moment stands in no line. While the place does not take lines, they wait for the next flush.
   */
  written(tenantId: string, ids: readonly string[]): void;
  /** Writes everything down that was collected, and the heads of the chains that have grown. What fails stays for the next time. */
  flush(heads: readonly AuditHead[]): Promise<void>;
}

/** @param random names this process */
export function createAuditRecorder(
  { keys, random, logger }: { keys: Pick<Keys, 'mac'>; random: Random; logger: Logger },
  store: AuditRecordStore,
): AuditRecorder {
  const writer = toHex(random.bytes(8));
  const ids = new Map<string, string[]>();
  const heads = new Map<string, AuditHead>();
  let number = 0;
  let previous = '';
  let flushing: Promise<void> = Promise.resolve();
  let isFailing = false;

  async function write(): Promise<void> {
    const tenants = new Set([...ids.keys(), ...heads.keys()]);
    if (tenants.size === 0) return;
    const batch = [...tenants].map((tenant) => ({ tenant, written: ids.get(tenant) ?? [], head: heads.get(tenant) }));
    ids.clear();
    heads.clear();
    const before = { number, previous };
    try {
      const lines: string[] = [];
      for (const { tenant, written, head } of batch) {
        number += 1;
        const line = {
          writer,
          number,
          tenant,
          written,
          head: head === undefined ? null : { position: head.position, hash: toHex(head.hash) },
        };
        previous = await signLine(keys, line, previous);
        lines.push(JSON.stringify({ ...line, mac: previous } satisfies AuditRecordLine));
      }
      await store.append(lines);
      isFailing = false;
    } catch (error) {
      isFailing = true;
      ({ number, previous } = before);
      for (const { tenant, written, head } of batch) {
        if (written.length > 0) ids.set(tenant, [...written, ...(ids.get(tenant) ?? [])]);
        if (head !== undefined && !heads.has(tenant)) heads.set(tenant, head);
      }
      logger.error('audit-record-failed', { error: error instanceof Error ? error.name : typeof error });
    }
  }

  return {
    written(tenantId, more) {
      ids.set(tenantId, [...(ids.get(tenantId) ?? []), ...more]);
      if (!isFailing) flushing = flushing.then(write);
    },
    flush(more) {
      for (const head of more) heads.set(head.tenantId, head);
      flushing = flushing.then(write);
      return flushing;
    },
  };
}
