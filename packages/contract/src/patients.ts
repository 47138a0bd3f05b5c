import * as z from 'zod/mini';
import { patientSchema } from './patient.ts';
import { endpoint } from './endpoint.ts';
import { email, id, instantText, line, localDate, page, paging, phone } from './primitives.ts';

/** A patient as a search finds one. */
export const foundPatientSchema = z.object({
  ...patientSchema.shape,
  /**
   * Whether the clinic, or its person when they were signed in, has said name and telephone number; false where an anonymous visitor typed them. Null for whose role does
   * not show it.
   */
  verified: z.nullable(z.boolean()),
  createdAt: z.nullable(instantText),
});
export type FoundPatient = z.output<typeof foundPatientSchema>;

/**
 * What to look for: a whole name with a birth date, a telephone number or an e-mail address. Each must be exact but for case, accents, hyphens,
 * apostrophes and spaces; of a telephone number the last nine digits count. Nothing is searched by parts: the server keeps keyed hashes only.
 */
export const patientSearchSchema = z.union([
  z.strictObject({ given: line(100), family: line(100), birthDate: localDate, ...paging }),
  z.strictObject({ phone, ...paging }),
  z.strictObject({ email, ...paging }),
]);
export type PatientSearch = z.input<typeof patientSearchSchema>;

/** That a patient was erased, and when. */
export const patientErasureSchema = z.object({ id: z.string(), erasedAt: instantText });
export type PatientErasure = z.output<typeof patientErasureSchema>;

const params = z.strictObject({ id: id('pat') });

/** The newest first. A POST, so that no name stands in an address; it changes nothing, and its answer is not remembered for its Idempotency-Key. */
export const searchPatients = endpoint({
  method: 'POST',
  path: '/v1/patients/search',
  body: patientSearchSchema,
  response: page(foundPatientSchema),
});
export const getPatient = endpoint({
  method: 'GET',
  path: '/v1/patients/{id}',
  params,
  response: foundPatientSchema,
});
/**
 * Destroys the patient's key, and with it all that names them, in this database and in older backups of it. It cannot be undone. Their visits
 * stay, with `patient: null`. To erase again answers the same.
 */
export const erasePatient = endpoint({
  method: 'POST',
  path: '/v1/patients/{id}/erase',
  params,
  body: z.strictObject({}),
  response: patientErasureSchema,
});
