import { html } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import { type SpokenLanguage, english } from './page-language.ts';

/** A piece of escaped HTML. */
export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

/** The demo's own pages. */
export type DemoPage = 'staff' | 'outbox' | 'states';

/** A page's frame. */
export interface Layout {
  /** Never personal: titles end up in histories and in window lists. */
  readonly title: string;
  readonly main: Html;
  /** English unless told. */
  readonly language?: SpokenLanguage;
  /** Links between the demo's own pages. */
  readonly demoPage?: DemoPage | undefined;
  /** Address of the page's module script. */
  readonly script?: string;
  /** What stands above the content. */
  readonly header?: Html;
  /** Further elements of the head. */
  readonly head?: Html;
}

/** The whole document. */
export const layout = ({ title, main, language = english, demoPage, script, header, head }: Layout): Html =>
  html`<!doctype html>
    <html lang="${language.tag}" dir="${language.direction}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        <link rel="icon" href="/app/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/app/page.css" />
        ${script === undefined ? '' : html`<script type="module" src="${script}"></script>`} ${head ?? ''}
      </head>
      <body>
        ${demoPage === undefined ? '' : demoHeader(demoPage)}${header ?? ''}
        <main id="main" tabindex="-1">${main}</main>
      </body>
    </html>`;

const demoWarnings: Readonly<Record<DemoPage, string>> = {
  staff: 'Its people, their password and their codes are public: it answers only on this computer.',
  outbox: 'Anyone at this computer can see this page; it does not exist with a database of your own.',
  states: 'Anyone at this computer can see this page; it does not exist with a database of your own.',
};

const demoHeader = (current: DemoPage) =>
  html`<a class="skip-link" href="#main">Skip to the content</a>
    <section class="demo" aria-label="About this demo">
      <div class="wrap demo__row">
        <p><strong>Demo only.</strong> ${demoWarnings[current]}</p>
        <nav aria-label="Demo">
          <ul>
            <li><a href="/">Clinic's page</a></li>
            <li><a href="/staff" ${current === 'staff' ? html` aria-current="page"` : ''}>Staff</a></li>
            <li><a href="/outbox" ${current === 'outbox' ? html` aria-current="page"` : ''}>Outbox</a></li>
            <li><a href="/states" ${current === 'states' ? html` aria-current="page"` : ''}>States</a></li>
          </ul>
        </nav>
      </div>
    </section>`;
