import type { FhirResource } from '@openprm/contract';
import type { ResponseRow } from '../questionnaire-responses/response-repository.ts';

/** An entry of a FHIR Bundle (https://hl7.org/fhir/R4/bundle.html). */
export interface BundleEntry {
  readonly fullUrl: string;
  readonly resource: FhirResource;
}

/**
 * A response as it came, told apart from others, with the form that it answers where it did not say so itself, and, where the person is named, with whose it is and when it was complete. In
 * confidence and of nobody it says no more than it said.
 *
 * @param canonical of the form: url|version
 *
 * FHIR's ids have no underscore: `id` is the API's with a hyphen, and the patient's stands as the API has it beside the reference.
 */
export function bundleEntry(
  row: Pick<ResponseRow, 'id' | 'mode' | 'patient_id' | 'completed_at'>,
  { resourceType, ...response }: FhirResource,
  canonical: string,
): BundleEntry {
  const patientId = row.mode === 'named' ? row.patient_id : null;
  const authored = row.mode === 'named' && row.completed_at !== null && { authored: row.completed_at.toISOString() };
  const subject = patientId !== null && {
    reference: `Patient/${fhirId(patientId)}`,
    type: 'Patient',
    identifier: { value: patientId },
  };
  return {
    fullUrl: `urn:uuid:${uuidOf(row.id)}`,
    resource: {
      resourceType,
      questionnaire: canonical,
      ...authored,
      ...response,
      id: fhirId(row.id),
      ...(subject && { subject }),
    },
  };
}

const fhirId = (id: string): string => id.replaceAll(/[^A-Za-z\d.-]/g, '-');

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** A UUID (RFC 9562, version 8) that is always the same for an id of ours, and another for any other: of their 130 bits the last 122. */
function uuidOf(id: string): string {
  let bits = 0n;
  for (const letter of id.slice(id.indexOf('_') + 1)) bits = bits * 32n + BigInt(Math.max(0, alphabet.indexOf(letter)));
  const part = (from: bigint, length: bigint, digits: number) =>
    BigInt.asUintN(Number(length), bits >> from)
      .toString(16)
      .padStart(digits, '0');
  const variant = (8n + BigInt.asUintN(2, bits >> 60n)).toString(16);
  return `${part(90n, 32n, 8)}-${part(74n, 16n, 4)}-8${part(62n, 12n, 3)}-${variant}${part(48n, 12n, 3)}-${part(0n, 48n, 12)}`;
}
