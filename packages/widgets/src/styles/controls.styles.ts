import { css } from 'lit';

/** What all other views are made of besides: acts of more or less weight, links, inputs, banners. */
export const controls = css`
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
  .button.dangerous {
    color: var(--danger-text);
    border-color: var(--danger-line);
    font-weight: 600;
  }
  /* What does nothing at the moment does not look as if it did; what it says stays readable. */
  :is(.button, .time)[aria-disabled='true']:not(.primary, .chosen, .square) {
    color: var(--muted);
    background: var(--raised);
    border-color: var(--line);
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
  .field {
    display: grid;
    align-content: start;
    gap: calc(var(--space) * 1);
    min-inline-size: 0;
  }
  label {
    color: inherit;
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
    .root .wrong :is(input, select) {
      border-width: 3px;
    }
    /* The pair of a button turned round: a system has to keep that readable, and not every one does so for Highlight. */
    .root :is(.button.primary, [aria-pressed='true']) {
      forced-color-adjust: none;
      color: ButtonFace;
      background: ButtonText;
      border-color: ButtonText;
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
