import type { BookingState, Setting, WhenState } from '../booking-state.ts';
import { fixedVisit, timesOf } from './first-flow.ts';
import { emptyForm } from './reduction.ts';

/**
 * The times as they will be looked for, where the host fixed the visit and the place: their bones are then shown from the first frame on, and
 * nothing moves when the times come. Null where something else comes first.
 */
export function expectedTimes(
  state: BookingState,
  fixed: Pick<Setting, 'healthcareServiceId' | 'locationId' | 'practitionerId'>,
): WhenState | null {
  const visit = fixedVisit(fixed);
  if (!visit || state.step !== 'closed') return null;
  return timesOf(
    {
      // The viewer's zone changes no bone, and asking for it costs the first frame 17 ms.
      setting: { ...visit, viewerTimeZone: 'UTC', canBook: true, hasSession: false },
      directory: { status: 'idle' },
      practitionerNames: {},
      form: emptyForm,
      known: { status: 'idle' },
      cleared: null,
      perhapsBooked: false,
      now: 0,
    },
    visit,
  );
}
