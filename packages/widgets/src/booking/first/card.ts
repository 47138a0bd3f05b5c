import { html, nothing } from 'lit';

/** What is shown on the card. */
export interface CardParts {
  readonly main: unknown;
  /** What stands above it. */
  readonly notice?: unknown;
  /** The summary at the side. */
  readonly rail?: unknown;
  /** What a screen reader is told. */
  readonly announcement?: string;
  /** The words are not there yet: only bones are seen. */
  readonly isUnsaid?: boolean;
  /** What somebody did waits for code. */
  readonly isBusy?: boolean;
}

/** What the card is written in, and who hears what is done on it. */
export interface CardOptions {
  /** BCP 47 tag of its words. */
  readonly texts: string;
  /** Null where the host's own is right. */
  readonly direction: 'ltr' | 'rtl' | null;
  /** Something is pointed at, or has the focus. */
  readonly onNear: () => void;
  readonly onEarlyKey: (event: KeyboardEvent) => void;
}

/** The whole surface. Two templates rather than one: a card that gains its rail is a new card, and nothing that was shown moves. */
export function card(
  { main, notice = nothing, rail, announcement = '', isUnsaid = false, isBusy = false }: CardParts,
  { texts, direction, onNear, onEarlyKey }: CardOptions,
) {
  const step = html`<div class="main" part="main">${notice}${main}</div>`;
  return html`
    <div
      class=${isUnsaid ? 'root unsaid' : 'root'}
      lang=${texts}
      aria-busy=${isBusy ? 'true' : nothing}
      dir=${direction ?? nothing}
      @pointerover=${onNear}
      @focusin=${onNear}
      @keydown=${onEarlyKey}
    >
      ${
        rail
          ? html`<div class="card with-rail" part="card">${rail}${step}</div>`
          : html`<div class="card" part="card">${step}</div>`
      }
      <p class="unseen" role="status">${announcement}</p>
    </div>
  `;
}
