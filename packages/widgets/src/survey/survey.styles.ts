import { css } from 'lit';
import { base } from '../styles/base.styles.ts';
import { tokens } from '../styles/tokens.styles.ts';

const first = css`
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
  .lead {
    overflow-wrap: anywhere;
  }
  .small {
    margin-block-start: calc(var(--space) * 3);
  }
  .mode {
    display: grid;
    gap: calc(var(--space) * 1);
    margin-block-start: calc(var(--space) * 4);
    padding: calc(var(--space) * 3.5);
    background: var(--tint);
    border-radius: var(--radius-small);
    overflow-wrap: anywhere;
  }
  .main > .heading {
    margin-block-end: calc(var(--space) * 1);
  }
  .footer > .button.primary {
    margin-inline-start: auto;
    color: var(--surface);
    background: var(--accent-text);
    border-color: var(--accent-text);
    font-weight: 600;
  }
  @container prm (min-width: 35em) {
    .main {
      padding: calc(var(--space) * 6);
    }
  }
`;

/** What stands before the first question. */
export const firstStyles = [tokens, base, first];
