import type { AppointmentAccess } from '@openprm/contract';
import { SignJWT, decodeJwt, errors, jwtVerify } from 'jose';
import { Problem } from '../../problem.ts';
import type { Clock, Keys } from '../../ports.ts';
import type { Principal } from '../../http/principal.ts';

/** How long a patient may act on an appointment after a booking or an opened link, in minutes. */
const lifeMinutes = 30;
const audience = 'openprm-appointment';

/** Makes a credential for one appointment: a JWT (HS256) under a key of the tenant, with a prefix that says what it is. */
export async function createAccessToken(
  keys: Keys,
  clock: Clock,
  tenantId: string,
  appointmentId: string,
): Promise<AppointmentAccess> {
  const now = Math.floor(clock.now() / 1000);
  const expires = now + lifeMinutes * 60;
  const token = await new SignJWT()
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer(tenantId)
    .setSubject(appointmentId)
    .setAudience(audience)
    .setIssuedAt(now)
    .setExpirationTime(expires)
    .sign(await keys.signingKey(tenantId));
  return { token: `ses_${token}`, expiresAt: new Date(expires * 1000).toISOString() };
}

/**
 * Reads such a credential.
 *
 * @throws Problem `credential-expired`, or `credential-invalid` for anything else that is wrong with it
 */
export async function readAccessToken(
  keys: Keys,
  clock: Clock,
  credential: string,
): Promise<Principal & { kind: 'patient' }> {
  const token = credential.slice('ses_'.length);
  try {
    const tenantId = decodeJwt(token).iss ?? '';
    const { payload } = await jwtVerify(token, await keys.signingKey(tenantId), {
      algorithms: ['HS256'],
      audience,
      issuer: tenantId,
      currentDate: new Date(clock.now()),
      requiredClaims: ['sub', 'exp'],
    });
    return { kind: 'patient', tenantId, appointmentId: payload.sub ?? '' };
  } catch (error) {
    if (error instanceof errors.JWTExpired)
      throw new Problem('credential-expired', { detail: 'Open the link in the mail again.' });
    throw new Problem('credential-invalid');
  }
}
