import type { FeedEvent, FeedPage } from '@openprm/contract';
import type { StreamTransport } from '../transport/transport.ts';
import { followFeed, type FollowOptions } from './follow-feed.ts';

/** Events may have been missed, or nothing is known yet: read anew what is shown, and go on with what follows. */
export interface FeedReset {
  readonly type: 'reset';
  readonly cursor: string;
}

/** What a stream of events gives. */
export type FeedItem = FeedEvent | FeedReset;

/** One of those who follow a shared feed. */
export interface Subscriber {
  readonly after: string | undefined;
  readonly signal: AbortSignal | undefined;
  readonly onLive: (isLive: boolean) => void;
}

/** What those who share one connection have in common. */
export type SharedOptions = Pick<FollowOptions, 'actingFor' | 'restsWhenHidden' | 'timing' | 'clock'>;

/** A subscriber with what it was not given yet. */
interface Reader {
  readonly onLive: (isLive: boolean) => void;
  readonly waiting: FeedItem[];
  failure: { readonly error: unknown } | undefined;
  wake: () => void;
}

/**
 * One connection for everybody who follows the same feed in a page: browsers allow six to a server over HTTP/1.1. It is opened for the first, and let go after the
 * last of them.
 */
export class SharedFeed {
  readonly #transport: StreamTransport;
  readonly #options: SharedOptions;
  readonly #onIdle: () => void;
  readonly #readers = new Set<Reader>();
  readonly #end = new AbortController();
  #cursor: string | undefined;
  #isRunning = false;
  #isLive = false;

  /** @param onIdle called when the last one has left, or nothing more can come: the feed is of no more use */
  constructor(transport: StreamTransport, options: SharedOptions, onIdle: () => void) {
    this.#transport = transport;
    this.#options = options;
    this.#onIdle = onIdle;
  }

  /** Gives events until the signal aborts or the loop is left. @throws what ends the feed */
  async *subscribe({ after, signal, onLive }: Subscriber): AsyncGenerator<FeedItem, void, undefined> {
    signal?.throwIfAborted();
    const reader: Reader = { onLive, waiting: [], failure: undefined, wake: () => undefined };
    // at once, also where nobody asks for the next event any more
    const stop = () => {
      this.#leave(reader);
      reader.wake();
    };
    signal?.addEventListener('abort', stop);
    this.#readers.add(reader);
    try {
      if (!this.#isRunning) void this.#run(after);
      // whoever comes later and stands elsewhere begins with a snapshot, as who is too late does
      else if (this.#cursor !== undefined && after !== this.#cursor)
        reader.waiting.push({ type: 'reset', cursor: this.#cursor });
      if (this.#isLive) onLive(true);
      for (;;) {
        signal?.throwIfAborted();
        const item = reader.waiting.shift();
        if (item !== undefined) yield item;
        else if (reader.failure !== undefined) throw reader.failure.error;
        else await new Promise<void>((resolve) => (reader.wake = resolve));
      }
    } finally {
      signal?.removeEventListener('abort', stop);
      this.#leave(reader);
    }
  }

  #leave(reader: Reader): void {
    this.#readers.delete(reader);
    if (this.#readers.size > 0) return;
    this.#onIdle();
    this.#end.abort();
  }

  async #run(after: string | undefined): Promise<void> {
    this.#isRunning = true;
    this.#cursor = after;
    const onLive = (isLive: boolean) => {
      if (isLive === this.#isLive) return;
      this.#isLive = isLive;
      for (const reader of this.#readers) reader.onLive(isLive);
    };
    try {
      for await (const page of followFeed(this.#transport, {
        ...this.#options,
        after,
        signal: this.#end.signal,
        onLive,
      }))
        this.#tell(page);
    } catch (error) {
      this.#onIdle();
      onLive(false);
      for (const reader of this.#readers) {
        reader.failure = { error };
        reader.wake();
      }
    }
  }

  #tell({ data, cursor, reset }: FeedPage): void {
    const isBeginning = this.#cursor === undefined;
    this.#cursor = cursor;
    for (const reader of this.#readers) {
      if (reset || isBeginning) reader.waiting.push({ type: 'reset', cursor });
      reader.waiting.push(...data);
      reader.wake();
    }
  }
}
