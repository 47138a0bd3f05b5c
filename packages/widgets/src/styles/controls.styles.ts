import { css } from 'lit';

/** What every step is made of: text, buttons, inputs, banners and bones. From the derived tokens to the parts. */
export const controls = css`
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
  .row {
    display: flex;
    flex-wrap: wrap;
    gap: calc(var(--space) * 2);
    align-items: center;
  }
  .stack {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(var(--space) * 4);
  }
  .icon {
    inline-size: 1.25em;
    block-size: 1.25em;
    flex: none;
    fill: none;
    stroke: currentColor;
    stroke-width: 1.8;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .turns:dir(rtl) {
    transform: scaleX(-1);
  }

  /* headings and progress */
  .heading {
    margin: 0;
    font-size: 1.25em;
    font-weight: 700;
    line-height: 1.25;
    letter-spacing: -0.01em;
    color: inherit;
  }
  .heading:focus,
  .notice-title:focus {
    outline: none;
  }
  .heading:focus-visible,
  .notice-title:focus-visible {
    outline: 2px solid var(--accent-text);
    outline-offset: 4px;
    border-radius: 2px;
  }
  .main > .heading {
    margin-block-end: calc(var(--space) * 3);
  }
  .progress {
    display: flex;
    gap: 6px;
    margin-block-end: calc(var(--space) * 3.5);
  }
  .segment {
    flex: 1;
    block-size: 4px;
    border-radius: 2px;
    background: var(--line);
  }
  .segment.done {
    background: var(--accent-text);
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
  .button.square {
    padding: 0;
    flex: none;
  }
  .button.primary,
  .time.chosen {
    color: var(--on-accent);
    background: var(--accent);
    border-color: var(--accent-text);
    font-weight: 600;
  }
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
    padding: 0;
    font-weight: 600;
  }
  .button[aria-disabled='true'],
  .time[aria-disabled='true'] {
    cursor: default;
  }
  .button.square[aria-disabled='true'] {
    color: var(--muted);
    background: transparent;
    opacity: 0.5;
  }
  .primary[aria-disabled='true'] {
    background: var(--accent-off);
    color: var(--on-accent-off);
  }
  :is(.button, .time, .day, .view, .link, .radio, input):focus-visible {
    outline: 2px solid var(--accent-text);
    outline-offset: 2px;
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
  .footer {
    display: flex;
    flex-wrap: wrap;
    gap: calc(var(--space) * 2.5);
    align-items: center;
    justify-content: space-between;
    margin-block-start: calc(var(--space) * 4);
  }
  .footer > .problem {
    flex: 1 0 100%;
  }
  .footer > .button,
  .actions > .button {
    flex: 1 0 auto;
    max-inline-size: 100%;
  }
  .stack > .footer {
    margin-block-start: 0;
  }

  /* inputs */
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
  input:not(.radio) {
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
  :dir(rtl) > input[dir='ltr'] {
    text-align: end;
  }
  .wrong input {
    border-color: var(--danger-text);
    box-shadow: inset 0 0 0 1px var(--danger-text);
  }
  .problem {
    color: var(--danger-text);
    font-size: 0.9em;
  }
  /* banners */
  .notice {
    margin-block: calc(var(--space) * 3);
    padding: calc(var(--space) * 3) calc(var(--space) * 3.5);
    background: var(--warning-tint);
    border: 1px solid var(--warning-line);
    border-radius: calc(var(--radius) * 0.8);
  }
  .notice.danger {
    background: var(--danger-tint);
    border-color: var(--danger-line);
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
  .problem-list {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    list-style: none;
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
  .line.short {
    inline-size: 6em;
  }
  .dot {
    inline-size: 20px;
    block-size: 20px;
    border-radius: 50%;
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
  .day-bone {
    block-size: max(76px, 3.95em);
    border-radius: var(--radius-small);
  }
  .time-bone {
    block-size: max(44px, 1.25em + 18px);
    min-inline-size: 6.5em;
    border-radius: var(--radius-small);
  }
  .part-bone {
    margin-block-end: calc(var(--space) * 2.5);
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
    .bone,
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
