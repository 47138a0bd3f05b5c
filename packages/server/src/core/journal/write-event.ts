import type { EventType, TenantScope } from '../http/context.ts';
import type { IdMaker } from '../ids.ts';

/** Writes an event row in the transaction of the change that it tells of. The sequencer numbers it once it has committed. */
export async function writeEvent(
  { tx, tenantId }: TenantScope,
  newId: IdMaker,
  type: EventType,
  resourceId: string,
): Promise<void> {
  await tx
    .insertInto('event')
    .values({ tenant_id: tenantId, id: newId('evt'), type, resource_id: resourceId })
    .execute();
}
