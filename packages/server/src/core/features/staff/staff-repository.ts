import type { EndpointAnswer, StaffRole, createStaff as createRow } from '@openprm/contract';
import { type Selectable, sql } from 'kysely';
import type { StaffStatus, StaffTables } from '../../database/staff-tables.ts';
import type { TenantScope } from '../../http/context.ts';
import type { SortKey } from '../../http/cursor.ts';
import type { Keys } from '../../ports.ts';
import { type StaffIdentity, openStaff, sealStaff, staffEmailIndex } from './staff-record.ts';

/** A staff row as it is read. */
export type StaffRow = Selectable<StaffTables['staff']>;

/** Who works here as the contract shows them. */
export type StaffAnswer = EndpointAnswer<typeof createRow>;

/** A new row: nobody signs in with it before the invitation is accepted. */
export interface NewStaff {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: StaffRole;
}

/** Adds a row. @returns false when somebody has this address already */
export async function insertStaff(scope: TenantScope, keys: Keys, staff: NewStaff): Promise<boolean> {
  const { tx, tenantId } = scope;
  const { id, name, email, role } = staff;
  const inserted = await tx
    .insertInto('staff')
    .values({
      tenant_id: tenantId,
      id,
      email_index: await staffEmailIndex(keys, tenantId, email),
      sealed: await sealStaff(keys, tenantId, id, { name, email }),
      role,
    })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'email_index']).doNothing())
    .returning('id')
    .executeTakeFirst();
  return inserted !== undefined;
}

/** One row, or undefined. */
export const findStaff = ({ tx, tenantId }: TenantScope, id: string): Promise<StaffRow | undefined> =>
  tx.selectFrom('staff').selectAll().where('tenant_id', '=', tenantId).where('id', '=', id).executeTakeFirst();

/** One row, which keeps its role and status until the transaction is over. */
export const holdStaff = ({ tx, tenantId }: TenantScope, id: string): Promise<StaffRow | undefined> =>
  tx
    .selectFrom('staff')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .forShare()
    .executeTakeFirst();

/**
 * One row, or undefined, kept as it is until the transaction has ended: what opens a person's sessions and what ends them come one after the other. Before any other row of theirs, so that
 * no two wait for one another.
 */
export const lockStaff = ({ tx, tenantId }: TenantScope, id: string): Promise<StaffRow | undefined> =>
  tx
    .selectFrom('staff')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst();

/** Rows after a key, by the time they were added. */
export const listStaffRows = ({ tx, tenantId }: TenantScope, after: SortKey | undefined, limit: number) =>
  tx
    .selectFrom('staff')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .$if(after !== undefined, (query) => query.where('id', '>', after?.[0] ?? ''))
    .orderBy('id')
    .limit(limit)
    .execute();

/** Locks every owner's row, in one order, so that two requests cannot each leave the clinic to the other's owner. */
export const lockOwners = ({ tx, tenantId }: TenantScope) =>
  tx
    .selectFrom('staff')
    .select(['id', 'status'])
    .where('tenant_id', '=', tenantId)
    .where('role', '=', 'owner')
    .orderBy('id')
    .forUpdate()
    .execute();

/** Another role or status. */
export async function changeStaff(
  { tx, tenantId }: TenantScope,
  id: string,
  changes: { readonly role?: StaffRole; readonly status?: StaffStatus },
): Promise<void> {
  await tx.updateTable('staff').set(changes).where('tenant_id', '=', tenantId).where('id', '=', id).execute();
}

/** How long an invitation is good, in days. */
export const invitationDays = 7;

/** Opens an invitation. Whatever signed this person in until now is gone: password, authenticator, recovery codes. */
export async function openInvitation({ tx, tenantId }: TenantScope, id: string, secretHash: Uint8Array): Promise<void> {
  await tx
    .updateTable('staff')
    .set({
      status: 'invited',
      password_hash: null,
      second_factor: null,
      totp_sealed: null,
      invitation_hash: secretHash,
      invitation_expires_at: sql<Date>`clock_timestamp() + make_interval(days => ${invitationDays}::integer)`,
    })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .execute();
  await tx.deleteFrom('staff_recovery_code').where('tenant_id', '=', tenantId).where('staff_id', '=', id).execute();
  await tx.deleteFrom('staff_sign_in').where('tenant_id', '=', tenantId).where('staff_id', '=', id).execute();
}

/** A row as the contract shows it. */
export const toStaff = async (keys: Keys, row: StaffRow): Promise<StaffAnswer> => ({
  ...toAccount(row),
  ...(await openIdentity(keys, row)),
});

/** Who a row is of. @throws KeyError `sealed-value-changed` */
export async function openIdentity(keys: Keys, row: StaffRow): Promise<StaffIdentity> {
  const { name, email } = await openStaff(keys, row.tenant_id, row.id, row.sealed);
  return { name, email };
}

/** What stands in a row for everybody to read. */
export const toAccount = (row: StaffRow): Omit<StaffAnswer, keyof StaffIdentity> => ({
  id: row.id,
  role: row.role,
  status: row.status,
  invitationExpiresAt: row.status === 'invited' ? (row.invitation_expires_at?.toISOString() ?? null) : null,
  createdAt: row.created_at.toISOString(),
});
