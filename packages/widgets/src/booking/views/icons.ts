import { html, svg, type SVGTemplateResult } from 'lit';

const icon = (paths: SVGTemplateResult) =>
  html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">${paths}</svg>`;

export const timeIcon = () => icon(svg`<circle cx="12" cy="12" r="9" /><path d="M12 7v5l3.2 2" />`);
export const checkIcon = () => icon(svg`<path d="M4.5 12.5 10 18 20 6.5" />`);
export const crossIcon = () => icon(svg`<path d="m6 6 12 12M18 6 6 18" />`);
export const calendarIcon = () =>
  icon(svg`<rect x="4" y="5" width="16" height="15" rx="2" /><path d="M4 10h16M8.5 3v4M15.5 3v4" />`);
export const visitIcon = () =>
  icon(
    svg`<path d="M9 3v5a4 4 0 0 0 8 0V3M7.5 3H10M16 3h2.5M13 12v3a5 5 0 0 1-10 0v-2" /><circle cx="3.5" cy="11" r="1.6" />`,
  );
export const placeIcon = () =>
  icon(svg`<path d="M12 21s-7-6.2-7-11.5a7 7 0 0 1 14 0C19 14.8 12 21 12 21Z" /><circle cx="12" cy="9.5" r="2.5" />`);
export const videoIcon = () =>
  icon(svg`<rect x="3" y="6" width="12" height="12" rx="2" /><path d="m15 10.5 6-3v9l-6-3" />`);
