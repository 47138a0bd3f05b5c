import { html } from 'hono/html';
import { type Html, layout } from './layout.ts';

/** A page that says one thing, such as that there is nothing at an address. */
export const messagePage = (title: string, text: string): Html =>
  layout({
    title,
    main: html`<div class="wrap message">
      <h1>${title}</h1>
      <p>${text}</p>
      <p><a class="button" href="/">To the start page</a></p>
    </div>`,
  });

/** What `/` answers without the demo: a clinic has its page on a site of its own. */
export const runningPage = (): Html =>
  layout({
    title: 'OpenPRM',
    main: html`<div class="wrap message">
      <h1>OpenPRM is running</h1>
      <p>
        The API is at <a href="/v1/openapi.json">/v1/openapi.json</a>, the loader for a clinic's page at
        <a href="/embed/openprm.js">/embed/openprm.js</a>. Patients come here by the links in their mail.
      </p>
    </div>`,
  });

/** What `/staff` and `/outbox` answer without the demo. */
export const demoOnlyPage = (): Html =>
  messagePage(
    'Only in the demo',
    'This page exists only with the embedded demo. With DATABASE_URL there is no staff page yet: read appointments through the API with your secret key.',
  );
