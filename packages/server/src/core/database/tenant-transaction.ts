import { sql } from 'kysely';
import { tellWritten } from '../journal/written-audits.ts';
import type { Database, TenantTransaction } from '../ports.ts';

/** A deadlock or a serialization failure: the transaction did nothing, and the same again may succeed. */
const isTransient = (error: unknown) =>
  typeof error === 'object' && error !== null && 'code' in error && (error.code === '40P01' || error.code === '40001');

/**
 * Runs some work in one transaction that sees one tenant: it takes on the role that row-level security holds for.
 * A deadlock is tried again, three times at most; so the work must have no effect outside the transaction.
 *
 * @param tenantId from a verified credential or a job, never from a body
 */
export async function inTenant<Result>(
  database: Database,
  tenantId: string,
  work: (transaction: TenantTransaction) => Promise<Result>,
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      let committed: TenantTransaction | undefined;
      const result = await database.transaction().execute(async (transaction) => {
        committed = transaction;
        await sql`select set_config('role', 'openprm_app', true), set_config('app.tenant', ${tenantId}, true),
          set_config('statement_timeout', '15s', true), set_config('lock_timeout', '10s', true)`.execute(transaction);
        return work(transaction);
      });
      if (committed !== undefined) tellWritten(database, committed, tenantId);
      return result;
    } catch (error) {
      if (attempt === 4 || !isTransient(error)) throw error;
    }
  }
}
