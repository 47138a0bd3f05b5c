import type { AppointmentAccess } from '@openprm/contract';
import { SignJWT, errors, jwtVerify } from 'jose';
import { Problem } from '../../problem.ts';
import type { Clock, Keys } from '../../ports.ts';
import { issuerOf } from '../../http/issuer-of.ts';
import type { PersonPrincipal, Principal } from '../../http/principal.ts';

/** How long a patient may act on an appointment after a booking or an opened link, in minutes. */
const lifeMinutes = 30;
const audience = 'openprm-appointment';

/** What of a visit's row its credential is good for. */
type AccessibleVisit = Readonly<Record<'link_version' | 'identity_version', number> & Record<'id', string>>;

/**
 * Makes a credential for one appointment: a JWT (HS256) under a key of the tenant, with a prefix that says what it is. It is good as long as the
 * appointment's links of this version are, and, where somebody with a session booked, as long as that session is and their right to act for the patient.
 *
 * @param came whether it is for who opened a mailed link, or else for who has just booked: in a session of theirs, or without one
 */
export async function createAccessToken(
  keys: Keys,
  clock: Clock,
  tenantId: string,
  { id: appointmentId, link_version: linkVersion, identity_version: identityVersion }: AccessibleVisit,
  came: 'by-link' | { readonly booker: PersonPrincipal | undefined },
): Promise<AppointmentAccess> {
  const now = Math.floor(clock.now() / 1000);
  const expires = now + lifeMinutes * 60;
  const by = came === 'by-link' ? { by_link: true } : came.booker === undefined ? {} : claimsOfBooker(came.booker);
  const token = await new SignJWT({ link_version: linkVersion, identity_version: identityVersion, ...by })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer(tenantId)
    .setSubject(appointmentId)
    .setAudience(audience)
    .setIssuedAt(now)
    .setExpirationTime(expires)
    .sign(await keys.signingKey(tenantId));
  return { token: `ses_${token}`, expiresAt: new Date(expires * 1000).toISOString() };
}

const claimsOfBooker = ({ sessionId, personId, actingFor }: PersonPrincipal) => ({
  session: sessionId,
  person: personId,
  acting_for: actingFor?.patientId,
});

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
    const tenantId = issuerOf(token);
    const { payload } = await jwtVerify(token, await keys.signingKey(tenantId), {
      algorithms: ['HS256'],
      audience,
      issuer: tenantId,
      currentDate: new Date(clock.now()),
      requiredClaims: ['sub', 'exp'],
    });
    // Tokens of older releases name no versions; until there was one to raise, there was only the first.
    const { link_version: linkVersion = 1, identity_version: identityVersion = 1 } = payload;
    if (typeof linkVersion !== 'number' || typeof identityVersion !== 'number') throw new Problem('credential-invalid');
    const { session, person, acting_for: actingFor } = payload;
    const by =
      typeof session === 'string' && typeof person === 'string'
        ? { sessionId: session, personId: person, actingFor: typeof actingFor === 'string' ? actingFor : undefined }
        : undefined;
    const isByLink = payload['by_link'] === true;
    return { kind: 'patient', tenantId, appointmentId: payload.sub ?? '', linkVersion, isByLink, identityVersion, by };
  } catch (error) {
    if (error instanceof errors.JWTExpired)
      throw new Problem('credential-expired', { detail: 'Open the link in the mail again.' });
    if (error instanceof errors.JOSEError) throw new Problem('credential-invalid');
    throw error;
  }
}
