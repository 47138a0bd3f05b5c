/** The first column of every table: its tenant, with which its rows go. */
export const tenantColumn = 'tenant_id text not null references tenant (tenant_id) on delete cascade';

/** What the role of requests may do with a table's rows. */
export type TableRight = 'select' | 'insert' | 'update' | 'delete';

/**
 * The statements that a new table needs after its `create table`: row-level security for `openprm_app`, the role that every request takes on,
 * by which it sees and writes rows of its own tenant only; and that role's rights.
 *
 * @param table its name, with its schema where that is not the house's own
 * @param rights all of them, unless a request must not have some: a journal is only added to
 */
export const secureTenantTable = (
  table: string,
  rights: readonly TableRight[] = ['select', 'insert', 'update', 'delete'],
): readonly string[] => [
  `alter table ${table} enable row level security`,
  `create policy tenant_only on ${table} to openprm_app using (tenant_id = current_setting('app.tenant', true)) with check (tenant_id = current_setting('app.tenant', true))`,
  ...(rights.length === 0 ? [] : [`grant ${rights.join(', ')} on ${table} to openprm_app`]),
];
