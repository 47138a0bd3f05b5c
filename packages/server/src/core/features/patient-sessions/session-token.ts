import { SignJWT, errors, jwtVerify } from 'jose';
import { issuerOf } from '../../http/issuer-of.ts';
import type { PersonPrincipal } from '../../http/principal.ts';
import type { Clock, Keys } from '../../ports.ts';
import { Problem } from '../../problem.ts';

/** How long an access token lives, in minutes. A session can be ended sooner: each request looks at its row. */
const lifeMinutes = 5;
const audience = 'openprm-session';

/** Makes the access token of a session: a JWT (HS256) under a key of the tenant, with a prefix that says what it is. */
export async function createSessionToken(
  keys: Keys,
  clock: Clock,
  { tenantId, sessionId, personId }: Pick<PersonPrincipal, 'tenantId' | 'sessionId' | 'personId'>,
): Promise<{ token: string; expiresAt: string }> {
  const now = Math.floor(clock.now() / 1000);
  const expires = now + lifeMinutes * 60;
  const token = await new SignJWT({ person: personId })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer(tenantId)
    .setSubject(sessionId)
    .setAudience(audience)
    .setIssuedAt(now)
    .setExpirationTime(expires)
    .sign(await keys.signingKey(tenantId));
  return { token: `pst_${token}`, expiresAt: new Date(expires * 1000).toISOString() };
}

/**
 * Reads an access token. Whether its session still lives, and whose chart it is linked to, is read in the request's transaction.
 *
 * @throws Problem `credential-expired`, or `credential-invalid` for anything else that is wrong with it
 */
export async function readSessionToken(keys: Keys, clock: Clock, credential: string): Promise<PersonPrincipal> {
  const token = credential.slice('pst_'.length);
  try {
    const tenantId = issuerOf(token);
    const { payload } = await jwtVerify(token, await keys.signingKey(tenantId), {
      algorithms: ['HS256'],
      audience,
      issuer: tenantId,
      currentDate: new Date(clock.now()),
      requiredClaims: ['sub', 'exp', 'person'],
    });
    return {
      kind: 'person',
      tenantId,
      sessionId: payload.sub ?? '',
      personId: String(payload['person']),
      patientId: null,
      actingFor: null,
    };
  } catch (error) {
    if (error instanceof errors.JWTExpired)
      throw new Problem('credential-expired', { detail: 'Refresh the session for a new access token.' });
    if (error instanceof errors.JOSEError) throw new Problem('credential-invalid');
    // A key that is missing or wrong is the operator's to hear of, and no sign that somebody was signed out.
    throw error;
  }
}
