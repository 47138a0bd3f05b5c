import type { Endpoint } from '@openprm/contract';
import type { Refusal } from '../errors/api-error-of.ts';
import { createIdempotencyKey, isIdempotencyKey } from '../idempotency-key.ts';
import type { Answer } from './attempt.ts';
import { parseRetryAfter } from './retry-policy.ts';
import type { Credential, TransportCallOptions } from './transport.ts';

/** `{ params, query, body }` of any endpoint, after its type has been checked by the caller's compiler. */
export interface AnyInput {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
}

/**
 * The endpoint's path with its parameters in place.
 *
 * @throws {TypeError} for an empty parameter, `.` or `..`, which would lead to another endpoint
 */
export function pathOf(endpoint: Endpoint, params: AnyInput['params'] = {}): string {
  return endpoint.path.replace(/\{(\w+)\}/g, (_match, name: string) => {
    const value: unknown = params[name];
    if (typeof value !== 'string' || /^\.{0,2}$/.test(value))
      throw new TypeError(`${endpoint.path} needs ${name}, a string.`);
    return encodeURIComponent(value);
  });
}

/** The query with its question mark; empty without parameters. */
export function queryOf(query: NonNullable<AnyInput['query']>): string {
  const given = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
  return given.length > 0 ? `?${new URLSearchParams(given).toString()}` : '';
}

/** Where the credential goes, and every other header of a call. */
export interface Addressing {
  /** Goes into the query as `key`. */
  readonly key: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * A publishable key's GET carries the key in its query and no header at all: it then needs no preflight, and one cached answer serves everybody.
 * Any other call carries its credential as a bearer, a POST its idempotency key.
 *
 * @throws {TypeError} for a credential or key that cannot be one; the platform's own message would quote it
 */
export function addressingOf(
  endpoint: Endpoint,
  credential: Credential,
  { idempotencyKey, locale, actingFor, passive }: TransportCallOptions,
): Addressing {
  const secret = typeof credential === 'function' ? credential() : credential;
  if (!/^[\x21-\x7e]+$/.test(secret))
    throw new TypeError('The credential is empty or holds characters that no credential has.');
  if (endpoint.method === 'GET' && secret.startsWith('pk_')) return { key: secret, headers: {} };

  const key = idempotencyKey ?? createIdempotencyKey();
  if (!isIdempotencyKey(key)) throw new TypeError('An idempotency key has 1 to 255 visible ASCII characters.');
  return {
    key: undefined,
    headers: {
      Authorization: `Bearer ${secret}`,
      ...(actingFor === undefined ? {} : { 'Prm-Acting-For': actingFor }),
      ...(passive ? { 'Prm-Passive': 'true' } : {}),
      ...(endpoint.method === 'POST' ? { 'Idempotency-Key': key } : {}),
      ...(locale !== undefined && /^[A-Za-z0-9-]{2,35}$/.test(locale) ? { 'Accept-Language': locale } : {}),
    },
  };
}

/** @throws {TypeError} when it is not an absolute http(s) address, or holds a query, a fragment or a password */
export function checkApiUrl(apiUrl: string): string {
  try {
    const { protocol, search, hash, username, password } = new URL(apiUrl);
    if (/^https?:$/.test(protocol) && search + hash + username + password === '') return apiUrl.replace(/\/+$/, '');
  } catch {
    // The platform's message would quote it.
  }
  throw new TypeError(
    'apiUrl must be an absolute address such as https://prm.clinic.example, without query, fragment or password.',
  );
}

/**
 * Settings of every request: no cookies; no page's address beyond its origin; and no redirect, which could carry what a patient typed to another
 * server. Cloudflare's workers refuse the first three by throwing and have neither cookies nor pages.
 */
const privacy = (): RequestInit =>
  'credentials' in Request.prototype ? { credentials: 'omit', referrerPolicy: 'strict-origin', redirect: 'error' } : {};

/**
 * A call as `fetch` takes it.
 *
 * @throws {TypeError} for a parameter, credential or key that cannot be one
 */
export function requestOf(
  apiUrl: string,
  endpoint: Endpoint,
  { params, query, body }: AnyInput,
  credential: Credential,
  call: TransportCallOptions,
): { readonly address: string; readonly init: RequestInit } {
  const { key, headers } = addressingOf(endpoint, credential, call);
  return {
    address: `${apiUrl}${pathOf(endpoint, params)}${queryOf({ ...query, key })}`,
    init: {
      ...privacy(),
      method: endpoint.method,
      headers: body === undefined ? headers : { ...headers, 'Content-Type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    },
  };
}

/** What an answer of 400 or above says. */
export const refusalOf = (endpoint: string, { status, headers, text }: Answer, now: number): Refusal => ({
  endpoint,
  status,
  text,
  requestId: headers.get('X-Request-Id'),
  retryAfterMs: parseRetryAfter(headers.get('Retry-After'), now),
});
