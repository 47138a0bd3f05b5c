import { isolated } from '../calendar/isolated.ts';
import { type WrittenLanguage, writtenLanguage } from '../calendar/written-language.ts';
import type { MailText } from './mail-text.ts';

/** What a mail says that tells a patient of a right to act for them. */
export interface RightMailFacts {
  readonly organizationName: string;
  /** Whether it goes to somebody who booked for the patient. */
  readonly isForAnother: boolean;
  readonly languageTag: string | null;
  readonly telephone: string | null;
  readonly change: 'given' | 'ended';
  /** Whether it is about whose own chart it is, and not about acting for the patient. */
  readonly isOwnChart: boolean;
}

/** Who the patient is to the reader: themself, or somebody for whom they booked and who is not named. */
interface Whose {
  /** As in "for you". */
  readonly patient: string;
  readonly visits: string;
  readonly record: string;
}

interface Words {
  readonly own: Whose;
  readonly another: Whose;
  readonly subjects: Readonly<Record<'acts' | 'record', Readonly<Record<RightMailFacts['change'], string>>>>;
  readonly acts: Readonly<Record<RightMailFacts['change'], (organizationName: string, whose: Whose) => string>>;
  readonly record: Readonly<Record<RightMailFacts['change'], (organizationName: string, whose: Whose) => string>>;
  readonly unexpected: string;
  readonly telephone: string;
}

const words: Readonly<Record<WrittenLanguage, Words>> = {
  en: {
    own: { patient: 'you', visits: 'your visits', record: 'your record' },
    another: {
      patient: 'the person you booked for',
      visits: 'their visits',
      record: 'the record of the person you booked for',
    },
    subjects: {
      acts: {
        given: 'Somebody was given the right to act at the clinic',
        ended: 'A right to act at the clinic has ended',
      },
      record: { given: 'A sign-in was linked to a record', ended: 'A sign-in is no longer linked to a record' },
    },
    acts: {
      given: (name, { patient, visits }) =>
        `${name} has given somebody the right to act for ${patient}. They sign in with their own e-mail address and see ${visits}; if the clinic allowed it, they can also book, move and cancel.`,
      ended: (name, { patient, visits }) =>
        `${name} has ended somebody's right to act for ${patient}. By that right they no longer see ${visits}.`,
    },
    record: {
      given: (name, { record, visits }) =>
        `${name} has linked ${record} to another e-mail address. Whoever signs in with that address sees ${visits} and can change them.`,
      ended: (name, { record }) => `${name} has ended a link between ${record} and another e-mail address.`,
    },
    unexpected:
      'This mail names nobody on purpose. If you did not expect it, call the clinic: they can tell you who it is about, and change it at once.',
    telephone: 'Telephone',
  },
  es: {
    own: { patient: 'usted', visits: 'sus citas', record: 'su ficha' },
    another: {
      patient: 'la persona para la que reservó',
      visits: 'las citas de esa persona',
      record: 'la ficha de la persona para la que reservó',
    },
    subjects: {
      acts: {
        given: 'Alguien ha recibido permiso para actuar en la clínica',
        ended: 'Ha terminado un permiso para actuar en la clínica',
      },
      record: {
        given: 'Se ha vinculado un acceso a una ficha',
        ended: 'Un acceso ya no está vinculado a una ficha',
      },
    },
    acts: {
      given: (name, { patient, visits }) =>
        `${name} ha dado a alguien permiso para actuar por ${patient}. Esa persona entra con su propia dirección de correo y ve ${visits}; si la clínica lo permitió, también puede reservar, cambiar y cancelar.`,
      ended: (name, { patient, visits }) =>
        `${name} ha terminado el permiso de alguien para actuar por ${patient}. Con ese permiso ya no ve ${visits}.`,
    },
    record: {
      given: (name, { record, visits }) =>
        `${name} ha vinculado ${record} a otra dirección de correo. Quien entre con esa dirección ve ${visits} y puede cambiarlas.`,
      ended: (name, { record }) => `${name} ha terminado un vínculo entre ${record} y otra dirección de correo.`,
    },
    unexpected:
      'Este correo no nombra a nadie a propósito. Si no lo esperaba, llame a la clínica: le pueden decir de quién se trata y cambiarlo enseguida.',
    telephone: 'Teléfono',
  },
  ar: {
    own: { patient: 'عنك', visits: 'مواعيدك', record: 'ملفك' },
    another: { patient: 'عن الشخص الذي حجزت له', visits: 'مواعيده', record: 'ملف الشخص الذي حجزت له' },
    subjects: {
      acts: { given: 'مُنح شخص صلاحية التصرف لدى العيادة', ended: 'انتهت صلاحية للتصرف لدى العيادة' },
      record: { given: 'رُبط حساب دخول بملف', ended: 'لم يعد حساب دخول مرتبطًا بملف' },
    },
    acts: {
      given: (name, { patient, visits }) =>
        `منح ${name} شخصًا صلاحية التصرف نيابة ${patient}. يسجّل هذا الشخص الدخول بعنوان بريده ويرى ${visits}، ويستطيع أيضًا الحجز والتغيير والإلغاء إذا سمحت العيادة بذلك.`,
      ended: (name, { patient, visits }) =>
        `أنهى ${name} صلاحية شخص للتصرف نيابة ${patient}. لم يعد يرى ${visits} بهذه الصلاحية.`,
    },
    record: {
      given: (name, { record, visits }) =>
        `ربط ${name} ${record} بعنوان بريد إلكتروني آخر. من يسجّل الدخول بهذا العنوان يرى ${visits} ويستطيع تغييرها.`,
      ended: (name, { record }) => `أنهى ${name} الربط بين ${record} وعنوان بريد إلكتروني آخر.`,
    },
    unexpected:
      'لا تذكر هذه الرسالة اسم أحد عن قصد. إذا لم تكن تتوقعها فاتصل بالعيادة: يمكنهم إخبارك بمن يتعلق الأمر وتغيير ذلك فورًا.',
    telephone: 'الهاتف',
  },
};

/** The mail that tells a patient that somebody may act for them, or may no more, in English, Spanish or Arabic. It names the clinic, and nobody else; it has no link that somebody could use. */
export function rightMailText({
  organizationName,
  isForAnother,
  languageTag,
  telephone,
  change,
  isOwnChart,
}: RightMailFacts): MailText {
  const language = writtenLanguage(languageTag);
  const say = words[language];
  const about = isOwnChart ? 'record' : 'acts';
  const lines = [
    say[about][change](isolated(organizationName, language), isForAnother ? say.another : say.own),
    '',
    say.unexpected,
    ...(telephone === null ? [] : [`${say.telephone}: ${isolated(telephone, language)}`]),
  ];
  return { subject: say.subjects[about][change], text: `${lines.join('\n')}\n` };
}
