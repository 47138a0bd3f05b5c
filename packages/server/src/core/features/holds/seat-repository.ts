import { sql } from 'kysely';
import type { RequestContext, TenantScope } from '../../http/context.ts';
import { claimedRange } from '../../scheduling/openings.ts';
import type { Opening, ServiceRules } from '../../scheduling/rules.ts';
import { noteFreedSession } from '../waitlist-entries/freed-time.ts';

/**
 * The rows by which time is taken: session, allocation, seat and daily count. Constraints decide, not checks: whoever comes second finds no row
 * returned, and whatever was half done goes with the savepoint.
 */

/** What taking a seat needs of a request or a job. */
export type SeatScope = TenantScope & Pick<RequestContext, 'newId'>;

/** A seat that was taken. */
export interface TakenSeat {
  readonly sessionId: string;
  readonly seat: number;
  readonly capacity: number;
  /** Whether the day's count has it. */
  readonly counted: boolean;
}

/**
 * Waits until nobody reports a busy time of this practitioner any more, and keeps such reports waiting until this transaction ends: a busy time
 * is then either seen by the hold, or sees the hold and names it as a conflict.
 */
export async function lockAgenda(context: TenantScope, practitionerId: string): Promise<void> {
  await context.tx
    .selectFrom('practitioner')
    .select('id')
    .where('tenant_id', '=', context.tenantId)
    .where('id', '=', practitionerId)
    .forShare()
    .execute();
}

/**
 * Takes a seat: in a session that has one left, or in a new session that claims the practitioner's time.
 *
 * @param movesWithinDay whether it is for a visit of the same schedule and date, which the day has counted already
 * @param claimId sessions with the same claim may overlap: an appointment and the hold that replaces it
 * @returns undefined when somebody else was faster, or the day's cap is reached
 */
export async function takeSeat(
  context: SeatScope,
  service: ServiceRules,
  opening: Opening,
  dailyCap: number | null,
  movesWithinDay: boolean,
  claimId: string,
): Promise<TakenSeat | undefined> {
  // Whoever loses the race to open a shared session finds it open afterwards.
  const session =
    (await findSession(context, opening)) ??
    (await openSession(context, service, opening, claimId)) ??
    (await findSession(context, opening));
  if (session === undefined) return undefined;
  const seat = await freeSeat(context, session);
  if (seat === undefined || !(movesWithinDay || (await countSeat(context, opening, dailyCap)))) return undefined;
  return { sessionId: session.id, seat, capacity: session.capacity, counted: !movesWithinDay };
}

interface OpenSession {
  readonly id: string;
  readonly capacity: number;
}

/** A shared session that exists already, locked, so that it is neither filled nor closed by others meanwhile. */
async function findSession({ tx, tenantId }: TenantScope, opening: Opening): Promise<OpenSession | undefined> {
  return tx
    .selectFrom('session')
    .select(['id', 'capacity'])
    .where('tenant_id', '=', tenantId)
    .where('schedule_id', '=', opening.scheduleId)
    .where('healthcare_service_id', '=', opening.healthcareServiceId)
    .where('start_at', '=', new Date(opening.start))
    .forUpdate()
    .executeTakeFirst();
}

async function openSession(
  { tx, tenantId, newId }: SeatScope,
  service: ServiceRules,
  opening: Opening,
  claimId: string,
): Promise<OpenSession | undefined> {
  const session = await tx
    .insertInto('session')
    .values({
      tenant_id: tenantId,
      id: newId('ses'),
      schedule_id: opening.scheduleId,
      healthcare_service_id: opening.healthcareServiceId,
      start_at: new Date(opening.start),
      end_at: new Date(opening.end),
      date: opening.date,
      capacity: service.capacity,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning(['id', 'capacity'])
    .executeTakeFirst();
  if (session === undefined) return undefined;
  const { start, end } = claimedRange(service, opening.start);
  const { rows } = await sql`
    insert into allocation (tenant_id, session_id, resource_id, during, claim_id)
    values (${tenantId}, ${session.id}, ${opening.practitionerId}, tstzrange(${new Date(start)}, ${new Date(end)}, '[)'), ${claimId})
    on conflict do nothing returning session_id`.execute(tx);
  if (rows.length === 1) return session;
  await tx.deleteFrom('session').where('tenant_id', '=', tenantId).where('id', '=', session.id).execute();
  return undefined;
}

async function freeSeat({ tx, tenantId }: TenantScope, session: OpenSession): Promise<number | undefined> {
  const { rows } = await sql<{ seat: number }>`
    select number as seat from generate_series(1, ${session.capacity}::integer) as number
    where not exists (select from seat where tenant_id = ${tenantId} and session_id = ${session.id} and seat = number)
    order by number limit 1`.execute(tx);
  return rows[0]?.seat;
}

/** Counts one more on the day, unless that would pass the cap: the update is the check. */
async function countSeat({ tx, tenantId }: TenantScope, opening: Opening, dailyCap: number | null): Promise<boolean> {
  if (dailyCap === 0) return false;
  const { rows } = await sql`
    insert into daily_count as counted (tenant_id, schedule_id, date, n) values (${tenantId}, ${opening.scheduleId}, ${opening.date}, 1)
    on conflict (tenant_id, schedule_id, date) do update set n = counted.n + 1
      where ${dailyCap}::integer is null or counted.n < ${dailyCap}::integer
    returning n`.execute(tx);
  return rows.length === 1;
}

/** Writes who has a seat. */
export async function assignSeat({ tx, tenantId }: TenantScope, taken: TakenSeat, holdId: string): Promise<void> {
  await tx
    .insertInto('seat')
    .values({
      tenant_id: tenantId,
      session_id: taken.sessionId,
      seat: taken.seat,
      capacity: taken.capacity,
      hold_id: holdId,
      appointment_id: null,
      counted: taken.counted,
    })
    .execute();
}

/** Gives a hold's seat to the appointment that was made of it. */
export async function handOverSeat(
  { tx, tenantId }: TenantScope,
  holdId: string,
  appointmentId: string,
): Promise<void> {
  await tx
    .updateTable('seat')
    .set({ hold_id: null, appointment_id: appointmentId })
    .where('tenant_id', '=', tenantId)
    .where('hold_id', '=', holdId)
    .execute();
}

/** Within one day, the count of a visit's old seat becomes that of its new one. */
export async function moveCount({ tx, tenantId }: TenantScope, appointmentId: string, holdId: string): Promise<void> {
  const moved = await tx
    .updateTable('seat')
    .set({ counted: true })
    .where('tenant_id', '=', tenantId)
    .where('hold_id', '=', holdId)
    .where('counted', '=', false)
    .returning('seat')
    .execute();
  if (moved.length === 0) return;
  await tx
    .updateTable('seat')
    .set({ counted: false })
    .where('tenant_id', '=', tenantId)
    .where('appointment_id', '=', appointmentId)
    .execute();
}

/** Takes a seat out of its session, and notes that the time is free. The session itself is closed by {@link closeIfEmpty}, once nothing refers to it. */
export async function removeSeat(
  { tx, tenantId }: TenantScope,
  owner: { holdId: string } | { appointmentId: string },
): Promise<void> {
  const base = tx.deleteFrom('seat').where('tenant_id', '=', tenantId).returning(['session_id', 'counted']);
  const seats = await (
    'holdId' in owner
      ? base.where('hold_id', '=', owner.holdId)
      : base.where('appointment_id', '=', owner.appointmentId)
  ).execute();
  for (const { session_id: sessionId } of seats) await noteFreedSession({ tx, tenantId }, sessionId);
  for (const { session_id: sessionId } of seats.filter(({ counted }) => counted)) {
    await sql`
      update daily_count set n = n - 1 from session
      where session.tenant_id = ${tenantId} and session.id = ${sessionId}
        and daily_count.tenant_id = session.tenant_id and daily_count.schedule_id = session.schedule_id and daily_count.date = session.date`.execute(
      tx,
    );
  }
}

/** Frees the time of a session that nobody has a seat in. */
export async function closeIfEmpty({ tx, tenantId }: TenantScope, sessionId: string): Promise<void> {
  await tx
    .selectFrom('session')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', sessionId)
    .forUpdate()
    .execute();
  await sql`
    delete from session where tenant_id = ${tenantId} and id = ${sessionId}
      and not exists (select from seat where seat.tenant_id = session.tenant_id and seat.session_id = session.id)`.execute(
    tx,
  );
}
