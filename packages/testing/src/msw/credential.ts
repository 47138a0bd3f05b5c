import type { Endpoint } from '@openprm/contract';
import { endpointRows, type Policy, type PrincipalKind } from '@openprm/contract/policies';
import { Problem } from './problem.ts';

/** Who calls, as far as a mock can know it. */
export interface Principal {
  readonly kind: PrincipalKind;
  /** The credential as it was shown. */
  readonly credential: string;
  /** The patient for whom a signed-in person says that this call acts (`Prm-Acting-For`). */
  readonly actingFor?: string;
}

/** Says who a credential stands for, or throws a {@link Problem}. */
export type Authenticate = (credential: string) => Principal;

const kinds: Readonly<Record<string, PrincipalKind>> = {
  pk: 'publishable',
  sk: 'secret',
  lnk: 'link',
  ses: 'patient',
  pst: 'person',
  prh: 'handle',
  psl: 'sign-in-link',
  wll: 'waitlist-link',
  svl: 'survey-link',
  sst: 'staff',
};

/**
 * Takes any credential of the right shape at its prefix: `pk_` publishable, `sk_` secret, `lnk_` a mailed link, `ses_` a patient's access token, `pst_` and
 * `prh_` a patient's session and its handle, `psl_` a link that signs in, `wll_` a link to the waitlist, `svl_` a link to a survey, `sst_` a session of staff.
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

/** What the contract says of a row: who may call it, and whose things it reaches. */
export function policyOf(row: Endpoint): Policy {
  const entry = endpointRows.find(({ method, path }) => method === row.method && path === row.path);
  if (entry === undefined) throw new Error(`${row.method} ${row.path} is not an endpoint of the contract.`);
  return entry;
}

/**
 * Who calls, when they may.
 *
 * @throws {Problem} `credential-required`, `credential-invalid`, or `permission-denied` when the row is not for this kind of principal
 */
export function authorize(row: Endpoint, request: Request, authenticate: Authenticate): Principal {
  const principal = authenticate(credentialOf(request));
  const kinds: readonly PrincipalKind[] = policyOf(row).access;
  if (!kinds.includes(principal.kind)) throw new Problem('permission-denied');
  const actingFor = request.headers.get('prm-acting-for');
  return principal.kind === 'person' && actingFor !== null ? { ...principal, actingFor } : principal;
}
