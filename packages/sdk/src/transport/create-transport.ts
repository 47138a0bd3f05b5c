import type { Endpoint, EndpointResponse } from '@openprm/contract';
import ky, { HTTPError, TimeoutError as KyTimeoutError } from 'ky';
import { apiErrorOf } from '../errors/api-error-of.ts';
import { ConnectionError } from '../errors/connection-error.ts';
import type { PrmError } from '../errors/prm-error.ts';
import { TimeoutError } from '../errors/timeout-error.ts';
import { type Clock, systemClock } from './clock.ts';
import { systemCodeOf } from './system-code.ts';
import { parseResponse } from './parse-response.ts';
import { addressingOf, type AnyInput, pathOf, queryOf } from './request-parts.ts';
import { type Failure, maxRetries, parseRetryAfter, retryDelay } from './retry-policy.ts';
import type { Credential, Transport, TransportCallOptions } from './transport.ts';

/** How to reach an API. */
export interface TransportOptions {
  /** The API's address, for example `https://prm.clinic.example`; a path before `/v1` is kept. */
  readonly apiUrl: string;
  readonly credential: Credential;
  /** Instead of the platform's. */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** For one attempt, its answer read; 10,000 by default. */
  readonly timeoutMs?: number | undefined;
  /** How long after its beginning a call may still be tried again; 15,000 by default, 0 for never. */
  readonly retryBudgetMs?: number | undefined;
}

/** @throws {TypeError} when it is not an absolute http(s) address, or holds a query, a fragment or a password */
function checkApiUrl(apiUrl: string): string {
  try {
    const { protocol, search, hash, username, password } = new URL(apiUrl);
    if (/^https?:$/.test(protocol) && search + hash + username + password === '') return apiUrl;
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
 * Makes a transport over ky. It tries again what may pass, within a budget; it parses every answer by the endpoint's row.
 *
 * @param clock for tests
 * @throws {TypeError} for an address that cannot be one
 */
export function createTransport(options: TransportOptions, clock: Clock = systemClock): Transport {
  const { fetch, timeoutMs = 10_000, retryBudgetMs = 15_000 } = options;
  const prefix = checkApiUrl(options.apiUrl);

  const refusalOf = ({ response: { status, headers } }: HTTPError) => ({
    status,
    requestId: headers.get('X-Request-Id'),
    retryAfterMs: parseRetryAfter(headers.get('Retry-After'), clock.now()),
  });
  const failureOf = (error: unknown): Failure => (error instanceof HTTPError ? refusalOf(error) : {});

  const errorOf = (endpoint: string, error: unknown): PrmError => {
    if (error instanceof HTTPError) return apiErrorOf({ endpoint, data: error.data, ...refusalOf(error) });
    if (error instanceof KyTimeoutError) return new TimeoutError(`${endpoint} got no answer within ${timeoutMs} ms`);
    return new ConnectionError(`${endpoint} got no answer`, systemCodeOf(error));
  };

  return {
    async call<E extends Endpoint>(endpoint: E, input: unknown, { credential, ...call }: TransportCallOptions = {}) {
      const { params, query, body } = input as AnyInput;
      const { signal } = call;
      signal?.throwIfAborted();
      const name = `${endpoint.method} ${endpoint.path}`;
      const began = clock.now();
      const { key, headers } = addressingOf(endpoint, credential ?? options.credential, call);

      let whole = '';
      const answer = ky(pathOf(endpoint, params) + queryOf({ ...query, key }), {
        prefix,
        timeout: timeoutMs,
        ...privacy(),
        method: endpoint.method,
        headers,
        // Reads the answer whole, so that an attempt ends with its last byte: the timeout covers it, and one that breaks off is tried again like one
        // that never began. ky reads a refusal once more.
        fetch: async (request, init) => {
          const response = await (fetch ?? globalThis.fetch)(request, init);
          whole = await response.text();
          const { ok, status, headers } = response;
          return ok ? response : new Response(status === 304 ? null : whole, { status, headers });
        },
        ...(body === undefined ? {} : { json: body }),
        ...(signal === undefined ? {} : { signal }),
        retry: {
          limit: maxRetries,
          methods: ['get', 'post', 'put', 'patch', 'delete'],
          delay: () => 0,
          // ky decides by its own clock; the waiting is done here, by ours.
          shouldRetry: async ({ error, retryCount }) => {
            const delay = retryDelay(failureOf(error), {
              retry: retryCount,
              elapsedMs: clock.now() - began,
              budgetMs: retryBudgetMs,
              random: clock.random(),
            });
            if (signal?.aborted || delay === undefined) return false;
            await clock.sleep(delay, signal);
            return true;
          },
        },
      });

      let response: Response;
      try {
        response = await answer;
      } catch (error) {
        signal?.throwIfAborted();
        throw errorOf(name, error);
      }
      return parseResponse(endpoint, name, response.status, whole) as EndpointResponse<E>;
    },
  };
}
