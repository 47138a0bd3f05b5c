import * as z from 'zod/mini';
import { endpoint } from './endpoint.ts';
import { email, id, line, page, paging, phone } from './primitives.ts';

/** A clinic's organization (FHIR Organization). A tenant holds one or more. */
export const organizationSchema = z.object({
  id: z.string(),
  name: z.string(),
  telephone: z.nullable(z.string()),
  /** Where the clinic is told of bookings, changes and cancellations. */
  email: z.nullable(z.string()),
  active: z.boolean(),
});
export type Organization = z.output<typeof organizationSchema>;

export const organizationCreateSchema = z.strictObject({
  name: line(200),
  telephone: z.optional(z.nullable(phone)),
  email: z.optional(z.nullable(email)),
});
export type OrganizationCreate = z.input<typeof organizationCreateSchema>;

export const organizationUpdateSchema = z.strictObject({
  name: z.optional(line(200)),
  telephone: z.optional(z.nullable(phone)),
  email: z.optional(z.nullable(email)),
  active: z.optional(z.boolean()),
});
export type OrganizationUpdate = z.input<typeof organizationUpdateSchema>;

const params = z.strictObject({ id: id('org') });

export const listOrganizations = endpoint({
  method: 'GET',
  path: '/v1/organizations',
  query: z.strictObject(paging),
  response: page(organizationSchema),
});
export const createOrganization = endpoint({
  method: 'POST',
  path: '/v1/organizations',
  body: organizationCreateSchema,
  response: organizationSchema,
  creates: true,
});
export const getOrganization = endpoint({
  method: 'GET',
  path: '/v1/organizations/{id}',
  params,
  response: organizationSchema,
});
export const updateOrganization = endpoint({
  method: 'PATCH',
  path: '/v1/organizations/{id}',
  params,
  body: organizationUpdateSchema,
  response: organizationSchema,
});
