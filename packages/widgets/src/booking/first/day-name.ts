import { html } from 'lit';
import type { Formats } from '../../locales/formats.ts';

/** A weekday above its column; where it is narrow, in as few letters as the language has. Seen only: labels say the whole name. */
export function dayName(date: string, { weekday, shortestWeekday }: Formats) {
  const [name, shortest] = [weekday(date), shortestWeekday(date)];
  if (name === shortest) return html`<span aria-hidden="true">${name}</span>`;
  return html`<span class="where-wide" aria-hidden="true">${name}</span
    ><span class="where-narrow" aria-hidden="true">${shortest}</span>`;
}
