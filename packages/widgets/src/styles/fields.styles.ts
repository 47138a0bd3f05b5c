import { css } from 'lit';

/** What stands in forms and in what comes of them: inputs, what is wrong with them, links, acts of consequence. */
export const fields = css`
  .button.dangerous {
    color: var(--danger-text);
    border-color: var(--danger-line);
    font-weight: 600;
  }
  .problem,
  .link {
    max-inline-size: 100%;
    overflow-wrap: anywhere;
  }
  .link {
    display: inline;
    padding: calc(var(--space) * 1) 0;
    color: inherit;
    background: none;
    border: 0;
    text-align: start;
    text-decoration: underline;
    text-underline-offset: 0.2em;
  }
  /* A number stays in one piece as long as a line is wide enough for it. */
  a.link {
    display: inline-block;
    max-inline-size: 100%;
    min-block-size: 24px;
    min-inline-size: 24px;
    padding: 0;
    font-weight: 600;
  }
  .piece {
    display: inline-block;
    max-inline-size: 100%;
  }
  .footer > .problem {
    flex: 1 0 100%;
  }
  .field {
    display: grid;
    align-content: start;
    gap: calc(var(--space) * 1);
    min-inline-size: 0;
  }
  .field label {
    font-size: 0.92em;
    font-weight: 600;
  }
  input:not(.radio),
  select {
    appearance: none;
    inline-size: 100%;
    min-block-size: 44px;
    margin: 0;
    padding: calc(var(--space) * 2) calc(var(--space) * 3);
    font: inherit;
    letter-spacing: inherit;
    color: var(--text);
    background: var(--surface);
    border: 1px solid var(--control-line);
    border-radius: var(--radius-small);
    text-align: start;
  }
  select {
    appearance: auto;
  }
  :dir(rtl) > input:not([type='date']):dir(ltr) {
    text-align: end;
  }
  .wrong :is(input, select) {
    border-color: var(--danger-text);
    box-shadow: inset 0 0 0 1px var(--danger-text);
  }
  .problem {
    color: var(--danger-text);
    font-size: 0.9em;
  }
  .notice.danger {
    background: var(--danger-tint);
    border-color: var(--danger-line);
  }
  .problem-list {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    list-style: none;
  }
  @media (forced-colors: active) {
    .root .wrong :is(input, select) {
      border-width: 3px;
    }
    .root .card [aria-pressed='true'] :not(.unseen) {
      color: inherit;
      background: transparent;
    }
    .segment {
      background: GrayText;
    }
    .segment.done {
      background: Highlight;
    }
    .avatar,
    .badge {
      border: 1px solid GrayText;
    }
    .first,
    .empty {
      border: 1px solid CanvasText;
    }
  }
`;
