import { html, svg } from 'lit';

export const previousIcon = () =>
  html`<svg class="icon turns" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    ${svg`<path d="m14.5 6-6 6 6 6" />`}
  </svg>`;
export const nextIcon = () =>
  html`<svg class="icon turns" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    ${svg`<path d="m9.5 6 6 6-6 6" />`}
  </svg>`;
