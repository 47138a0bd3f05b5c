import { html } from 'hono/html';
import { type Html, layout } from './layout.ts';

/** A page that says one thing, such as that there is nothing at an address. */
export const messagePage = (
  title: string,
  text: string,
  next: { readonly href: string; readonly name: string } = { href: '/', name: 'To the start page' },
): Html =>
  layout({
    title,
    main: html`<div class="wrap message">
      <h1>${title}</h1>
      <p>${text}</p>
      <p><a class="button" href="${next.href}">${next.name}</a></p>
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
      <p><a class="button" href="/staff">Sign in as staff</a></p>
    </div>`,
  });

/** What `/outbox` and `/states` answer without the demo. */
export const demoOnlyPage = (): Html =>
  messagePage(
    'Only in the demo',
    'This page exists only with the embedded demo. With DATABASE_URL mail goes to your mail server.',
    { href: '/staff', name: "To the staff's page" },
  );
