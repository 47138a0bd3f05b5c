import { setTimeout as wait } from 'node:timers/promises';
import { PrmClient } from '@openprm/sdk';
import type { PostgresDatabase } from '../postgres-database.ts';
import { type ProofDeployment, pick } from './deployment.ts';

/** What readers of the feed were told, compared with what the database has. */
export interface FeedFigures {
  readonly feedReaders: number;
  readonly feedEvents: number;
  /** How often a reader's connection was lost and made again. */
  readonly feedReconnections: number;
  readonly feedMissing: number;
  readonly feedTwice: number;
  readonly feedOutOfOrder: number;
  readonly feedResets: number;
}

/** Readers who follow the feed with the SDK. */
export interface FeedFollowers {
  /** Waits until each stands at the end of the feed, lets go, and compares. */
  finish(): Promise<FeedFigures>;
}

const readers = 3;
const patienceMilliseconds = 60_000;

/** The number of an event, which a proof may read out of a cursor. */
const positionOf = (cursor: string) => Number(Buffer.from(cursor, 'base64url').toString().split(':')[2]);

const highest = async (database: PostgresDatabase) => {
  const [row] = await database.query<{ last: string | null }>(
    `select max(position) as last from event where not exists (select from event where position is null)`,
  );
  return row === undefined || row.last === null ? undefined : Number(row.last);
};

/** Begins to follow: each reader at a server process, and after each lost connection at the next one, as behind a load balancer. */
export async function followFeed({ servers, keys, database }: ProofDeployment): Promise<FeedFollowers> {
  const controller = new AbortController();
  const from = (await highest(database)) ?? 0;
  const told = Array.from({ length: readers }, (): number[] => []);
  let resets = 0;
  let connections = 0;

  const running = told.map(async (positions, reader) => {
    const client = new PrmClient({
      apiUrl: 'http://feed.invalid',
      key: keys.secretKey,
      fetch: (address, init) => {
        connections += 1;
        const { pathname, search } = new URL(address instanceof Request ? address.url : address);
        return fetch(`${pick(servers, connections + reader).url}${pathname}${search}`, init);
      },
    });
    const { cursor: after } = await client.events.list({}, { signal: controller.signal });
    if (positionOf(after) !== from) throw new Error('The feed did not stand still before it was followed.');
    const stream = client.events.stream({ after, signal: controller.signal });
    try {
      for await (const event of stream) {
        if (event.type === 'reset') resets += 1;
        else positions.push(positionOf(event.cursor));
      }
    } catch (error) {
      if (!controller.signal.aborted) throw error;
    }
  });

  return {
    async finish() {
      const deadline = performance.now() + patienceMilliseconds;
      let last = await highest(database);
      const isBehind = () => last === undefined || told.some((positions) => (positions.at(-1) ?? from) < (last ?? 0));
      while (performance.now() < deadline && isBehind()) {
        await wait(50);
        last = await highest(database);
      }
      controller.abort();
      await Promise.all(running);
      const expected = (last ?? 0) - from;
      const seen = told.map((positions) => positions.filter((position) => position <= (last ?? 0)));
      const missing = seen.map((positions) => expected - new Set(positions).size);
      const twice = seen.map((positions) => positions.length - new Set(positions).size);
      const disorder = seen.map(
        (positions) => positions.filter((position, n) => position <= (positions[n - 1] ?? 0)).length,
      );
      const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);
      return {
        feedReaders: readers,
        feedEvents: expected,
        feedReconnections: connections - 2 * readers,
        feedMissing: sum(missing),
        feedTwice: sum(twice),
        feedOutOfOrder: sum(disorder),
        feedResets: resets,
      };
    },
  };
}
