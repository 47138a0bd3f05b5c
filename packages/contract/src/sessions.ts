import * as z from 'zod/mini';
import { patientSchema } from './patient.ts';
import { endpoint } from './endpoint.ts';
import { code, dateText, id, instantText, localDate } from './primitives.ts';
import { relatedPersonRelationships } from './relationships.ts';
import { sealingSchema } from './sealed-items.ts';

const coordinate = z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/, 'must be 32 bytes as base64url'));

/**
 * The public half of the key pair that the device made for this session: P-256 as a JWK (RFC 7517). The private half never leaves the device
 * (`extractable: false`), and each refresh is signed with it.
 */
export const deviceKeySchema = z.strictObject({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: coordinate,
  y: coordinate,
});
export type DeviceKey = z.input<typeof deviceKeySchema>;

/** Somebody for whom the session's person may act, as the clinic noted it. */
export const proxiedPatientSchema = z.object({
  relatedPersonId: z.string(),
  /** For the header `Prm-Acting-For` of each request that acts for them. */
  patientId: z.string(),
  given: z.string(),
  family: z.string(),
  relationship: code(relatedPersonRelationships),
  /** Whether they may book, move and cancel, or read only. */
  mayChange: z.boolean(),
  /** The last day, if there is one. */
  end: z.nullable(dateText),
});
export type ProxiedPatient = z.output<typeof proxiedPatientSchema>;

/** A patient's session. */
export const sessionSchema = z.object({
  id: z.string(),
  /** The address that was verified; null when a portal or a link vouched and gave none. */
  email: z.nullable(z.string()),
  /** The chart that the session is linked to; null for a prospect, who may book all the same. */
  patient: z.nullable(patientSchema),
  /**
   * Whether a booking for oneself brings `patient`: for a prospect, and once where the chart was found by address and birth date alone, since what else stands in it may be
   * what somebody else typed. Without it such a booking is refused with the issue `patient-required` at `/body/patient`; any other leaves `patient` out.
   */
  asksWho: z.boolean(),
  /** For whom else the person may act. */
  actsFor: z.array(proxiedPatientSchema),
  startedAt: instantText,
  /** At the latest, 12 hours after it began. */
  expiresAt: instantText,
  /** It ends after so many minutes without a request. */
  idleMinutes: z.number(),
  /** What the device seals with what it has to keep. */
  sealing: sealingSchema,
});
export type Session = z.output<typeof sessionSchema>;

/** What a session acts with. */
export const sessionCredentialsSchema = z.object({
  /** `pst_…`, 5 minutes: the bearer of each request. Keep it in memory only. */
  access: z.object({ token: z.string(), expiresAt: instantText }),
  /** `prh_…`: the bearer of the next refresh, good once. */
  handle: z.string(),
});
export type SessionCredentials = z.output<typeof sessionCredentialsSchema>;

/** A session that has just begun. */
export const sessionStartedSchema = z.object({ ...sessionCredentialsSchema.shape, session: sessionSchema });
export type SessionStarted = z.output<typeof sessionStartedSchema>;

export const sessionCreateSchema = z.strictObject({
  signInCodeId: id('sgn'),
  /** As it stands in the mail; spaces are left out. */
  code: z.string().check(z.regex(/^\s*(\d\s*){6,8}$/, 'must be the digits of the code')),
  key: deviceKeySchema,
});
export type SessionCreate = z.input<typeof sessionCreateSchema>;

export const sessionFromAssertionSchema = z.strictObject({
  /** A compact JWS by the clinic's portal, ES256 or EdDSA. */
  assertion: z.string().check(z.regex(/^[\w-]+\.[\w-]+\.[\w-]*$/, 'must be a compact JWS'), z.maxLength(4000)),
  key: deviceKeySchema,
});
export type SessionFromAssertion = z.input<typeof sessionFromAssertionSchema>;

export const sessionFromLinkSchema = z.strictObject({ key: deviceKeySchema });

export const sessionRefreshSchema = z.strictObject({
  /**
   * ECDSA P-256 with SHA-256 (r and s, 64 bytes, base64url) over `openprm-refresh\n` and the handle, by the session's key. The handle is good once,
   * so it is the nonce that a proof of possession needs (compare RFC 9449, section 8).
   */
  proof: z.string().check(z.regex(/^[A-Za-z0-9_-]{86}$/, 'must be 64 bytes as base64url')),
});
export type SessionRefresh = z.input<typeof sessionRefreshSchema>;

export const sessionMatchSchema = z.strictObject({ birthDate: localDate });
export type SessionMatch = z.input<typeof sessionMatchSchema>;

const nothing = z.strictObject({});

/** Begins a session with a one-time code. */
export const createSession = endpoint({
  method: 'POST',
  path: '/v1/sessions',
  body: sessionCreateSchema,
  response: sessionStartedSchema,
  creates: true,
});
/** Begins a session for who is signed in at the clinic's own portal. */
export const createSessionFromAssertion = endpoint({
  method: 'POST',
  path: '/v1/sessions/from-assertion',
  body: sessionFromAssertionSchema,
  response: sessionStartedSchema,
  creates: true,
});
/** Begins a session with a link, whose secret goes in the `Authorization` header. The link is good once. */
export const createSessionFromLink = endpoint({
  method: 'POST',
  path: '/v1/sessions/from-link',
  body: sessionFromLinkSchema,
  response: sessionStartedSchema,
  creates: true,
});
/** The handle goes in the `Authorization` header. It is good once: the answer brings the next one. One that comes again ends the session. */
export const refreshSession = endpoint({
  method: 'POST',
  path: '/v1/sessions/refresh',
  body: sessionRefreshSchema,
  response: sessionCredentialsSchema,
});
export const getCurrentSession = endpoint({
  method: 'GET',
  path: '/v1/sessions/current',
  response: sessionSchema,
});
/** Looks for the one chart with the verified address and this birth date. None and several look the same: `patient` stays null. */
export const matchCurrentSession = endpoint({
  method: 'POST',
  path: '/v1/sessions/current/match',
  body: sessionMatchSchema,
  response: sessionSchema,
});
/** Signs out. */
export const endCurrentSession = endpoint({ method: 'DELETE', path: '/v1/sessions/current' });
/** Signs out everywhere: each session that is listed as one's own ends, and so do codes that were mailed and not used. */
export const endOwnSessions = endpoint({ method: 'DELETE', path: '/v1/sessions' });
/** Signs a patient out everywhere, and whoever acts for them; links that were mailed to them, to their visits too, end. */
export const endPatientSessions = endpoint({
  method: 'POST',
  path: '/v1/patients/{id}/end-sessions',
  params: z.strictObject({ id: id('pat') }),
  body: nothing,
});
