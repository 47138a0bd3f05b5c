import { css } from 'lit';
import { acts } from '../styles/acts.styles.ts';
import { fields } from '../styles/fields.styles.ts';
import { laterTokens } from '../styles/later-tokens.styles.ts';
import { outcomeTokens } from '../styles/outcome-tokens.styles.ts';
import { tick } from '../styles/tick.styles.ts';
import { asking } from './asking.styles.ts';

const later = css`
  .wrong :is(.option, .point, .cell) {
    border-color: var(--danger-text);
  }
  .clear {
    justify-self: start;
    font-size: 0.9em;
    color: var(--muted);
    min-block-size: 24px;
  }
  .below {
    padding-inline-start: calc(var(--space) * 4);
    border-inline-start: 3px solid var(--line);
  }
  .field .legend label {
    font-size: inherit;
    font-weight: inherit;
  }
  .group-title {
    font-size: 1.1em;
    font-weight: 700;
  }
  .problem > span {
    display: block;
  }
  .given {
    overflow-wrap: anywhere;
    font-weight: 600;
  }
  select,
  textarea {
    max-inline-size: 100%;
  }
  textarea {
    display: block;
    inline-size: 100%;
    min-block-size: 6em;
    margin: 0;
    padding: calc(var(--space) * 2) calc(var(--space) * 3);
    font: inherit;
    letter-spacing: inherit;
    color: var(--text);
    background: var(--surface);
    border: 1px solid var(--control-line);
    border-radius: var(--radius-small);
    resize: vertical;
  }
  :is(textarea, select):focus-visible {
    outline: 2px solid var(--accent-text);
    outline-offset: 2px;
  }
  .wrong textarea {
    border-color: var(--danger-text);
    box-shadow: inset 0 0 0 1px var(--danger-text);
  }
  .point input:not(.radio),
  input.slider,
  input.file {
    padding: 0;
  }
  input.slider {
    appearance: auto;
    accent-color: var(--accent-text);
    border: 0;
  }
  input.unset {
    opacity: 0.6;
  }
  input.file {
    padding: calc(var(--space) * 2);
  }
  input.file::file-selector-button {
    font: inherit;
    color: inherit;
    padding: calc(var(--space) * 1.5) calc(var(--space) * 3);
    margin-inline-end: calc(var(--space) * 2);
    background: var(--surface);
    border: 1px solid var(--line);
    border-radius: var(--radius-small);
  }
  input:is(.short, [type='date'], [type='time'], [type='datetime-local']) {
    max-inline-size: 16em;
  }
  .with-unit {
    display: flex;
    flex-wrap: wrap;
    gap: calc(var(--space) * 2);
    align-items: center;
  }
  .with-unit > input {
    flex: 1 1 6em;
    max-inline-size: 12em;
  }
  .with-unit > select {
    flex: 0 1 auto;
    inline-size: auto;
  }
  .answers-list {
    display: grid;
    gap: calc(var(--space) * 2);
  }
  .answer-row > :is(input, textarea, .with-unit) {
    flex: 1 1 12em;
  }
  .add {
    justify-self: start;
  }
  .files {
    display: grid;
    gap: calc(var(--space) * 2);
    list-style: none;
  }
  .file-status {
    font-weight: 600;
  }
  .file-name {
    flex: 1 1 10em;
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }

  /* tables of questions; where it is narrow, a question below the other */
  .matrix-rows {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(var(--space) * 4);
  }
  .matrix-head {
    display: none;
  }
  .matrix-row {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(var(--space) * 2);
  }
  .matrix-name {
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  .cell {
    display: grid;
    grid-template-columns: 22px minmax(0, 1fr);
    gap: calc(var(--space) * 3);
    align-items: center;
    min-block-size: 44px;
    padding: calc(var(--space) * 2) calc(var(--space) * 3);
    border: 1px solid var(--line);
    border-radius: var(--radius-small);
    cursor: pointer;
    overflow-wrap: anywhere;
  }

  /* groups */
  .group,
  .instance {
    display: block;
  }
  .group:focus {
    outline: none;
  }
  .instance {
    margin-block-end: calc(var(--space) * 4);
    padding: calc(var(--space) * 4);
    border: 1px solid var(--line);
    border-radius: calc(var(--radius) * 0.8);
  }
  .instance > .button {
    margin-block-start: calc(var(--space) * 4);
  }

  /* help, faults of the form, the ways on */
  .help {
    margin-block: 0 calc(var(--space) * 4);
    overflow-wrap: anywhere;
    /* What it says of the answer may take a line more. */
    scroll-margin-block: calc(var(--space) * 6);
  }
  .item > .help,
  .matrix-rows > .help {
    margin-block: 0;
  }
  .help-numbers {
    display: grid;
    gap: calc(var(--space) * 1);
    margin-block: calc(var(--space) * 2);
    list-style: none;
  }
  .unasked {
    padding: calc(var(--space) * 3);
    background: var(--raised);
    border-radius: var(--radius-small);
    overflow-wrap: anywhere;
  }
  .review {
    display: grid;
    gap: calc(var(--space) * 2);
    margin-block-start: calc(var(--space) * 3);
  }
  .review-title {
    margin: calc(var(--space) * 3) 0 0;
    font-size: 1em;
    font-weight: 700;
    overflow-wrap: anywhere;
  }
  .review-row {
    display: flex;
    flex-wrap: wrap;
    gap: calc(var(--space) * 2) calc(var(--space) * 4);
    align-items: center;
    justify-content: space-between;
    padding-block: calc(var(--space) * 2.5);
    border-block-start: 1px solid var(--line);
  }
  .review-text {
    flex: 1 1 12em;
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  @container prm (min-width: 40em) {
    .matrix-rows {
      gap: 0;
    }
    .matrix-head,
    .matrix-row {
      display: grid;
      grid-template-columns: minmax(10em, 2fr);
      grid-auto-flow: column;
      grid-auto-columns: minmax(3.5em, 1fr);
      gap: calc(var(--space) * 1);
      align-items: center;
      padding-block: calc(var(--space) * 1.5);
    }
    .matrix-row {
      border-block-start: 1px solid var(--line);
    }
    .matrix-row > .problem {
      grid-row: 2;
      grid-column: 1 / -1;
    }
    .matrix-head > span {
      font-size: 0.85em;
      text-align: center;
      overflow-wrap: anywhere;
      color: var(--muted);
    }
    .matrix-name {
      font-weight: 400;
    }
    .cell {
      position: relative;
      grid-template-columns: 22px;
      justify-content: center;
      border-color: transparent;
    }
    /* Named by the head for who sees it, and by this for who listens. */
    .cell-name {
      display: none;
    }
  }
  @media (forced-colors: active) {
    .unasked {
      border: 1px solid CanvasText;
    }
  }
`;

/** What all questions and all after them need, in place of `askingStyles`: which rule wins depends on the order. */
export const laterStyles = [laterTokens, outcomeTokens, acts, fields, tick, asking, later];
