import type { Tables } from '../../database/tables.ts';
import { isolated } from '../calendar/isolated.ts';
import { type VisitPlace, formatVisitPlace } from '../calendar/visit-place.ts';
import { type WrittenLanguage, writtenLanguage } from '../calendar/written-language.ts';

/** Which change a mail tells of. */
export type MailKind = Tables['mail']['kind'];

/** What both mails about an appointment say. */
export interface VisitFacts {
  readonly kind: MailKind;
  readonly organizationName: string;
  readonly place: VisitPlace;
  /** Epoch milliseconds. */
  readonly start: number;
  /** The location's IANA zone. */
  readonly timeZone: string;
}

/** What the patient's mail says beyond that. */
export interface PatientMailFacts extends VisitFacts {
  /** Whether it goes to somebody who booked for the patient. */
  readonly isForAnother: boolean;
  /** The patient's language (BCP 47), if they gave one. */
  readonly languageTag: string | null;
  readonly telephone: string | null;
  /** The address at which the visit can be changed; the secret stands in its fragment. */
  readonly link: string;
}

/** What the clinic's mail says beyond that. */
export interface OrganizationMailFacts extends VisitFacts {
  readonly appointmentId: string;
  readonly practitionerName: string;
}

/** Subject and plain text, with `\n` at the end of lines. */
export interface MailText {
  readonly subject: string;
  readonly text: string;
}

/** Whose visit it is: that of the reader, or of somebody whom they booked for, and who is not named. */
type Whose = 'own' | 'another';

interface WordsOfWhose {
  readonly subject: Readonly<Record<MailKind, string>>;
  readonly opening: Readonly<Record<MailKind, (organizationName: string) => string>>;
  readonly aboutLink: string;
}

interface PatientWords extends Readonly<Record<Whose, WordsOfWhose>> {
  readonly when: string;
  readonly where: string;
  readonly telephone: string;
  readonly toChange: string;
  readonly aboutInvitation: string;
  readonly toBookAgain: (telephone: string) => string;
}

const patientWords: Readonly<Record<WrittenLanguage, PatientWords>> = {
  en: {
    own: {
      subject: {
        booked: 'Your visit is booked',
        rescheduled: 'Your visit has a new time',
        cancelled: 'Your visit is cancelled',
      },
      opening: {
        booked: (name) => `Your visit at ${name} is booked.`,
        rescheduled: (name) => `Your visit at ${name} has a new time.`,
        cancelled: (name) => `Your visit at ${name} is cancelled.`,
      },
      aboutLink: 'Keep the link to yourself: whoever has it can change your visit.',
    },
    another: {
      subject: {
        booked: 'The visit you booked for someone',
        rescheduled: 'The visit you booked for someone has a new time',
        cancelled: 'The visit you booked for someone is cancelled',
      },
      opening: {
        booked: (name) => `The visit you booked for someone at ${name} is booked.`,
        rescheduled: (name) => `The visit you booked for someone at ${name} has a new time.`,
        cancelled: (name) => `The visit you booked for someone at ${name} is cancelled.`,
      },
      aboutLink: 'Keep the link to yourself: whoever has it can change this visit.',
    },
    when: 'When',
    where: 'Where',
    telephone: 'Telephone',
    toChange: 'To see the details, how to prepare, or to change or cancel the visit, open this link:',
    aboutInvitation: 'To decline the invitation in your calendar does not cancel the visit.',
    toBookAgain: (telephone) => `To ask for another time, call ${telephone}.`,
  },
  es: {
    own: {
      subject: {
        booked: 'Su cita está reservada',
        rescheduled: 'Su cita tiene una nueva hora',
        cancelled: 'Su cita está cancelada',
      },
      opening: {
        booked: (name) => `Su cita en ${name} está reservada.`,
        rescheduled: (name) => `Su cita en ${name} tiene una nueva hora.`,
        cancelled: (name) => `Su cita en ${name} está cancelada.`,
      },
      aboutLink: 'No comparta el enlace: quien lo tenga puede cambiar su cita.',
    },
    another: {
      subject: {
        booked: 'La cita que reservó para otra persona',
        rescheduled: 'La cita que reservó para otra persona tiene una nueva hora',
        cancelled: 'La cita que reservó para otra persona está cancelada',
      },
      opening: {
        booked: (name) => `La cita que pidió para otra persona en ${name} está reservada.`,
        rescheduled: (name) => `La cita que reservó para otra persona en ${name} tiene una nueva hora.`,
        cancelled: (name) => `La cita que reservó para otra persona en ${name} está cancelada.`,
      },
      aboutLink: 'No comparta el enlace: quien lo tenga puede cambiar esta cita.',
    },
    when: 'Cuándo',
    where: 'Dónde',
    telephone: 'Teléfono',
    toChange: 'Para ver los detalles, cómo prepararse, o para cambiar o cancelar la cita, abra este enlace:',
    aboutInvitation: 'Rechazar la invitación en su calendario no cancela la cita.',
    toBookAgain: (telephone) => `Para pedir otra hora, llame al ${telephone}.`,
  },
  ar: {
    own: {
      subject: {
        booked: 'تم حجز زيارتك',
        rescheduled: 'تم تغيير موعد زيارتك',
        cancelled: 'تم إلغاء زيارتك',
      },
      opening: {
        booked: (name) => `تم حجز زيارتك في ${name}.`,
        rescheduled: (name) => `تم تغيير موعد زيارتك في ${name}.`,
        cancelled: (name) => `تم إلغاء زيارتك في ${name}.`,
      },
      aboutLink: 'لا تشارك الرابط مع أحد: من يحصل عليه يستطيع تغيير زيارتك.',
    },
    another: {
      subject: {
        booked: 'الزيارة التي حجزتها لشخص آخر',
        rescheduled: 'تم تغيير موعد الزيارة التي حجزتها لشخص آخر',
        cancelled: 'تم إلغاء الزيارة التي حجزتها لشخص آخر',
      },
      opening: {
        booked: (name) => `تم حجز الزيارة التي طلبتها لشخص آخر في ${name}.`,
        rescheduled: (name) => `تم تغيير موعد الزيارة التي حجزتها لشخص آخر في ${name}.`,
        cancelled: (name) => `تم إلغاء الزيارة التي حجزتها لشخص آخر في ${name}.`,
      },
      aboutLink: 'لا تشارك الرابط مع أحد: من يحصل عليه يستطيع تغيير هذه الزيارة.',
    },
    when: 'متى',
    where: 'أين',
    telephone: 'الهاتف',
    toChange: 'لعرض التفاصيل وكيفية التحضير، أو لتغيير الموعد أو إلغاء الزيارة، افتح هذا الرابط:',
    aboutInvitation: 'رفض الدعوة في تقويمك لا يلغي الزيارة.',
    toBookAgain: (telephone) => `لطلب موعد آخر، اتصل بالرقم ${telephone}.`,
  },
};

/**
 * The patient's mail, in English, Spanish or Arabic. It names the clinic, time and place, and no clinical reason: neither the service nor its preparation
 * nor the practitioner, whose title would tell; those stand on the page behind the link. It does not name the patient either, since an address may
 * be mistyped: who booked for somebody else is told that it is about that visit, and not whose it is. The subject, which a locked screen shows, says no more than that there is a visit.
 */
export function patientMailText(facts: PatientMailFacts): MailText {
  const { kind, organizationName, place, start, timeZone, isForAnother, languageTag, link } = facts;
  const language = writtenLanguage(languageTag);
  const telephone = facts.telephone === null ? null : isolated(facts.telephone, language);
  const words = patientWords[language];
  const { subject, opening, aboutLink } = words[isForAnother ? 'another' : 'own'];
  const lines = [
    opening[kind](isolated(organizationName, language)),
    '',
    `${words.when}: ${formatStart(start, timeZone, languageTag)}`,
    `${words.where}: ${formatVisitPlace(place, language)}`,
    ...(telephone === null ? [] : [`${words.telephone}: ${telephone}`]),
    ...(kind === 'cancelled'
      ? telephone === null
        ? []
        : ['', words.toBookAgain(telephone)]
      : ['', words.toChange, link, '', aboutLink, words.aboutInvitation]),
  ];
  return { subject: subject[kind], text: `${lines.join('\n')}\n` };
}

const organizationSubject = {
  booked: 'Appointment booked',
  rescheduled: 'Appointment moved',
  cancelled: 'Appointment cancelled',
} as const satisfies Record<MailKind, string>;

const organizationOpening = {
  booked: 'An appointment was booked.',
  rescheduled: 'An appointment was moved to another time.',
  cancelled: 'An appointment was cancelled. Its time is free again.',
} as const satisfies Record<MailKind, string>;

/** The clinic's mail, in English: what happened, and where to look. Who comes, and what for, is read by its id and not in a mailbox. */
export function organizationMailText(facts: OrganizationMailFacts): MailText {
  const { kind, place, start, timeZone, practitionerName, appointmentId } = facts;
  const lines = [
    organizationOpening[kind],
    '',
    `When: ${formatStart(start, timeZone, 'en')}`,
    `Where: ${formatVisitPlace(place, 'en')}`,
    `With: ${practitionerName}`,
    `Appointment: ${appointmentId}`,
    '',
    'Who comes and what for is read by that id, in your own system or by the API.',
  ];
  return { subject: organizationSubject[kind], text: `${lines.join('\n')}\n` };
}

/** `Tuesday, November 24, 2026 at 8:00 AM Central Standard Time`: the wall clock at the place, with its zone's name. */
export function formatStart(start: number, timeZone: string, languageTag: string | null): string {
  const language = writtenLanguage(languageTag);
  const locale =
    languageTag !== null && new RegExp(`^${language}(-|$)`, 'i').test(languageTag) ? languageTag : language;
  return (
    formatter(locale, language, timeZone)
      .format(start)
      // a narrow space before AM, which some mail programs show as a box
      .replaceAll('\u202f', ' ')
  );
}

function formatter(locale: string, language: WrittenLanguage, timeZone: string): Intl.DateTimeFormat {
  const options = {
    weekday: 'long',
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZoneName: 'long',
    timeZone,
  } as const;
  try {
    return new Intl.DateTimeFormat(locale, options);
  } catch {
    // the contract's language tags are looser than BCP 47
    return new Intl.DateTimeFormat(language, options);
  }
}
