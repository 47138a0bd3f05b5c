import type { Html } from './layout.ts';
import { type LinkPageTexts, linkPage } from './link-page.ts';
import type { PageLanguage, SpokenLanguage } from './page-language.ts';

const texts: Readonly<Record<PageLanguage, LinkPageTexts>> = {
  en: {
    title: 'A few questions',
    heading: 'A few questions',
    retry: 'Try again',
    withoutScript: 'To answer here, this page needs JavaScript. Or call the clinic.',
    missing:
      'Open this page from the link in your mail. The link is not kept in the address bar, so after a reload open it from the mail again.',
    incomplete: 'This link is not complete. Open it again from your mail, or copy all of it.',
    unavailable:
      'The questions cannot be shown at the moment. Check the connection and open the link from your mail again, or call the clinic.',
    notLoaded: 'The page could not load completely. Check the connection and try again, or call the clinic.',
  },
  es: {
    title: 'Unas preguntas',
    heading: 'Unas preguntas',
    retry: 'Intentar de nuevo',
    withoutScript: 'Para responder aquí, esta página necesita JavaScript. También puede llamar a la clínica.',
    missing:
      'Abra esta página con el enlace de su correo. El enlace no se conserva en la barra de direcciones: si recarga la página, ábralo de nuevo desde el correo.',
    incomplete: 'Este enlace no está completo. Ábralo de nuevo desde su correo o cópielo entero.',
    unavailable:
      'Las preguntas no se pueden mostrar en este momento. Compruebe la conexión y abra de nuevo el enlace de su correo, o llame a la clínica.',
    notLoaded:
      'La página no se pudo cargar por completo. Compruebe la conexión e inténtelo de nuevo, o llame a la clínica.',
  },
  ar: {
    title: 'بضعة أسئلة',
    heading: 'بضعة أسئلة',
    retry: 'إعادة المحاولة',
    withoutScript: 'تحتاج هذه الصفحة إلى \u2068JavaScript\u2069 للإجابة هنا. أو اتصل بالعيادة.',
    missing:
      'افتح هذه الصفحة من الرابط الموجود في رسالتك. لا يُحفظ الرابط في شريط العنوان، فإذا أعدت تحميل الصفحة فافتحه من الرسالة مرة أخرى.',
    incomplete: 'هذا الرابط غير كامل. افتحه من رسالتك مرة أخرى، أو انسخه كاملًا.',
    unavailable: 'لا يمكن عرض الأسئلة حاليًا. تحقق من الاتصال وافتح الرابط من رسالتك مرة أخرى، أو اتصل بالعيادة.',
    notLoaded: 'تعذّر تحميل الصفحة كاملة. تحقق من الاتصال وأعد المحاولة، أو اتصل بالعيادة.',
  },
};

/**
 * The page of mailed links to a survey, as `/survey?lang=es#svl_…`. A scanner that fetches or opens it does no harm: opening shows the words before the first
 * question, and nothing is answered without a press.
 */
export const surveyPage = (language: SpokenLanguage): Html => linkPage({ script: '/app/manage.js', texts }, language);
