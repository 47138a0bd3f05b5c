import { type FeedPage, listEvents, longestWaitSeconds, streamEvents } from '@openprm/contract';
import { ApiError } from '../errors/api-error.ts';
import { ConnectionError } from '../errors/connection-error.ts';
import { RateLimitError } from '../errors/rate-limit-error.ts';
import { type Clock, systemClock } from '../transport/clock.ts';
import { parseResponse } from '../transport/parse-response.ts';
import type { OpenOptions, StreamTransport } from '../transport/transport.ts';
import { untilVisible } from './page-visibility.ts';
import { type Patience, readPages } from './read-pages.ts';

/** How long each thing may take, in milliseconds. */
export interface FeedTiming extends Patience {
  /** For the beginning of an answer. */
  readonly answerMs: number;
  /** The wait before another attempt is chance times this, doubled for each failure, up to `longestWaitMs`. */
  readonly waitMs: number;
  readonly longestWaitMs: number;
  /** Where streams are cut, how long to read by calls that wait before a stream is tried again. */
  readonly pollForMs: number;
}

/** The server gives a sign of life every 15 seconds: two of them may be late. */
export const usualTiming: FeedTiming = {
  firstMs: 10_000,
  silenceMs: 40_000,
  answerMs: 10_000,
  waitMs: 500,
  longestWaitMs: 30_000,
  pollForMs: 5 * 60_000,
};

/** How a feed is followed. */
export interface FollowOptions {
  readonly after: string | undefined;
  readonly actingFor: string | undefined;
  readonly signal: AbortSignal;
  /** Whether to let go of the connection while nobody sees the page. */
  readonly restsWhenHidden: boolean;
  /** Told when events come as they happen, and when they do not: while it connects again, and while the page is hidden. */
  readonly onLive: (isLive: boolean) => void;
  readonly timing?: FeedTiming | undefined;
  readonly clock?: Clock | undefined;
}

/** So many streams in a row that fell silent or ended at once, and streams are taken to be cut here. */
const cutStreams = 3;

/** What may pass: no connection, too much at once, a server that is briefly unwell. */
const mayPass = (error: unknown): error is ConnectionError | ApiError =>
  error instanceof ConnectionError ||
  (error instanceof ApiError && (error.status >= 500 || [408, 425, 429].includes(error.status)));

/**
 * The feed from a cursor on, without end: it connects again, with full jitter (AWS Architecture Blog, "Exponential Backoff and Jitter"), and goes on where it left off.
 * Where a network keeps streams back or cuts them, it reads by calls that wait.
 *
 * @throws {AuthenticationError} when the session is over, and whatever else will not pass; the signal's reason
 */
export async function* followFeed(
  transport: StreamTransport,
  { after, actingFor, signal, restsWhenHidden, onLive, timing = usualTiming, clock = systemClock }: FollowOptions,
): AsyncGenerator<FeedPage, void, undefined> {
  let cursor = after;
  let failures = 0;
  let cuts = 0;
  let pollUntil = 0;

  for (;;) {
    const pause = restsWhenHidden ? await untilVisible(signal) : undefined;
    const attempt = new AbortController();
    const stop = () => attempt.abort(signal.reason);
    signal.addEventListener('abort', stop);
    let isResting = false;
    pause?.whenHidden(() => {
      isResting = true;
      attempt.abort();
    });
    let isOpen = false;
    const options: OpenOptions = { actingFor, signal: attempt.signal, timeoutMs: timing.answerMs, passive: true };
    const isPolling = clock.now() < pollUntil;
    let pages = 0;
    let error: unknown;
    try {
      signal.throwIfAborted();
      for await (const page of isPolling
        ? poll(transport, cursor, options)
        : stream(transport, cursor, options, timing, () => (isOpen = true))) {
        pages += 1;
        failures = 0;
        cursor = page.cursor;
        onLive(true);
        yield page;
      }
    } catch (caught) {
      error = caught;
    } finally {
      attempt.abort();
      signal.removeEventListener('abort', stop);
      pause?.done();
    }
    signal.throwIfAborted();
    if (isResting) {
      onLive(false);
      continue;
    }
    if (isPolling && error === undefined) continue;
    if (error !== undefined && !mayPass(error)) throw error;
    onLive(false);
    // a stream that lived for a while has only ended, as when a server is replaced
    const isCut = isOpen && pages <= 1;
    cuts = isCut ? cuts + 1 : 0;
    const isKeptBack = isCut && pages === 0 && error instanceof ConnectionError && error.code === 'timed-out';
    if (isKeptBack || cuts >= cutStreams) {
      pollUntil = clock.now() + timing.pollForMs;
      cuts = 0;
      continue;
    }
    const jittered = clock.random() * Math.min(timing.longestWaitMs, timing.waitMs * 2 ** failures);
    const wished = error instanceof RateLimitError ? (error.retryAfterSeconds ?? 0) * 1000 : 0;
    failures += 1;
    await clock.sleep(Math.max(jittered, wished), signal);
  }
}

async function* stream(
  transport: StreamTransport,
  after: string | undefined,
  options: OpenOptions,
  patience: Patience,
  onOpen: () => void,
): AsyncGenerator<FeedPage, void, undefined> {
  const body = await transport.open(streamEvents, { query: { after } }, options);
  onOpen();
  yield* readPages(body, patience, options.signal ?? new AbortController().signal);
}

/** One call that waits; the first one, without a cursor, only asks where the feed stands. */
async function* poll(
  transport: StreamTransport,
  after: string | undefined,
  options: OpenOptions,
): AsyncGenerator<FeedPage, void, undefined> {
  const wait = after === undefined ? 0 : longestWaitSeconds;
  const timeoutMs = options.timeoutMs + wait * 1000;
  const body = await transport.open(listEvents, { query: { after, wait } }, { ...options, timeoutMs });
  const text = await new Response(body).text();
  yield parseResponse(listEvents, `${listEvents.method} ${listEvents.path}`, 200, text) as FeedPage;
}
