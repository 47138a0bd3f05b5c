import { html, nothing, type TemplateResult } from 'lit';

interface NoticeParts {
  readonly title: string;
  readonly text: unknown;
  readonly actions?: unknown;
}

/** A banner that names what happened and offers the next act. It takes focus when it appears. */
export const notice = ({ title, text, actions }: NoticeParts): TemplateResult => html`
  <div class="notice" part="notice" role="group" aria-label=${title}>
    <p class="notice-title" tabindex="-1">${title}</p>
    <p class="notice-text">${text}</p>
    ${actions ? html`<div class="row">${actions}</div>` : nothing}
  </div>
`;
