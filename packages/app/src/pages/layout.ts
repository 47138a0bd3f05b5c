import { html } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';

/** A piece of escaped HTML. */
export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

/** The demo's own pages. */
export type DemoPage = 'staff' | 'outbox' | 'states';

/** A page's frame. */
export interface Layout {
  /** Never personal: titles end up in histories and in window lists. */
  readonly title: string;
  readonly main: Html;
  /** Links between the demo's own pages. */
  readonly demoPage?: DemoPage | undefined;
  /** Address of the page's module script. */
  readonly script?: string;
}

/** The whole document. */
export const layout = ({ title, main, demoPage, script }: Layout): Html =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        <link rel="icon" href="/app/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/app/page.css" />
        ${script === undefined ? '' : html`<script type="module" src="${script}"></script>`}
      </head>
      <body>
        ${demoPage === undefined ? '' : demoHeader(demoPage)}
        <main id="main" tabindex="-1">${main}</main>
      </body>
    </html>`;

const demoHeader = (current: DemoPage) =>
  html`<a class="skip-link" href="#main">Skip to the content</a>
    <header class="demo">
      <div class="wrap demo__row">
        <p>
          <strong>Demo only.</strong> Anyone at this computer can see this page; it does not exist with a database of
          your own.
        </p>
        <nav aria-label="Demo">
          <ul>
            <li><a href="/">Clinic's page</a></li>
            <li><a href="/staff" ${current === 'staff' ? html` aria-current="page"` : ''}>Staff</a></li>
            <li><a href="/outbox" ${current === 'outbox' ? html` aria-current="page"` : ''}>Outbox</a></li>
            <li><a href="/states" ${current === 'states' ? html` aria-current="page"` : ''}>States</a></li>
          </ul>
        </nav>
      </div>
    </header>`;
