import { html } from 'hono/html';
import { type Html, layout } from './layout.ts';
import type { PageLanguage, SpokenLanguage } from './page-language.ts';

/** What a page of links says by itself; the rest is its element's. */
export interface LinkPageTexts {
  /** Never personal. */
  readonly title: string;
  readonly heading: string;
  readonly retry: string;
  /** To who opens the page without JavaScript. */
  readonly withoutScript: string;
  /** To who opens the page without a link. */
  readonly missing: string;
  /** To who opens it with a part of one. */
  readonly incomplete: string;
  /** Stands where the element will be, for as long as its code has not come. */
  readonly unavailable: string;
  /** When its code does not come. */
  readonly notLoaded: string;
}

/** What makes one page of links another than the next. */
export interface LinkPage {
  /** Address of the page's module script. */
  readonly script: string;
  readonly texts: Readonly<Record<PageLanguage, LinkPageTexts>>;
}

/**
 * A page that a secret link opens. It is the same for everyone who reads its language: the secret stays in the fragment, which no server sees, and
 * only the script uses it. What the script may have to say stands in `data-` attributes, so that every text of the page is in one place.
 */
export function linkPage({ script, texts }: LinkPage, language: SpokenLanguage): Html {
  const { title, heading, retry, withoutScript, missing, incomplete, unavailable, notLoaded } = texts[language.texts];
  return layout({
    title,
    language,
    script,
    main: html`<div
      id="link-page"
      class="wrap wrap--narrow manage"
      data-missing="${missing}"
      data-incomplete="${incomplete}"
      data-unavailable="${unavailable}"
      data-not-loaded="${notLoaded}"
    >
      <h1>${heading}</h1>
      <div id="shown"></div>
      <p id="message" class="notice" role="status" hidden></p>
      <p><button type="button" id="retry" hidden>${retry}</button></p>
      <noscript><p class="notice">${withoutScript}</p></noscript>
    </div>`,
  });
}
