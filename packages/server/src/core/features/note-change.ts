import type { EventType } from '@openprm/contract';
import type { PatientEventType } from '@openprm/contract/policies';
import type { RequestContext } from '../http/context.ts';

/** Tells the event feed and the audit that a resource was made, changed or removed. */
export async function noteChange(
  context: RequestContext,
  type: Exclude<EventType, PatientEventType>,
  resourceId: string,
): Promise<void> {
  context.touches(resourceId);
  await context.event(type, resourceId);
}
