import type { StaffRole } from '@openprm/contract';
import { sql } from 'kysely';
import type { TenantScope } from '../../http/context.ts';
import { hashSecret } from '../../keys/secrets.ts';
import type { Database } from '../../ports.ts';
import { lockStaff } from '../staff/staff-repository.ts';

/** Without a request for so long a session is over, in minutes; migration 0004 says the same to the database. */
export const idleMinutes = 15;
/** A session is over at the latest after so many hours. */
export const mostHours = 12;

/** The credential of a session: `sst_` and 256 random bits. */
const prefix = 'sst_';

/** Opens a session. @returns its credential, which is stored nowhere */
export async function createSession(
  { tx, tenantId }: TenantScope,
  ids: { readonly sessionId: string; readonly staffId: string; readonly secret: string },
): Promise<string> {
  const token = prefix + ids.secret;
  await tx
    .insertInto('staff_session')
    .values({
      tenant_id: tenantId,
      id: ids.sessionId,
      staff_id: ids.staffId,
      secret_hash: await hashSecret(token),
      expires_at: sql<Date>`clock_timestamp() + make_interval(hours => ${mostHours}::integer)`,
    })
    .execute();
  return token;
}

/** A session that is alive, with the role that its person has now. */
export interface LiveSession {
  readonly tenantId: string;
  readonly sessionId: string;
  readonly staffId: string;
  readonly role: StaffRole;
}

/**
 * Finds a live session by its credential and notes that it is in use, every half minute at most.
 *
 * @param isPassive for a call that a page makes by itself: it is no use
 * @returns undefined when there is none, it was ended, it was idle for too long or is too old, or its person is no longer of the staff
 */
export async function findLiveSession(
  database: Database,
  token: string,
  { isPassive = false }: { readonly isPassive?: boolean } = {},
): Promise<LiveSession | undefined> {
  const { rows } = await sql<{
    tenant_id: string;
    id: string;
    staff_id: string;
    role: StaffRole;
    seen_lately: boolean;
  }>`select * from find_staff_session(${await hashSecret(token)})`.execute(database);
  const [found] = rows;
  if (found === undefined) return undefined;
  const { tenant_id: tenantId, id: sessionId, staff_id: staffId, role } = found;
  if (!found.seen_lately && !isPassive) {
    await database
      .updateTable('staff_session')
      .set({ last_seen_at: sql<Date>`clock_timestamp()` })
      .where('tenant_id', '=', tenantId)
      .where('id', '=', sessionId)
      .execute();
  }
  return { tenantId, sessionId, staffId, role };
}

/** Finds a live session by its id, and in how many milliseconds it ends if it is not used. */
export async function findLiveSessionById(
  { tx, tenantId }: TenantScope,
  sessionId: string,
): Promise<{ readonly role: StaffRole; readonly endsInMilliseconds: number } | undefined> {
  const { rows } = await sql<{ role: StaffRole; ends_in: number }>`
    select staff.role, extract(epoch from least(session.expires_at, session.last_seen_at + make_interval(mins => ${idleMinutes}::integer))
      - clock_timestamp())::float8 * 1000 as ends_in
    from staff_session as session
    join staff on staff.tenant_id = session.tenant_id and staff.id = session.staff_id and staff.status = 'active'
    where session.tenant_id = ${tenantId} and session.id = ${sessionId}`.execute(tx);
  const [found] = rows;
  return found === undefined || found.ends_in <= 0
    ? undefined
    : { role: found.role, endsInMilliseconds: found.ends_in };
}

/** Whether a session's person has shown their second factor within so many minutes. */
export async function isProvenWithin({ tx, tenantId }: TenantScope, id: string, minutes: number): Promise<boolean> {
  const row = await tx
    .selectFrom('staff_session')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .where(sql<boolean>`proven_at > clock_timestamp() - make_interval(mins => ${minutes}::integer)`)
    .executeTakeFirst();
  return row !== undefined;
}

/** Notes that a session's person has just shown their second factor. @returns its new credential: the one before is good no more (OWASP ASVS 5.0, 7.2.4) */
export async function renewSession(
  { tx, tenantId }: TenantScope,
  { sessionId, secret }: { readonly sessionId: string; readonly secret: string },
): Promise<string> {
  const token = prefix + secret;
  const now = sql<Date>`clock_timestamp()`;
  await tx
    .updateTable('staff_session')
    .set({ secret_hash: await hashSecret(token), proven_at: now, last_seen_at: now })
    .where('tenant_id', '=', tenantId)
    .where('id', '=', sessionId)
    .execute();
  return token;
}

/** The open sessions of a person, the newest first. */
export const openSessionsOf = ({ tx, tenantId }: TenantScope, staffId: string) =>
  tx
    .selectFrom('staff_session')
    .where('tenant_id', '=', tenantId)
    .where('staff_id', '=', staffId)
    .where(sql<boolean>`expires_at > clock_timestamp()`)
    .where(sql<boolean>`last_seen_at > clock_timestamp() - make_interval(mins => ${idleMinutes}::integer)`)
    .orderBy('id', 'desc');

/** Ends every session of a person but one, and sign-ins that are under way. */
export async function endOtherSessionsOf(
  scope: TenantScope,
  { staffId, sessionId }: { readonly staffId: string; readonly sessionId: string },
): Promise<void> {
  const sessions = await lockSessionsOf(scope, staffId);
  await sessions.where('id', '<>', sessionId).execute();
}

/** Ends one session. */
export const endSession = ({ tx, tenantId }: TenantScope, sessionId: string) =>
  tx.deleteFrom('staff_session').where('tenant_id', '=', tenantId).where('id', '=', sessionId).execute();

/** Ends every session of a person, and sign-ins that are under way. */
export async function endSessionsOf(scope: TenantScope, staffId: string): Promise<void> {
  const sessions = await lockSessionsOf(scope, staffId);
  await sessions.execute();
}

/** Waits for a sign-in that is about to open a session, and ends the others that are under way. @returns how sessions of a person are ended, which sees that one, too */
async function lockSessionsOf(scope: TenantScope, staffId: string) {
  await lockStaff(scope, staffId);
  const ofPerson = (table: 'staff_session' | 'staff_sign_in') =>
    scope.tx.deleteFrom(table).where('tenant_id', '=', scope.tenantId).where('staff_id', '=', staffId);
  await ofPerson('staff_sign_in').execute();
  return ofPerson('staff_session');
}

/** Removes what is over: sessions, sign-ins, counts of tries. */
export async function sweepSignIns({ tx, tenantId }: TenantScope): Promise<void> {
  await sql`delete from staff_session where tenant_id = ${tenantId} and (expires_at < clock_timestamp()
    or last_seen_at < clock_timestamp() - make_interval(mins => ${idleMinutes}::integer))`.execute(tx);
  await sql`delete from staff_sign_in where tenant_id = ${tenantId} and expires_at < clock_timestamp()`.execute(tx);
  await sql`delete from staff_attempt where tenant_id = ${tenantId} and window_start < clock_timestamp() - interval '1 day'`.execute(
    tx,
  );
}
