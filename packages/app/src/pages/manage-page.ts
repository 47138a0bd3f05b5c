import type { Html } from './layout.ts';
import { type LinkPageTexts, linkPage } from './link-page.ts';
import type { PageLanguage, SpokenLanguage } from './page-language.ts';

const texts: Readonly<Record<PageLanguage, LinkPageTexts>> = {
  en: {
    title: 'Your visit',
    heading: 'Change or cancel',
    retry: 'Try again',
    withoutScript:
      'To change or cancel your visit here, this page needs JavaScript. Or call the clinic: its number is in the mail that brought you.',
    missing:
      'Open this page from the link in your mail. The link is not kept in the address bar, so after a reload open it from the mail again.',
    incomplete: 'This link is not complete. Open it again from your mail, or copy all of it.',
    unavailable:
      'Your visit cannot be shown at the moment. Check the connection and open the link from your mail again, or call the clinic: its number is in the mail.',
    notLoaded:
      'The page could not load completely. Check the connection and try again, or call the clinic: its number is in the mail.',
  },
  es: {
    title: 'Su cita',
    heading: 'Cambiar o cancelar',
    retry: 'Intentar de nuevo',
    withoutScript:
      'Para cambiar o cancelar su cita aquí, esta página necesita JavaScript. También puede llamar a la clínica: su número está en el correo que lo trajo.',
    missing:
      'Abra esta página con el enlace de su correo. El enlace no se conserva en la barra de direcciones: si recarga la página, ábralo de nuevo desde el correo.',
    incomplete: 'Este enlace no está completo. Ábralo de nuevo desde su correo o cópielo entero.',
    unavailable:
      'Su cita no se puede mostrar en este momento. Compruebe la conexión y abra de nuevo el enlace de su correo, o llame a la clínica: su número está en el correo.',
    notLoaded:
      'La página no se pudo cargar por completo. Compruebe la conexión e inténtelo de nuevo, o llame a la clínica: su número está en el correo.',
  },
  ar: {
    title: 'زيارتك',
    heading: 'تغيير الموعد أو إلغاء الزيارة',
    retry: 'إعادة المحاولة',
    withoutScript:
      'تحتاج هذه الصفحة إلى \u2068JavaScript\u2069 لتغيير موعد زيارتك أو إلغائها هنا. أو اتصل بالعيادة: رقمها في الرسالة التي أوصلتك إلى هنا.',
    missing:
      'افتح هذه الصفحة من الرابط الموجود في رسالتك. لا يُحفظ الرابط في شريط العنوان، فإذا أعدت تحميل الصفحة فافتحه من الرسالة مرة أخرى.',
    incomplete: 'هذا الرابط غير كامل. افتحه من رسالتك مرة أخرى، أو انسخه كاملًا.',
    unavailable:
      'لا يمكن عرض زيارتك حاليًا. تحقق من الاتصال وافتح الرابط من رسالتك مرة أخرى، أو اتصل بالعيادة: رقمها في الرسالة.',
    notLoaded: 'تعذّر تحميل الصفحة كاملة. تحقق من الاتصال وأعد المحاولة، أو اتصل بالعيادة: رقمها في الرسالة.',
  },
};

/**
 * The page that mailed links open, as `/manage?lang=es#lnk_…`. A scanner that fetches the link does no harm: the secret stays in the fragment, and only
 * the script exchanges it.
 */
export const managePage = (language: SpokenLanguage): Html => linkPage({ script: '/app/manage.js', texts }, language);
