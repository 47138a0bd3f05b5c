import type { Endpoint } from '@openprm/contract';
import { createIdempotencyKey, isIdempotencyKey } from '../idempotency-key.ts';
import type { CallOptions, Credential } from './transport.ts';

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

/** The query with its question mark; empty without parameters. Written into the address, since ky would make a second request to add it to. */
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
  { idempotencyKey, locale }: CallOptions,
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
      ...(endpoint.method === 'POST' ? { 'Idempotency-Key': key } : {}),
      ...(locale !== undefined && /^[A-Za-z0-9-]{2,35}$/.test(locale) ? { 'Accept-Language': locale } : {}),
    },
  };
}
