import { type Migration, Migrator } from 'kysely/migration';
import type { Database } from '../ports.ts';
import * as house from './migrations/0001-house.ts';

/** Every migration by its name, in order. A migration that has been released is never changed. */
const migrations: Record<string, Migration> = { '0001-house': house };

/**
 * Brings the database to this version's schema. Several processes may start at once: one migrates, the others wait.
 *
 * @returns how many migrations were run
 * @throws the database's own error; nothing of a failed migration stays
 */
export async function migrate(database: Database): Promise<number> {
  const migrator = new Migrator({ db: database, provider: { getMigrations: () => Promise.resolve(migrations) } });
  const { error, results = [] } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
  return results.length;
}
