import { html } from 'hono/html';
import { type Html, layout } from './layout.ts';

/**
 * The page that mailed links open, as `/manage#lnk_…`. It is the same for everyone: the secret stays in the fragment, which no server sees, and
 * only the script exchanges it, so a scanner that fetches the link does no harm.
 */
export const managePage = (): Html =>
  layout({
    title: 'Your visit',
    script: '/app/manage.js',
    main: html`<div class="wrap wrap--narrow manage">
      <h1>Change or cancel</h1>
      <div id="visit"></div>
      <p id="manage-message" class="notice" role="status" hidden></p>
      <p><button type="button" id="manage-retry" hidden>Try again</button></p>
      <noscript
        ><p class="notice">
          To change or cancel your visit here, this page needs JavaScript. Or call the clinic: its number is in the mail
          that brought you.
        </p></noscript
      >
    </div>`,
  });
