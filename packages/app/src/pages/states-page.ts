import { html } from 'hono/html';
import { type Html, layout } from './layout.ts';

/** Every state that the elements can be in, to look at: in each language, scheme and width. */
export const statesPage = (): Html =>
  layout({
    title: 'States',
    demoPage: 'states',
    script: '/states/states.js',
    main: html`<div class="wrap states">
      <div class="page-head">
        <div>
          <h1>States of the elements</h1>
          <p class="muted">Each is the element itself, without a server: acts change what it shows and reach nobody.</p>
        </div>
      </div>
      <form id="states-choices" class="states__choices">
        ${choice('lang', 'Language', { en: 'English', es: 'Español', ar: 'العربية' })}
        ${choice('scheme', 'Colours', { 'light dark': 'As the device', light: 'Light', dark: 'Dark' })}
        ${choice('width', 'Width', { none: 'Full', '280px': '280', '320px': '320', '480px': '480', '768px': '768' })}
      </form>
      <details>
        <summary>All states</summary>
        <p id="states-index" class="states__index"></p>
      </details>
      <div id="states" class="states__list"></div>
    </div>`,
  });

const choice = (name: string, label: string, options: Readonly<Record<string, string>>) =>
  html`<label
    >${label}
    <select name="${name}">
      ${Object.entries(options).map(([value, text]) => html`<option value="${value}">${text}</option>`)}
    </select></label
  >`;
