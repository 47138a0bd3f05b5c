import { type PortalPut, signInCodeCreateSchema } from '@openprm/contract';
import { type JWK, type JWTPayload, createLocalJWKSet, errors, jwtVerify } from 'jose';
import { Problem } from '../../problem.ts';

/** How long an assertion may live, and how far its clock may be off, in seconds. */
const longestLife = 300;
const tolerance = 10;

/** What a portal says about somebody who is signed in there. */
export interface PortalClaims {
  readonly issuer: string;
  readonly jti: string;
  /** Epoch seconds. */
  readonly expires: number;
  /** The portal's own name for the person; stays the same. */
  readonly subject: string;
  /** Their chart, when the portal knows it. */
  readonly patientId: string | null;
  /** Only when the portal says that it was verified. */
  readonly email: string | null;
  /** `YYYY-MM-DD`. */
  readonly birthDate: string | null;
}

const text = (value: unknown, form: RegExp): string | null =>
  typeof value === 'string' && form.test(value) ? value : null;

/** An address that a code could be asked for, by the same schema: what else a portal vouches for is nobody's address here. */
function emailOf(value: unknown): string | null {
  const read = signInCodeCreateSchema.safeParse({ email: value });
  return read.success ? read.data.email : null;
}

/** Names of claims as OpenID Connect has them (Core 1.0, section 5.1); `patient_id` is ours. */
function claimsOf(payload: JWTPayload): PortalClaims {
  const { iss = '', jti = '', sub = '', exp = 0 } = payload;
  return {
    issuer: iss,
    jti,
    expires: exp,
    subject: sub,
    patientId: text(payload['patient_id'], /^pat_[A-Za-z0-9]{4,60}$/),
    email: payload['email_verified'] === true ? emailOf(payload['email']) : null,
    birthDate: text(payload['birthdate'], /^\d{4}-\d\d-\d\d$/),
  };
}

/** Why an assertion was refused, for who writes the portal. The words name rules and claims, never what was sent. */
function reasonOf(error: unknown): string {
  if (error instanceof errors.JWTExpired) return 'It is expired.';
  if (error instanceof errors.JWTClaimValidationFailed)
    return `Its claim "${error.claim}" is missing or not as it must be.`;
  if (error instanceof errors.JOSEAlgNotAllowed) return 'It must be signed with ES256 or EdDSA.';
  if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys)
    return 'No key of the portal has its "kid".';
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'Its signature is not by that key.';
  return 'It could not be read.';
}

/** A key with the one algorithm that it is for, whatever a header says. */
const pinned = (key: PortalPut['jwks']['keys'][number]): JWK =>
  key.kty === 'EC'
    ? { kty: key.kty, crv: key.crv, x: key.x, y: key.y, kid: key.kid, alg: 'ES256', use: 'sig' }
    : { kty: key.kty, crv: key.crv, x: key.x, kid: key.kid, alg: 'EdDSA', use: 'sig' };

/**
 * Verifies a portal's assertion: ES256 or EdDSA by a registered key, for this audience, by this issuer, five minutes long at most. That it is used
 * once is for the caller to see to.
 *
 * @param now epoch milliseconds
 * @throws Problem `sign-in-refused` with the reason
 */
export async function verifyAssertion(
  assertion: string,
  portal: { readonly issuer: string; readonly jwks: PortalPut['jwks']; readonly audience: string },
  now: number,
): Promise<PortalClaims> {
  const refuse = (reason: string) => new Problem('sign-in-refused', { detail: `The assertion was refused. ${reason}` });
  let payload: JWTPayload;
  try {
    ({ payload } = await jwtVerify(assertion, createLocalJWKSet({ keys: portal.jwks.keys.map(pinned) }), {
      algorithms: ['ES256', 'EdDSA'],
      issuer: portal.issuer,
      audience: portal.audience,
      requiredClaims: ['sub', 'jti', 'exp', 'iat'],
      maxTokenAge: longestLife,
      clockTolerance: tolerance,
      currentDate: new Date(now),
    }));
  } catch (error) {
    throw refuse(reasonOf(error));
  }
  const claims = claimsOf(payload);
  if (claims.expires > now / 1000 + longestLife + tolerance)
    throw refuse('It may live for five minutes at most ("exp").');
  if (text(claims.jti, /^.{8,200}$/) === null || text(claims.subject, /^.{1,300}$/) === null)
    throw refuse('It needs a "jti" of 8 to 200 characters and a "sub" of 1 to 300.');
  return claims;
}
