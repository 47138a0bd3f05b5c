import { css } from 'lit';
import { acts } from '../styles/acts.styles.ts';
import { laterTokens } from '../styles/later-tokens.styles.ts';
import { tick } from '../styles/tick.styles.ts';

/** How far, and what is asked. */
export const asking = css`
  .said {
    white-space: pre-line;
  }
  /* how far */
  .way {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: calc(var(--space) * 1.5) calc(var(--space) * 4);
    margin-block-end: calc(var(--space) * 4);
    overflow-wrap: anywhere;
  }
  .way-words {
    font-variant-numeric: tabular-nums;
  }
  .bar {
    appearance: none;
    grid-column: 1 / -1;
    inline-size: 100%;
    block-size: 6px;
    border: 0;
    border-radius: 3px;
    background: var(--line);
    overflow: hidden;
  }
  .bar::-webkit-progress-bar {
    background: var(--line);
  }
  .bar::-webkit-progress-value {
    background: var(--accent-text);
  }
  .bar::-moz-progress-bar {
    background: var(--accent-text);
  }
  .main > .heading + .form {
    margin-block-start: calc(var(--space) * 4);
  }
  .within {
    margin-block-end: calc(var(--space) * 2);
    color: var(--muted);
  }

  /* questions */
  .items {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(var(--space) * 6);
  }
  .item,
  .below {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(var(--space) * 4);
    min-inline-size: 0;
  }
  fieldset {
    margin: 0;
    padding: 0;
    border: 0;
    min-inline-size: 0;
  }
  .question {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(var(--space) * 2.5);
    min-inline-size: 0;
  }
  .legend {
    display: block;
    padding: 0;
    inline-size: 100%;
    font-weight: 600;
    overflow-wrap: anywhere;
    color: inherit;
  }
  fieldset.question > .legend,
  .instance > .legend,
  .group > .legend {
    margin-block-end: calc(var(--space) * 2.5);
  }
  .mark {
    font-size: 0.8em;
    font-weight: 400;
  }
  .display {
    overflow-wrap: anywhere;
  }

  /* answers to choose */
  .choices {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(var(--space) * 2);
  }
  .option {
    display: grid;
    grid-template-columns: 22px minmax(0, 1fr);
    gap: calc(var(--space) * 3);
    align-items: center;
    min-block-size: 48px;
    padding: calc(var(--space) * 2.5) calc(var(--space) * 3.5);
    border: 1px solid var(--line);
    border-radius: calc(var(--radius) * 0.8);
    cursor: pointer;
    overflow-wrap: anywhere;
  }
  .option-name {
    min-inline-size: 0;
  }
  .option:has(:checked),
  .cell:has(:checked) {
    border-color: var(--accent-text);
    background: var(--tint);
  }
  /* WebKit does not match :focus-visible after an arrow key has chosen a radio. */
  :is(.option, .cell, .point):has(:focus-visible, [type='radio']:checked:focus) {
    outline: 2px solid var(--accent-text);
    outline-offset: 2px;
  }
  :is(.option, .cell) .radio:focus-visible {
    outline: none;
  }

  /* scales */
  .scale {
    display: grid;
    grid-auto-flow: column;
    grid-auto-columns: minmax(0, 1fr);
    gap: 6px;
  }
  .scale.many {
    grid-auto-flow: row;
    grid-template-columns: repeat(6, minmax(0, 1fr));
  }
  .point {
    position: relative;
    display: grid;
    place-items: center;
    min-block-size: 44px;
    min-inline-size: 24px;
    border: 1px solid var(--line);
    border-radius: var(--radius-small);
    cursor: pointer;
    font-variant-numeric: tabular-nums;
  }
  .point-radio.point-radio {
    position: absolute;
    inset: 0;
    inline-size: 100%;
    block-size: 100%;
    min-block-size: 0;
    margin: 0;
    opacity: 0;
    cursor: inherit;
  }
  .point:has(:checked) {
    color: var(--on-accent);
    background: var(--accent);
    border-color: var(--accent-text);
    font-weight: 700;
  }
  .ends {
    display: flex;
    justify-content: space-between;
    gap: calc(var(--space) * 4);
  }
  .ends > :last-child {
    text-align: end;
  }
  .kept {
    flex: 1 1 6em;
    text-align: center;
  }
  .form > .footer {
    margin-block-start: calc(var(--space) * 6);
  }
  @container prm (min-width: 28em) {
    .scale.many {
      grid-auto-flow: column;
      grid-template-columns: none;
    }
    .choices.across {
      grid-template-columns: repeat(auto-fit, minmax(9em, 1fr));
    }
    .footer > .button {
      flex: none;
    }
  }
  @media (forced-colors: active) {
    .bar {
      border: 1px solid CanvasText;
    }
    .point:has(:checked),
    .cell:has(:checked) {
      border: 3px solid Highlight;
    }
    /* The pair of a button turned round, as chosen buttons have it. */
    .point:has(:checked) {
      forced-color-adjust: none;
      color: ButtonFace;
      background: ButtonText;
    }
    .mode {
      border: 1px solid CanvasText;
    }
  }
`;

/** What a question that is chosen from needs besides. */
export const askingStyles = [laterTokens, acts, tick, asking];
