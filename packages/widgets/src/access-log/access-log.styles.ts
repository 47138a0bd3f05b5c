import { css } from 'lit';
import { base } from '../styles/base.styles.ts';
import { acts } from '../styles/acts.styles.ts';
import { fields } from '../styles/fields.styles.ts';
import { laterTokens } from '../styles/later-tokens.styles.ts';
import { outcomeTokens } from '../styles/outcome-tokens.styles.ts';
import { tokens } from '../styles/tokens.styles.ts';
import { signInStyles } from '../sign-in/sign-in.styles.ts';

const list = css`
  .card {
    position: relative;
    background: var(--surface);
    border: 1px solid var(--line);
    border-radius: var(--radius);
    overflow: hidden;
  }
  .main {
    padding: calc(var(--space) * 4);
    min-inline-size: 0;
  }
  .log-day {
    margin-block-start: calc(var(--space) * 4);
  }
  .log-day + .heading {
    margin-block-start: calc(var(--space) * 6);
  }
  .log-date {
    margin: 0;
    padding-block-end: calc(var(--space) * 1.5);
    font-size: 0.95em;
    font-weight: 700;
    line-height: 1.3;
  }
  .log-day > ul {
    list-style: none;
  }
  .entry {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    padding-block: calc(var(--space) * 2.5);
    border-block-start: 1px solid var(--line);
    overflow-wrap: anywhere;
  }
  .entry > time {
    font-size: 0.9em;
    font-variant-numeric: tabular-nums;
  }
  .entry-who {
    font-size: 0.92em;
  }
  .you {
    padding: 1px calc(var(--space) * 2);
    color: var(--accent-text);
    background: var(--tint);
    border-radius: 1em;
    font-weight: 600;
  }
  .more {
    margin-block-start: calc(var(--space) * 3);
    inline-size: 100%;
  }
  #end {
    margin-block-start: calc(var(--space) * 3);
  }
  #end:focus {
    outline: none;
  }
  #end:focus-visible {
    outline: 2px solid var(--accent-text);
    outline-offset: 2px;
  }
  .empty {
    margin-block-start: calc(var(--space) * 3);
    padding: calc(var(--space) * 4);
    background: var(--raised);
    border-radius: var(--radius-small);
  }
  .entry-bone {
    inline-size: 100%;
    block-size: 3.4em;
    border-radius: var(--radius-small);
  }
  .main > .lead + .stack {
    margin-block-start: calc(var(--space) * 4);
  }
  @container prm (min-width: 28em) {
    .entry {
      grid-template-columns: 6.5em minmax(0, 1fr);
      gap: calc(var(--space) * 3);
    }
    .main {
      padding: calc(var(--space) * 6);
    }
  }
  @media (forced-colors: active) {
    .you {
      border: 1px solid CanvasText;
    }
  }
`;

/** All styles of the element. */
export const accessLogStyles = [tokens, base, laterTokens, outcomeTokens, acts, fields, signInStyles, list];
