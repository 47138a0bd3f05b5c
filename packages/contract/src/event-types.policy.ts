import type { EventType } from './events.ts';
import type { Scope } from './scopes.ts';

/** Who is told of events of one type. */
export interface EventTypePolicy {
  /** What a key or a member of staff needs, besides `events:read`: whoever may read the resource is told that it has changed. Null: none of them is told. */
  readonly scope: Scope | null;
  /** Whether a patient is told, too, where it is about their own chart. */
  readonly toPatient: boolean;
}

const setUp = { scope: 'clinic:read', toPatient: false } as const;
const visit = { scope: 'appointments:read', toPatient: true } as const;
const aboutVisits = { scope: 'appointments:read', toPatient: false } as const;

/** Each type of event, and who is told of it. A type without a line does not compile. */
export const eventTypePolicies = {
  'organization.changed': setUp,
  'location.changed': setUp,
  'practitioner.changed': setUp,
  'practitioner-role.changed': setUp,
  'healthcare-service.changed': setUp,
  'schedule.changed': setUp,
  'busy-time.changed': setUp,
  'hold.created': aboutVisits,
  'hold.released': aboutVisits,
  'appointment.booked': visit,
  'appointment.rescheduled': visit,
  'appointment.cancelled': visit,
  'appointment.arrived': visit,
  'appointment.fulfilled': visit,
  'appointment.noshow': visit,
  'waitlist-entry.changed': aboutVisits,
  'questionnaire.changed': setUp,
  'survey.changed': setUp,
  // not to the patient: of a confidential one nothing may say whose it is
  'questionnaire-response.changed': { scope: 'surveys:read', toPatient: false },
  'task.changed': { scope: 'tasks:read', toPatient: false },
  'patient.erased': { scope: 'patients:read', toPatient: false },
  'mail.accepted': aboutVisits,
  'mail.refused': aboutVisits,
  'mail.withheld': aboutVisits,
  // that somebody has reached a chart, told to whoever has signed in to it: for the clinic these would be as many as its acts
  'audit-event.recorded': { scope: null, toPatient: true },
} as const satisfies Readonly<Record<EventType, EventTypePolicy>>;

/** Types of events that a patient is told of: whoever writes one says whose chart it is about, or it does not compile. */
export type PatientEventType = {
  [Type in EventType]: (typeof eventTypePolicies)[Type]['toPatient'] extends true ? Type : never;
}[EventType];
