import { AsyncLocalStorage } from 'node:async_hooks';
import { sql } from 'kysely';
import type pg from 'pg';
import { type Db, type JobResult, type JobWithMetadata, PgBoss, fromKysely } from 'pg-boss';
import { type Job, type JobHandler, type JobKind, type Jobs, type Logger, describeError } from '../core/index.ts';
import type { OpenDatabase } from './database.ts';

/** The queue's tables stand in a schema of their own; the queue migrates them itself. */
const schema = 'pgboss';

/** How each kind of job is polled and tried again; a cron line where it runs by the clock. */
const queues: Readonly<
  Record<JobKind, { readonly pollSeconds: number; readonly retries: number; readonly cron?: string }>
> = {
  'mail-send': { pollSeconds: 1, retries: 12 },
  'staff-mail-send': { pollSeconds: 1, retries: 12 },
  'sign-in-mail-send': { pollSeconds: 1, retries: 5 },
  'waitlist-mail-send': { pollSeconds: 1, retries: 12 },
  'survey-mail-send': { pollSeconds: 1, retries: 12 },
  'survey-sweep': { pollSeconds: 15, retries: 0, cron: '* * * * *' },
  'task-mail-send': { pollSeconds: 1, retries: 12 },
  'right-mail-send': { pollSeconds: 1, retries: 12 },
  'waitlist-offer': { pollSeconds: 2, retries: 3 },
  'waitlist-sweep': { pollSeconds: 15, retries: 0, cron: '* * * * *' },
  'sign-ins-prune': { pollSeconds: 60, retries: 0, cron: '23 * * * *' },
  'holds-sweep': { pollSeconds: 15, retries: 0, cron: '* * * * *' },
  'idempotency-prune': { pollSeconds: 60, retries: 0, cron: '7-57/10 * * * *' },
  'files-sweep': { pollSeconds: 60, retries: 0, cron: '*/5 * * * *' },
  'rate-limits-prune': { pollSeconds: 60, retries: 0, cron: '*/10 * * * *' },
};
const kinds = Object.keys(queues) as JobKind[];

/**
 * The transaction that a job is being added in. The queue looks up its own tables by itself now and then while it adds one; on the embedded
 * database those look-ups would wait for the connection that the transaction has.
 */
const inTransaction = new AsyncLocalStorage<Db>();

/** The job queue on the same database: a job is added by the transaction that needs it done. */
export interface JobQueue extends Jobs {
  /** Begins to do jobs. */
  work(run: JobHandler): Promise<void>;
  stop(): Promise<void>;
}

/** Opens the queue and makes its tables. */
export async function openJobQueue({ pool, database, kind }: OpenDatabase, logger: Logger): Promise<JobQueue> {
  const boss = new PgBoss({ db: overPool(pool), schema, backend: kind === 'embedded' ? 'pglite' : 'postgres' });
  boss.on('error', (error) => logger.error('job-queue', { error: error.name }));
  await boss.start();
  for (const name of kinds) {
    const { retries } = queues[name];
    await boss.createQueue(name, {
      retryLimit: retries,
      retryDelay: 5,
      retryBackoff: true,
      retryDelayMax: 3600,
      expireInSeconds: 120,
    });
  }
  for (const statement of [
    `grant usage on schema ${schema} to openprm_app`,
    `grant select, insert on all tables in schema ${schema} to openprm_app`,
    `grant execute on all functions in schema ${schema} to openprm_app`,
  ]) {
    await sql.raw(statement).execute(database);
  }

  return {
    async enqueue(transaction, job) {
      const db = fromKysely(transaction);
      await inTransaction.run(db, () => boss.send(job.kind, job, { db }));
    },
    async work(run) {
      for (const name of kinds) {
        const { pollSeconds, cron } = queues[name];
        await boss.work(
          name,
          {
            includeMetadata: true,
            pollingIntervalSeconds: pollSeconds,
            batchSize: 10,
            burstWhenBatchFull: true,
            perJobResults: true,
          },
          // each job of a batch succeeds or is tried again by itself
          (jobs: JobWithMetadata<Job>[]) =>
            Promise.all(jobs.map((job) => settle(job, () => run({ ...job.data, kind: name } as Job), logger))),
        );
        if (cron !== undefined) await boss.schedule(name, cron);
      }
    },
    stop: () => boss.stop({ graceful: true, timeout: 5000 }),
  };
}

/** Does a job. One that fails takes no other with it: it is tried again later and later, and the last time it is said that it is given up; of a record that cannot be read, which one and what to do. */
async function settle(
  { id, name: kind, retryCount, retryLimit }: Pick<JobWithMetadata, 'id' | 'name' | 'retryCount' | 'retryLimit'>,
  job: () => Promise<void>,
  logger: Logger,
): Promise<JobResult> {
  try {
    await job();
    return { id, status: 'completed' };
  } catch (error) {
    const described = describeError(error);
    logger.error(retryCount < retryLimit ? 'job-failed' : 'job-given-up', { jobId: id, kind, ...described });
    return { id, status: 'failed', output: { error: described['error'] ?? 'unknown' } };
  }
}

/**
 * The queue's statements go through the same pool as everything else. On the embedded database, which has one connection, that keeps them out of
 * a request's open transaction. A statement that fails inside a block of its own is rolled back, so that the connection can be used again.
 */
function overPool(pool: pg.Pool): Db {
  return {
    async executeSql(text, values) {
      const transaction = inTransaction.getStore();
      if (transaction !== undefined) return transaction.executeSql(text, values);
      const client = await pool.connect();
      try {
        const result: pg.QueryResult | pg.QueryResult[] = await client.query(text, values);
        return {
          rows: Array.isArray(result)
            ? result.flatMap((one: pg.QueryResult) => one.rows as unknown[])
            : (result.rows as unknown[]),
        };
      } catch (error) {
        await client.query('rollback').catch(() => undefined);
        throw error;
      } finally {
        client.release();
      }
    },
  };
}
