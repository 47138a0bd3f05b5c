import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { type Job, KeyError } from '../core/index.ts';
import { type OpenDatabase, openDatabase } from './database.ts';
import { type JobQueue, openJobQueue } from './jobs-pg-boss.ts';

describe(
  'the queue of jobs on the embedded database',
  { skip: process.env['OPENPRM_TEST_DATABASE'] === 'postgres' },
  () => {
    const lines: (readonly [string, object | undefined])[] = [];
    const log = (event: string, fields?: object) => void lines.push([event, fields]);
    const logger = { info: log, error: log };
    let folder: string;
    let open: OpenDatabase;
    let queue: JobQueue;
    before(async () => {
      folder = mkdtempSync(path.join(tmpdir(), 'openprm-queue-'));
      open = await openDatabase({ kind: 'embedded', folder }, logger);
      await sql`create role openprm_app`.execute(open.database);
      queue = await openJobQueue(open, logger);
    });
    after(async () => {
      await queue.stop();
      await open.close();
      rmSync(folder, { recursive: true, force: true });
    });

    const until = async (isDone: () => boolean) => {
      while (!isDone()) await pause(50);
    };

    it(
      'does the others when one cannot read its record, and says which and what to do',
      { timeout: 60_000 },
      async () => {
        const done: string[] = [];
        const damage = new KeyError('sealed-value-changed', 'patient/pat_lost');
        const jobs = ['mail_1', 'mail_lost', 'mail_2'].map((mailId): Job => ({
          kind: 'mail-send',
          tenantId: 'ten_1',
          mailId,
        }));
        await open.database.transaction().execute(async (tx) => {
          for (const job of jobs) await queue.enqueue(tx, job);
        });
        await queue.work(async (job) => {
          if (job.kind !== 'mail-send') return;
          if (job.mailId === 'mail_lost') throw damage;
          done.push(job.mailId);
        });
        const failures = () => lines.filter(([event]) => event === 'job-failed');
        await until(() => done.length === 2 && failures().length > 0);
        assert.deepEqual(done.toSorted(), ['mail_1', 'mail_2']);
        const [failure] = failures();
        const { kind, code, resource, advice } = (failure?.[1] ?? {}) as Record<string, string>;
        assert.deepEqual([kind, code, resource], ['mail-send', 'sealed-value-changed', 'patient/pat_lost']);
        assert.equal(advice, damage.advice);
        // it is not given up at once: whoever restores the record finds its mail sent
        assert.deepEqual(
          lines.filter(([event]) => event === 'job-given-up'),
          [],
        );
      },
    );

    it('says so when it gives one up', { timeout: 60_000 }, async () => {
      const { rows } = await open.pool.query<{ id: string }>(
        "update pgboss.job set retry_count = retry_limit, start_after = now() where name = 'mail-send' and state = 'retry' returning id",
      );
      assert.equal(rows.length, 1);
      await until(() => lines.some(([event]) => event === 'job-given-up'));
    });
  },
);
