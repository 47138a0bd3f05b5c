import { sql } from 'kysely';
import type { RequestContext } from '../../http/context.ts';

/**
 * Gives back what somebody has who does not work on tasks any more: it is nobody's and stands as new, so that others see it and take it. What was noted, tried and reached stays.
 * Whoever has a page of it open reads it again before they change it.
 */
export async function releaseTasks(context: RequestContext, staffId: string): Promise<void> {
  const released = await context.tx
    .updateTable('task')
    .set({ owner_id: null, status: 'requested', version: sql<number>`version + 1` })
    .where('tenant_id', '=', context.tenantId)
    .where('owner_id', '=', staffId)
    .where('closed_at', 'is', null)
    .returning('id')
    .execute();
  for (const { id } of released) {
    await context.event('task.changed', id);
  }
}
