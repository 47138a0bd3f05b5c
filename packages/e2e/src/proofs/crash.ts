import { setTimeout as wait } from 'node:timers/promises';
import { PrmClient, type Slot } from '@openprm/sdk';
import { untilReady } from '../app-process.ts';
import { type HttpAnswer, newKey, post } from '../http-caller.ts';
import { patientNamed } from '../patient.ts';
import type { PostgresDatabase } from '../postgres-database.ts';
import { everyDay, setUpPlace } from '../set-up-clinic.ts';
import { openDeployment, pick } from './deployment.ts';
import { countBroken, type Invariant, isWhole } from './invariants.ts';
import { followFeed } from './feed-followers.ts';
import type { Proof } from './proof.ts';

const workers = 6;
/** Several have a seat in each session, so that crashes also fall between its seats. */
const seats = 4;
const patienceMilliseconds = 30_000;
const day = 86_400_000;

const between = (low: number, high: number) => low + Math.floor(Math.random() * (high - low));

/**
 * People book all the time at two server processes. In turn PostgreSQL and a server process is killed with SIGKILL at a random moment; whoever has no
 * answer sends the same again with the same key, as the SDK does. Readers follow the feed of events through it all. Servers are not restarted when the database comes back.
 */
export const proof: Proof = {
  name: 'crash',
  summary:
    'after a crash of the database or of a server every acknowledged booking is there, every other one once, and nothing half; readers of the feed were told each event once, in order',
  smallN: 2,
  fullN: 20,
  async run(n, context) {
    const postgres = await context.postgres();
    const deployment = await openDeployment(postgres.url, 2);
    try {
      const { clinic, servers, keys, database } = deployment;
      const { healthcareServiceId } = await setUpPlace(clinic, {
        service: { durationMinutes: 5, slotIntervalMinutes: 5, capacity: seats, horizonDays: 365 },
        schedule: { weeklyHours: [{ daysOfWeek: [...everyDay], start: '00:00', end: '24:00' }] },
      });
      const credential = keys.publishableKey;
      const tally = {
        databaseCrashes: 0,
        serverCrashes: 0,
        acknowledged: 0,
        sentAgain: 0,
        noAnswer: 0,
        refused: 0,
        lost: 0,
        slowestRecoveryMilliseconds: 0,
      };
      const acknowledged = new Set<unknown>();
      const broken: Partial<Record<Invariant, number>> = {};
      let endedByThemselves = 0;
      let taken = 0;
      let isOpen = true;
      let slots: Slot[] = [];

      /** Sends until there is an answer that is not a failure: the same request with the same key, at one server and then at the other. */
      async function insist(path: string, body: object, first: number): Promise<HttpAnswer> {
        const idempotencyKey = newKey();
        for (let attempt = 0; ; attempt += 1) {
          const signal = AbortSignal.timeout(patienceMilliseconds);
          const answer = await post(`${pick(servers, first + attempt).url}${path}`, body, {
            credential,
            idempotencyKey,
            signal,
            address: `198.51.100.${first + 1}`,
          });
          if (signal.aborted) tally.noAnswer += 1;
          if (answer.status !== 0 && answer.status < 500) return answer;
          tally.sentAgain += 1;
          await wait(between(20, 80));
        }
      }

      async function work(worker: number): Promise<void> {
        while (isOpen) {
          const slot = pick(slots, taken / seats);
          taken += 1;
          const hold = await insist('/v1/holds', { slotId: slot.id }, worker);
          if (hold.status !== 201) {
            tally.refused += 1;
            continue;
          }
          const body = {
            holdId: hold.body['id'],
            holdSecret: hold.body['secret'],
            patient: patientNamed(`Crash${taken}x`),
          };
          const booking = await insist('/v1/appointments', body, worker);
          if (booking.status === 201) acknowledged.add(booking.body['id']);
          else tally.lost += 1;
        }
      }

      await untilNumbered(database);
      const followers = await followFeed(deployment);
      for (let round = 0; round < n; round += 1) {
        const start = new Date((Math.floor(Date.now() / day) + 2 + round) * day);
        const range = { start: start.toISOString(), end: new Date(start.getTime() + day).toISOString(), limit: 200 };
        // through a process that is there: the first one may have been replaced
        const visitor = new PrmClient({ apiUrl: pick(servers, round).url, key: credential });
        slots = [...(await visitor.slots.search({ healthcareServiceId, ...range })).data];
        taken = 0;
        isOpen = true;
        const load = Promise.all(Array.from({ length: workers }, (_, worker) => work(worker)));
        await wait(between(300, 1500));
        if (round % 2 === 0) await crashDatabase();
        else await crashServer();
        await wait(between(100, 500));
        isOpen = false;
        await load;
        await check();
        context.say(`${round + 1} crashes, ${acknowledged.size} bookings acknowledged, ${tally.sentAgain} sent again`);
      }

      async function crashDatabase(): Promise<void> {
        tally.databaseCrashes += 1;
        const before = [...servers];
        await postgres.kill9();
        await wait(between(0, 1000));
        await postgres.restart();
        const back = performance.now();
        await Promise.all(before.map(untilReady));
        tally.slowestRecoveryMilliseconds = Math.max(
          tally.slowestRecoveryMilliseconds,
          Math.round(performance.now() - back),
        );
        const alive = await Promise.all(
          before.map((server) => Promise.race([server.ended.then(() => false), wait(0, true)])),
        );
        endedByThemselves += alive.filter((isAlive) => !isAlive).length;
      }

      async function crashServer(): Promise<void> {
        tally.serverCrashes += 1;
        const victim = between(0, servers.length);
        await pick(servers, victim).kill9();
        servers[victim] = await deployment.startServer();
      }

      async function check(): Promise<void> {
        const rows = await database.query<{ id: string }>(`select id from appointment where status = 'booked'`);
        const stored = new Set<unknown>(rows.map(({ id }) => id));
        tally.acknowledged = acknowledged.size;
        tally.lost += [...acknowledged].filter((id) => !stored.has(id)).length;
        tally.lost += [...stored].filter((id) => !acknowledged.has(id)).length;
        for (const [name, count] of Object.entries(await countBroken(database)) as [Invariant, number][]) {
          broken[name] = (broken[name] ?? 0) + count;
        }
      }

      const journalGaps = await countJournalGaps(database);
      const feed = await followers.finish();
      const isProved =
        isWhole(broken) &&
        tally.lost + tally.refused + tally.noAnswer + endedByThemselves + journalGaps === 0 &&
        feed.feedMissing + feed.feedTwice + feed.feedOutOfOrder + feed.feedResets === 0 &&
        feed.feedEvents > tally.acknowledged &&
        feed.feedReconnections > 0 &&
        tally.acknowledged > 0 &&
        tally.sentAgain > 0;
      return {
        result: isProved ? 'pass' : 'fail',
        figures: { servers: servers.length, workers, ...tally, endedByThemselves, journalGaps, ...feed, ...broken },
      };
    } finally {
      await deployment.close();
    }
  },
};

/** Waits until what was written so far has its number, so that the feed stands still. */
async function untilNumbered(database: PostgresDatabase): Promise<void> {
  const deadline = performance.now() + patienceMilliseconds;
  while ((await database.query('select from event where position is null')).length > 0) {
    if (performance.now() > deadline) throw new Error('The sequencer does not number what was written.');
    await wait(50);
  }
}

/**
 * Waits until the sequencer has numbered what was written so far, and counts what it has left out, and numbers that are missing or double. Mails that
 * are still being sent go on writing.
 */
async function countJournalGaps(database: PostgresDatabase): Promise<number> {
  const [now] = await database.query<{ at: Date }>('select clock_timestamp() as at');
  const countUnnumbered = async () => {
    const rows = await database.query(
      `select from event where position is null and occurred_at <= $1
       union all select from audit_event where position is null and occurred_at <= $1`,
      [now?.at],
    );
    return rows.length;
  };
  const deadline = performance.now() + patienceMilliseconds;
  while (performance.now() < deadline && (await countUnnumbered()) > 0) await wait(100);
  const [row] = await database.query<{ gaps: string }>(`
    select coalesce(sum(last - numbered), 0) as gaps from (
      select max(position) as last, count(distinct position) as numbered from event group by tenant_id
      union all select max(position), count(distinct position) from audit_event group by tenant_id) counted`);
  return Number(row?.gaps) + (await countUnnumbered());
}
