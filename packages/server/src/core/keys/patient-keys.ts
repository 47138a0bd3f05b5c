import type { Keys, SealingKey, TenantTransaction } from '../ports.ts';
import { KeyError } from './key-error.ts';
import { openBytes, readKeyVersion, sealBytes } from './sealed-value.ts';

/** What working with a patient's key needs: a transaction, its tenant and the tenant's keys. */
export interface KeyScope {
  readonly tx: TenantTransaction;
  readonly tenantId: string;
  readonly keys: Keys;
}

/** Seals and opens what belongs to one patient, under that patient's own key: with the key, all of it is gone, in old backups too. */
export interface PatientSeal {
  /** @param identity the row, such as `patient/pat_…`: the text opens in no other */
  seal(identity: string, plain: string | Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>>;
  /** @throws KeyError `sealed-value-changed` */
  open(identity: string, sealed: Uint8Array): Promise<Uint8Array<ArrayBuffer>>;
}

/** A patient's key is never changed: what it sealed is sealed again only with another patient's. */
const onlyVersion = 1;
const keyIdentity = (patientId: string) => `patient_key/${patientId}`;
const text = new TextEncoder();

function createSeal(key: SealingKey): PatientSeal {
  return {
    seal: (identity, plain) =>
      sealBytes(key, onlyVersion, identity, typeof plain === 'string' ? text.encode(plain) : plain),
    open: (identity, sealed) => openBytes(key, identity, sealed),
  };
}

/** Makes the key of a new patient, in the transaction that writes the patient. */
export async function createPatientKey({ tx, tenantId, keys }: KeyScope, patientId: string): Promise<PatientSeal> {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  const wrapped = await keys.seal(tenantId, keyIdentity(patientId), bytes);
  await tx
    .insertInto('openprm_keys.patient_key')
    .values({
      tenant_id: tenantId,
      patient_id: patientId,
      tenant_key_version: readKeyVersion(keyIdentity(patientId), wrapped),
      wrapped,
    })
    .execute();
  return createSeal(await keys.importSealingKey(bytes));
}

/**
 * Unwraps a patient's key that was read with the patient's row.
 *
 * @param wrapped null when the store has none
 * @throws KeyError `patient-key-missing`
 */
export async function unwrapPatientKey(
  { tenantId, keys }: Pick<KeyScope, 'tenantId' | 'keys'>,
  patientId: string,
  wrapped: Uint8Array | null,
): Promise<PatientSeal> {
  if (wrapped === null) throw new KeyError('patient-key-missing', `patient/${patientId}`);
  return createSeal(await keys.importSealingKey(await keys.openBytes(tenantId, keyIdentity(patientId), wrapped)));
}

/** Reads and unwraps a patient's key, or gives undefined: the patient was erased, or there is none. */
export async function findPatientKey(scope: KeyScope, patientId: string): Promise<PatientSeal | undefined> {
  const row = await scope.tx
    .selectFrom('openprm_keys.patient_key')
    .select('wrapped')
    .where('tenant_id', '=', scope.tenantId)
    .where('patient_id', '=', patientId)
    .executeTakeFirst();
  return row && unwrapPatientKey(scope, patientId, row.wrapped);
}

/** Reads and unwraps a patient's key. @throws KeyError `patient-key-missing` */
export async function requirePatientKey(scope: KeyScope, patientId: string): Promise<PatientSeal> {
  const seal = await findPatientKey(scope, patientId);
  if (seal === undefined) throw new KeyError('patient-key-missing', `patient/${patientId}`);
  return seal;
}

/** Wraps a patient's key again, by the tenant's newest one. */
export async function rewrapPatientKey(
  { tenantId, keys }: Pick<KeyScope, 'tenantId' | 'keys'>,
  patientId: string,
  wrapped: Uint8Array,
): Promise<{ wrapped: Uint8Array<ArrayBuffer>; version: number }> {
  const bytes = await keys.openBytes(tenantId, keyIdentity(patientId), wrapped);
  const again = await keys.seal(tenantId, keyIdentity(patientId), bytes);
  return { wrapped: again, version: readKeyVersion(keyIdentity(patientId), again) };
}

/** Destroys a patient's key: what it sealed can be read by nobody any more. */
export async function destroyPatientKey(
  { tx, tenantId }: Pick<KeyScope, 'tx' | 'tenantId'>,
  patientId: string,
): Promise<void> {
  await tx
    .deleteFrom('openprm_keys.patient_key')
    .where('tenant_id', '=', tenantId)
    .where('patient_id', '=', patientId)
    .execute();
}
