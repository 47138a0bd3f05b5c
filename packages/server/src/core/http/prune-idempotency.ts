import { sql } from 'kysely';
import type { Database } from '../ports.ts';

/** How long a first answer is remembered: an offline device may be 7 days late. */
const rememberedDays = 8;

/** Forgets answers that nobody can ask for again. */
export async function pruneIdempotency(database: Database): Promise<void> {
  await sql`delete from idempotency_key where created_at < now() - make_interval(days => ${rememberedDays}::integer)`.execute(
    database,
  );
}
