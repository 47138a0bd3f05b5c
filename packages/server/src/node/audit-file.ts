import { createReadStream } from 'node:fs';
import { appendFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { AuditRecordStore } from '../core/index.ts';

/** Where the record stands unless said otherwise: beside the key file, which is apart from the database as well. */
export const auditFileBeside = (keyFile: string): string => path.join(path.dirname(keyFile), 'audit-record.jsonl');

/**
 * A record in a file that is only added to, by all processes of a machine; each call adds its lines in one write.
 * Whoever ships it elsewhere, or lets nobody but the server append to it, is safe also from who has taken over this machine later.
 */
export function createAuditFile(file: string): AuditRecordStore {
  const ready = mkdir(path.dirname(file), { recursive: true });
  return {
    async append(lines) {
      await ready;
      await appendFile(file, lines.map((line) => `${line}\n`).join(''), { mode: 0o600 });
    },
  };
}

/** The lines of such files, one file after the other. @throws the file system's own error */
export async function* readAuditFiles(files: readonly string[]): AsyncGenerator<string> {
  for (const file of files) yield* createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Infinity });
}
