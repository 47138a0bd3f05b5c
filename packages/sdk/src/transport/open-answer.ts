import type { Endpoint } from '@openprm/contract';
import { apiErrorOf } from '../errors/api-error-of.ts';
import { ConnectionError } from '../errors/connection-error.ts';
import { TimeoutError } from '../errors/timeout-error.ts';
import type { Clock } from './clock.ts';
import type { TransportOptions } from './create-lean-transport.ts';
import { type AnyInput, checkApiUrl, refusalOf, requestOf } from './request-parts.ts';
import { systemCodeOf } from './system-code.ts';
import type { OpenOptions } from './transport.ts';

/**
 * Sends a request once and hands its answer's body on while it arrives.
 *
 * @throws {TimeoutError | ConnectionError} without an answer; {ApiError} for a refusal; the caller's reason when they aborted
 */
export async function openAnswer(
  options: TransportOptions,
  endpoint: Endpoint,
  input: unknown,
  { credential, timeoutMs, ...call }: OpenOptions,
  clock: Clock,
): Promise<ReadableStream<Uint8Array>> {
  const { signal } = call;
  signal?.throwIfAborted();
  const name = `${endpoint.method} ${endpoint.path}`;
  const { address, init } = requestOf(
    checkApiUrl(options.apiUrl),
    endpoint,
    input as AnyInput,
    credential ?? options.credential,
    call,
  );
  const controller = new AbortController();
  signal?.addEventListener('abort', () => controller.abort(), { once: true });
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    controller.abort();
  }, timeoutMs);
  try {
    const fetch = options.fetch ?? globalThis.fetch;
    const response = await fetch(address, { ...init, signal: controller.signal });
    const { status, headers, ok, body } = response;
    if (ok && body !== null) return body;
    throw apiErrorOf(refusalOf(name, { status, headers, text: await response.text() }, clock.now()));
  } catch (error) {
    signal?.throwIfAborted();
    if (isLate) throw new TimeoutError(`${name} got no answer within ${timeoutMs} ms`);
    throw error instanceof TypeError ? new ConnectionError(`${name} got no answer`, systemCodeOf(error)) : error;
  } finally {
    clearTimeout(timer);
  }
}
