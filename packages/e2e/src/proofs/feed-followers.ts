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

interface Told {
  readonly type: string;
  readonly resourceId: string | null;
}

const nameOf = ({ type, resourceId }: Told) => `${type} ${resourceId}`;

/**
 * The number of each event that somebody was told, which only the database has: cursors are sealed, and events have no ids. What happens to one resource several times
 * is told as often, in its order; what is told once more than it happened has the number of the one before.
 */
async function numbersOf(database: PostgresDatabase, from: number, told: readonly Told[]): Promise<number[]> {
  const rows = await database.query<{ type: string; resource_id: string | null; position: string }>(
    `select type, resource_id, position from event where position > ${from} order by position`,
  );
  const left = Map.groupBy(rows, ({ type, resource_id: resourceId }) => nameOf({ type, resourceId }));
  const seen = new Map<string, number>();
  return told.map((event) => {
    const name = nameOf(event);
    const n = seen.get(name) ?? 0;
    seen.set(name, n + 1);
    const same = left.get(name) ?? [];
    return Number((same[n] ?? same.at(-1))?.position ?? 0);
  });
}

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
  const told = Array.from({ length: readers }, (): Told[] => []);
  let resets = 0;
  let connections = 0;

  const running = told.map(async (events, reader) => {
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
    if ((await highest(database)) !== from) throw new Error('The feed did not stand still before it was followed.');
    const stream = client.events.stream({ after, signal: controller.signal });
    try {
      for await (const event of stream) {
        if (event.type === 'reset') resets += 1;
        else events.push(event);
      }
    } catch (error) {
      if (!controller.signal.aborted) throw error;
    }
  });
  // who fails before `finish` waits for them is told there, and does not end the process
  for (const each of running) each.catch(() => undefined);

  return {
    async finish() {
      const deadline = performance.now() + patienceMilliseconds;
      let last = await highest(database);
      const isBehind = async () => {
        if (last === undefined) return true;
        const numbers = await Promise.all(told.map((events) => numbersOf(database, from, events)));
        return numbers.some((each) => Math.max(from, ...each) < (last ?? 0));
      };
      while (performance.now() < deadline && (await isBehind())) {
        await wait(200);
        last = await highest(database);
      }
      controller.abort();
      await Promise.all(running);
      const expected = (last ?? 0) - from;
      const numbers = await Promise.all(told.map((events) => numbersOf(database, from, events)));
      const seen = numbers.map((each) => each.filter((position) => position <= (last ?? 0)));
      const missing = seen.map((each) => expected - new Set(each).size);
      const twice = seen.map((each) => each.length - new Set(each).size);
      const disorder = seen.map((each) => each.filter((position, n) => position <= (each[n - 1] ?? 0)).length);
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
