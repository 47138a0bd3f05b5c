import type { BookingState, Calendar, Managed, Shared, Visit } from '../booking-state.ts';
import type { BookingCommand } from '../events-and-commands.ts';
import type { PatientForm } from '../form-state.ts';

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

/** Nothing was typed. */
export const emptyForm: PatientForm = {
  whom: 'self',
  given: '',
  family: '',
  phone: '',
  birthDate: '',
  email: '',
  patientGiven: '',
  patientFamily: '',
  patientBirthDate: '',
  relationship: '',
  caredFor: [],
};

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
export function sharedOf({
  setting,
  directory,
  practitionerNames,
  form,
  known,
  cleared,
  perhapsBooked,
  now,
}: Shared): Shared {
  return { setting, directory, practitionerNames, form, known, cleared, perhapsBooked, now };
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
