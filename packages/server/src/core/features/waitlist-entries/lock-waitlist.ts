import { type RawBuilder, sql } from 'kysely';
import type { TenantScope } from '../../http/context.ts';

/**
 * Who offers a tenant's times does so one at a time, the job as the clinic by hand: of two at once the second would give one person two offers, or wait for the first while that one waits for it.
 * It is taken before anything else is locked.
 */
const keyOf = (tenantId: string): RawBuilder<unknown> => sql`hashtextextended('waitlist/' || ${tenantId}, 0)`;

/** Takes the turn if nobody has it. @returns false where somebody has; whoever comes meanwhile does not wait */
export async function tryLockWaitlist({ tx, tenantId }: TenantScope): Promise<boolean> {
  const { rows } = await sql<{
    locked: boolean;
  }>`select pg_try_advisory_xact_lock(${keyOf(tenantId)}) as locked`.execute(tx);
  return rows[0]?.locked === true;
}

/** Waits for the turn. A job that was turned away meanwhile has to be woken again. */
export async function lockWaitlist({ tx, tenantId }: TenantScope): Promise<void> {
  await sql`select pg_advisory_xact_lock(${keyOf(tenantId)})`.execute(tx);
}
