import { sql } from 'kysely';
import { KeyError } from '../keys/key-error.ts';
import { hashSecret } from '../keys/secrets.ts';
import { Problem } from '../problem.ts';
import type { Ports } from '../ports.ts';
import { readAccessToken } from '../features/appointment-access/access-token.ts';
import { noteKeyUse } from '../features/api-keys/key-repository.ts';
import { findLiveSession } from '../features/staff-sessions/session-repository.ts';
import { readLink } from '../features/appointment-access/link.ts';
import { readWaitlistLink } from '../features/waitlist-entries/link.ts';
import { readSurveyLink } from '../features/survey-invitations/link.ts';
import { readHandle } from '../features/patient-sessions/session-handle.ts';
import { readSessionToken } from '../features/patient-sessions/session-token.ts';
import { readSignInSecret } from '../features/sign-in/link-secret.ts';
import type { Principal } from './principal.ts';

/** The shape of everything that may stand in an `Authorization` header or in `?key=`; the longest is an access token. */
const credentialShape = /^(pk|sk|lnk|ses|pst|prh|psl|wll|svl|sst)_[A-Za-z0-9._-]{8,1000}$/;

/** A key that exists only in the embedded demo. */
export const isDemoKey = (credential: string) => /^[ps]k_demo_/.test(credential);

/**
 * Says who calls.
 *
 * @param credential from the `Authorization` header, or a publishable key from the query of a GET
 * @param takesDemoKeys whether this is the embedded demo
 * @param isPassive whether a page makes the call by itself: then it is no use of a session
 * @throws Problem `credential-required`, `credential-invalid` or `credential-expired`
 */
export async function authenticate(
  ports: Ports,
  credential: string | undefined,
  takesDemoKeys: boolean,
  { isPassive = false }: { readonly isPassive?: boolean } = {},
): Promise<Principal> {
  if (credential === undefined) {
    throw new Problem('credential-required', {
      detail:
        'Send a publishable key as ?key=… with a public read, and any other credential as Authorization: Bearer ….',
    });
  }
  if (!credentialShape.test(credential))
    throw new Problem('credential-invalid', { detail: 'This is not the shape of a key or token.' });
  if (credential.startsWith('lnk_')) return ofKnownTenant(readLink(ports.keys, credential));
  if (credential.startsWith('wll_')) return ofKnownTenant(readWaitlistLink(ports.keys, credential));
  if (credential.startsWith('svl_')) return ofKnownTenant(readSurveyLink(ports.keys, credential));
  if (credential.startsWith('ses_')) return ofKnownTenant(readAccessToken(ports.keys, ports.clock, credential));
  if (credential.startsWith('sst_')) return readStaffSession(ports, credential, isPassive);
  if (credential.startsWith('pst_')) return readSessionToken(ports.keys, ports.clock, credential);
  if (credential.startsWith('prh_')) return readHandle(ports.keys, credential);
  if (credential.startsWith('psl_')) return readSignInSecret(ports.keys, credential);
  if (isDemoKey(credential) && !takesDemoKeys) {
    throw new Problem('credential-invalid', {
      detail: 'Demo keys work only in the embedded demo. Use a key that the tenant command printed.',
    });
  }
  return findKey(ports, credential);
}

async function readStaffSession({ database }: Ports, credential: string, isPassive: boolean): Promise<Principal> {
  const session = await findLiveSession(database, credential, { isPassive });
  if (session === undefined)
    throw new Problem('credential-expired', { detail: 'Sign in again.', isUnknownCredential: true });
  return { kind: 'staff', ...session };
}

/** A credential that names its tenant by itself, and one that is not here: it is as wrong as a forged one. */
async function ofKnownTenant<Known extends Principal>(principal: Promise<Known>): Promise<Known> {
  try {
    return await principal;
  } catch (error) {
    if (error instanceof KeyError && error.code === 'tenant-unknown') throw new Problem('credential-invalid');
    throw error;
  }
}

async function findKey({ database }: Ports, key: string): Promise<Principal> {
  const hash = await hashSecret(key);
  const { rows } = await sql<{
    tenant_id: string;
    id: string;
    kind: 'publishable' | 'secret';
    origins: string[];
    scopes: string[];
    used_today: boolean;
  }>`select * from find_api_key(${hash})`.execute(database);
  const found = rows[0];
  if (found === undefined) {
    throw new Problem('credential-invalid', { detail: 'No such key, or it was revoked.' });
  }
  const { tenant_id: tenantId, id: keyId } = found;
  if (!found.used_today) await noteKeyUse(database, tenantId, keyId);
  return found.kind === 'secret'
    ? { kind: 'secret', tenantId, keyId, scopes: found.scopes }
    : { kind: 'publishable', tenantId, keyId, origins: found.origins };
}

/**
 * A publishable key may be used from the clinic's own pages and from the API's. A request without an Origin does not come from another page.
 *
 * @param origin of the request, or undefined
 * @param ownOrigins of the API
 */
export function checkOrigin(principal: Principal, origin: string | undefined, ownOrigins: readonly string[]): void {
  if (principal.kind !== 'publishable' || origin === undefined) return;
  if (principal.origins.includes(origin) || ownOrigins.includes(origin)) return;
  throw new Problem('origin-not-allowed', {
    detail: "Add this page's origin to the key's allowed origins, or use the key of this site.",
  });
}
