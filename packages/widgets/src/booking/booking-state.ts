import type {
  Appointment,
  AppointmentAccess,
  CalendarFile,
  DayOfWeek,
  HealthcareService,
  Ineligibility,
  Location,
  PatientInput,
  Slot,
  SlotDay,
  WaitlistEntry,
} from '@openprm/sdk';
import type { FieldProblems, PatientField, PatientForm } from './form-state.ts';

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
  /** @property taken: that it is not calls but times of which too many are held or were booked from the same network, and whether some come back within the hour */
  | { readonly kind: 'rate-limited'; readonly taken?: 'for-minutes' | 'for-hours' }
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
  /** The kind of visit is not for this patient; null where the server knows a rule that this version does not. */
  | { readonly kind: 'not-eligible'; readonly reason: Ineligibility | null }
  /** Fields that the server refused. */
  | { readonly kind: 'validation'; readonly fields: readonly PatientField[] }
  /** Who was signed in is so no more; nothing was booked. */
  | { readonly kind: 'session-ended' }
  /** Whoever is signed in may not book for this patient any more; nothing was booked. */
  | { readonly kind: 'right-ended' }
  /** An earlier try may have arrived, and this page cannot find out: who sent it is signed out, or its answer is for another credential. */
  | { readonly kind: 'unclear' }
  /** The host page stopped the booking (`preventDefault`). */
  | { readonly kind: 'stopped' };

/** What the host fixed, and where the viewer is. */
export interface Setting {
  readonly healthcareServiceId: string | null;
  readonly locationId: string | null;
  readonly practitionerId: string | null;
  /** IANA zone of the browser. */
  readonly viewerTimeZone: string;
  /** Whether a new visit can be booked here; without a publishable key only an appointment can be opened. */
  readonly canBook: boolean;
  /** Whether somebody may be signed in: the page hands a session over, or one is remembered on this device. */
  readonly hasSession: boolean;
}

/** Somebody whose chart the clinic has. */
export interface KnownPatient {
  readonly id: string;
  /** The first name and an initial: as much as tells one from another in a family. */
  readonly name: string;
  /** Whether it is whoever is signed in. */
  readonly isOwn: boolean;
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
  /** A list has more times than these: it ends before its week does. */
  readonly isCut?: true;
  /** The earliest opening at or after the asked-for week or month, with its local date. */
  readonly firstAvailable: Opening | null;
  /** Whether it was looked for from now on, so that `firstAvailable` is the earliest of all. */
  readonly fromNow: boolean;
  readonly practitionerNames: Readonly<Record<string, string>>;
  /** What was looked for, and the places where it is offered. */
  readonly directory: Directory;
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
  /** When it ends, in milliseconds of the controller's clock. */
  readonly deadline: number;
  /** When a renewal was last asked for, in milliseconds of the controller's clock. */
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
  /** What was typed, or whose chart it is. Null after a reload: neither is kept on the device. */
  readonly patient: PatientInput | KnownPatient | null;
  /** What it repeats, when it was not known whether that arrived: a try of this page, or one that a reload interrupted. */
  readonly repeats?: 'sent' | 'interrupted';
}

/** One try to cancel or to move an appointment, with its idempotency key. */
export interface ChangeAttempt {
  readonly key: string;
  /** That it repeats a try of which it was not known whether it arrived. */
  readonly repeats?: 'sent';
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
  /** For whom somebody may book who is signed in: nobody where nobody is. Asked for when a time is chosen, and not before. */
  readonly known: Exclude<Remote<readonly KnownPatient[]>, { readonly status: 'failed' }>;
  /** The kind of visit whose questions were answered; the answers themselves are kept by nobody. */
  readonly cleared: string | null;
  /** A booking that was interrupted by a reload may have reached the clinic. */
  readonly perhapsBooked: boolean;
  /** The last tick, in milliseconds of the controller's clock. */
  readonly now: number;
}

/** Before the element is connected, and after it is left. */
export interface ClosedState {
  readonly step: 'closed';
}

/** Finding out what there is to show. */
export interface OpeningState extends Shared {
  readonly step: 'opening';
  readonly purpose:
    | { readonly kind: 'book' }
    | { readonly kind: 'manage'; readonly link: string }
    /** To a visit again that was changed elsewhere. */
    | { readonly kind: 'visit'; readonly managed: Managed };
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

/** Why a visit may not be the right one. */
export type RuleStop = 'emergency' | 'crisis' | 'clinic' | 'seen' | 'age' | 'referral';

/** One line of what may stand in the way: a red flag by its place among the service's, or what the visit needs. */
export type RuleItem = `flag-${number}` | Extract<RuleStop, 'seen' | 'age' | 'referral'>;

/** Whether this visit is the right one, before its times; those are looked for meanwhile. */
export interface RulesState extends Shared {
  readonly step: 'rules';
  readonly visit: Visit;
  readonly calendar: Calendar;
  /** The lines that apply: in memory only, while the page is shown, and told to nobody. */
  readonly applying: readonly RuleItem[];
  /** The line that was touched last: where it stops, that is told to a screen reader. */
  readonly newest: RuleItem | null;
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
  /** None once the visit was changed elsewhere. */
  readonly holding: Holding;
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

/** Parts of a day, as the times of a day are grouped. */
export const partsOfDay = ['morning', 'afternoon', 'evening'] as const;
export type PartOfDay = (typeof partsOfDay)[number];

/** When somebody is free. No day and no part of day means any; dates are local, `YYYY-MM-DD`, and empty where none was given. */
export interface FreeTimes {
  readonly days: readonly DayOfWeek[];
  readonly parts: readonly PartOfDay[];
  readonly from: string;
  readonly until: string;
}

/** One try to join, with its idempotency key; the patient is null where the visit says who it is. */
export interface JoinAttempt extends ChangeAttempt {
  readonly patient: PatientInput | null;
}

/** Nothing fits: when somebody is free, and who they are. */
export interface WaitlistState extends Shared {
  readonly step: 'waitlist';
  readonly visit: Visit;
  /** The visit that an earlier time would replace. */
  readonly replaces: Managed | null;
  /** What was looked at before. */
  readonly calendar: Calendar;
  /** A time of one's own stays until the waitlist is joined. */
  readonly holding: Extract<Holding, { status: 'none' | 'held' | 'lost' }>;
  readonly freeTimes: FreeTimes;
  /** Whether somebody who had joined corrects what they typed: until they join again they are on no list. */
  readonly isCorrecting: boolean;
  /** What is wrong with the dates: they are over, or the last is before the first. */
  readonly wrongDates: 'past' | 'order' | null;
  readonly problems: FieldProblems;
  readonly sending: Sending<JoinAttempt>;
}

/** What somebody who waits can do; who has just joined can correct what they typed. */
export type WaitingAct = 'accept' | 'decline' | 'leave' | 'correct';

/** With what an entry can be ended by who has just made it, and where they typed it. */
export interface WaitingUndo {
  readonly secret: string;
  readonly form: WaitlistState;
}

/** One try to do it, with its idempotency key. */
export interface WaitingAttempt extends ChangeAttempt {
  readonly act: WaitingAct;
  /** Another open time that is taken in place of the offered one. */
  readonly slotId: string | null;
}

/** Somebody waits: they have just joined, or came by a mailed link, perhaps to an offer. */
export interface WaitingState extends Shared {
  readonly step: 'waiting';
  readonly entry: WaitlistEntry;
  /** The mailed link; null for who has just joined. */
  readonly link: string | null;
  /** Of who has just joined: they can end what they have begun. */
  readonly undo: WaitingUndo | null;
  readonly replaces: Managed | null;
  readonly news: 'joined' | 'declined' | 'left' | 'too-late' | null;
  /** Whether it is asked once more before the waitlist is left. */
  readonly isLeaving: boolean;
  /** The nearest open times, after an offer that came to its end. */
  readonly alternatives: readonly Slot[];
  readonly sending: Sending<WaitingAttempt>;
}

/** Where the person is. Each step holds exactly what it needs, so that a step cannot be reached without it. */
export type BookingState =
  | ClosedState
  | OpeningState
  | WhatState
  | RulesState
  | WhenState
  | WhoState
  | ConfirmState
  | AppointmentState
  | CancelState
  | WaitlistState
  | WaitingState;
