import * as z from 'zod/mini';

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
  /** Whom to call in an emergency and in a crisis at this place: `911`, `112`, `988`. */
  emergencyTelephone: z.nullable(z.string()),
  crisisTelephone: z.nullable(z.string()),
  timeZone: z.string(),
  active: z.boolean(),
});
export type Location = z.output<typeof locationSchema>;
