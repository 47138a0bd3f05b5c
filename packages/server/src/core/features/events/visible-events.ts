import type { EventType } from '@openprm/contract';
import { eventTypePolicies } from '@openprm/contract/policies';
import { holdsScope } from '../../http/check-access.ts';
import type { Principal } from '../../http/principal.ts';
import { reachOf } from '../../http/reach.ts';
import type { EventRow } from './event-repository.ts';

/** An event that somebody is told of, before it has its cursor. */
export interface VisibleEvent {
  readonly position: number;
  readonly type: EventType;
  readonly resourceId: string;
}

const isKnown = (type: string): type is EventType => Object.hasOwn(eventTypePolicies, type);

/**
 * Whether a principal is told of an event, by what they reach at all: who acts for the clinic by the scope that reads the resource, a patient of the chart that they
 * reach. For reads and streams alike. Who reaches the visits of the present day alone is told of these, and of each visit that has moved: it may have been one of them until
 * then, and an open page has to look.
 */
function isVisible(type: EventType, row: EventRow, principal: Principal): boolean {
  const { scope, toPatient } = eventTypePolicies[type];
  const reach = reachOf(principal);
  switch (reach.of) {
    case 'clinic':
      return scope !== null && holdsScope(principal, scope);
    case 'current-day':
      if (scope === null || !holdsScope(principal, scope)) return false;
      return scope !== 'appointments:read' || row.is_of_current_day || type === 'appointment.rescheduled';
    case 'patient':
      return toPatient && row.patient_id === reach.patientId;
    case 'appointment':
    case 'waitlist-entry':
    case 'survey-invitation':
    case 'nothing':
      return false;
  }
}

/** Of some events those that a principal is told of. A type that this version does not know is nobody's. */
export function visibleEvents(rows: readonly EventRow[], principal: Principal): VisibleEvent[] {
  return rows.flatMap((row) => {
    const { type, resource_id: resourceId, position } = row;
    return isKnown(type) && isVisible(type, row, principal) ? [{ position, type, resourceId }] : [];
  });
}
