import type { Database, TenantTransaction } from '../ports.ts';

/** Told which audit rows a transaction has written, once it has committed. */
export type WrittenListener = (tenantId: string, ids: readonly string[]) => void;

/** Transactions end and databases close by themselves; nothing is kept of them here. */
const written = new WeakMap<TenantTransaction, string[]>();
const listeners = new WeakMap<Database, WrittenListener>();

/** Notes the rows that a transaction has written. */
export function noteWritten(tx: TenantTransaction, ids: readonly string[]): void {
  const noted = written.get(tx) ?? [];
  noted.push(...ids);
  written.set(tx, noted);
}

/** Listens to what is written through a database, by whatever feature, so that none can forget to tell. */
export function listenToWritten(database: Database, listener: WrittenListener): void {
  listeners.set(database, listener);
}

/** Tells what a transaction has written, after its commit. */
export function tellWritten(database: Database, tx: TenantTransaction, tenantId: string): void {
  const ids = written.get(tx);
  if (ids !== undefined) listeners.get(database)?.(tenantId, ids);
}
