import type { PostgresDatabase } from '../postgres-database.ts';

/**
 * What must hold in the database whenever no transaction is open, whatever happened before: each query counts rows that break it, across all
 * tenants, so every count must be 0.
 */
const queries = {
  overlappingAllocations: `
    select from allocation a join allocation b
      on a.tenant_id = b.tenant_id and a.resource_id = b.resource_id and a.session_id < b.session_id and a.during && b.during`,
  overlappingAppointments: `
    select from appointment a join appointment b
      on a.tenant_id = b.tenant_id and a.practitioner_id = b.practitioner_id and a.id < b.id
      and a.status = 'booked' and b.status = 'booked' and a.session_id <> b.session_id
      and tstzrange(a.start_at, a.end_at) && tstzrange(b.start_at, b.end_at)`,
  sessionsWithoutSeat: `
    select from session s where not exists (select from seat where seat.tenant_id = s.tenant_id and seat.session_id = s.id)`,
  sessionsWithoutAllocation: `
    select from session s where not exists (select from allocation a where a.tenant_id = s.tenant_id and a.session_id = s.id)`,
  holdsWithoutSeat: `
    select from hold h where not exists (select from seat where seat.tenant_id = h.tenant_id and seat.hold_id = h.id and seat.session_id = h.session_id)`,
  appointmentsWithoutSeat: `
    select from appointment a where a.session_id is not null
      and not exists (select from seat where seat.tenant_id = a.tenant_id and seat.appointment_id = a.id and seat.session_id = a.session_id)`,
  wrongDailyCounts: `
    select from (select tenant_id, schedule_id, date, n from daily_count) counted
    full join (
      select session.tenant_id, schedule_id, date, count(*) as n from session
      join seat on seat.tenant_id = session.tenant_id and seat.session_id = session.id and seat.counted group by 1, 2, 3
    ) taken using (tenant_id, schedule_id, date)
    where coalesce(counted.n, 0) <> coalesce(taken.n, 0)`,
  appointmentsWithoutTheirMails: `
    select from appointment a where (
      select count(*) from mail where mail.tenant_id = a.tenant_id and mail.appointment_id = a.id and mail.sequence = 0) <> 2`,
  mailsWithoutJob: `
    select from mail where status = 'queued' and not exists (
      select from pgboss.job where job.data->>'mailId' = mail.id and job.state in ('created', 'retry', 'active'))`,
  appointmentsWithoutTheirEvent: `
    select from appointment a where (
      select count(*) from event e where e.tenant_id = a.tenant_id and e.resource_id = a.id and e.type = 'appointment.booked') <> 1`,
  appointmentsWithoutAudit: `
    select from appointment a where not exists (
      select from audit_event e where e.tenant_id = a.tenant_id and e.resource_id = a.id and e.action = 'createAppointment')`,
  idempotencyKeysWithoutAnswer: `select from idempotency_key where status is null or answer is null`,
} as const;

/** The name of something that must hold. */
export type Invariant = keyof typeof queries;

/** Counts what breaks each invariant. */
export async function countBroken(database: PostgresDatabase): Promise<Record<Invariant, number>> {
  const counts = {} as Record<Invariant, number>;
  for (const [name, query] of Object.entries(queries) as [Invariant, string][]) {
    const [row] = await database.query<{ n: string }>(`select count(*) as n from (${query}) broken`);
    counts[name] = Number(row?.n);
  }
  return counts;
}

/** Whether all counts are 0. */
export const isWhole = (counts: Readonly<Record<string, number>>): boolean =>
  Object.values(counts).every((count) => count === 0);
