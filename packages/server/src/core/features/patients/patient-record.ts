import type { Patient } from '@openprm/contract';
import type { Keys } from '../../ports.ts';

/** What a patient's row holds sealed: everything that says who they are. */
export interface PatientIdentity {
  readonly given: string;
  readonly family: string;
  /** `YYYY-MM-DD`. */
  readonly birthDate: string;
  readonly phone: string;
  readonly email: string;
}

const rowIdentity = (patientId: string) => `patient/${patientId}`;

/** Seals an identity for the row of one patient; it opens in no other row. */
export const sealPatient = (keys: Keys, tenantId: string, patientId: string, identity: PatientIdentity) =>
  keys.seal(tenantId, rowIdentity(patientId), JSON.stringify(identity));

/** Opens the identity in a patient's row. @throws when the row was changed or the keys are others */
export async function openPatient(
  keys: Keys,
  tenantId: string,
  patientId: string,
  sealed: Uint8Array,
): Promise<Patient> {
  return {
    id: patientId,
    ...(JSON.parse(await keys.open(tenantId, rowIdentity(patientId), sealed)) as PatientIdentity),
  };
}
