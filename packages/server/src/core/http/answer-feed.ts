import type { EndpointRow } from '@openprm/contract/policies';
import type { Context } from 'hono';
import type { FeedPageAnswer } from '../features/events/service.ts';
import type { FeedPlace } from '../feed/places.ts';
import type { LiveFeed } from '../feed/live-feed.ts';
import type { ParsedRequest } from './parse-request.ts';
import type { Principal } from './principal.ts';

/** A call to a row that tells what happens. */
export interface FeedCall {
  readonly kind: NonNullable<EndpointRow['feed']>;
  readonly principal: Principal;
  readonly address: string | undefined;
  readonly actingFor: string | undefined;
  readonly requestId: string;
  /** For how long it may wait, in seconds. */
  readonly waitSeconds: number;
  /** Aborts when the caller has gone. */
  readonly signal: AbortSignal;
  /**
   * Does what every call does, in a transaction of its own.
   *
   * @param cursor where an earlier page of this call left off: then the credential is looked at again, too
   */
  read(cursor: string | undefined): Promise<{ readonly page: FeedPageAnswer; readonly live: Principal }>;
  /** Ends the connection at once. */
  cutOff(): void;
}

/**
 * Answers a call to the feed: a stream, or a page as soon as there is something to tell. While it waits no transaction is open; what it tells then is read like
 * any other answer.
 */
export async function answerFeed(
  feed: LiveFeed,
  call: FeedCall,
): Promise<ReadableStream<Uint8Array<ArrayBuffer>> | FeedPageAnswer> {
  const place: FeedPlace = feed.take(call.principal, call.address);
  const { actingFor, requestId } = call;
  try {
    const { page, live } = await call.read(undefined);
    const follower = { principal: live, actingFor, cursor: page.cursor, requestId };
    if (call.kind === 'stream') return await feed.stream(follower, page, place, () => call.cutOff());
    const isAnswer = call.waitSeconds === 0 || page.reset || page.data.length > 0;
    if (!isAnswer) await feed.wait(follower, call.waitSeconds * 1000, call.signal);
    const answer = isAnswer ? page : (await call.read(page.cursor)).page;
    place.giveBack();
    return answer;
  } catch (error) {
    place.giveBack();
    throw error;
  }
}

/** The same request from another cursor on. */
export const withCursor = (request: ParsedRequest, after: string): ParsedRequest => ({
  ...request,
  query: { ...(request.query as object), after },
});

/** For how many seconds a request may wait. */
export function readWait({ query }: ParsedRequest): number {
  const { wait = 0 } = query as { readonly wait?: number };
  return wait;
}

/** The answer on the wire. Nothing on the way may keep it: no cache, and no proxy that collects bytes before it hands them on. */
export function toFeedResponse(c: Context, answer: ReadableStream<Uint8Array<ArrayBuffer>> | FeedPageAnswer): Response {
  if (!(answer instanceof ReadableStream)) {
    c.header('Cache-Control', 'no-store');
    return c.json(answer);
  }
  c.header('Content-Type', 'text/event-stream');
  c.header('Cache-Control', 'no-store, no-transform');
  c.header('X-Accel-Buffering', 'no');
  return c.body(answer);
}
