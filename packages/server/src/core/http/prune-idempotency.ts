import { sql } from 'kysely';
import type { Database } from '../ports.ts';

/** Forgets answers that nobody can ask for again. */
export async function pruneIdempotency(database: Database): Promise<void> {
  await sql`delete from idempotency_key where expires_at < now()`.execute(database);
}
