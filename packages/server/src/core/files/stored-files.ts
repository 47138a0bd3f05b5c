import { sql } from 'kysely';
import type { IdMaker } from '../ids.ts';
import { type KeyScope, requirePatientKey } from '../keys/patient-keys.ts';
import type { Files } from '../ports.ts';
import { FilesError } from './files-error.ts';

/**
 * Files of patients: a row names each, its content stands in object storage, sealed with the patient's key before it leaves this process. The row is
 * committed before its object is written and removed after it is gone, so that there is no object that nobody knows. Storage may take long or hang, so no
 * transaction is open while it is asked:
 *
 * 1. `reserveFile` in one transaction: a row, `writing`
 * 2. `beginFile` in a second one: which content it will be. Of two the first counts; the same one may be put by several at once
 * 3. the object, outside of any
 * 4. `finishFile` in a third: `stored`. What never comes there still says `writing`, and the sweep removes both an hour later
 * 5. `doomFile`: it is read no more; the sweep removes the object, then the row
 */

/** How large a file may be: it is sealed whole, in memory, so that nothing of it is handed out before all of it is known to be unchanged. */
export const maxFileBytes = 10 * 1024 * 1024;

/** Which row a content is sealed for. */
const fileIdentity = (id: string) => `stored_file/${id}`;
/** Which row the hash of a content is sealed for. */
const hashIdentity = (id: string) => `stored_file_hash/${id}`;

/** Names a file that is going to be written. @throws RangeError when it is too large */
export async function reserveFile(
  { tx, tenantId }: KeyScope,
  newId: IdMaker,
  { patientId, bytes }: { readonly patientId: string; readonly bytes: number },
): Promise<string> {
  if (bytes > maxFileBytes) throw new RangeError(`A file may have ${maxFileBytes} bytes.`);
  const id = newId('fil');
  await tx.insertInto('stored_file').values({ tenant_id: tenantId, id, patient_id: patientId, bytes }).execute();
  return id;
}

/** How it stands with a file that somebody wants to write: it is there with that content, or with another one; or it is to be put. */
export type BegunFile =
  | { readonly is: 'stored' }
  | { readonly is: 'other' }
  | {
      readonly is: 'begun';
      /** Puts the sealed content there; to be called outside of a transaction. May be repeated. @throws FilesError */
      put(files: Files): Promise<void>;
    };

/**
 * Says which content a file that was reserved is going to have, once for all.
 *
 * @throws RangeError when there is no such file to write, or the content is not as long as was said
 * @throws KeyError
 */
export async function beginFile(scope: KeyScope, id: string, content: Uint8Array<ArrayBuffer>): Promise<BegunFile> {
  const { tx, tenantId } = scope;
  const row = await tx
    .selectFrom('stored_file')
    .select(['patient_id', 'bytes', 'status', 'content_hash'])
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .where('status', '<>', 'doomed')
    .forUpdate()
    .executeTakeFirst();
  if (row === undefined) throw new RangeError(`There is no file ${id} to be written.`);
  if (row.bytes !== content.length) throw new RangeError(`File ${id} must have ${row.bytes} bytes.`);
  const seal = await requirePatientKey(scope, row.patient_id);
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', content));
  const known = row.content_hash === null ? null : await seal.open(hashIdentity(id), row.content_hash);
  if (known === null ? row.status === 'stored' : known.some((byte, at) => byte !== hash[at])) return { is: 'other' };
  if (row.status === 'stored') return { is: 'stored' };
  await tx
    .updateTable('stored_file')
    .set({
      put_since: sql<Date>`now()`,
      ...(known === null && { content_hash: await seal.seal(hashIdentity(id), hash) }),
    })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .execute();
  return {
    is: 'begun',
    put: async (files) => files.put({ tenantId, id }, await seal.seal(fileIdentity(id), content)),
  };
}

/** Notes that the object of a file that was begun is there. */
export async function finishFile({ tx, tenantId }: Pick<KeyScope, 'tx' | 'tenantId'>, id: string): Promise<void> {
  await tx
    .updateTable('stored_file')
    .set({ status: 'stored', put_since: null })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .where('status', '=', 'writing')
    .execute();
}

/** A file that is there. */
export interface FoundFile {
  readonly patientId: string;
  /** Gets and opens its content; to be called outside of a transaction. @throws FilesError `file-missing`; KeyError when it was changed */
  read(files: Files): Promise<Uint8Array<ArrayBuffer>>;
}

/** Finds a file and whose it is; undefined when there is none (any more). @throws KeyError */
export async function findFile(scope: KeyScope, id: string): Promise<FoundFile | undefined> {
  const { tx, tenantId } = scope;
  const row = await tx
    .selectFrom('stored_file')
    .select('patient_id')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .where('status', '=', 'stored')
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const seal = await requirePatientKey(scope, row.patient_id);
  return {
    patientId: row.patient_id,
    async read(files) {
      const sealed = await files.get({ tenantId, id });
      if (sealed === undefined) {
        throw new FilesError(
          'file-missing',
          `The file ${id} of ${tenantId} is not in object storage. Put the storage back from its backup, and check that OPENPRM_FILES names the right one.`,
        );
      }
      return seal.open(fileIdentity(id), sealed);
    },
  };
}

/** Deletes a file: nobody reads it any more, and the sweep removes it. */
export async function doomFile({ tx, tenantId }: Pick<KeyScope, 'tx' | 'tenantId'>, id: string): Promise<void> {
  await tx
    .updateTable('stored_file')
    .set({ status: 'doomed' })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .execute();
}

/** The same for all files of a patient who is erased. Without their key nobody can read them from now on, wherever copies are. */
export async function doomFilesOf(
  { tx, tenantId }: Pick<KeyScope, 'tx' | 'tenantId'>,
  patientId: string,
): Promise<void> {
  await tx
    .updateTable('stored_file')
    .set({ status: 'doomed' })
    .where('tenant_id', '=', tenantId)
    .where('patient_id', '=', patientId)
    .execute();
}
