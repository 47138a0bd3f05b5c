import * as z from 'zod/mini';
import { endpoint } from './endpoint.ts';
import { id, instantText } from './primitives.ts';
import { slotSchema } from './slots.ts';

/** A time kept for one person while they fill in the form (FHIR Slot, status `busy-tentative`). Whoever has the secret has the hold. */
export const holdSchema = z.object({
  id: z.string(),
  /** Only in the answer to the request that made the hold. 256 bits, base64url. */
  secret: z.string(),
  expiresAt: instantText,
  slot: slotSchema,
});
export type Hold = z.output<typeof holdSchema>;

export const holdCreateSchema = z.strictObject({
  slotId: id('slot'),
  /** The appointment that the new time will replace; the hold may overlap it. Only for who may change that appointment. */
  replacesAppointmentId: z.optional(id('apt')),
});
export type HoldCreate = z.input<typeof holdCreateSchema>;

export const holdRenewalSchema = z.object({ id: z.string(), expiresAt: instantText });
export type HoldRenewal = z.output<typeof holdRenewalSchema>;

/** The secret of a hold, in a body and never in an address. */
export const holdSecret = z
  .string()
  .check(z.regex(/^[A-Za-z0-9_-]{20,100}$/, 'must be the secret that came with the hold'));

const params = z.strictObject({ id: id('hld') });
const body = z.strictObject({ secret: holdSecret });

export const createHold = endpoint({
  method: 'POST',
  path: '/v1/holds',
  body: holdCreateSchema,
  response: holdSchema,
  creates: true,
});
/** Each renewal gives the full time again; a hold lives at most two hours. */
export const renewHold = endpoint({
  method: 'POST',
  path: '/v1/holds/{id}/renew',
  params,
  body,
  response: holdRenewalSchema,
});
/** Frees the time at once. Releasing what is already gone is no error. */
export const releaseHold = endpoint({ method: 'POST', path: '/v1/holds/{id}/release', params, body });
