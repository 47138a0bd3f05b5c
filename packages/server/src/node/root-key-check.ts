import { sql } from 'kysely';
import type { Database, Keys } from '../core/index.ts';
import { KeyFileError } from './key-file.ts';

/**
 * Opens one sealed row with the root key, where there is one, so that a wrong key is told at the start and not by the first patient.
 *
 * @throws KeyFileError `key-file-invalid`
 */
export async function checkRootKey(database: Database, keys: Keys, file: string): Promise<void> {
  const patient = await database
    .selectFrom('patient')
    .select(['tenant_id', 'id', 'sealed'])
    .limit(1)
    .executeTakeFirst();
  if (patient === undefined) return;
  try {
    await keys.open(patient.tenant_id, `patient/${patient.id}`, patient.sealed);
  } catch {
    throw new KeyFileError(
      'key-file-invalid',
      `The key in ${file} does not open the data in this database. Put back the key file that belongs to it.`,
    );
  }
}

/** Whether the database holds anything that was sealed, signed or chained with a root key. A tenant that nobody has called yet does not. */
export async function needsRootKey(database: Database): Promise<boolean> {
  const { rows } = await sql<{ needed: boolean }>`
    select exists (select from patient) or exists (select from idempotency_key) or exists (select from audit_event) as needed`.execute(
    database,
  );
  return rows[0]?.needed === true;
}
