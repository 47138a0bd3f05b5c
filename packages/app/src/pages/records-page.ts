import type { Html } from './layout.ts';
import { type LinkPageTexts, linkPage } from './link-page.ts';
import type { PageLanguage, SpokenLanguage } from './page-language.ts';

const texts: Readonly<Record<PageLanguage, LinkPageTexts>> = {
  en: {
    title: 'Your records',
    heading: 'Your records',
    retry: 'Try again',
    withoutScript: 'To see your records here, this page needs JavaScript. Or call the clinic.',
    missing:
      'Open this page from the link that your clinic gave you. The link is not kept in the address bar, so after a reload open it again.',
    incomplete: 'This link is not complete. Open it again, or copy all of it.',
    unavailable:
      'Your records cannot be shown at the moment. Check the connection and open the link again, or call the clinic.',
    notLoaded: 'The page could not load completely. Check the connection and try again, or call the clinic.',
  },
  es: {
    title: 'Su historial',
    heading: 'Su historial',
    retry: 'Intentar de nuevo',
    withoutScript: 'Para ver su historial aquí, esta página necesita JavaScript. También puede llamar a la clínica.',
    missing:
      'Abra esta página con el enlace que le dio su clínica. El enlace no se conserva en la barra de direcciones: si recarga la página, ábralo de nuevo.',
    incomplete: 'Este enlace no está completo. Ábralo de nuevo o cópielo entero.',
    unavailable:
      'Su historial no se puede mostrar en este momento. Compruebe la conexión y abra de nuevo el enlace, o llame a la clínica.',
    notLoaded:
      'La página no se pudo cargar por completo. Compruebe la conexión e inténtelo de nuevo, o llame a la clínica.',
  },
  ar: {
    title: 'ملفك',
    heading: 'ملفك',
    retry: 'إعادة المحاولة',
    withoutScript: 'تحتاج هذه الصفحة إلى \u2068JavaScript\u2069 لعرض ملفك هنا. أو اتصل بالعيادة.',
    missing:
      'افتح هذه الصفحة من الرابط الذي أعطتك إياه عيادتك. لا يُحفظ الرابط في شريط العنوان، فإذا أعدت تحميل الصفحة فافتحه مرة أخرى.',
    incomplete: 'هذا الرابط غير كامل. افتحه مرة أخرى، أو انسخه كاملًا.',
    unavailable: 'لا يمكن عرض ملفك حاليًا. تحقق من الاتصال وافتح الرابط مرة أخرى، أو اتصل بالعيادة.',
    notLoaded: 'تعذّر تحميل الصفحة كاملة. تحقق من الاتصال وأعد المحاولة، أو اتصل بالعيادة.',
  },
};

/**
 * The page that signed links open, as `/records?key=pk_…#psl_…`, with `&lang=es` if the clinic knows the patient's language. The secret is used by a
 * press, so a scanner that fetches the link, or opens it, does no harm. The key is public; with it a dead link can offer a code.
 */
export const recordsPage = (language: SpokenLanguage): Html => linkPage({ script: '/app/records.js', texts }, language);
