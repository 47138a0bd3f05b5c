import { sql } from 'kysely';
import type { TestServer } from './clinic.fixture.ts';

/** Waits until so many statements of a test's database wait for a lock: PostgreSQL alone has more than one at once. */
export async function untilWaiting({ open }: TestServer, count: number): Promise<void> {
  for (const last = Date.now() + 20_000; Date.now() < last;) {
    const { rows } = await sql`
      select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(
      open.database,
    );
    if (rows.length >= count) return;
  }
  throw new Error('Nobody waits.');
}
