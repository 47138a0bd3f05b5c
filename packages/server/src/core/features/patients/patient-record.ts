import type { PatientContactInput } from '@openprm/contract';
import { type KeyScope, type PatientSeal, unwrapPatientKey } from '../../keys/patient-keys.ts';
import { KeyError } from '../../keys/key-error.ts';

/** What a patient's row holds sealed: everything that says who they are. */
export interface PatientIdentity {
  readonly given: string;
  readonly family: string;
  /** `YYYY-MM-DD`. */
  readonly birthDate: string;
  readonly phone: string;
  readonly email: string;
  /** Who booked for them, if it was somebody else: telephone and address are then theirs. */
  readonly contact?: PatientContactInput | undefined;
}

/** A patient whose identity was opened. */
export interface OpenedPatient extends Omit<PatientIdentity, 'contact'> {
  readonly id: string;
  readonly contact: PatientContactInput | null;
}

/** What of a patient's row, joined with their key, is needed to open it. */
export interface SealedPatient {
  readonly patient_id: string;
  readonly sealed: Uint8Array | null;
  /** The patient's wrapped key. */
  readonly patient_key: Uint8Array | null;
  readonly erased_at: Date | null;
}

/** Who opens: the tenant with its keys and, in a request, where it is noted whose data was opened. */
export interface PatientReader extends Pick<KeyScope, 'tenantId' | 'keys'> {
  concerns?(patientId: string): void;
}

/** Which row a patient's identity is sealed for. */
export const patientIdentity = (patientId: string) => `patient/${patientId}`;

/** Seals an identity for the row of one patient; it opens in no other row. */
export const sealPatient = (seal: PatientSeal, patientId: string, identity: PatientIdentity) =>
  seal.seal(patientIdentity(patientId), JSON.stringify(identity));

/**
 * Opens the identity in a patient's row: null when the patient was erased.
 *
 * @throws KeyError when the row or its key was changed, or the key is missing
 */
export async function openPatient(reader: PatientReader, row: SealedPatient): Promise<OpenedPatient | null> {
  const { patient_id: id, sealed } = row;
  if (row.erased_at !== null) return null;
  if (sealed === null) throw new KeyError('sealed-value-changed', patientIdentity(id));
  reader.concerns?.(id);
  const seal = await unwrapPatientKey(reader, id, row.patient_key);
  const plain = new TextDecoder().decode(await seal.open(patientIdentity(id), sealed));
  const { contact = null, ...identity } = JSON.parse(plain) as PatientIdentity;
  return { id, ...identity, contact };
}
