import { type FeedPage, streamEvents } from '@openprm/contract';
import { createParser } from 'eventsource-parser';
import { ConnectionError } from '../errors/connection-error.ts';
import { TimeoutError } from '../errors/timeout-error.ts';
import { parseResponse } from '../transport/parse-response.ts';
import { systemCodeOf } from '../transport/system-code.ts';

const name = `${streamEvents.method} ${streamEvents.path}`;

/** How long a stream may be silent, in milliseconds. */
export interface Patience {
  /** Before its first page, which the server sends at once: a network that keeps it back is one that collects streams. */
  readonly firstMs: number;
  /** Between two pages: longer than the server's signs of life are apart. */
  readonly silenceMs: number;
}

/**
 * The pages of an open stream, until it ends.
 *
 * @throws {TimeoutError} when it is silent for too long; {ConnectionError} when it breaks off; {ResponseSchemaError} for what is no page
 */
export async function* readPages(
  body: ReadableStream<Uint8Array>,
  { firstMs, silenceMs }: Patience,
  signal: AbortSignal,
): AsyncGenerator<FeedPage, void, undefined> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  const pages: FeedPage[] = [];
  const parser = createParser({
    onEvent: ({ data }) => pages.push(parseResponse(streamEvents, name, 200, data) as FeedPage),
  });
  const stop = () => void reader.cancel().catch(() => undefined);
  signal.addEventListener('abort', stop);
  let patience = firstMs;
  try {
    for (;;) {
      const piece = await within(patience, reader.read());
      signal.throwIfAborted();
      if (piece.done) return;
      parser.feed(decoder.decode(piece.value, { stream: true }));
      if (pages.length > 0) patience = silenceMs;
      yield* pages.splice(0);
    }
  } catch (error) {
    signal.throwIfAborted();
    // whatever the runtime throws when a connection breaks may quote the address
    throw error instanceof TypeError ? new ConnectionError(`${name} broke off`, systemCodeOf(error)) : error;
  } finally {
    signal.removeEventListener('abort', stop);
    stop();
  }
}

/** @throws {TimeoutError} */
async function within<Result>(milliseconds: number, result: Promise<Result>): Promise<Result> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new TimeoutError(`${name} was silent for ${milliseconds} ms`)), milliseconds);
  });
  try {
    return await Promise.race([result, late]);
  } finally {
    clearTimeout(timer);
    // what comes later comes to nobody
    result.catch(() => undefined);
  }
}
