import type { ClosedState, OpeningState, Setting, WhenState } from './booking-state.ts';
import { emptyCalendar, emptyForm, noHold, sharedOf } from './flow/reduction.ts';

/**
 * The times as they will be looked for, where the host fixed the visit and the place: their bones are then shown from the first frame on, and
 * nothing moves when the times come. Null where it is not known which step comes first.
 */
export function expectedTimes(
  state: ClosedState | OpeningState,
  fixed: Pick<Setting, 'healthcareServiceId' | 'locationId' | 'practitionerId'>,
): WhenState | null {
  const { healthcareServiceId, locationId, practitionerId } = fixed;
  if (!healthcareServiceId || !locationId) return null;
  if (state.step === 'opening' && (state.purpose.kind === 'manage' || state.failure !== null)) return null;
  const shared =
    state.step === 'opening'
      ? sharedOf(state)
      : {
          // The viewer's zone changes no bone, and asking for it costs the first frame 17 ms.
          setting: { healthcareServiceId, locationId, practitionerId, viewerTimeZone: 'UTC', canBook: true },
          directory: { status: 'loading' } as const,
          practitionerNames: {},
          form: emptyForm,
          perhapsBooked: false,
          now: 0,
        };
  const visit = { healthcareServiceId, locationId, practitionerId };
  return { ...shared, step: 'when', visit, replaces: null, calendar: emptyCalendar, holding: noHold };
}
