import { sql } from 'kysely';
import { type Database, KeyError, type Keys } from '../core/index.ts';
import { KeyFileError } from './key-file.ts';

/**
 * Unwraps one tenant's key for each root key that wraps any, so that a wrong key file is told at the start and not by the first patient.
 *
 * @throws KeyFileError `key-file-invalid`
 */
export async function checkRootKeys(database: Database, keys: Keys, file: string): Promise<void> {
  const { rows } = await sql<{ tenant_id: string }>`
    select distinct on (root_key_id) tenant_id from openprm_keys.tenant_key
    union select distinct on (tenant_id) tenant_id from patient where format = 1
    union select distinct on (tenant_id) tenant_id from idempotency_key where format = 1`.execute(database);
  for (const { tenant_id: tenantId } of rows) {
    try {
      await keys.prepare(tenantId);
    } catch (error) {
      if (!(error instanceof KeyError) || !error.code.startsWith('root-key')) throw error;
      throw new KeyFileError(
        'key-file-invalid',
        `The key in ${file} does not open the data in this database. Put back the key file that belongs to it. (${error.message})`,
      );
    }
  }
}

/** Whether the database holds anything that was sealed, signed or chained with a root key. A tenant that nobody has called yet does not. */
export async function needsRootKey(database: Database): Promise<boolean> {
  const { rows } = await sql<{ needed: boolean }>`
    select exists (select from openprm_keys.tenant_key) or exists (select from patient)
      or exists (select from idempotency_key) or exists (select from audit_event) as needed`.execute(database);
  return rows[0]?.needed === true;
}
