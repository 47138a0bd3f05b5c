import type {
  Appointment,
  AppointmentAccess,
  CalendarFile,
  HealthcareService,
  Location,
  PatientInput,
  Slot,
  SlotDay,
} from '@openprm/sdk';

/** What is fetched: not asked for, on its way, there, or refused. */
export type Remote<Value> =
  | { readonly status: 'idle' }
  | { readonly status: 'loading' }
  | { readonly status: 'ready'; readonly value: Value }
  | { readonly status: 'failed'; readonly failure: Failure };

/** Why something did not work, as far as a patient's next act depends on it. */
export type Failure =
  /** No answer: whether a write arrived is not known. */
  | { readonly kind: 'connection' }
  /** The server failed, or answered what cannot be read: whether a write arrived is not known. */
  | { readonly kind: 'server'; readonly requestId: string | null }
  /** The page was left while a booking was on its way: whether it arrived is not known. */
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'rate-limited' }
  /** The page's key, address or origin is wrong: only its developer can mend it. */
  | { readonly kind: 'configuration' }
  /** A link or an access token that no longer works. */
  | { readonly kind: 'credential' }
  | { readonly kind: 'slot-unavailable'; readonly alternatives: readonly Slot[] }
  | { readonly kind: 'hold-expired'; readonly alternatives: readonly Slot[] }
  /** The same idempotency key came with other content: an earlier try was received. */
  | { readonly kind: 'already-received' }
  /** The appointment was changed elsewhere, for example by the clinic. */
  | { readonly kind: 'status-conflict' }
  /** Fields that the server refused. */
  | { readonly kind: 'validation'; readonly fields: readonly PatientField[] }
  /** The host page stopped the booking (`preventDefault`). */
  | { readonly kind: 'stopped' };

/** The five fields of the form. */
export const patientFields = ['given', 'family', 'phone', 'birthDate', 'email'] as const;
export type PatientField = (typeof patientFields)[number];

/** The form as it was typed. In memory only; it is kept whatever happens to the time. */
export type PatientForm = Readonly<Record<PatientField, string>>;

/** What is wrong with a field. */
export type FieldProblem = 'missing' | 'too-long' | 'phone' | 'birth-date' | 'birth-date-range' | 'email' | 'refused';
export type FieldProblems = Readonly<Partial<Record<PatientField, FieldProblem>>>;

/** A form after the check: what can be sent, or what is wrong. */
export type FormCheck =
  { readonly ok: true; readonly patient: PatientInput } | { readonly ok: false; readonly problems: FieldProblems };

/** What the host fixed, and where the viewer is. */
export interface Setting {
  readonly healthcareServiceId: string | null;
  readonly locationId: string | null;
  readonly practitionerId: string | null;
  /** IANA zone of the browser. */
  readonly viewerTimeZone: string;
  /** Whether a new visit can be booked here; without a publishable key only an appointment can be opened. */
  readonly canBook: boolean;
}

/** What can be booked, and where. */
export interface Directory {
  readonly healthcareServices: readonly HealthcareService[];
  readonly locations: readonly Location[];
}

/** What is looked for. */
export interface Visit {
  readonly healthcareServiceId: string;
  /** Null when the service is offered at no more than one place that is not known yet. */
  readonly locationId: string | null;
  readonly practitionerId: string | null;
}

/** What a search found, with its dates in the zone they are shown in. */
export interface Availability {
  readonly timeZone: string;
  /** Local date of now, in `timeZone`. */
  readonly today: string;
  /** First day of the shown week or month. */
  readonly periodStart: string;
  /** The open days of the week or month. */
  readonly days: readonly SlotDay[];
  /** The first open day. */
  readonly date: string | null;
  /** The slots of that day; of all days in a list. */
  readonly slots: readonly Slot[];
  /** The earliest opening at or after the asked-for week or month, with its local date. */
  readonly firstAvailable: Opening | null;
  /** Whether it was looked for from now on, so that `firstAvailable` is the earliest of all. */
  readonly fromNow: boolean;
  readonly practitionerNames: Readonly<Record<string, string>>;
}

/** A slot with its local date in the zone it is shown in. */
export interface Opening {
  readonly slot: Slot;
  readonly date: string;
}

/** How the times are shown: the days of a week or of a month with the times of one of them, or all times of a week in a list. */
export type CalendarView = 'week' | 'month' | 'list';

/** The calendar: a week or a month, its open days, and the times of one day, or of all. */
export interface Calendar {
  readonly view: CalendarView;
  readonly availability: Remote<Availability>;
  /** The last answer, kept while the next one is on its way so that nothing jumps. */
  readonly shown: Availability | null;
  /** The earliest opening of all. */
  readonly first: Opening | null;
  /** First day of the asked-for week or month; null until the first answer. */
  readonly periodStart: string | null;
  readonly date: string | null;
  readonly slots: Remote<readonly Slot[]>;
}

/** A time that the server keeps for this person. */
export interface HeldTime {
  readonly id: string;
  readonly secret: string;
  readonly slot: Slot;
  /** When it ends, in milliseconds of this device's clock. */
  readonly deadline: number;
  /** When a renewal was last asked for, in milliseconds of this device's clock. */
  readonly renewedAt: number;
  /** Idempotency key of the request that made the hold; the keys of its bookings are derived from it. */
  readonly key: string;
  /** The appointment's access token, when the hold is to move an appointment; null for the publishable key. */
  readonly token: string | null;
}

/** How it stands with a time of one's own. `previous` is an earlier hold that is kept until a new one is safe. */
export type Holding =
  | { readonly status: 'none' }
  | { readonly status: 'requested'; readonly slot: Slot; readonly key: string; readonly previous: HeldTime | null }
  | {
      readonly status: 'failed';
      readonly slot: Slot;
      readonly key: string;
      readonly previous: HeldTime | null;
      readonly failure: Failure;
    }
  | { readonly status: 'held'; readonly held: HeldTime }
  | {
      readonly status: 'lost';
      readonly slot: Slot;
      readonly reason: 'taken' | 'expired';
      readonly alternatives: readonly Slot[];
      readonly previous: HeldTime | null;
    };

/** A write that a person confirmed: not sent, on its way, or refused. The attempt is kept so that a retry repeats it exactly. */
export type Sending<Attempt> =
  | { readonly status: 'unsent' }
  | { readonly status: 'sending'; readonly attempt: Attempt }
  | { readonly status: 'failed'; readonly attempt: Attempt; readonly failure: Failure };

/** One try to book. `number` counts the tries of one hold that were refused; with the hold's key it makes the idempotency key. */
export interface BookingAttempt {
  readonly number: number;
  /** Null after a reload: what was typed is not kept on the device. */
  readonly patient: PatientInput | null;
}

/** One try to cancel or to move an appointment, with its idempotency key. */
export interface ChangeAttempt {
  readonly key: string;
}

/** An appointment with the short-lived credential to change it. */
export interface Managed {
  readonly appointment: Appointment;
  readonly access: AppointmentAccess;
}

/** What every step knows. */
export interface Shared {
  readonly setting: Setting;
  readonly directory: Remote<Directory>;
  readonly practitionerNames: Readonly<Record<string, string>>;
  readonly form: PatientForm;
  /** A booking that was interrupted by a reload may have reached the clinic. */
  readonly perhapsBooked: boolean;
  /** The last tick, in milliseconds of this device's clock. */
  readonly now: number;
}

/** Before the element is connected, and after it is left. */
export interface ClosedState {
  readonly step: 'closed';
}

/** Finding out what there is to show. */
export interface OpeningState extends Shared {
  readonly step: 'opening';
  readonly purpose: { readonly kind: 'book' } | { readonly kind: 'manage'; readonly link: string };
  /** The hold of before a reload. */
  readonly resumed: Remote<{ readonly held: HeldTime; readonly sending: Sending<BookingAttempt> } | null>;
  readonly failure: Failure | null;
}

export interface WhatState extends Shared {
  readonly step: 'what';
  readonly healthcareServiceId: string | null;
  readonly locationId: string | null;
  readonly holding: Holding;
  /** See times was pressed although something is not chosen yet. */
  readonly missing: 'healthcare-service' | 'location' | null;
}

export interface WhenState extends Shared {
  readonly step: 'when';
  readonly visit: Visit;
  readonly replaces: Managed | null;
  readonly calendar: Calendar;
  readonly holding: Holding;
}

export interface WhoState extends Shared {
  readonly step: 'who';
  readonly visit: Visit;
  readonly calendar: Calendar;
  readonly holding: Exclude<Holding, { status: 'none' }>;
  readonly problems: FieldProblems;
  readonly sending: Sending<BookingAttempt>;
}

/** Asks once more before an appointment is moved. */
export interface ConfirmState extends Shared {
  readonly step: 'confirm';
  readonly visit: Visit;
  readonly replaces: Managed;
  readonly calendar: Calendar;
  readonly holding: Exclude<Holding, { status: 'none' }>;
  readonly sending: Sending<ChangeAttempt>;
}

/** An appointment: just booked, just changed, or opened by its link. */
export interface AppointmentState extends Shared {
  readonly step: 'appointment';
  readonly managed: Managed;
  readonly news: 'booked' | 'rescheduled' | 'cancelled' | null;
  readonly calendarFile: Remote<CalendarFile>;
}

/** Asks once more before an appointment is cancelled. */
export interface CancelState extends Shared {
  readonly step: 'cancel';
  readonly managed: Managed;
  readonly news: AppointmentState['news'];
  readonly sending: Sending<ChangeAttempt>;
}

/** Where the person is. Each step holds exactly what it needs, so that a step cannot be reached without it. */
export type BookingState =
  ClosedState | OpeningState | WhatState | WhenState | WhoState | ConfirmState | AppointmentState | CancelState;

/** What a person did, what the server answered, or what the clock says. Instants (`now`) are milliseconds of this device's clock. */
export type BookingEvent =
  | { readonly type: 'opened'; readonly setting: Setting; readonly link: string | null; readonly now: number }
  | { readonly type: 'left' }
  | { readonly type: 'ticked'; readonly now: number }
  | { readonly type: 'directory-loaded'; readonly directory: Directory }
  | { readonly type: 'directory-failed'; readonly failure: Failure }
  | { readonly type: 'pending-absent'; readonly perhapsBooked: boolean }
  | { readonly type: 'pending-restored'; readonly held: HeldTime; readonly number: number; readonly submitted: boolean }
  | { readonly type: 'session-opened'; readonly managed: Managed }
  | { readonly type: 'session-failed'; readonly failure: Failure }
  | { readonly type: 'service-chosen'; readonly healthcareServiceId: string }
  | { readonly type: 'location-chosen'; readonly locationId: string }
  | { readonly type: 'times-asked' }
  | { readonly type: 'period-chosen'; readonly view: CalendarView; readonly periodStart: string }
  | { readonly type: 'availability-loaded'; readonly availability: Availability }
  | { readonly type: 'availability-failed'; readonly failure: Failure }
  | { readonly type: 'day-chosen'; readonly date: string }
  | {
      readonly type: 'day-loaded';
      readonly date: string;
      readonly slots: readonly Slot[];
      readonly practitionerNames: Readonly<Record<string, string>>;
    }
  | { readonly type: 'day-failed'; readonly date: string; readonly failure: Failure }
  | { readonly type: 'slot-chosen'; readonly slot: Slot; readonly key: string }
  | { readonly type: 'hold-created'; readonly held: HeldTime }
  | { readonly type: 'hold-failed'; readonly key: string; readonly failure: Failure }
  | { readonly type: 'hold-renewed'; readonly id: string; readonly deadline: number }
  | { readonly type: 'renewal-failed'; readonly id: string; readonly failure: Failure }
  | { readonly type: 'keep-asked'; readonly now: number }
  | { readonly type: 'hold-again-asked'; readonly key: string }
  | { readonly type: 'continued' }
  | { readonly type: 'went-back' }
  /** `key` is for a request that was refused; one whose outcome is not known is repeated with its own. */
  | { readonly type: 'retry-asked'; readonly key: string }
  /** The browser is online again: what failed for want of a connection is tried again. */
  | { readonly type: 'came-online'; readonly key: string }
  | { readonly type: 'field-changed'; readonly field: PatientField; readonly value: string; readonly now: number }
  | { readonly type: 'form-submitted'; readonly check: FormCheck }
  | { readonly type: 'booked'; readonly managed: Managed }
  | { readonly type: 'booking-failed'; readonly failure: Failure }
  | { readonly type: 'change-asked' }
  | { readonly type: 'reschedule-confirmed'; readonly key: string }
  | { readonly type: 'rescheduled'; readonly appointment: Appointment }
  | { readonly type: 'reschedule-failed'; readonly failure: Failure }
  | { readonly type: 'cancel-asked' }
  | { readonly type: 'cancel-confirmed'; readonly key: string }
  | { readonly type: 'cancelled'; readonly appointment: Appointment }
  | { readonly type: 'cancel-failed'; readonly failure: Failure }
  | { readonly type: 'calendar-asked' }
  | { readonly type: 'calendar-loaded'; readonly file: CalendarFile }
  | { readonly type: 'calendar-failed'; readonly failure: Failure }
  | { readonly type: 'another-asked'; readonly now: number };

/** What the flow wants done. The controller runs it and answers with events. */
export type BookingCommand =
  | { readonly type: 'load-directory' }
  | { readonly type: 'restore-pending' }
  | { readonly type: 'open-session'; readonly link: string }
  | {
      readonly type: 'search';
      readonly visit: Visit;
      /** The viewer's zone for telehealth; null for the location's. */
      readonly timeZone: string | null;
      /** The zone that days are shown in as far as it is known before the answer. */
      readonly expectedTimeZone: string | null;
      readonly view: CalendarView;
      /** First day of the wanted week or month; null for the week of the first opening. */
      readonly periodStart: string | null;
      readonly replaces: Managed | null;
    }
  | {
      readonly type: 'load-day';
      readonly visit: Visit;
      /** The zone whose date is meant. */
      readonly timeZone: string;
      readonly date: string;
      readonly replaces: Managed | null;
    }
  | { readonly type: 'create-hold'; readonly slot: Slot; readonly key: string; readonly replaces: Managed | null }
  | { readonly type: 'renew-hold'; readonly held: HeldTime }
  | { readonly type: 'release-hold'; readonly held: HeldTime }
  | { readonly type: 'save-pending'; readonly held: HeldTime; readonly number: number; readonly submitted: boolean }
  | { readonly type: 'clear-pending' }
  | { readonly type: 'book'; readonly held: HeldTime; readonly number: number; readonly patient: PatientInput }
  | { readonly type: 'reschedule'; readonly managed: Managed; readonly held: HeldTime; readonly key: string }
  | { readonly type: 'cancel'; readonly managed: Managed; readonly key: string }
  | { readonly type: 'load-calendar'; readonly managed: Managed }
  | { readonly type: 'offer-calendar'; readonly file: CalendarFile }
  | {
      readonly type: 'tell-host';
      readonly fact: 'booked' | 'rescheduled' | 'cancelled';
      readonly appointmentId: string;
    };
