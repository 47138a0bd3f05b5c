import * as z from 'zod/mini';
import { endpoint } from './endpoint.ts';
import { id, line, page, paging, phone, timeZone } from './primitives.ts';

/** A postal address (FHIR Address, flat). */
export const addressSchema = z.object({
  line: z.string(),
  city: z.string(),
  state: z.nullable(z.string()),
  postalCode: z.nullable(z.string()),
  /** ISO 3166-1 alpha-2. */
  country: z.string(),
});
export type Address = z.output<typeof addressSchema>;

/** A place where people are seen (FHIR Location). Its IANA zone gives every wall-clock time of its schedules a meaning. */
export const locationSchema = z.object({
  id: z.string(),
  organizationId: z.string(),
  name: z.string(),
  address: addressSchema,
  telephone: z.nullable(z.string()),
  timeZone: z.string(),
  active: z.boolean(),
});
export type Location = z.output<typeof locationSchema>;

const addressInput = z.strictObject({
  line: line(200),
  city: line(100),
  state: z.nullable(line(60)),
  postalCode: z.nullable(line(20)),
  country: z.string().check(z.regex(/^[A-Z]{2}$/, 'must be two capital letters (ISO 3166-1)')),
});

export const locationCreateSchema = z.strictObject({
  organizationId: id('org'),
  name: line(200),
  address: addressInput,
  telephone: z.optional(z.nullable(phone)),
  timeZone,
});
export type LocationCreate = z.input<typeof locationCreateSchema>;

/** The zone of a place may be corrected; appointments keep their instants. */
export const locationUpdateSchema = z.strictObject({
  name: z.optional(line(200)),
  address: z.optional(addressInput),
  telephone: z.optional(z.nullable(phone)),
  timeZone: z.optional(timeZone),
  active: z.optional(z.boolean()),
});
export type LocationUpdate = z.input<typeof locationUpdateSchema>;

const params = z.strictObject({ id: id('loc') });

export const listLocations = endpoint({
  method: 'GET',
  path: '/v1/locations',
  query: z.strictObject({ ...paging, organizationId: z.optional(id('org')) }),
  response: page(locationSchema),
});
export const createLocation = endpoint({
  method: 'POST',
  path: '/v1/locations',
  body: locationCreateSchema,
  response: locationSchema,
  creates: true,
});
export const getLocation = endpoint({ method: 'GET', path: '/v1/locations/{id}', params, response: locationSchema });
export const updateLocation = endpoint({
  method: 'PATCH',
  path: '/v1/locations/{id}',
  params,
  body: locationUpdateSchema,
  response: locationSchema,
});
