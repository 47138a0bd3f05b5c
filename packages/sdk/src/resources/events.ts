import { type EndpointInput, type FeedPage, listEvents } from '@openprm/contract';
import { usualTiming, type FeedTiming } from '../events/follow-feed.ts';
import { type FeedItem, SharedFeed } from '../events/shared-feed.ts';
import { type Clock, systemClock } from '../transport/clock.ts';
import type { CallOptions, StreamTransport } from '../transport/transport.ts';

/** Where to read on, and how many events at most. */
export type EventQuery = EndpointInput<typeof listEvents>['query'];

/** How a stream of events is followed. */
export interface EventStreamOptions extends Pick<CallOptions, 'signal' | 'actingFor'> {
  /** The `cursor` of the last event that was dealt with. Without one the stream begins now, with a `reset`. */
  readonly after?: string | undefined;
  /** In a document: let go of the connection while nobody sees the page, and catch up when it is seen again (`rest`, by default), or `stay`. */
  readonly whileHidden?: 'rest' | 'stay' | undefined;
  /** Told whether events come as they happen: false while it connects again or rests. A page says so then. */
  readonly onLive?: ((isLive: boolean) => void) | undefined;
}

/** The feeds that are followed now, of each transport: whoever follows the same one shares its connection. */
const shared = new WeakMap<StreamTransport, Map<string, SharedFeed>>();

/** What has happened: ids and a status, of what the caller may read (docs/guides/events.md). */
export class Events {
  readonly #transport: StreamTransport;
  readonly #timing: FeedTiming;
  readonly #clock: Clock;

  /** @param timing and clock, for tests */
  constructor(transport: StreamTransport, timing: FeedTiming = usualTiming, clock: Clock = systemClock) {
    this.#transport = transport;
    this.#timing = timing;
    this.#clock = clock;
  }

  /** Reads what has happened after a cursor, or, without one, where the feed stands. `reset` says that events may have been missed. */
  list(query: EventQuery = {}, options?: CallOptions): Promise<FeedPage> {
    return this.#transport.call(listEvents, { query }, options);
  }

  /**
   * What happens, as it happens, until the loop is left or the signal aborts. It connects again by itself and leaves nothing out: what cannot be made up for is
   * told as `reset`, upon which a page reads anew what it shows.
   *
   * @throws {AuthenticationError} when the session is over; {PermissionError}; the signal's reason
   * @example
   * ```ts
   * for await (const event of client.events.stream({ signal })) {
   *   if (event.type === 'reset' || event.type.startsWith('appointment.')) await showVisits();
   * }
   * ```
   */
  stream({
    after,
    signal,
    actingFor,
    whileHidden = 'rest',
    onLive = () => undefined,
  }: EventStreamOptions = {}): AsyncIterable<FeedItem> {
    const name = `${whileHidden} ${actingFor ?? ''}`;
    const feeds = shared.get(this.#transport) ?? new Map<string, SharedFeed>();
    shared.set(this.#transport, feeds);
    const open = () => {
      const known = feeds.get(name);
      if (known !== undefined) return known;
      const feed: SharedFeed = new SharedFeed(
        this.#transport,
        { actingFor, restsWhenHidden: whileHidden === 'rest', timing: this.#timing, clock: this.#clock },
        () => void (feeds.get(name) === feed && feeds.delete(name)),
      );
      feeds.set(name, feed);
      return feed;
    };
    return { [Symbol.asyncIterator]: () => open().subscribe({ after, signal, onLive }) };
  }
}
