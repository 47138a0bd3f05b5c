import { type KeyObject, randomUUID, sign } from 'node:crypto';
import { Appointments, PatientSession, type PatientSessionOptions, type Session } from '@openprm/sdk';

// #region open
/** A patient's session at one clinic; in a browser it survives navigation. */
export const openSession = (options: PatientSessionOptions) => new PatientSession({ remember: true, ...options });
// #endregion open

// #region code
/** Signs somebody in with the code of their mail, and looks for their chart. `askFor` shows a field and gives what was typed. */
export async function signInByCode(
  session: PatientSession,
  askFor: (what: 'email' | 'code' | 'birthDate') => Promise<string>,
): Promise<Session> {
  const { id } = await session.requestCode({ email: await askFor('email') });
  await session.enterCode({ signInCodeId: id, code: await askFor('code') });
  return session.match({ birthDate: await askFor('birthDate') });
}
// #endregion code

// #region visits
/** The session is the transport of any resource: it lists the own visits, and those of everybody for whom the person may act. */
export async function listVisits(session: PatientSession) {
  const visits = new Appointments(session);
  const { data: own } = await visits.list();
  const { actsFor = [] } = (await session.current()) ?? {};
  const others = await Promise.all(actsFor.map(({ patientId }) => visits.list({}, { actingFor: patientId })));
  return { own, others: others.flatMap(({ data }) => data) };
}
// #endregion visits

// #region assertion
/** What the portal's server answers to `getAssertion`: a JWT (ES256) for the person who is signed in there, good once and for two minutes. */
export function makeAssertion(
  person: { readonly id: string; readonly email: string; readonly birthDate: string },
  portal: {
    readonly issuer: string;
    readonly audience: string;
    readonly keyId: string;
    readonly privateKey: KeyObject;
  },
): string {
  const now = Math.floor(Date.now() / 1000);
  const parts = [
    { alg: 'ES256', kid: portal.keyId },
    {
      iss: portal.issuer,
      aud: portal.audience,
      sub: person.id,
      jti: randomUUID(),
      iat: now,
      exp: now + 120,
      email: person.email,
      email_verified: true,
      birthdate: person.birthDate,
    },
  ];
  const text = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  const signature = sign('sha256', Buffer.from(text), { key: portal.privateKey, dsaEncoding: 'ieee-p1363' });
  return `${text}.${signature.toString('base64url')}`;
}
// #endregion assertion
