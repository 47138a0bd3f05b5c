import { html } from 'hono/html';
import { type Html, layout } from './layout.ts';
import type { PageLanguage, SpokenLanguage } from './page-language.ts';

/** What the page says. */
interface Texts {
  readonly title: string;
  readonly ask: string;
  readonly decline: string;
  readonly declined: string;
  readonly agree: string;
  readonly agreed: string;
  readonly withoutScript: string;
  readonly missing: string;
  readonly over: string;
  readonly failed: string;
}

const texts: Readonly<Record<PageLanguage, Texts>> = {
  en: {
    title: 'Mails with questions',
    ask: 'The clinic sometimes asks by mail how things were for you. Mails about your visits come in any case.',
    decline: 'Send me no more of these',
    declined: 'Noted. You get no more mails with questions.',
    agree: 'Send them again',
    agreed: 'Noted. You may get mails with questions again.',
    withoutScript: 'This page needs JavaScript. Or call the clinic, which can note it for you.',
    missing: 'Open this page from the link in your mail. The link is not kept in the address bar.',
    over: 'This link is good no more. Use that of the newest mail, or call the clinic, which can note it for you.',
    failed: 'That did not work. Check the connection and press again, or call the clinic.',
  },
  es: {
    title: 'Correos con preguntas',
    ask: 'A veces la clínica le pregunta por correo cómo le ha ido. Los correos sobre sus visitas llegan en todo caso.',
    decline: 'No me envíen más',
    declined: 'Anotado. Ya no recibirá correos con preguntas.',
    agree: 'Volver a recibirlos',
    agreed: 'Anotado. Puede volver a recibir correos con preguntas.',
    withoutScript: 'Esta página necesita JavaScript. También puede llamar a la clínica, que lo anotará por usted.',
    missing: 'Abra esta página con el enlace de su correo. El enlace no se conserva en la barra de direcciones.',
    over: 'Este enlace ya no sirve. Use el del correo más reciente o llame a la clínica, que lo anotará por usted.',
    failed: 'No ha funcionado. Compruebe la conexión y pulse de nuevo, o llame a la clínica.',
  },
  ar: {
    title: 'رسائل الأسئلة',
    ask: 'تسألك العيادة أحيانًا بالبريد عن تجربتك. أما الرسائل عن زياراتك فتصلك في كل حال.',
    decline: 'لا ترسلوا المزيد منها',
    declined: 'تم التسجيل. لن تصلك رسائل أسئلة بعد الآن.',
    agree: 'إرسالها من جديد',
    agreed: 'تم التسجيل. قد تصلك رسائل الأسئلة من جديد.',
    withoutScript: 'تحتاج هذه الصفحة إلى \u2068JavaScript\u2069. أو اتصل بالعيادة لتسجل ذلك عنك.',
    missing: 'افتح هذه الصفحة من الرابط الموجود في رسالتك. لا يُحفظ الرابط في شريط العنوان.',
    over: 'لم يعد هذا الرابط صالحًا. استخدم رابط أحدث رسالة، أو اتصل بالعيادة لتسجل ذلك عنك.',
    failed: 'لم ينجح ذلك. تحقق من الاتصال واضغط مرة أخرى، أو اتصل بالعيادة.',
  },
};

/**
 * The page on which somebody declines further mails that ask, as `/unsubscribe?lang=es#svl_…`. Nothing is declined without a press, so that a scanner that opens the link changes nothing; the same press
 * takes it back.
 */
export function unsubscribePage(language: SpokenLanguage): Html {
  const { title, ask, decline, declined, agree, agreed, withoutScript, missing, over, failed } = texts[language.texts];
  return layout({
    title,
    language,
    script: '/app/unsubscribe.js',
    main: html`<div
      id="unsubscribe"
      class="wrap wrap--narrow manage decide"
      data-decline="${decline}"
      data-declined="${declined}"
      data-agree="${agree}"
      data-agreed="${agreed}"
      data-missing="${missing}"
      data-over="${over}"
      data-failed="${failed}"
    >
      <h1>${title}</h1>
      <p>${ask}</p>
      <p id="message" class="notice" role="status" hidden></p>
      <p><button type="button" id="act" class="button--primary" hidden>${decline}</button></p>
      <noscript><p class="notice">${withoutScript}</p></noscript>
    </div>`,
  });
}
