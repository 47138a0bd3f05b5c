import { sql } from 'kysely';
import { inTenant } from '../../database/tenant-transaction.ts';
import { createIdMaker } from '../../ids.ts';
import { writeEvent } from '../../journal/write-event.ts';
import type { Ports } from '../../ports.ts';
import { forgetVisitors } from '../appointments/booked-by.ts';
import { wakeWaitlist } from '../waitlist-entries/freed-time.ts';
import { endHold, findAnyExpired, forgetEndedHolds } from './hold-repository.ts';

/**
 * Frees the time of holds that have expired, and forgets who held and booked a day ago. Nobody waits for it (search and booking pass over an expired hold by themselves): it keeps the tables
 * small and tells open pages.
 */
export async function sweepHolds(ports: Ports): Promise<void> {
  const newId = createIdMaker(ports.clock, ports.random);
  const { rows } = await sql<{
    tenant_id: string;
  }>`select distinct tenant_id from hold where expires_at <= now()`.execute(ports.database);
  for (const { tenant_id: tenantId } of rows) {
    await inTenant(ports.database, tenantId, async (tx) => {
      const scope = { tx, tenantId };
      const expired = await findAnyExpired(scope);
      for (const hold of expired) {
        await endHold(scope, hold);
        await writeEvent(scope, newId, 'hold.released', hold.id);
      }
      if (expired.length > 0) await wakeWaitlist({ ...scope, enqueue: (job) => ports.jobs.enqueue(tx, job) });
    });
  }
  await forgetEndedHolds(ports.database);
  await forgetVisitors(ports.database);
}
