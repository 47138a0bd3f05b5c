import type {
  PatientForm,
  BookingCommand,
  BookingState,
  Calendar,
  Failure,
  Managed,
  Shared,
  Visit,
} from '../booking-state.ts';

/** A state and what is to be done about it. */
export interface Reduction {
  readonly state: BookingState;
  readonly commands: readonly BookingCommand[];
}

/** The state as it is, and nothing to do. */
export const stay = (state: BookingState): Reduction => ({ state, commands: [] });

/** A state and what to do. */
export const go = (state: BookingState, ...commands: BookingCommand[]): Reduction => ({ state, commands });

/** No time is held or asked for. */
export const noHold = { status: 'none' } as const;

/** Nothing was sent. */
export const unsent = { status: 'unsent' } as const;

/** Nothing was typed. */
export const emptyForm: PatientForm = { given: '', family: '', phone: '', birthDate: '', email: '' };

/** Nothing was looked for. */
export const emptyCalendar: Calendar = {
  view: 'week',
  availability: { status: 'idle' },
  shown: null,
  first: null,
  periodStart: null,
  date: null,
  slots: { status: 'idle' },
};

/** What is carried from step to step. */
export function sharedOf({ setting, directory, practitionerNames, form, perhapsBooked, now }: Shared): Shared {
  return { setting, directory, practitionerNames, form, perhapsBooked, now };
}

/** Whether a failed write may have arrived all the same. */
export const isUnknownOutcome = ({ kind }: Failure) =>
  kind === 'connection' || kind === 'server' || kind === 'interrupted';

/** Whether a write was sent and it is not known whether it arrived: only repeating it is safe. */
export function isUncertain(state: BookingState): boolean {
  if (!('sending' in state)) return false;
  if (state.sending.status === 'sending') return true;
  if (state.sending.status === 'unsent') return false;
  return isUnknownOutcome(state.sending.failure);
}

/** Whether a write is on its way, has arrived, or may have: the time must not be touched. */
export function isSending(state: BookingState): boolean {
  return isUncertain(state) || isReceived(state);
}

/** Whether the server said that an earlier try was received: there is nothing left to send. */
export function isReceived(state: BookingState): boolean {
  return 'sending' in state && state.sending.status === 'failed' && state.sending.failure.kind === 'already-received';
}

/** The zone to count days in: the viewer's for telehealth, null (the location's) otherwise. */
export function zoneToAsk(state: Shared, visit: Visit, replaces: Managed | null): string | null {
  const mode = replaces
    ? replaces.appointment.mode
    : state.directory.status === 'ready'
      ? state.directory.value.healthcareServices.find(({ id }) => id === visit.healthcareServiceId)?.mode
      : undefined;
  return mode === 'telehealth' ? state.setting.viewerTimeZone : null;
}

/** The zone of the place, as far as it is known. */
export function zoneOfPlace(state: Shared, visit: Visit, replaces: Managed | null): string | null {
  if (replaces) return replaces.appointment.timeZone;
  if (state.directory.status !== 'ready') return null;
  return state.directory.value.locations.find(({ id }) => id === visit.locationId)?.timeZone ?? null;
}
