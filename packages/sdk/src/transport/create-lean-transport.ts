import type { Endpoint, EndpointResponse } from '@openprm/contract';
import type { Refusal } from '../errors/api-error-of.ts';
import { ConnectionError } from '../errors/connection-error.ts';
import type { PrmError } from '../errors/prm-error.ts';
import { attempt } from './attempt.ts';
import { type Clock, systemClock } from './clock.ts';
import { parseResponse } from './parse-response.ts';
import { type AnyInput, checkApiUrl, refusalOf, requestOf } from './request-parts.ts';
import { retryDelay } from './retry-policy.ts';
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
  /** Told the server's time by each answer that says it, in milliseconds since the epoch, to the second. */
  readonly onServerTime?: ((now: number) => void) | undefined;
}

/** Makes the error for a refusal. */
export type ReadRefusal = (refusal: Refusal) => PrmError | Promise<PrmError>;

/**
 * Makes a transport over `fetch`, without what reads refusals, for a page that loads that when there is one: whoever refuses can be reached. It tries
 * again what may pass, within a budget; it parses every answer by the endpoint's row.
 *
 * @param readRefusal in the end `apiErrorOf`
 * @param clock for tests
 * @throws {TypeError} for an address that cannot be one
 */
export function createLeanTransport(
  options: TransportOptions,
  readRefusal: ReadRefusal,
  clock: Clock = systemClock,
): Transport {
  const { fetch, timeoutMs = 10_000, retryBudgetMs = 15_000, onServerTime } = options;
  const apiUrl = checkApiUrl(options.apiUrl);

  return {
    async call<E extends Endpoint>(endpoint: E, input: unknown, { credential, ...call }: TransportCallOptions = {}) {
      const { signal } = call;
      signal?.throwIfAborted();
      const name = `${endpoint.method} ${endpoint.path}`;
      const began = clock.now();
      const { address, init } = requestOf(apiUrl, endpoint, input as AnyInput, credential ?? options.credential, call);

      const send = { fetch: fetch ?? globalThis.fetch, address, init, timeoutMs, signal, name };
      for (let retry = 1; ; retry += 1) {
        const outcome = await attempt(send).catch(connectionErrorOf);
        const isAnswer = !(outcome instanceof ConnectionError);
        const date = isAnswer && Date.parse(outcome.headers.get('Date') ?? '');
        if (date) onServerTime?.(date);
        if (isAnswer && outcome.status >= 200 && outcome.status < 300)
          return parseResponse(endpoint, name, outcome.status, outcome.text) as EndpointResponse<E>;
        const now = clock.now();
        const refusal = isAnswer ? refusalOf(name, outcome, now) : undefined;
        const delay = retryDelay(refusal ?? {}, {
          retry,
          elapsedMs: now - began,
          budgetMs: retryBudgetMs,
          random: clock.random(),
        });
        if (delay !== undefined) await clock.sleep(delay, signal);
        else throw refusal ? await readRefusal(refusal) : outcome;
      }
    },
  };
}

/** Whatever is not that no answer came, such as an abort, goes on to the caller. */
function connectionErrorOf(error: unknown): ConnectionError {
  if (error instanceof ConnectionError) return error;
  throw error;
}
