import type { Tables } from '../../database/tables.ts';
import type { KeyScope } from '../../keys/patient-keys.ts';
import type { Keys } from '../../ports.ts';
import type { PatientIdentity } from './patient-record.ts';

/** What a patient can be found by. Each is exact once it is normalized; nothing is fuzzy. */
export type PatientIndexKind = Tables['patient_index']['kind'];

/** So many digits from the end tell a telephone number apart, with and without its country's code or a leading zero. */
const telephoneDigits = 9;

/**
 * A name as it is compared: no accents, no apostrophes, hyphens as spaces, one case. `O’Brien-Núñez` and `obrien nunez` are the same.
 * (Unicode NFKD without its marks.)
 */
export const normalizeName = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/\p{M}|['’ʼ`´.]/gu, '')
    .replace(/[\s\p{Pd}]+/gu, ' ')
    .trim()
    .toLowerCase();

/** Whether two have the same name, as it is compared. */
export const hasSameName = (
  one: Pick<PatientIdentity, 'given' | 'family'>,
  other: Pick<PatientIdentity, 'given' | 'family'>,
): boolean =>
  normalizeName(one.given) === normalizeName(other.given) && normalizeName(one.family) === normalizeName(other.family);

/** A telephone number as it is compared: its last nine digits, or all when it has fewer. */
export const normalizePhone = (phone: string): string => phone.replace(/\D/g, '').slice(-telephoneDigits);

/** An e-mail address as it is compared. That the part before the @ may differ by case is allowed by RFC 5321 and used by nobody. */
export const normalizeEmail = (email: string): string => email.trim().toLowerCase();

const valueOf: Readonly<Record<PatientIndexKind, (identity: PatientIdentity) => string>> = {
  'name-birth-date': ({ given, family, birthDate }) =>
    JSON.stringify([normalizeName(given), normalizeName(family), birthDate]),
  phone: ({ phone }) => normalizePhone(phone),
  email: ({ email }) => normalizeEmail(email),
};

const hash = (keys: Keys, tenantId: string, kind: PatientIndexKind, value: string) =>
  keys.mac(tenantId, 'patient-index', JSON.stringify([kind, value]));

/** What is looked for: a name with a birth date, a telephone number or an e-mail address. */
export type PatientSearch =
  | Pick<PatientIdentity, 'given' | 'family' | 'birthDate'>
  | Pick<PatientIdentity, 'phone'>
  | Pick<PatientIdentity, 'email'>;

/** The row of the index that a search looks for: keyed for the tenant, so that it says nothing to whoever reads the table. */
export async function searchHash(
  { keys, tenantId }: Pick<KeyScope, 'keys' | 'tenantId'>,
  search: PatientSearch,
): Promise<{ kind: PatientIndexKind; hash: Uint8Array<ArrayBuffer> }> {
  const nobody: PatientIdentity = { given: '', family: '', birthDate: '', phone: '', email: '' };
  const kind = 'phone' in search ? 'phone' : 'email' in search ? 'email' : 'name-birth-date';
  return { kind, hash: await hash(keys, tenantId, kind, valueOf[kind]({ ...nobody, ...search })) };
}

/** Writes what a patient is found by, in the transaction that writes the patient; what was there before is replaced. */
export async function writePatientIndex(
  { tx, tenantId, keys }: KeyScope,
  patientId: string,
  identity: PatientIdentity,
): Promise<void> {
  const kinds = Object.keys(valueOf) as PatientIndexKind[];
  const rows = await Promise.all(
    kinds.map(async (kind) => ({
      tenant_id: tenantId,
      kind,
      hash: await hash(keys, tenantId, kind, valueOf[kind](identity)),
      patient_id: patientId,
    })),
  );
  await deletePatientIndex({ tx, tenantId }, patientId);
  await tx.insertInto('patient_index').values(rows).execute();
}

/** Removes what a patient is found by. */
export async function deletePatientIndex(
  { tx, tenantId }: Pick<KeyScope, 'tx' | 'tenantId'>,
  patientId: string,
): Promise<void> {
  await tx.deleteFrom('patient_index').where('tenant_id', '=', tenantId).where('patient_id', '=', patientId).execute();
}
