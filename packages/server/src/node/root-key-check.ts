import type { Database, Keys } from '../core/index.ts';
import { KeyFileError } from './key-file.ts';

/**
 * Opens one sealed row with the root key, where there is one, so that a wrong key is told at the start and not by the first patient.
 *
 * @throws KeyFileError `key-file-invalid`
 */
export async function checkRootKey(database: Database, keys: Keys, file: string): Promise<void> {
  const patient = await database.selectFrom('patient').select(['tenant_id', 'id', 'sealed']).limit(1).executeTakeFirst();
  if (patient === undefined) return;
  try {
    await keys.open(patient.tenant_id, `patient/${patient.id}`, patient.sealed);
  } catch {
    throw new KeyFileError('key-file-invalid', `The key in ${file} does not open the data in this database. Put back the key file that belongs to it.`);
  }
}
