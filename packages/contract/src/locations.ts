import * as z from 'zod/mini';
import { endpoint } from './endpoint.ts';
import { locationSchema } from './location.ts';
import { id, line, page, paging, phone, shortTelephone, timeZone } from './primitives.ts';

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
  emergencyTelephone: z.optional(z.nullable(shortTelephone)),
  crisisTelephone: z.optional(z.nullable(shortTelephone)),
  timeZone,
});
export type LocationCreate = z.input<typeof locationCreateSchema>;

/** The zone of a place may be corrected; appointments keep their instants. */
export const locationUpdateSchema = z.strictObject({
  name: z.optional(line(200)),
  address: z.optional(addressInput),
  telephone: z.optional(z.nullable(phone)),
  emergencyTelephone: z.optional(z.nullable(shortTelephone)),
  crisisTelephone: z.optional(z.nullable(shortTelephone)),
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
