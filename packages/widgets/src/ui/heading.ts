import { html } from 'lit';

/** A step's heading, which takes focus when the step is entered. */
export const heading = (text: string) =>
  html`<h2 id="heading" class="heading" part="heading" tabindex="-1">${text}</h2>`;
