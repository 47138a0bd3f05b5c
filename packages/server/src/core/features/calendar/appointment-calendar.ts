import ical, {
  ICalAttendeeRole,
  ICalAttendeeStatus,
  ICalCalendarMethod,
  ICalEventClass,
  ICalEventStatus,
} from 'ical-generator';
import { Temporal } from 'temporal-polyfill';
import { isolated } from './isolated.ts';
import { timeZoneComponent } from './time-zone-component.ts';
import { type VisitPlace, formatVisitPlace } from './visit-place.ts';
import type { WrittenLanguage } from './written-language.ts';

/** What a calendar file is made of. It holds no clinical reason, so there is no field for one. */
export interface AppointmentCalendarInput {
  readonly tenantId: string;
  readonly appointmentId: string;
  /** The appointment's: 0 when booked, one more with each change. */
  readonly sequence: number;
  readonly isCancelled: boolean;
  /** Epoch milliseconds. */
  readonly start: number;
  /** Epoch milliseconds. */
  readonly end: number;
  /** The location's IANA zone. */
  readonly timeZone: string;
  readonly organizationName: string;
  /** The clinic's address, the same in a mail and in a download, so that both are one entry; null for a clinic without one. As the contract's `email` allows it. */
  readonly organizerEmail: string | null;
  readonly place: VisitPlace;
  readonly telephone: string | null;
  readonly language: WrittenLanguage;
  /** When the file is made, epoch milliseconds. */
  readonly madeAt: number;
  /** Who is invited, in a mail; null in a file that is downloaded, which names nobody but the clinic. As the contract's `email` allows it. */
  readonly attendeeEmail: string | null;
}

/** A calendar file and the iTIP method (RFC 5546) that its mail must name. */
export interface AppointmentCalendar<
  Method extends 'PUBLISH' | 'REQUEST' | 'CANCEL' = 'PUBLISH' | 'REQUEST' | 'CANCEL',
> {
  readonly fileName: string;
  readonly content: string;
  readonly method: Method;
}

/** Stands for a clinic without an e-mail address: each method must name an organizer (RFC 5546, sections 3.2.1, 3.2.2 and 3.2.5), and nothing under `.invalid` exists (RFC 2606). */
const nobody = 'no-mail@openprm.invalid';

const words = {
  en: { visitAt: (name: string) => `Visit at ${name}`, telephone: 'Telephone' },
  es: { visitAt: (name: string) => `Cita en ${name}`, telephone: 'Teléfono' },
  ar: { visitAt: (name: string) => `زيارة في ${name}`, telephone: 'الهاتف' },
} as const satisfies Record<WrittenLanguage, { visitAt: (name: string) => string; telephone: string }>;

/**
 * Writes the calendar file (RFC 5545) of one appointment: for a download METHOD:PUBLISH, for a mail REQUEST, and for either CANCEL once it is cancelled,
 * by which a calendar takes out what it was given before (RFC 5546, section 3.2.5).
 *
 * Calendars are shared with families and employers, so the file says that there is a visit at the clinic and not what for: it holds neither the
 * service nor the practitioner (whose title would tell) nor the patient's name, it is CLASS:PRIVATE, and there is no URL, since the link to change
 * the visit is a secret. An invitation asks for no answer: the patient has accepted by booking, and the clinic does not read answers.
 */
export function appointmentCalendar(
  input: AppointmentCalendarInput & { attendeeEmail: null },
): AppointmentCalendar<'PUBLISH' | 'CANCEL'>;
export function appointmentCalendar(
  input: AppointmentCalendarInput & { attendeeEmail: string },
): AppointmentCalendar<'REQUEST' | 'CANCEL'>;
export function appointmentCalendar(input: AppointmentCalendarInput): AppointmentCalendar {
  const { timeZone, attendeeEmail, language } = input;
  const method = input.isCancelled ? 'CANCEL' : attendeeEmail === null ? 'PUBLISH' : 'REQUEST';
  const start = inZone(input.start, timeZone);
  const end = inZone(input.end, timeZone);
  // A local time that comes twice means the first of the two (RFC 5545, section 3.3.5), but readers differ (ical.js takes the second); and the
  // VTIMEZONE holds for one offset. A visit in the hours of a clock change is written in UTC.
  const isLocal = !comesTwice(start) && !comesTwice(end) && start.offsetNanoseconds === end.offsetNanoseconds;

  const calendar = ical({
    prodId: { company: 'OpenPRM', product: 'OpenPRM Server', language: 'EN' },
    method: ICalCalendarMethod[method],
    timezone: { name: null, generator: () => timeZoneComponent(start) },
  });
  const event = calendar.createEvent({
    id: `${input.appointmentId}@${input.tenantId}`,
    sequence: input.sequence,
    stamp: Temporal.Instant.fromEpochMilliseconds(input.madeAt).toZonedDateTimeISO('UTC'),
    start,
    end,
    timezone: isLocal ? timeZone : null,
    summary: words[language].visitAt(isolated(input.organizationName, language)),
    location: formatVisitPlace(input.place, language),
    description:
      input.telephone === null ? null : `${words[language].telephone}: ${isolated(input.telephone, language)}`,
    status: input.isCancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    class: ICalEventClass.PRIVATE,
  });
  event.organizer({ name: input.organizationName, email: toMailto(input.organizerEmail ?? nobody) });
  if (attendeeEmail !== null) {
    event.createAttendee({
      email: toMailto(attendeeEmail),
      role: ICalAttendeeRole.REQ,
      status: ICalAttendeeStatus.ACCEPTED,
      rsvp: false,
    });
  }
  return { fileName: 'visit.ics', content: `${calendar.toString()}\r\n`, method };
}

const inZone = (epochMs: number, timeZone: string) =>
  Temporal.Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO(timeZone);

function comesTwice(moment: Temporal.ZonedDateTime): boolean {
  const [earlier, later] = (['earlier', 'later'] as const).map((disambiguation) =>
    moment.toPlainDateTime().toZonedDateTime(moment.timeZoneId, { disambiguation }),
  );
  return earlier?.epochMilliseconds !== later?.epochMilliseconds;
}

/** An address as it stands in a mailto URI (RFC 6068). */
const toMailto = (email: string) => email.replaceAll(/[^A-Za-z0-9.@!$'*+_~-]/g, encodeURIComponent);
