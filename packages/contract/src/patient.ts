import * as z from 'zod/mini';
import { code, dateText } from './primitives.ts';
import { contactRelationships } from './relationships.ts';

/** A patient as the clinic, or the patient, may read it. What the role of a member of staff does not need is null, or an initial for `family`. */
export const patientSchema = z.object({
  id: z.string(),
  given: z.string(),
  family: z.string(),
  birthDate: z.nullable(dateText),
  phone: z.nullable(z.string()),
  email: z.nullable(z.string()),
  /** Who booked for them and is reached for them, where that is somebody else (FHIR Patient.contact): `phone` and `email` are then theirs. */
  contact: z.nullable(z.object({ relationship: code(contactRelationships), given: z.string(), family: z.string() })),
});
export type Patient = z.output<typeof patientSchema>;
