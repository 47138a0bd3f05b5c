import { sql } from 'kysely';
import type { TenantScope } from '../../http/context.ts';
import { hashSecret } from '../../keys/secrets.ts';
import type { Database } from '../../ports.ts';
import { closeIfEmpty, removeSeat } from './seat-repository.ts';

/** How long a hold keeps a time, and how long renewals can keep it in all. */
export const holdMinutes = 10;
export const longestHoldMinutes = 120;

/** A hold that is alive and whose secret was shown. */
export interface LiveHold {
  readonly id: string;
  readonly sessionId: string;
  readonly replacesAppointmentId: string | null;
}

/** Writes a hold that expires by the database's clock. */
export async function insertHold(
  { tx, tenantId }: TenantScope,
  hold: {
    id: string;
    sessionId: string;
    secret: string;
    replacesAppointmentId: string | null;
    visitor: Uint8Array | undefined;
    /** How long it lives, where that is not {@link holdMinutes}. */
    minutes?: number;
  },
): Promise<Date> {
  const { rows } = await sql<{ expires_at: Date }>`
    insert into hold (tenant_id, id, session_id, secret_hash, expires_at, replaces_appointment_id, visitor)
    values (${tenantId}, ${hold.id}, ${hold.sessionId}, ${await hashSecret(hold.secret)},
      now() + make_interval(mins => ${hold.minutes ?? holdMinutes}::integer), ${hold.replacesAppointmentId}, ${hold.visitor ?? null})
    returning expires_at`.execute(tx);
  const [row] = rows;
  if (row === undefined) throw new Error('A hold was inserted without an answer.');
  return row.expires_at;
}

/**
 * Locks a hold for who shows its secret, if it is alive by the database's clock: the compare-and-set of hold -> booked.
 * Of two requests that show the same hold, the second finds it gone.
 */
export async function claimHold(
  { tx, tenantId }: TenantScope,
  id: string,
  secret: string,
): Promise<LiveHold | undefined> {
  const { rows } = await sql<{ id: string; session_id: string; replaces_appointment_id: string | null }>`
    select id, session_id, replaces_appointment_id from hold
    where tenant_id = ${tenantId} and id = ${id} and secret_hash = ${await hashSecret(secret)} and expires_at > clock_timestamp()
    for update`.execute(tx);
  const [row] = rows;
  return row && { id: row.id, sessionId: row.session_id, replacesAppointmentId: row.replaces_appointment_id };
}

/** The same for a hold whose secret nobody has: the caller has shown by other means whom it is for. */
export async function claimOfferedHold({ tx, tenantId }: TenantScope, id: string): Promise<LiveHold | undefined> {
  const { rows } = await sql<LiveHold>`
    select id, session_id as "sessionId", replaces_appointment_id as "replacesAppointmentId" from hold
    where tenant_id = ${tenantId} and id = ${id} and expires_at > clock_timestamp() for update`.execute(tx);
  return rows[0];
}

/** Frees what a hold has taken that was made for somebody, if it is still there. */
export async function freeOfferedHold(context: TenantScope, id: string): Promise<void> {
  const hold = await context.tx
    .selectFrom('hold')
    .select(['id', 'session_id as sessionId'])
    .where('tenant_id', '=', context.tenantId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (hold !== undefined) await freeHold(context, hold);
}

/** Gives a live hold its full time again, within the longest time that renewals allow. */
export async function extendHold({ tx, tenantId }: TenantScope, id: string, secret: string): Promise<Date | undefined> {
  const { rows } = await sql<{ expires_at: Date }>`
    update hold set expires_at = greatest(expires_at, least(now() + make_interval(mins => ${holdMinutes}::integer),
      created_at + make_interval(mins => ${longestHoldMinutes}::integer)))
    where tenant_id = ${tenantId} and id = ${id} and secret_hash = ${await hashSecret(secret)} and expires_at > clock_timestamp()
    returning expires_at`.execute(tx);
  return rows[0]?.expires_at;
}

/** Removes a hold's row, after its seat went to an appointment. */
export async function deleteHold({ tx, tenantId }: TenantScope, id: string): Promise<void> {
  await tx.deleteFrom('hold').where('tenant_id', '=', tenantId).where('id', '=', id).execute();
}

/** Frees what a hold has taken, and removes it. */
export async function freeHold(context: TenantScope, hold: { id: string; sessionId: string }): Promise<void> {
  await removeSeat(context, { holdId: hold.id });
  await deleteHold(context, hold.id);
  await closeIfEmpty(context, hold.sessionId);
}

/** How long it is known which time an expired hold had. */
const rememberedHours = 24;

/** Frees what an expired hold has taken, and remembers which time that was, for who comes late with its secret. */
export async function endHold(context: TenantScope, hold: { id: string; sessionId: string }): Promise<void> {
  await sql`
    insert into ended_hold (tenant_id, id, secret_hash, schedule_id, healthcare_service_id, start_at)
    select hold.tenant_id, hold.id, hold.secret_hash, session.schedule_id, session.healthcare_service_id, session.start_at
    from hold join session on session.tenant_id = hold.tenant_id and session.id = hold.session_id
    where hold.tenant_id = ${context.tenantId} and hold.id = ${hold.id}`.execute(context.tx);
  await freeHold(context, hold);
}

/** The time of a hold whose secret is shown: of one that is still there, or that has expired within the last day. */
export async function findHeldTime({ tx, tenantId }: TenantScope, id: string, secret: string) {
  const secretHash = await hashSecret(secret);
  const { rows } = await sql<{ scheduleId: string; healthcareServiceId: string; startAt: Date }>`
    select session.schedule_id as "scheduleId", session.healthcare_service_id as "healthcareServiceId", session.start_at as "startAt"
    from hold join session on session.tenant_id = hold.tenant_id and session.id = hold.session_id
    where hold.tenant_id = ${tenantId} and hold.id = ${id} and hold.secret_hash = ${secretHash}
    union all
    select schedule_id, healthcare_service_id, start_at from ended_hold
    where tenant_id = ${tenantId} and id = ${id} and secret_hash = ${secretHash}`.execute(tx);
  return rows[0];
}

/** Forgets the times of holds that ended more than a day ago, in all tenants. */
export async function forgetEndedHolds(database: Database): Promise<void> {
  await sql`delete from ended_hold where ended_at <= now() - make_interval(hours => ${rememberedHours}::integer)`.execute(
    database,
  );
}

/** Locks and reads a hold by its secret, alive or not. */
export async function findHold({ tx, tenantId }: TenantScope, id: string, secret: string) {
  return tx
    .selectFrom('hold')
    .select(['id', 'session_id as sessionId'])
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .where('secret_hash', '=', await hashSecret(secret))
    .forUpdate()
    .executeTakeFirst();
}

/** Holds that have expired and stand in the way of a practitioner's or a schedule's time. What another transaction is about to remove is left to it. */
export async function findExpired({ tx, tenantId }: TenantScope, of: { practitionerId: string; scheduleId: string }) {
  const { rows } = await sql<{ id: string; sessionId: string }>`
    select hold.id, hold.session_id as "sessionId" from hold
    join session on session.tenant_id = hold.tenant_id and session.id = hold.session_id
    where hold.tenant_id = ${tenantId} and hold.expires_at <= clock_timestamp()
      and (session.schedule_id = ${of.scheduleId} or exists (
        select from allocation where allocation.tenant_id = session.tenant_id and allocation.session_id = session.id
          and allocation.resource_id = ${of.practitionerId}))
    order by hold.id limit 200
    for update of hold skip locked`.execute(tx);
  return rows;
}

/** The hold that is kept for an appointment that moves, if any. */
export async function findHoldReplacing({ tx, tenantId }: TenantScope, appointmentId: string) {
  return tx
    .selectFrom('hold')
    .select(['id', 'session_id as sessionId'])
    .where('tenant_id', '=', tenantId)
    .where('replaces_appointment_id', '=', appointmentId)
    .forUpdate()
    .executeTakeFirst();
}

/** The claim that an appointment's own time stands under, if it has its session to itself. */
export async function readOwnClaim({ tx, tenantId }: TenantScope, sessionId: string): Promise<string | undefined> {
  const row = await tx
    .selectFrom('allocation')
    .innerJoin('session', (on) =>
      on.onRef('session.tenant_id', '=', 'allocation.tenant_id').onRef('session.id', '=', 'allocation.session_id'),
    )
    .select('claim_id')
    .where('allocation.tenant_id', '=', tenantId)
    .where('allocation.session_id', '=', sessionId)
    .where('session.capacity', '=', 1)
    .executeTakeFirst();
  return row?.claim_id;
}

/** Expired holds of the whole tenant, for the sweep. */
export async function findAnyExpired({ tx, tenantId }: TenantScope) {
  const { rows } = await sql<{ id: string; sessionId: string }>`
    select id, session_id as "sessionId" from hold where tenant_id = ${tenantId} and expires_at <= clock_timestamp()
    order by id limit 500 for update skip locked`.execute(tx);
  return rows;
}
