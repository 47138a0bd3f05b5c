import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { btree_gist } from '@electric-sql/pglite/contrib/btree_gist';
import { createPgConfig } from '@electric-sql/pglite/node-postgres';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Database, Logger, Notifications, Tables } from '../core/index.ts';
import { lockFolder } from './folder-lock.ts';
import { listenOnPglite, listenOnPostgres } from './notifications.ts';
import { keepPlans } from './prepared-statements.ts';

/** Where the data is. */
export type DatabaseConfig =
  { readonly kind: 'embedded'; readonly folder: string } | { readonly kind: 'external'; readonly url: string };

/** An open database: one road (node-postgres) to the embedded and to any other PostgreSQL, so that both answer with the same types. */
export interface OpenDatabase {
  readonly database: Database;
  readonly pool: pg.Pool;
  readonly kind: DatabaseConfig['kind'];
  readonly notifications: Notifications;
  close(): Promise<void>;
}

const dateType = 1082;
const bigintType = 20;

/** A `date` stays `YYYY-MM-DD` (the driver would make it an instant of this machine's zone); a `bigint` is a number: ours count rows. */
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (oid === dateType) return (value: string) => value;
    if (oid === bigintType) return Number;
    return pg.types.getTypeParser(oid, format);
  }) as typeof pg.types.getTypeParser,
};

/**
 * Opens the database.
 *
 * @throws FolderInUseError when another process has the embedded database open; otherwise the file system's or the driver's own error
 */
export async function openDatabase(config: DatabaseConfig, logger: Logger): Promise<OpenDatabase> {
  return config.kind === 'embedded' ? openEmbedded(config.folder, logger) : openExternal(config.url, logger);
}

async function openEmbedded(folder: string, logger: Logger): Promise<OpenDatabase> {
  mkdirSync(folder, { recursive: true });
  const unlock = lockFolder(folder);
  try {
    const lite = await PGlite.create({ dataDir: path.join(folder, 'postgres'), extensions: { btree_gist } });
    const { pool, database } = wrapPool({ ...createPgConfig(lite), max: 1 }, logger);
    return {
      kind: 'embedded',
      pool,
      database,
      notifications: listenOnPglite(lite, pool),
      async close() {
        await pool.end();
        await lite.close();
        unlock();
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
}

async function openExternal(url: string, logger: Logger): Promise<OpenDatabase> {
  const { pool, database } = wrapPool({ connectionString: url, max: 10, application_name: 'openprm' }, logger);
  try {
    (await pool.connect()).release();
  } catch (error) {
    await pool.end();
    throw error;
  }
  return { kind: 'external', pool, database, notifications: listenOnPostgres(url), close: () => pool.end() };
}

/** A pool with our types, and Kysely on it. */
export function wrapPool(config: pg.PoolConfig, logger: Logger): { pool: pg.Pool; database: Database } {
  const pool = new pg.Pool({
    ...config,
    types,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: config.max === 1 ? 0 : 30_000,
  });
  // An idle connection that breaks is replaced at the next request; without a listener it would end the process.
  pool.on('error', () => logger.error('database-connection-lost'));
  // So is one that breaks between two statements of a request, which its next statement then tells.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return { pool, database: new Kysely<Tables>({ dialect: new PostgresDialect({ pool: keepPlans(pool) }) }) };
}
