import { html } from 'hono/html';
import type { Html } from './layout.ts';

/** A telephone number that a press dials. */
export const phoneLink = (phone: string): Html => html`<a href="tel:${phone.replaceAll(/[^\d+]/g, '')}">${phone}</a>`;
