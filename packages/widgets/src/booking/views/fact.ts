import { html } from 'lit';

/** A line of the summary. */
export const fact = (icon: unknown, title: unknown, detail: unknown) =>
  html`<div class="fact">
    ${icon}<span><b>${title}</b><span class="muted">${detail}</span></span>
  </div>`;
