import {
  type AuditReport,
  type Logger,
  type VerifyOptions,
  createKeys,
  createRootKeys,
  migrate,
  noRecord,
  readAuditRecord,
  verifyAudit,
} from '../core/index.ts';
import { auditFileBeside, readAuditFiles } from './audit-file.ts';
import { type DatabaseConfig, openDatabase } from './database.ts';
import { readRootKeys } from './key-file.ts';

/** Which audit is to be verified. */
export interface AuditPlaces {
  readonly database: DatabaseConfig;
  readonly keyFile: string;
  /** The records outside the database: one for each machine that the server ran on. By default the one beside the key file. */
  readonly auditFiles?: readonly string[] | undefined;
  readonly logger: Logger;
}

/**
 * Verifies a whole audit, without a server.
 *
 * @throws KeyFileError, the database's own error, or the file system's for a record that cannot be read
 */
export async function verifyAuditAt(
  { database: config, keyFile, auditFiles = [auditFileBeside(keyFile)], logger }: AuditPlaces,
  options: VerifyOptions = {},
): Promise<AuditReport> {
  const open = await openDatabase(config, logger);
  try {
    await migrate(open.database);
    const rootKeys = createRootKeys(() => readRootKeys(keyFile, true));
    const keys = createKeys({ database: open.database, rootKeys });
    const record = auditFiles.length === 0 ? noRecord : await readAuditRecord(keys, readAuditFiles(auditFiles));
    return await verifyAudit(open.database, keys, record, options);
  } finally {
    await open.close();
  }
}
