import { isolated } from '../calendar/isolated.ts';
import { type VisitPlace, formatVisitPlace } from '../calendar/visit-place.ts';
import { type WrittenLanguage, writtenLanguage } from '../calendar/written-language.ts';
import { type MailText, formatStart } from './mail-text.ts';

/** What a mail to who waits says. */
export interface WaitlistMailFacts {
  readonly organizationName: string;
  /** Whether it goes to somebody who joined for the patient. */
  readonly isForAnother: boolean;
  readonly languageTag: string | null;
  readonly telephone: string | null;
  /** The address of the page; the secret stands in its fragment. */
  readonly link: string;
  /** The time that is held for them; null in the mail that says that they joined. */
  readonly offer: {
    readonly place: VisitPlace;
    /** Epoch milliseconds. */
    readonly start: number;
    readonly expiresAt: number;
    readonly timeZone: string;
  } | null;
}

/** Who waits: the reader, or somebody for whom they joined, and who is not named. */
type Whose = 'own' | 'another';

interface WordsOfWhose {
  readonly joinedSubject: string;
  readonly joined: (organizationName: string) => string;
  readonly whatNext: string;
  readonly toLeave: string;
  readonly offeredSubject: string;
  readonly offered: (organizationName: string) => string;
  readonly heldUntil: string;
  readonly noAnswer: string;
  readonly aboutLink: string;
}

interface Words extends Readonly<Record<Whose, WordsOfWhose>> {
  readonly when: string;
  readonly where: string;
  readonly toAnswer: string;
  readonly telephone: string;
}

const words: Readonly<Record<WrittenLanguage, Words>> = {
  en: {
    own: {
      joinedSubject: 'You are on the waitlist',
      joined: (name) => `You are on the waitlist at ${name}.`,
      whatNext:
        'When a time becomes free that suits you, we hold it for you and write to you. You need not do anything until then.',
      toLeave: 'To see what you wait for, or to leave the waitlist, open this link:',
      offeredSubject: 'A time is held for you',
      offered: (name) => `A time has become free at ${name}, and it is held for you.`,
      heldUntil: 'Held for you until',
      noAnswer: 'If you do not answer, the time goes to the next person, and you stay on the waitlist.',
      aboutLink: 'Keep the link to yourself: whoever has it can answer for you.',
    },
    another: {
      joinedSubject: 'You joined the waitlist for someone',
      joined: (name) => `You joined the waitlist at ${name} for someone.`,
      whatNext:
        'When a time becomes free that suits them, we hold it for them and write to you. You need not do anything until then.',
      toLeave: 'To see what they wait for, or to take them off the waitlist, open this link:',
      offeredSubject: 'A time is held for the person you joined the waitlist for',
      offered: (name) =>
        `A time has become free at ${name}, and it is held for the person you joined the waitlist for.`,
      heldUntil: 'Held until',
      noAnswer: 'If you do not answer, the time goes to the next person, and yours stays on the waitlist.',
      aboutLink: 'Keep the link to yourself: whoever has it can answer in your place.',
    },
    when: 'When',
    where: 'Where',
    toAnswer: 'To take it, or to say no, open this link:',
    telephone: 'Telephone',
  },
  es: {
    own: {
      joinedSubject: 'Está en la lista de espera',
      joined: (name) => `Está en la lista de espera de ${name}.`,
      whatNext:
        'Cuando quede libre una hora que le convenga, se la reservamos y le escribimos. Hasta entonces no tiene que hacer nada.',
      toLeave: 'Para ver qué espera o salir de la lista, abra este enlace:',
      offeredSubject: 'Tenemos una hora reservada para usted',
      offered: (name) => `Ha quedado libre una hora en ${name} y la guardamos para usted.`,
      heldUntil: 'Guardada para usted hasta',
      noAnswer: 'Si no responde, la hora pasa a la siguiente persona y usted sigue en la lista de espera.',
      aboutLink: 'No comparta el enlace: quien lo tenga puede responder por usted.',
    },
    another: {
      joinedSubject: 'Apuntó a otra persona en la lista de espera',
      joined: (name) => `Apuntó a otra persona en la lista de espera de ${name}.`,
      whatNext:
        'Cuando quede libre una hora que le convenga a esa persona, se la reservamos y le escribimos a usted. Hasta entonces no tiene que hacer nada.',
      toLeave: 'Para ver qué espera esa persona o sacarla de la lista, abra este enlace:',
      offeredSubject: 'Tenemos una hora para la persona que apuntó en la lista de espera',
      offered: (name) =>
        `Ha quedado libre una hora en ${name} y la guardamos para la persona que apuntó en la lista de espera.`,
      heldUntil: 'Guardada hasta',
      noAnswer: 'Si no responde, la hora pasa a otra persona y la que usted apuntó sigue en la lista de espera.',
      aboutLink: 'No comparta el enlace: quien lo tenga puede responder en su lugar.',
    },
    when: 'Cuándo',
    where: 'Dónde',
    toAnswer: 'Para aceptarla o decir que no, abra este enlace:',
    telephone: 'Teléfono',
  },
  ar: {
    own: {
      joinedSubject: 'أنت في قائمة الانتظار',
      joined: (name) => `أنت في قائمة الانتظار لدى ${name}.`,
      whatNext: 'عندما يتوفر موعد يناسبك نحجزه لك مؤقتًا ونكتب إليك. لا يلزمك فعل أي شيء حتى ذلك الحين.',
      toLeave: 'لعرض ما تنتظره أو لمغادرة قائمة الانتظار، افتح هذا الرابط:',
      offeredSubject: 'موعد محجوز لك مؤقتًا',
      offered: (name) => `توفر موعد لدى ${name}، وهو محجوز لك مؤقتًا.`,
      heldUntil: 'محجوز لك حتى',
      noAnswer: 'إذا لم ترد، ينتقل الموعد إلى الشخص التالي وتبقى في قائمة الانتظار.',
      aboutLink: 'لا تشارك الرابط مع أحد: من يحصل عليه يستطيع الرد نيابة عنك.',
    },
    another: {
      joinedSubject: 'أضفت شخصًا آخر إلى قائمة الانتظار',
      joined: (name) => `أضفت شخصًا آخر إلى قائمة الانتظار لدى ${name}.`,
      whatNext: 'عندما يتوفر موعد يناسب هذا الشخص نحجزه له مؤقتًا ونكتب إليك. لا يلزمك فعل أي شيء حتى ذلك الحين.',
      toLeave: 'لعرض ما ينتظره أو لإزالته من قائمة الانتظار، افتح هذا الرابط:',
      offeredSubject: 'موعد محجوز مؤقتًا لمن أضفته إلى قائمة الانتظار',
      offered: (name) => `توفر موعد لدى ${name}، وهو محجوز مؤقتًا لمن أضفته إلى قائمة الانتظار.`,
      heldUntil: 'محجوز حتى',
      noAnswer: 'إذا لم ترد، ينتقل الموعد إلى شخص غيره ويبقى من أضفته في قائمة الانتظار.',
      aboutLink: 'لا تشارك الرابط مع أحد: من يحصل عليه يستطيع الرد نيابة عنك.',
    },
    when: 'متى',
    where: 'أين',
    toAnswer: 'لقبول الموعد أو رفضه، افتح هذا الرابط:',
    telephone: 'الهاتف',
  },
};

/** The mail to who waits, in English, Spanish or Arabic. Like every mail it names the clinic, time and place, and no reason and no patient. */
export function waitlistMailText({
  organizationName,
  isForAnother,
  languageTag,
  telephone,
  link,
  offer,
}: WaitlistMailFacts): MailText {
  const language = writtenLanguage(languageTag);
  const { own, another, ...common } = words[language];
  const say = { ...common, ...(isForAnother ? another : own) };
  const name = isolated(organizationName, language);
  const call = telephone === null ? [] : [`${say.telephone}: ${isolated(telephone, language)}`];
  const lines =
    offer === null
      ? [say.joined(name), '', say.whatNext, ...call, '', say.toLeave, link, '', say.aboutLink]
      : [
          say.offered(name),
          '',
          `${say.when}: ${formatStart(offer.start, offer.timeZone, languageTag)}`,
          `${say.where}: ${formatVisitPlace(offer.place, language)}`,
          `${say.heldUntil}: ${formatStart(offer.expiresAt, offer.timeZone, languageTag)}`,
          ...call,
          '',
          say.toAnswer,
          link,
          '',
          say.noAnswer,
          say.aboutLink,
        ];
  return { subject: offer === null ? say.joinedSubject : say.offeredSubject, text: `${lines.join('\n')}\n` };
}
