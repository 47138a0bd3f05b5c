import { isolated } from '../calendar/isolated.ts';
import { type WrittenLanguage, writtenLanguage } from '../calendar/written-language.ts';
import type { MailText } from './mail-text.ts';

/** What the mail with a one-time code says. */
export interface SignInMailFacts {
  readonly organizationName: string;
  /** Digits only. */
  readonly code: string;
  /** The language of who asked (BCP 47), if they gave one. */
  readonly languageTag: string | null;
  /** An address that signs in without a code, when no further codes are sent for a while. */
  readonly link: string | null;
}

interface Words {
  readonly subject: string;
  readonly lines: (organizationName: string, code: string) => readonly string[];
  /** Before the link, and after it. */
  readonly aboutLink: readonly [string, string];
}

const words = {
  en: {
    subject: 'Your sign-in code',
    lines: (name, code) => [
      `Your code to sign in at ${name}:`,
      '',
      code,
      '',
      'It can be used once, within 10 minutes, on the page where you asked for it.',
      'Give it to nobody: the clinic never asks for it.',
      'If you did not ask for it, you need do nothing.',
    ],
    aboutLink: [
      'Several codes were asked for with this address, so for a while no more are sent. If it was not you, you can still sign in, without a code, by this link:',
      'It can be used once, within two hours. Keep it to yourself: whoever has it can sign in as you.',
    ],
  },
  es: {
    subject: 'Su código de acceso',
    lines: (name, code) => [
      `Su código para acceder a ${name}:`,
      '',
      code,
      '',
      'Se puede usar una vez, durante 10 minutos, en la página donde lo pidió.',
      'No se lo dé a nadie: la clínica nunca se lo pedirá.',
      'Si no lo pidió, no tiene que hacer nada.',
    ],
    aboutLink: [
      'Se han pedido varios códigos con esta dirección, así que durante un rato no se envían más. Si no fue usted, puede acceder igualmente, sin código, con este enlace:',
      'Se puede usar una vez, durante dos horas. No lo comparta: quien lo tenga puede acceder en su nombre.',
    ],
  },
  ar: {
    subject: 'رمز تسجيل الدخول',
    lines: (name, code) => [
      `رمز تسجيل الدخول إلى ${name}:`,
      '',
      code,
      '',
      'يمكن استخدامه مرة واحدة خلال 10 دقائق في الصفحة التي طلبته منها.',
      'لا تعطه لأحد: العيادة لا تطلبه منك أبدًا.',
      'إذا لم تطلبه فلا يلزمك فعل شيء.',
    ],
    aboutLink: [
      'طُلبت عدة رموز لهذا العنوان، ولذلك لن تُرسل رموز أخرى لبعض الوقت. إن لم تكن أنت من طلبها فما زال بإمكانك تسجيل الدخول دون رمز بهذا الرابط:',
      'يمكن استخدامه مرة واحدة خلال ساعتين. لا تشاركه مع أحد: من يحصل عليه يستطيع تسجيل الدخول باسمك.',
    ],
  },
} as const satisfies Record<WrittenLanguage, Words>;

/**
 * The mail with a one-time code, in English, Spanish or Arabic. The code stands in the text and not in the subject, which a locked screen shows. Usually there
 * is no link in it: a code is entered where it was asked for, which a page that fishes for codes cannot be.
 */
export function signInMailText({ organizationName, code, languageTag, link }: SignInMailFacts): MailText {
  const language = writtenLanguage(languageTag);
  const { subject, lines, aboutLink } = words[language];
  const [before, after] = aboutLink;
  const all = [
    ...lines(isolated(organizationName, language), code),
    ...(link === null ? [] : ['', before, '', link, '', after]),
  ];
  return { subject, text: `${all.join('\n')}\n` };
}
