import type { Endpoint } from '@openprm/contract';
import { endpointRows, type PrincipalKind } from '@openprm/contract/policies';
import { Problem } from './problem.ts';

/** Who calls, as far as a mock can know it. */
export interface Principal {
  readonly kind: PrincipalKind;
  /** The credential as it was shown. */
  readonly credential: string;
}

/** Says who a credential stands for, or throws a {@link Problem}. */
export type Authenticate = (credential: string) => Principal;

const kinds: Readonly<Record<string, PrincipalKind>> = { pk: 'publishable', sk: 'secret', lnk: 'link', ses: 'patient' };

/**
 * Takes any credential of the right shape at its prefix: `pk_` publishable, `sk_` secret, `lnk_` a mailed link, `ses_` a patient's access token.
 *
 * @throws {Problem} `credential-invalid`
 */
export const authenticateByPrefix: Authenticate = (credential) => {
  const prefix = /^([a-z]+)_[A-Za-z0-9._-]{8,1000}$/.exec(credential)?.[1];
  const kind = prefix === undefined ? undefined : kinds[prefix];
  if (kind === undefined) throw new Problem('credential-invalid');
  return { kind, credential };
};

/** The credential of a request: a bearer, or a publishable key in the query of a GET (a public read without preflight). */
function credentialOf(request: Request): string {
  const authorization = request.headers.get('authorization');
  const key = request.method === 'GET' ? new URL(request.url).searchParams.get('key') : null;
  if (authorization === null && key === null) throw new Problem('credential-required');
  const credential =
    authorization === null ? /^pk_.*/.exec(key ?? '')?.[0] : /^Bearer (\S+)$/i.exec(authorization)?.[1];
  if (credential === undefined) throw new Problem('credential-invalid');
  return credential;
}

/** The kinds of principals that may call a row. */
function accessOf(row: Endpoint): readonly PrincipalKind[] {
  const entry = endpointRows.find(({ method, path }) => method === row.method && path === row.path);
  if (entry === undefined) throw new Error(`${row.method} ${row.path} is not an endpoint of the contract.`);
  return entry.access;
}

/**
 * Who calls, when they may.
 *
 * @throws {Problem} `credential-required`, `credential-invalid`, or `permission-denied` when the row is not for this kind of principal
 */
export function authorize(row: Endpoint, request: Request, authenticate: Authenticate): Principal {
  const principal = authenticate(credentialOf(request));
  if (!accessOf(row).includes(principal.kind)) throw new Problem('permission-denied');
  return principal;
}
