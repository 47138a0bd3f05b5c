import { sql } from 'kysely';
import type { RequestContext, TenantScope } from '../../http/context.ts';

/** A stretch of a practitioner's time. */
export interface FreedTime {
  readonly practitionerId: string;
  readonly start: Date;
  readonly end: Date;
}

/**
 * Notes that a stretch of time is free again, in the transaction that frees it: whatever happens afterwards, it will be offered to who waits.
 * {@link wakeWaitlist} lets that begin at once, and a sweep finds what nobody was woken for.
 */
export async function noteFreedTime({ tx, tenantId }: TenantScope, { practitionerId, start, end }: FreedTime) {
  if (!(start < end)) return;
  await tx
    .insertInto('freed_time')
    .values({ tenant_id: tenantId, practitioner_id: practitionerId, start_at: start, end_at: end })
    .execute();
}

/** The same for all that a session has claimed, buffers included. One that is over frees nothing. */
export async function noteFreedSession({ tx, tenantId }: TenantScope, sessionId: string): Promise<void> {
  await sql`
    insert into freed_time (tenant_id, practitioner_id, start_at, end_at)
    select tenant_id, resource_id, lower(during), upper(during) from allocation
    where tenant_id = ${tenantId} and session_id = ${sessionId} and upper(during) > now()`.execute(tx);
}

/** Whether anybody waits here at all. */
export async function isAnybodyWaiting({ tx, tenantId }: TenantScope): Promise<boolean> {
  const row = await tx
    .selectFrom('waitlist_entry')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('status', '=', 'waitlist')
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Has free time offered soon, if anybody waits: the job exists exactly if the change does. */
export async function wakeWaitlist(context: TenantScope & Pick<RequestContext, 'enqueue'>): Promise<void> {
  if (await isAnybodyWaiting(context)) await context.enqueue({ kind: 'waitlist-offer', tenantId: context.tenantId });
}
