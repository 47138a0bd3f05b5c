import type { BusyTime } from '@openprm/contract';
import { sql } from 'kysely';
import type { SortKey } from '../../http/cursor.ts';
import type { RequestContext } from '../../http/context.ts';

/** A half-open range between two instants. */
const between = (start: Date, end: Date) =>
  sql`tstzrange(${start.toISOString()}::timestamptz, ${end.toISOString()}::timestamptz, '[)')`;

/** By external id; those after the key `[externalId]`. Instants are in UTC: a practitioner's time has no one zone. */
export async function readBusyTimes(
  { tx, tenantId }: RequestContext,
  { practitionerId }: { readonly practitionerId?: string | undefined },
  after: SortKey | undefined,
  limit: number,
): Promise<BusyTime[]> {
  const rows = await tx
    .selectFrom('busy_time')
    .select([
      'external_id as externalId',
      'practitioner_id as practitionerId',
      sql<Date>`lower(during)`.as('start'),
      sql<Date>`upper(during)`.as('end'),
    ])
    .where('tenant_id', '=', tenantId)
    .$if(practitionerId !== undefined, (query) => query.where('practitioner_id', '=', practitionerId ?? ''))
    .$if(after !== undefined, (query) => query.where('external_id', '>', after?.[0] ?? ''))
    .orderBy('external_id')
    .limit(limit)
    .execute();
  return rows.map((row) => ({ ...row, start: row.start.toISOString(), end: row.end.toISOString() }));
}

/** Makes holds and bookings of a practitioner wait until the request has ended. Says whether there is such a practitioner here. */
export async function lockPractitioner({ tx, tenantId }: RequestContext, practitionerId: string): Promise<boolean> {
  const practitioner = await tx
    .selectFrom('practitioner')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', practitionerId)
    .forUpdate()
    .executeTakeFirst();
  return practitioner !== undefined;
}

/** A busy time as it is stored. */
export interface StoredBusyTime {
  readonly externalId: string;
  readonly practitionerId: string;
  readonly start: Date;
  readonly end: Date;
}

/** Stores or moves a busy time. Says whether anything is different now. */
export async function putBusyTime(
  { tx, tenantId }: RequestContext,
  { externalId, practitionerId, start, end }: StoredBusyTime,
): Promise<boolean> {
  const { rows } = await sql`
    insert into busy_time (tenant_id, external_id, practitioner_id, during)
    values (${tenantId}, ${externalId}, ${practitionerId}, ${between(start, end)})
    on conflict (tenant_id, external_id) do update set practitioner_id = excluded.practitioner_id, during = excluded.during
      where (busy_time.practitioner_id, busy_time.during) is distinct from (excluded.practitioner_id, excluded.during)
    returning external_id`.execute(tx);
  return rows.length > 0;
}

/** A busy time as it stands, or undefined. */
export async function findBusyTime({ tx, tenantId }: RequestContext, externalId: string) {
  const { rows } = await sql<{ practitionerId: string; start: Date; end: Date }>`
    select practitioner_id as "practitionerId", lower(during) as start, upper(during) as "end" from busy_time
    where tenant_id = ${tenantId} and external_id = ${externalId}`.execute(tx);
  return rows[0];
}

/** Says whether there was one. */
export async function deleteBusyTime({ tx, tenantId }: RequestContext, externalId: string): Promise<boolean> {
  const removed = await tx
    .deleteFrom('busy_time')
    .where('tenant_id', '=', tenantId)
    .where('external_id', '=', externalId)
    .returning('external_id')
    .executeTakeFirst();
  return removed !== undefined;
}

/** Appointments that are still to take place, or take place now, in the practitioner's time between two instants, buffers included; by start. */
export async function readConflictingAppointments(
  { tx, tenantId }: RequestContext,
  { practitionerId, start, end }: Omit<StoredBusyTime, 'externalId'>,
): Promise<string[]> {
  const rows = await tx
    .selectFrom('allocation')
    .innerJoin('appointment', (join) =>
      join
        .onRef('appointment.tenant_id', '=', 'allocation.tenant_id')
        .onRef('appointment.session_id', '=', 'allocation.session_id'),
    )
    .select('appointment.id')
    .where('allocation.tenant_id', '=', tenantId)
    .where('allocation.resource_id', '=', practitionerId)
    .where('appointment.status', 'in', ['booked', 'arrived'])
    .where(sql<boolean>`allocation.during && ${between(start, end)}`)
    .orderBy('appointment.start_at')
    .orderBy('appointment.id')
    .execute();
  return rows.map(({ id }) => id);
}
