/** What the shell of a frame says by itself: little, since it is on every page. */
export interface ShellMessages {
  /** The frame cannot be shown. The clinic's own words follow. */
  readonly unavailable: string;
  readonly tryAgain: string;
  /** Opens a link on the API's own page, where no other script is. */
  readonly apart: string;
}

/** The languages of a shell. */
export type ShellLanguage = 'en' | 'es' | 'ar';

/** The texts by their language. */
export const shellTexts: Readonly<Record<ShellLanguage, ShellMessages>> = {
  en: {
    unavailable: 'This part of the page cannot be shown at the moment.',
    tryAgain: 'Try again',
    apart: 'Continue on a private page',
  },
  es: {
    unavailable: 'Esta parte de la página no se puede mostrar en este momento.',
    tryAgain: 'Intentar de nuevo',
    apart: 'Continuar en una página privada',
  },
  ar: {
    unavailable: 'لا يمكن عرض هذا الجزء من الصفحة حاليًا.',
    tryAgain: 'إعادة المحاولة',
    apart: 'المتابعة في صفحة خاصة',
  },
};

/** The language of a locale (BCP 47) where there are texts in it, else English. */
export function shellLanguage(locale: string): ShellLanguage {
  const [language = 'en'] = locale.toLowerCase().split('-');
  return Object.hasOwn(shellTexts, language) ? (language as ShellLanguage) : 'en';
}
