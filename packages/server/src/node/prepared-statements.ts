import type { PostgresPool, PostgresPoolClient } from 'kysely';
import type pg from 'pg';

/** A statement that comes this often is worth a plan that is kept. */
const worthKeeping = 3;
/** So many are kept for each connection; the database holds their plans in memory. */
const mostKept = 300;
/** Texts that were seen once or twice are counted up to here; a house that makes more of them makes them anew each time. */
const mostCounted = 2000;

/**
 * Columns that no text names follow the table: when a later release adds one, a kept plan of such a text fails in the processes that still run.
 * (`count(*)` names none.)
 */
const namesNoColumns = /(?<!\()\*/;

/** Says which statements keep their plan: by a name for each, the same on all connections of a process. */
export function createStatementNames(): (text: string) => string | undefined {
  const seen = new Map<string, number>();
  const names = new Map<string, string>();
  return (text) => {
    const known = names.get(text);
    if (known !== undefined) return known;
    if (names.size >= mostKept || namesNoColumns.test(text)) return undefined;
    const times = (seen.get(text) ?? 0) + 1;
    if (times < worthKeeping) {
      if (seen.size < mostCounted || seen.has(text)) seen.set(text, times);
      return undefined;
    }
    seen.delete(text);
    const name = `openprm_${names.size + 1}`;
    names.set(text, name);
    return name;
  };
}

/**
 * The pool as Kysely sees it, in which a statement that comes again and again is prepared once for each connection. To plan the read of one appointment
 * takes the database twenty times as long as to run it (1.1 ms and 0.06 ms, measured).
 *
 * PostgreSQL itself makes a new plan where a kept one no longer fits: after a change of a table, and for another role under row-level security.
 */
export function keepPlans(pool: pg.Pool): PostgresPool {
  const nameOf = createStatementNames();
  const clients = new WeakMap<pg.PoolClient, PostgresPoolClient>();

  const wrap = (client: pg.PoolClient): PostgresPoolClient => {
    const query = (text: unknown, values: readonly unknown[] = []): Promise<unknown> => {
      if (typeof text !== 'string') throw new TypeError('Cursors are not used here.');
      const name = values.length === 0 ? undefined : nameOf(text);
      return client.query({ text, values: [...values], ...(name === undefined ? {} : { name }) });
    };
    return { query: query as PostgresPoolClient['query'], release: (destroy) => client.release(destroy) };
  };

  return {
    options: pool.options,
    end: () => pool.end(),
    async connect() {
      const client = await pool.connect();
      const known = clients.get(client);
      if (known !== undefined) return known;
      const wrapped = wrap(client);
      clients.set(client, wrapped);
      return wrapped;
    },
  };
}
