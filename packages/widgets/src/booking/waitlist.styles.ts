import { css } from 'lit';

/** What the waitlist's views have of their own. */
export const waitlistStyles = css`
  .checks {
    display: flex;
    flex-wrap: wrap;
    gap: calc(var(--space) * 2);
    margin: 0;
    padding: 0;
    border: 0;
    min-inline-size: 0;
  }
  /* Even columns where they are few; in a row where there is room for all. */
  @container prm (max-width: 28em) {
    .checks {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(min(100%, 8em), 1fr));
    }
    .checks > :is(.legend, .hint-line) {
      grid-column: 1 / -1;
    }
    .checks > .check {
      padding-inline: calc(var(--space) * 2);
    }
    .nearest > .button {
      justify-self: stretch;
    }
  }
  .checks > .legend {
    margin-block-end: calc(var(--space) * 1);
  }
  .checks > .hint-line {
    flex-basis: 100%;
  }
  .check {
    display: inline-flex;
    gap: calc(var(--space) * 2);
    align-items: center;
    min-block-size: 44px;
    padding-inline: calc(var(--space) * 3);
    border: 1px solid var(--line);
    border-radius: var(--radius-small);
    cursor: pointer;
  }
  .check:has(:checked) {
    border-color: var(--accent-text);
    background: var(--tint);
  }
  .check:has(:focus-visible) {
    outline: 2px solid var(--accent-text);
    outline-offset: 2px;
  }
  .check .box:focus-visible {
    outline: none;
  }
  /* with large text a date is wider than a narrow place: its picker stands far off by itself */
  input[type='date'] {
    min-inline-size: 0;
    padding-inline: calc(var(--space) * 1.5);
  }
  /* While the picker inside it has the focus, Chromium matches nothing else. */
  input[type='date']:focus-within {
    outline: 2px solid var(--accent-text);
    outline-offset: 2px;
  }
  input[type='date']::-webkit-calendar-picker-indicator {
    margin-inline-start: 2px;
  }
  .nearest > .button {
    text-wrap: balance;
  }
  .nearest {
    display: grid;
    gap: calc(var(--space) * 2);
    justify-items: start;
    margin-block: calc(var(--space) * 4);
  }
  @media (forced-colors: active) {
    .check:has(:checked) {
      border: 2px solid Highlight;
    }
  }
`;
