import type { EventType } from '@openprm/contract';
import type { EventSubject, TenantScope } from '../http/context.ts';
import type { IdMaker } from '../ids.ts';

/** Writes an event row in the transaction of the change that it tells of. The sequencer numbers it once it has committed. */
export async function writeEvent<Type extends EventType>(
  { tx, tenantId }: TenantScope,
  newId: IdMaker,
  type: Type,
  ...subject: EventSubject<Type>
): Promise<void> {
  const [resourceId, patientId]: readonly [string, string?] = subject;
  await tx
    .insertInto('event')
    .values({ tenant_id: tenantId, id: newId('evt'), type, resource_id: resourceId, patient_id: patientId })
    .execute();
}
