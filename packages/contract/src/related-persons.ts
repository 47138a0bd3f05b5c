import * as z from 'zod/mini';
import { endpoint } from './endpoint.ts';
import { code, dateText, email, id, instantText, line, localDate, page, paging } from './primitives.ts';
import { relatedPersonRelationships } from './relationships.ts';

/**
 * Why the clinic gave a right to act for a patient, or took it back: codes only, since they stand in the audit.
 * - `identity-shown`: they have shown who they are, for example with a passport at the desk
 * - `patient-request`: the patient asked for it
 * - `parental-responsibility`: a parent or guardian of a minor
 * - `legal-document`: a power of attorney or a court's order was seen
 * - `no-longer-valid`: what it rested on is over, for example since the patient is of age
 * - `safety`: to protect the patient
 * - `correction`: it was noted by mistake, or for the wrong chart
 */
export const relatedPersonReasons = [
  'identity-shown',
  'patient-request',
  'parental-responsibility',
  'legal-document',
  'no-longer-valid',
  'safety',
  'correction',
] as const;
export type RelatedPersonReason = (typeof relatedPersonReasons)[number];

/**
 * Somebody who may act for a patient (FHIR RelatedPerson): parent, carer, or with `ONESELF` the patient themself under an address and birth date that
 * the clinic vouches for. Who signs in with this address and birth date has the right, from `start` to `end`.
 */
export const relatedPersonCreateSchema = z.strictObject({
  patientId: id('pat'),
  relationship: z.enum(relatedPersonRelationships),
  given: line(100),
  family: line(100),
  /** Of the related person. */
  birthDate: localDate,
  /** Of the related person. */
  email,
  /** Whether they may book, move and cancel, or read only, which changes nothing; false by default. */
  mayChange: z.optional(z.boolean()),
  /** The first day, at the latest clock of the earth; at once by default. */
  start: z.optional(localDate),
  /** The last day; without end by default. */
  end: z.optional(localDate),
  /** Why; staff must say it. */
  reason: z.optional(z.enum(relatedPersonReasons)),
});
export type RelatedPersonCreate = z.input<typeof relatedPersonCreateSchema>;

export const relatedPersonSchema = z.object({
  id: z.string(),
  patientId: z.string(),
  relationship: code(relatedPersonRelationships),
  given: z.string(),
  family: z.string(),
  birthDate: dateText,
  email: z.string(),
  mayChange: z.boolean(),
  start: z.nullable(dateText),
  end: z.nullable(dateText),
  /** Why it was given, where that was said. */
  reason: z.nullable(code(relatedPersonReasons)),
  /** When the clinic took the right back. */
  revokedAt: z.nullable(instantText),
  /** Why it was taken back, where that was said. */
  revocationReason: z.nullable(code(relatedPersonReasons)),
});
export type RelatedPerson = z.output<typeof relatedPersonSchema>;

/** A right that was taken back. Who held it is null where their record cannot be read any more: the right has ended all the same. */
export const revokedRelatedPersonSchema = z.object({
  ...relatedPersonSchema.shape,
  given: z.nullable(z.string()),
  family: z.nullable(z.string()),
  birthDate: z.nullable(dateText),
  email: z.nullable(z.string()),
});
export type RevokedRelatedPerson = z.output<typeof revokedRelatedPersonSchema>;

const params = z.strictObject({ id: id('rel') });

export const listRelatedPersons = endpoint({
  method: 'GET',
  path: '/v1/related-persons',
  query: z.strictObject({ ...paging, patientId: id('pat') }),
  response: page(relatedPersonSchema),
});
/**
 * Lets somebody act for a patient. `ONESELF` links a person to their own chart, also in sessions that are open, have shown this address and birth date, and
 * found no chart.
 */
export const createRelatedPerson = endpoint({
  method: 'POST',
  path: '/v1/related-persons',
  body: relatedPersonCreateSchema,
  response: relatedPersonSchema,
  creates: true,
});
/** Takes the right back at once, also from sessions that are open: those of `ONESELF` have no chart any more. */
export const revokeRelatedPerson = endpoint({
  method: 'POST',
  path: '/v1/related-persons/{id}/revoke',
  params,
  body: z.strictObject({
    /** Why; staff must say it. */
    reason: z.optional(z.enum(relatedPersonReasons)),
  }),
  response: revokedRelatedPersonSchema,
});
