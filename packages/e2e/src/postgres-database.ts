import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { startPostgres } from '../../tooling/postgres.ts';

/** A database of its own on a PostgreSQL server. */
export interface PostgresDatabase {
  readonly url: string;
  /** One statement on a connection of its own, so that it also works after the server was away. */
  query<Row extends object>(text: string, values?: readonly unknown[]): Promise<Row[]>;
  drop(): Promise<void>;
}

/**
 * Makes a database.
 *
 * @param serverUrl of a user who may
 * @param template a database to copy, to which nobody is connected; an empty one by default
 */
export async function createDatabase(serverUrl: string, template?: string): Promise<PostgresDatabase> {
  const name = `e2e_${randomBytes(8).toString('hex')}`;
  await queryOnce(serverUrl, `create database ${name}${template === undefined ? '' : ` template ${template}`}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    query: (text, values = []) => queryOnce(url.href, text, values),
    drop: async () => void (await queryOnce(serverUrl, `drop database ${name} with (force)`)),
  };
}

async function queryOnce<Row extends object>(
  url: string,
  text: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(text, [...values])).rows;
  } finally {
    await client.end();
  }
}

/** A PostgreSQL server for tests. */
export interface TestPostgres {
  readonly url: string;
  stop(): Promise<void>;
}

/** The one that OPENPRM_TEST_POSTGRES_URL names, as `npm test` does, or else a throw-away one. */
export async function openTestPostgres(): Promise<TestPostgres> {
  const url = process.env['OPENPRM_TEST_POSTGRES_URL'];
  return url === undefined ? startPostgres() : { url, stop: () => Promise.resolve() };
}
