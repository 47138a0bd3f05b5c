import type { LimitSettings } from '../http/limits/limit-settings.ts';
import { inTenant } from '../database/tenant-transaction.ts';
import { type EventRow, readEvents } from '../features/events/event-repository.ts';
import { decodeCursor, encodeCursor } from '../features/events/feed-cursor.ts';
import type { FeedPageAnswer } from '../features/events/service.ts';
import { visibleEvents } from '../features/events/visible-events.ts';
import type { Principal } from '../http/principal.ts';
import { everyTenant, journalChannel } from '../journal/sequencer.ts';
import { Problem } from '../problem.ts';
import type { Ports } from '../ports.ts';
import { createMessageQueue } from './message-queue.ts';
import { type FeedPlace, createPlaces } from './places.ts';
import { findStillLive, restsOn } from './still-live.ts';

/** The channel on which the database tells that somebody's access has changed: a tenant, a blank, the id of a row. */
const accessChannel = 'openprm_access';

const batchRows = 500;

/** Whom a feed is opened for, and from where. */
export interface Follower {
  readonly principal: Principal;
  /** The patient for whom it is opened, if not for the own chart. */
  readonly actingFor: string | undefined;
  /** Where the first page left off. */
  readonly cursor: string;
  readonly requestId: string;
}

/** Why a feed ended: what a stream is closed with, and what the log says. */
type EndReason = 'access-over' | 'slow-reader' | 'reader-gone' | 'notifications-lost' | 'read-failed' | 'stopping';

/**
 * The open feeds of one process. They are woken by one listener on the database, whoever caused the event at whichever process, and read once for all feeds of a
 * tenant; nobody asks the database in between.
 */
export interface LiveFeed {
  /** Keeps a place for one more feed of somebody. @throws Problem `rate-limited`, or `service-unavailable` while the process stops */
  take(principal: Principal, address: string | undefined): FeedPlace;
  /**
   * A stream of what happens, its first message being a page that was read already. It gives the place back when it ends.
   *
   * @param cutOff ends the connection at once, for a reader who takes nothing any more
   * @throws Problem `service-unavailable` when nothing is heard from the database
   */
  stream(
    follower: Follower,
    first: FeedPageAnswer,
    place: FeedPlace,
    cutOff: () => void,
  ): Promise<ReadableStream<Uint8Array<ArrayBuffer>>>;
  /** Resolves when something has happened that the follower may be told of, when they may see no more, when the time is over, or when the signal aborts. */
  wait(follower: Follower, milliseconds: number, signal: AbortSignal): Promise<void>;
  /** Ends all feeds, and takes no more. */
  close(): Promise<void>;
}

/** One open feed. */
interface Member {
  readonly tenantId: string;
  readonly actingFor: string | undefined;
  readonly requestId: string;
  readonly deliver: (page: FeedPageAnswer) => void;
  readonly onEnd: (reason: EndReason) => void;
  principal: Principal;
  position: number;
  /** The same as the wire has it. */
  cursor: string;
  /** When it has to be looked at again, by `performance.now()`. */
  dueAt: number;
  /** Runs while it is being looked at: until then nothing is told. */
  check: Promise<void>;
}

export interface LiveFeedOptions {
  readonly caps: LimitSettings['streamCaps'];
  readonly heartbeatMilliseconds: number;
}

type FeedPorts = Pick<Ports, 'database' | 'notifications' | 'timer' | 'logger' | 'keys'>;

export function createLiveFeed(
  { database, notifications, timer, logger, keys }: FeedPorts,
  { caps, heartbeatMilliseconds }: LiveFeedOptions,
): LiveFeed {
  const members = new Set<Member>();
  const places = createPlaces(caps);
  /** Tenants that are being read, and whether something happened meanwhile. */
  const reading = new Map<string, { again: boolean }>();
  let listening: Promise<() => Promise<void>> | undefined;
  let isClosed = false;
  let stopAlarm: (() => void) | undefined;
  let stopHeartbeat: (() => void) | undefined;

  const ofTenant = (tenantId: string) => [...members].filter((member) => member.tenantId === tenantId);

  function end(member: Member, reason: EndReason): void {
    if (!members.delete(member)) return;
    logger.info('feed-ended', { requestId: member.requestId, tenantId: member.tenantId, reason });
    member.onEnd(reason);
    if (members.size > 0) return;
    stopAlarm?.();
    stopHeartbeat?.();
    stopHeartbeat = undefined;
  }

  const endAll = (reason: EndReason) => [...members].forEach((member) => end(member, reason));

  async function listen(): Promise<void> {
    listening ??= notifications.listen([journalChannel, accessChannel], {
      heard: (channel, payload) => (channel === journalChannel ? heardEvents(payload) : heardAccess(payload)),
      lost() {
        // Who was signed out meanwhile would go on reading: everybody opens a stream anew, and is looked at then.
        listening = undefined;
        endAll('notifications-lost');
      },
    });
    try {
      await listening;
    } catch (error) {
      listening = undefined;
      throw error;
    }
  }

  function heardEvents(payload: string): void {
    const tenants = payload === everyTenant ? [...members].map(({ tenantId }) => tenantId) : payload.split(' ');
    for (const tenantId of new Set(tenants)) void read(tenantId);
  }

  function heardAccess(payload: string): void {
    const [tenantId = '', id = ''] = payload.split(' ');
    for (const member of ofTenant(tenantId)) if (restsOn(member.principal).includes(id)) lookAgain(member);
  }

  /** Looks again whether a member may still be told; nothing is told until that is known. A look that fails ends the feed. */
  function lookAgain(member: Member): void {
    member.dueAt = Number.POSITIVE_INFINITY;
    member.check = member.check.then(async () => {
      if (!members.has(member)) return;
      try {
        const live = await inTenant(database, member.tenantId, (tx) =>
          findStillLive({ tx, tenantId: member.tenantId }, member.principal, member.actingFor),
        );
        if (live === undefined) return end(member, 'access-over');
        member.principal = live.principal;
        member.dueAt = performance.now() + live.againInMilliseconds;
        setAlarm();
      } catch (error) {
        logger.error('feed-check', { error: error instanceof Error ? error.name : typeof error });
        end(member, 'read-failed');
      }
    });
  }

  /** One alarm for all: at the moment at which the first of them has to be looked at again. */
  function setAlarm(): void {
    stopAlarm?.();
    const next = Math.min(...[...members].map(({ dueAt }) => dueAt));
    if (!Number.isFinite(next)) return;
    // a moment later, so that what ends by the database's clock has ended
    const wait = Math.min(Math.max(next - performance.now(), 0) + alarmMargin, longestAlarm);
    stopAlarm = timer.after(wait, () => {
      const now = performance.now();
      for (const member of members) if (member.dueAt <= now) lookAgain(member);
      setAlarm();
    });
  }

  function beat(): void {
    stopHeartbeat = timer.after(heartbeatMilliseconds, () => {
      for (const member of members) member.deliver(pageOf(member, []));
      beat();
    });
  }

  /** Reads what is new to any member of a tenant, and tells each what it may see. Calls meanwhile become one more round. */
  async function read(tenantId: string): Promise<void> {
    if (ofTenant(tenantId).length === 0) return;
    const running = reading.get(tenantId);
    if (running !== undefined) return void (running.again = true);
    const state = { again: true };
    reading.set(tenantId, state);
    try {
      while (state.again) {
        state.again = false;
        await readOnce(tenantId);
      }
    } catch (error) {
      logger.error('feed-read', { error: error instanceof Error ? error.name : typeof error });
      for (const member of ofTenant(tenantId)) end(member, 'read-failed');
    } finally {
      reading.delete(tenantId);
    }
  }

  async function readOnce(tenantId: string): Promise<void> {
    let from = Math.min(...ofTenant(tenantId).map(({ position }) => position));
    while (Number.isFinite(from)) {
      const rows = await inTenant(database, tenantId, (tx) => readEvents({ tx, tenantId }, from, batchRows));
      const last = rows.at(-1);
      if (last === undefined) return;
      // made before anybody is told: between the look at a member and what it is told nothing may happen
      const cursors = new Map(
        await Promise.all(
          rows.map(async ({ position }) => [position, await encodeCursor(keys, { tenantId, position })] as const),
        ),
      );
      for (const member of ofTenant(tenantId)) {
        await member.check;
        if (members.has(member)) tell(member, rows, last.position, cursors);
      }
      if (rows.length < batchRows) return;
      from = last.position;
    }
  }

  function tell(member: Member, rows: readonly EventRow[], last: number, cursors: ReadonlyMap<number, string>): void {
    // one that joined meanwhile may stand before these rows: the next round reads for it
    if (rows[0] === undefined || member.position < rows[0].position - 1 || member.position >= last) return;
    const fresh = rows.filter(({ position }) => position > member.position);
    const cursorOf = (position: number) => cursors.get(position) ?? '';
    const data = visibleEvents(fresh, member.principal).map(({ position, ...event }) => ({
      cursor: cursorOf(position),
      ...event,
    }));
    member.position = last;
    member.cursor = cursorOf(last);
    if (data.length > 0) member.deliver(pageOf(member, data));
  }

  const pageOf = ({ cursor }: Member, data: FeedPageAnswer['data']): FeedPageAnswer => ({ data, cursor, reset: false });

  /** From here on a member is told what happens, and what happened since its first page was read. */
  async function join(
    { principal, actingFor, cursor, requestId }: Follower,
    { deliver, onEnd }: Pick<Member, 'deliver' | 'onEnd'>,
  ): Promise<Member> {
    try {
      await listen();
    } catch (error) {
      logger.error('feed-listen', { error: error instanceof Error ? error.name : typeof error });
      throw unavailable();
    }
    if (isClosed) throw unavailable();
    const { tenantId } = principal;
    const position = (await decodeCursor(keys, tenantId, cursor))?.position ?? 0;
    const member: Member = {
      tenantId,
      actingFor,
      requestId,
      deliver,
      onEnd,
      principal,
      position,
      cursor,
      dueAt: Number.POSITIVE_INFINITY,
      check: Promise.resolve(),
    };
    members.add(member);
    if (stopHeartbeat === undefined) beat();
    // what was taken back between the request's own look and now was told to nobody here
    lookAgain(member);
    void read(tenantId);
    return member;
  }

  return {
    take(principal, address) {
      if (isClosed) throw unavailable();
      return places.take(principal, address);
    },
    async stream(follower, first, place, cutOff) {
      const queue = createMessageQueue(() => end(member, 'reader-gone'));
      queue.push(toMessage(first));
      const member = await join(follower, {
        deliver(page) {
          if (!queue.push(toMessage(page))) end(member, 'slow-reader');
        },
        onEnd(reason) {
          place.giveBack();
          const wasBehind = queue.close();
          if (wasBehind && reason !== 'reader-gone') cutOff();
        },
      });
      return queue.body;
    },
    async wait(follower, milliseconds, signal) {
      const over = Promise.withResolvers<void>();
      const member = await join(follower, {
        deliver: ({ data }) => data.length > 0 && over.resolve(),
        onEnd: () => over.resolve(),
      });
      const stop = timer.after(milliseconds, over.resolve);
      signal.addEventListener('abort', () => over.resolve(), { once: true });
      if (signal.aborted) over.resolve();
      await over.promise;
      stop();
      end(member, 'reader-gone');
    },
    async close() {
      isClosed = true;
      endAll('stopping');
      const stop = await listening?.catch(() => undefined);
      listening = undefined;
      await stop?.();
    },
  };
}

const alarmMargin = 10;
const longestAlarm = 3_600_000;

const unavailable = () =>
  new Problem('service-unavailable', {
    detail: 'Streams cannot be opened now. Try again in a moment.',
    retryAfterSeconds: 2,
  });

/** A message of `text/event-stream`: https://html.spec.whatwg.org/multipage/server-sent-events.html */
const toMessage = (page: FeedPageAnswer) => `id: ${page.cursor}\ndata: ${JSON.stringify(page)}\n\n`;
