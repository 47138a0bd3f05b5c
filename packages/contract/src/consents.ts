import * as z from 'zod/mini';
import { endpoint } from './endpoint.ts';
import { code, id, instantText, page, paging } from './primitives.ts';

/** What somebody decides about. */
export const consentCategories = ['survey-mail'] as const;

/** Whether it may be done (FHIR Consent's provision type). */
export const consentDecisions = ['permit', 'deny'] as const;

/** What a patient has decided (FHIR Consent, flat). Of several the newest holds; all stay as they were recorded. */
export const consentSchema = z.object({
  id: z.string(),
  patientId: z.string(),
  category: code(consentCategories),
  decision: code(consentDecisions),
  /** Who said so: the patient by a link in a mail, or the clinic for them. */
  recordedBy: code(['patient', 'clinic']),
  recordedAt: instantText,
});
export type Consent = z.output<typeof consentSchema>;

export const consentCreateSchema = z.strictObject({
  patientId: id('pat'),
  category: z.enum(consentCategories),
  decision: z.enum(consentDecisions),
});
export type ConsentCreate = z.input<typeof consentCreateSchema>;

/** The newest first. */
export const listConsents = endpoint({
  method: 'GET',
  path: '/v1/consents',
  query: z.strictObject({ ...paging, patientId: id('pat') }),
  response: page(consentSchema),
});
export const createConsent = endpoint({
  method: 'POST',
  path: '/v1/consents',
  body: consentCreateSchema,
  response: consentSchema,
  creates: true,
});
