import { type Selectable, sql } from 'kysely';
import type { StaffTables } from '../../database/staff-tables.ts';
import type { TenantScope } from '../../http/context.ts';
import { hashSecret } from '../../keys/secrets.ts';
import { lockStaff } from '../staff/staff-repository.ts';
import { signInMinutes } from './staff-mail-text.ts';

/** What lies between the first step (a password, an invitation) and the second: minutes, and five tries. */
export type PendingSignIn = Selectable<StaffTables['staff_sign_in']>;

/** How often a code may be tried before the first step has to be done again. */
export const mostTries = 5;

/** Minutes to set up an authenticator app. */
const enrolmentMinutes = 30;

/** Who holds a pending sign-in: `sip_`, the tenant, the row and a secret, for a cookie. */
const shape = /^sip_([0-9a-z]{4,40})\.(ses_[0-9a-z]{4,40})\.([A-Za-z0-9_-]{43})$/;

/** What such a credential says before it is checked. */
export interface PendingToken {
  readonly tenantId: string;
  readonly id: string;
  readonly secret: string;
}

/** Reads it; undefined for what cannot be one. */
export function readPendingToken(token: string): PendingToken | undefined {
  const [, tenant, id, secret] = shape.exec(token) ?? [];
  return tenant === undefined || id === undefined || secret === undefined
    ? undefined
    : { tenantId: `ten_${tenant}`, id, secret };
}

/** Opens one, in place of an earlier one of the same person and kind. @returns the credential that its holder needs */
export async function openPending(
  { tx, tenantId }: TenantScope,
  pending: {
    readonly id: string;
    readonly secret: string;
    readonly staffId: string;
    readonly kind: PendingSignIn['kind'];
    readonly codeHash?: Uint8Array | null;
    readonly totpSealed?: Uint8Array | null;
    readonly passwordHash?: string | null;
  },
): Promise<string> {
  const { id, secret, staffId, kind, codeHash = null, totpSealed = null, passwordHash = null } = pending;
  await tx
    .deleteFrom('staff_sign_in')
    .where('tenant_id', '=', tenantId)
    .where('staff_id', '=', staffId)
    .where('kind', '=', kind)
    .execute();
  const minutes = kind === 'enrolment' ? enrolmentMinutes : signInMinutes;
  await tx
    .insertInto('staff_sign_in')
    .values({
      tenant_id: tenantId,
      id,
      staff_id: staffId,
      kind,
      secret_hash: await hashSecret(secret),
      code_hash: codeHash,
      totp_sealed: totpSealed,
      password_hash: passwordHash,
      expires_at: sql<Date>`clock_timestamp() + make_interval(mins => ${minutes}::integer)`,
    })
    .execute();
  return `sip_${tenantId.slice('ten_'.length)}.${id}.${secret}`;
}

/** Finds a live one by its credential and locks it, after its person: tries count one after the other, and none goes on while sessions are ended. */
export async function lockPending(
  { tx, tenantId }: TenantScope,
  { id, secret }: PendingToken,
  kind: PendingSignIn['kind'],
): Promise<PendingSignIn | undefined> {
  const pending = tx
    .selectFrom('staff_sign_in')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .where('kind', '=', kind)
    .where('secret_hash', '=', await hashSecret(secret))
    .where('expires_at', '>', sql<Date>`clock_timestamp()`);
  const found = await pending.executeTakeFirst();
  if (found === undefined) return undefined;
  await lockStaff({ tx, tenantId }, found.staff_id);
  return pending.forUpdate().executeTakeFirst();
}

/** Counts a wrong code. @returns how many tries are left; with none the sign-in is gone */
export async function countWrongCode({ tx, tenantId }: TenantScope, { id, tries }: PendingSignIn): Promise<number> {
  const left = mostTries - tries - 1;
  if (left <= 0) await closePending({ tx, tenantId }, id);
  else {
    await tx
      .updateTable('staff_sign_in')
      .set({ tries: tries + 1 })
      .where('tenant_id', '=', tenantId)
      .where('id', '=', id)
      .execute();
  }
  return Math.max(left, 0);
}

/** Removes one: it was used, or is over. */
export const closePending = ({ tx, tenantId }: TenantScope, id: string) =>
  tx.deleteFrom('staff_sign_in').where('tenant_id', '=', tenantId).where('id', '=', id).execute();
