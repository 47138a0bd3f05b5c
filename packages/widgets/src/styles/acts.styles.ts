import { css } from 'lit';

/** What all other views are made of besides: acts of more or less weight, what is chosen, banners. */
export const acts = css`
  .row {
    display: flex;
    flex-wrap: wrap;
    gap: calc(var(--space) * 2);
    align-items: center;
  }
  .notice-title:focus {
    outline: none;
  }
  .heading:focus-visible,
  .notice-title:focus-visible {
    outline: 2px solid var(--accent-text);
    outline-offset: 4px;
    border-radius: 2px;
  }
  /* Its text stands close below. */
  .notice-title:focus-visible {
    outline-offset: 1px;
  }
  .button.primary,
  .time.chosen {
    color: var(--on-accent);
    background: var(--accent);
    border-color: var(--accent-text);
    font-weight: 600;
  }
  .button[aria-disabled='true'],
  .time[aria-disabled='true'] {
    cursor: default;
  }
  .primary[aria-disabled='true'] {
    color: var(--accent-text);
    background: var(--tint);
    border-color: transparent;
  }
  @media (hover: hover) {
    :is(.button, .time):not(.primary, .chosen, [aria-disabled='true']):hover,
    .day.open:hover {
      border-color: var(--accent-text);
    }
    .button.primary:not([aria-disabled='true']):hover {
      background: var(--accent-hover);
    }
  }
  :is(.link, .radio, input):focus-visible {
    outline: 2px solid var(--accent-text);
    outline-offset: 2px;
  }
  .footer > .button,
  .actions > .button {
    flex: 1 0 auto;
    max-inline-size: 100%;
  }
  /* What does nothing at the moment does not look as if it did; what it says stays readable. */
  :is(.button, .time)[aria-disabled='true']:not(.primary, .chosen, .square) {
    color: var(--muted);
    background: var(--raised);
    border-color: var(--line);
  }
  .radio {
    appearance: none;
    inline-size: 20px;
    block-size: 20px;
    margin: 0;
    border: 2px solid var(--control-line);
    border-radius: 50%;
    background: var(--surface);
    cursor: inherit;
  }
  .radio:checked {
    border: 6px solid var(--accent-text);
  }
  label {
    color: inherit;
  }
  /* banners */
  .notice {
    margin-block: calc(var(--space) * 3);
    padding: calc(var(--space) * 3) calc(var(--space) * 3.5);
    background: var(--warning-tint);
    border: 1px solid var(--warning-line);
    border-radius: calc(var(--radius) * 0.8);
  }
  .notice-title {
    font-weight: 700;
  }
  .notice .row {
    margin-block-start: calc(var(--space) * 2.5);
  }
  .main > .notice:first-child {
    margin-block-start: 0;
  }
  .main > .notice:last-child {
    margin-block-end: 0;
  }
  @media (forced-colors: active) {
    /* The pair of a button turned round: a system has to keep that readable, and not every one does so for Highlight. */
    .root :is(.button.primary, [aria-pressed='true']) {
      forced-color-adjust: none;
      color: ButtonFace;
      background: ButtonText;
      border-color: ButtonText;
    }
    .radio {
      appearance: auto;
    }
    .option:has(:checked) {
      border: 2px solid Highlight;
    }
    .root :is(.button, .time, .day)[aria-disabled='true'] {
      color: GrayText;
      background: ButtonFace;
      border-color: GrayText;
    }
  }
`;
