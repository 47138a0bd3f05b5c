/**
 * The wire of OpenPRM: zod schemas, status codes, problem codes, and the wire half of every endpoint as an export of its own, so that a bundler
 * keeps only what is called. The other half stands in `@openprm/contract/policies`, the OpenAPI document in `@openprm/contract/openapi`.
 */
export * from './api-keys.ts';
export * from './appointments.ts';
export * from './patient.ts';
export * from './audit-events.ts';
export * from './busy-times.ts';
export * from './consents.ts';
export * from './eligibility.ts';
export * from './endpoint.ts';
export * from './events.ts';
export { type FhirResource, resourceLimits } from './fhir-resource.ts';
export * from './healthcare-service.ts';
export * from './healthcare-services.ts';
export * from './holds.ts';
export * from './location.ts';
export * from './locations.ts';
export * from './organizations.ts';
export * from './own-surveys.ts';
export * from './own-sessions.ts';
export * from './patients.ts';
export * from './practitioners.ts';
export { type CodeSchema, type DamagedRecord, type Page, damagedRecordSchema } from './primitives.ts';
export * from './problem.ts';
export * from './questionnaire-responses.ts';
export * from './questionnaires.ts';
export * from './related-persons.ts';
export * from './relationships.ts';
export * from './response-attachments.ts';
export * from './schedules.ts';
export * from './sealed-items.ts';
export * from './sessions.ts';
export * from './sign-in.ts';
export * from './slots.ts';
export * from './staff.ts';
export * from './survey-invitations.ts';
export * from './survey-results.ts';
export * from './surveys.ts';
export * from './tasks.ts';
export * from './waitlist-entries.ts';
