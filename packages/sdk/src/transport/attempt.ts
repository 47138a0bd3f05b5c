import { ConnectionError } from '../errors/connection-error.ts';
import { TimeoutError } from '../errors/timeout-error.ts';
import { systemCodeOf } from './system-code.ts';

/** An answer of any status, read to its last byte. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** One try of a call. */
export interface Attempt {
  readonly fetch: typeof globalThis.fetch;
  readonly address: string;
  readonly init: RequestInit;
  /** For the answer with all its bytes. */
  readonly timeoutMs: number;
  /** The caller's. */
  readonly signal: AbortSignal | undefined;
  /** Names the endpoint in errors. */
  readonly name: string;
}

/**
 * Sends a request once and reads its answer whole, so that an attempt ends with its last byte: the timeout covers it, and an answer that breaks off
 * is no answer.
 *
 * @throws {TimeoutError | ConnectionError} without an answer; the caller's reason when they aborted
 */
export async function attempt({ fetch, address, init, timeoutMs, signal, name }: Attempt): Promise<Answer> {
  const controller = new AbortController();
  const stop = () => controller.abort();
  signal?.addEventListener('abort', stop);
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    stop();
  }, timeoutMs);
  try {
    const response = await fetch(address, { ...init, signal: controller.signal });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text };
  } catch (error) {
    signal?.throwIfAborted();
    throw isLate
      ? new TimeoutError(`${name} got no answer within ${timeoutMs} ms`)
      : new ConnectionError(`${name} got no answer`, systemCodeOf(error));
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
  }
}
