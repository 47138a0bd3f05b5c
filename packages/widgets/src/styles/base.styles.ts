import { css } from 'lit';

/** What every first view is made of: text, plain buttons and bones. From the derived tokens to the parts. */
export const base = css`
  p,
  dl,
  dd,
  ul {
    margin: 0;
    padding: 0;
  }
  b {
    font-weight: 600;
  }
  .muted,
  .hint {
    color: var(--muted);
    font-size: 0.9em;
    font-weight: 400;
  }
  .stack {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(var(--space) * 4);
  }

  /* headings */
  .heading {
    margin: 0;
    font-size: 1.25em;
    font-weight: 700;
    line-height: 1.25;
    letter-spacing: -0.01em;
    color: inherit;
  }
  .heading:focus {
    outline: none;
  }
  .main > .heading {
    margin-block-end: calc(var(--space) * 3);
  }

  /* buttons */
  .button,
  .time,
  .day,
  .view,
  .link {
    position: relative;
    appearance: none;
    font: inherit;
    letter-spacing: inherit;
    text-transform: none;
    cursor: pointer;
    margin: 0;
    touch-action: manipulation;
  }
  .button,
  .time {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: calc(var(--space) * 2);
    min-block-size: 44px;
    min-inline-size: 44px;
    padding: calc(var(--space) * 2) calc(var(--space) * 3.5);
    color: var(--text);
    background: var(--surface);
    border: 1px solid var(--line);
    border-radius: var(--radius-small);
    text-align: center;
    line-height: 1.25;
  }
  :is(.button, .time, .day, .view):focus-visible {
    outline: 2px solid var(--accent-text);
    outline-offset: 2px;
  }
  .footer {
    display: flex;
    flex-wrap: wrap;
    gap: calc(var(--space) * 2.5);
    align-items: center;
    justify-content: space-between;
    margin-block-start: calc(var(--space) * 4);
  }
  .stack > .footer {
    margin-block-start: 0;
  }

  /* bones: the size of what comes */
  .bone {
    display: block;
    max-inline-size: 100%;
    background: var(--bone);
    border-radius: 6px;
  }
  .line {
    inline-size: 9em;
    block-size: 1em;
    margin-block: 0.25em;
  }
  .heading-bone {
    inline-size: 11em;
    max-inline-size: 70%;
    block-size: 1.5em;
  }
  .option-bone {
    block-size: 76px;
    border-radius: calc(var(--radius) * 0.8);
  }
  .button-bone {
    inline-size: 7em;
    block-size: 44px;
    border-radius: var(--radius-small);
    margin-inline-start: auto;
  }

  @media (prefers-reduced-motion: no-preference) {
    .bone {
      animation: breathe 1.6s ease-in-out infinite alternate;
    }
  }
  @keyframes breathe {
    to {
      opacity: 0.55;
    }
  }

  @media (forced-colors: active) {
    .bone {
      border: 1px solid GrayText;
    }
  }
`;
