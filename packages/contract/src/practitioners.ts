import * as z from 'zod/mini';
import { endpoint } from './endpoint.ts';
import { id, line, page, paging } from './primitives.ts';

/** A person who treats (FHIR Practitioner). Their time is one resource of the tenant, whichever organizations they work in. */
export const practitionerSchema = z.object({
  id: z.string(),
  /** As patients should read it, for example `Amara Okafor, PT`. */
  name: z.string(),
  active: z.boolean(),
});
export type Practitioner = z.output<typeof practitionerSchema>;

export const practitionerCreateSchema = z.strictObject({ name: line(200) });
export type PractitionerCreate = z.input<typeof practitionerCreateSchema>;

export const practitionerUpdateSchema = z.strictObject({
  name: z.optional(line(200)),
  active: z.optional(z.boolean()),
});
export type PractitionerUpdate = z.input<typeof practitionerUpdateSchema>;

/** A person at a place (FHIR PractitionerRole). */
export const practitionerRoleSchema = z.object({
  id: z.string(),
  practitionerId: z.string(),
  organizationId: z.string(),
  locationId: z.string(),
  specialty: z.nullable(z.string()),
  active: z.boolean(),
});
export type PractitionerRole = z.output<typeof practitionerRoleSchema>;

/** The organization is the location's. */
export const practitionerRoleCreateSchema = z.strictObject({
  practitionerId: id('prc'),
  locationId: id('loc'),
  specialty: z.optional(z.nullable(line(120))),
});
export type PractitionerRoleCreate = z.input<typeof practitionerRoleCreateSchema>;

export const practitionerRoleUpdateSchema = z.strictObject({
  specialty: z.optional(z.nullable(line(120))),
  active: z.optional(z.boolean()),
});
export type PractitionerRoleUpdate = z.input<typeof practitionerRoleUpdateSchema>;

const params = z.strictObject({ id: id('prc') });
const roleParams = z.strictObject({ id: id('rol') });

export const listPractitioners = endpoint({
  method: 'GET',
  path: '/v1/practitioners',
  query: z.strictObject({ ...paging, locationId: z.optional(id('loc')), healthcareServiceId: z.optional(id('svc')) }),
  response: page(practitionerSchema),
});
export const createPractitioner = endpoint({
  method: 'POST',
  path: '/v1/practitioners',
  body: practitionerCreateSchema,
  response: practitionerSchema,
  creates: true,
});
export const getPractitioner = endpoint({
  method: 'GET',
  path: '/v1/practitioners/{id}',
  params,
  response: practitionerSchema,
});
export const updatePractitioner = endpoint({
  method: 'PATCH',
  path: '/v1/practitioners/{id}',
  params,
  body: practitionerUpdateSchema,
  response: practitionerSchema,
});

export const listPractitionerRoles = endpoint({
  method: 'GET',
  path: '/v1/practitioner-roles',
  query: z.strictObject({ ...paging, practitionerId: z.optional(id('prc')), locationId: z.optional(id('loc')) }),
  response: page(practitionerRoleSchema),
});
export const createPractitionerRole = endpoint({
  method: 'POST',
  path: '/v1/practitioner-roles',
  body: practitionerRoleCreateSchema,
  response: practitionerRoleSchema,
  creates: true,
});
export const getPractitionerRole = endpoint({
  method: 'GET',
  path: '/v1/practitioner-roles/{id}',
  params: roleParams,
  response: practitionerRoleSchema,
});
export const updatePractitionerRole = endpoint({
  method: 'PATCH',
  path: '/v1/practitioner-roles/{id}',
  params: roleParams,
  body: practitionerRoleUpdateSchema,
  response: practitionerRoleSchema,
});
