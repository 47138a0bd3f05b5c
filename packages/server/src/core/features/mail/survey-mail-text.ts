import { isolated } from '../calendar/isolated.ts';
import { type WrittenLanguage, writtenLanguage } from '../calendar/written-language.ts';
import type { MailText } from './mail-text.ts';

/** What a mail that asks says. */
export interface SurveyMailFacts {
  readonly organizationName: string;
  readonly languageTag: string | null;
  readonly telephone: string | null;
  readonly minutes: number;
  /** Address of the page of questions; the secret stands in its fragment. */
  readonly link: string;
  /** Address of the page on which further mails are declined. */
  readonly declineLink: string;
}

interface Words {
  readonly subject: (organizationName: string) => string;
  readonly asks: (organizationName: string) => string;
  readonly minutes: (minutes: number) => string;
  readonly toAnswer: string;
  readonly telephone: string;
  readonly aboutLink: string;
  readonly toDecline: string;
}

/** The noun after a number has one of four forms in Arabic, and two minutes are a word of their own. */
const arabicMinutes = new Intl.NumberFormat('ar-u-nu-latn', { style: 'unit', unit: 'minute', unitDisplay: 'long' });

const words: Readonly<Record<WrittenLanguage, Words>> = {
  en: {
    subject: (name) => `A few questions from ${name}`,
    asks: (name) => `${name} would like to ask you a few questions.`,
    minutes: (minutes) => `It takes about ${minutes === 1 ? 'a minute' : `${minutes} minutes`}. You need not answer.`,
    toAnswer: 'Before the first question you see who reads your answers:',
    telephone: 'Telephone',
    aboutLink: 'Keep the link to yourself: whoever has it can answer for you. It works for 30 days.',
    toDecline: 'If you want no more mails of this kind:',
  },
  es: {
    subject: (name) => `Unas preguntas de ${name}`,
    asks: (name) => `${name} quisiera hacerle unas preguntas.`,
    minutes: (minutes) =>
      `Le llevará ${minutes === 1 ? 'un minuto' : `unos ${minutes} minutos`}. No está obligado a responder.`,
    toAnswer: 'Antes de la primera pregunta verá quién lee sus respuestas:',
    telephone: 'Teléfono',
    aboutLink: 'No comparta el enlace: quien lo tenga puede responder por usted. Funciona durante 30 días.',
    toDecline: 'Si no quiere recibir más correos de este tipo:',
  },
  ar: {
    subject: (name) => `بضعة أسئلة من ${name}`,
    asks: (name) => `يود ${name} أن يطرح عليك بضعة أسئلة.`,
    minutes: (minutes) => `المدة التقريبية: ${arabicMinutes.format(minutes)}. لا يلزمك أن تجيب.`,
    toAnswer: 'قبل السؤال الأول ترى من يقرأ إجاباتك:',
    telephone: 'الهاتف',
    aboutLink: 'لا تشارك الرابط مع أحد: من يحصل عليه يستطيع الإجابة نيابة عنك. يعمل الرابط لمدة 30 يومًا.',
    toDecline: 'إذا كنت لا تريد مزيدًا من هذه الرسائل:',
  },
};

/** The mail that asks, in English, Spanish or Arabic. It names the clinic, and no visit, no form, no reason and no patient. */
export function surveyMailText({
  organizationName,
  languageTag,
  telephone,
  minutes,
  link,
  declineLink,
}: SurveyMailFacts): MailText {
  const language = writtenLanguage(languageTag);
  const say = words[language];
  const name = isolated(organizationName, language);
  const call = telephone === null ? [] : [`${say.telephone}: ${isolated(telephone, language)}`];
  const lines = [
    say.asks(name),
    say.minutes(minutes),
    '',
    say.toAnswer,
    link,
    '',
    say.aboutLink,
    ...call,
    '',
    say.toDecline,
    declineLink,
  ];
  return { subject: say.subject(name), text: `${lines.join('\n')}\n` };
}
