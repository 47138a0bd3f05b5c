import type { AppointmentStatus } from '@openprm/contract';

/** What can be done with an appointment. */
export type AppointmentAct = 'arrive' | 'fulfil' | 'no-show' | 'cancel' | 'reschedule';
type Status = Exclude<AppointmentStatus, 'unknown'>;

/** From which status an act is possible. A visit that was noted by mistake as missed can still arrive. */
const possibleFrom: Readonly<Record<AppointmentAct, readonly Status[]>> = {
  arrive: ['booked', 'noshow'],
  fulfil: ['booked', 'arrived'],
  'no-show': ['booked', 'arrived'],
  cancel: ['booked'],
  reschedule: ['booked'],
};

/**
 * Why an act is refused, or undefined when it is possible.
 *
 * @param by a patient changes only what lies ahead; the clinic corrects the past too
 */
export function refusalOf(
  act: AppointmentAct,
  status: Status,
  start: number,
  now: number,
  by: 'patient' | 'clinic',
): string | undefined {
  if (!possibleFrom[act].includes(status))
    return `The appointment is ${status}; that act needs ${possibleFrom[act].join(' or ')}.`;
  if (act === 'no-show' && now < start) return 'The visit has not begun yet.';
  if (by === 'patient' && now >= start) return 'The visit has begun. Call the clinic.';
  return undefined;
}
