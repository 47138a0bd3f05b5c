import type { EventType, RequestContext } from '../http/context.ts';

/** Tells the event feed and the audit that a resource was made, changed or removed. */
export async function noteChange(context: RequestContext, type: EventType, resourceId: string): Promise<void> {
  context.touches(resourceId);
  await context.event(type, resourceId);
}
