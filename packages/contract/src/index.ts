/**
 * The wire of OpenPRM: zod schemas, status codes, problem codes, and the wire half of every endpoint as an export of its own, so that a bundler
 * keeps only what is called. The other half stands in `@openprm/contract/policies`, the OpenAPI document in `@openprm/contract/openapi`.
 */
export * from './appointments.ts';
export * from './busy-times.ts';
export * from './endpoint.ts';
export * from './healthcare-services.ts';
export * from './holds.ts';
export * from './locations.ts';
export * from './organizations.ts';
export * from './practitioners.ts';
export { type CodeSchema, type Page } from './primitives.ts';
export * from './problem.ts';
export * from './schedules.ts';
export * from './slots.ts';
