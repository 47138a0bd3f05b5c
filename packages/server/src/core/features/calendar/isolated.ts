import type { WrittenLanguage } from './written-language.ts';

/**
 * A name, an address or a telephone number as it stands in a sentence. In a sentence from right to left it would turn around (`0100 555 708 1+`) or
 * take the words beside it with it, so it is isolated: between U+2068 and U+2069 it runs in its own direction (Unicode Standard Annex #9). Plain text has
 * no other means, and no mark belongs around a link, which mail programs would make a part of its address.
 */
export const isolated = (text: string, language: WrittenLanguage): string =>
  language === 'ar' ? `\u2068${text}\u2069` : text;
