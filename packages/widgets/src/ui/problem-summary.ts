import { html, nothing } from 'lit';

interface Problem {
  /** The id of the control that mends it. */
  readonly id: string;
  readonly text: unknown;
}

/** Problems again in one place, which takes focus; each leads to its control. Nothing where there is none. */
export const problemSummary = (title: string, problems: readonly Problem[]) =>
  problems.length === 0
    ? nothing
    : html`
        <div class="notice danger" part="notice" role="group" aria-labelledby="problems">
          <p id="problems" class="notice-title" tabindex="-1">${title}</p>
          <ul class="problem-list">
            ${problems.map(
              ({ id, text }) =>
                html`<li><button class="link" type="button" @click=${focusOn(id)}>${text}</button></li>`,
            )}
          </ul>
        </div>
      `;

const focusOn = (id: string) => (event: Event) => {
  const root = event.target instanceof Node ? event.target.getRootNode() : null;
  if (root instanceof ShadowRoot) root.getElementById(id)?.focus();
};
