import { parseAccept } from 'hono/utils/accept';

/** A language that the pages of links have texts in: those of the elements on them. */
export type PageLanguage = 'en' | 'es' | 'ar';

/** How a page speaks. */
export interface SpokenLanguage {
  /** BCP 47, with the region if one is known: what the page's `lang` says, and so how dates and times are written on it. */
  readonly tag: string;
  /** The language of the texts. */
  readonly texts: PageLanguage;
  readonly direction: 'ltr' | 'rtl';
}

const directions: Readonly<Record<PageLanguage, SpokenLanguage['direction']>> = { en: 'ltr', es: 'ltr', ar: 'rtl' };

/** How a page speaks where nothing is known of who reads it. */
export const english: SpokenLanguage = { tag: 'en', texts: 'en', direction: 'ltr' };

/**
 * The language of a page that a link opens. That of the link comes first, since it is the one that the visit was booked in and its mail is written
 * in; then what the browser prefers, in its order; English where there is none of them.
 *
 * @param asked the link's language tag, which anybody may have written; undefined if it has none
 * @param accepted the request's `Accept-Language`
 */
export function pageLanguageOf(asked: string | undefined, accepted: string | undefined): SpokenLanguage {
  const preferred = parseAccept(accepted ?? '').filter(({ q }) => q > 0);
  for (const candidate of [asked ?? '', ...preferred.map(({ type }) => type)]) {
    const spoken = spokenLanguage(candidate);
    if (spoken !== undefined) return spoken;
  }
  return english;
}

function spokenLanguage(candidate: string): SpokenLanguage | undefined {
  const [base = ''] = candidate.toLowerCase().split('-');
  if (!isPageLanguage(base)) return undefined;
  return { tag: canonicalTag(candidate) ?? base, texts: base, direction: directions[base] };
}

const isPageLanguage = (base: string): base is PageLanguage => Object.hasOwn(directions, base);

/** The contract's language tags are looser than BCP 47. */
function canonicalTag(candidate: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(candidate)[0];
  } catch {
    return undefined;
  }
}
