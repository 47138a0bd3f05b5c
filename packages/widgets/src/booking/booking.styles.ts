import { css } from 'lit';

/** The look of `<prm-booking>`: from the derived tokens to its parts. */
export const bookingStyles = css`
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
  .rail {
    display: grid;
    gap: calc(var(--space) * 4);
    align-content: start;
    padding: calc(var(--space) * 4);
    background: var(--raised);
    border-block-end: 1px solid var(--line);
    min-inline-size: 0;
  }
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
  .link {
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
    border-color: transparent;
    font-weight: 600;
  }
  .button.dangerous {
    color: var(--danger);
    border-color: var(--danger-line);
    font-weight: 600;
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
  a.link {
    padding: 0;
    white-space: nowrap;
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
    background: color-mix(in oklab, var(--accent) 55%, var(--surface));
    color: var(--text);
  }
  :is(.button, .time, .day, .link, .radio, input):focus-visible {
    outline: 2px solid var(--accent-text);
    outline-offset: 2px;
  }
  @media (hover: hover) {
    :is(.button, .time):not(.primary, .chosen, [aria-disabled='true']):hover,
    .day.open:hover {
      border-color: var(--accent-text);
    }
    .button.primary:not([aria-disabled='true']):hover {
      background: color-mix(in oklab, var(--accent) 90%, var(--text));
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
  .footer > .button,
  .actions > .button {
    flex: 1 0 auto;
    max-inline-size: 100%;
  }
  .stack > .footer {
    margin-block-start: 0;
  }

  /* the rail */
  .person {
    display: flex;
    gap: calc(var(--space) * 3);
    align-items: center;
    min-block-size: 44px;
  }
  .avatar {
    display: grid;
    place-items: center;
    flex: none;
    inline-size: 44px;
    block-size: 44px;
    border-radius: 50%;
    background: var(--tint);
    color: var(--accent-text);
    font-weight: 700;
  }
  .fact {
    display: grid;
    grid-template-columns: 20px minmax(0, 1fr);
    gap: calc(var(--space) * 2.5);
    font-size: 0.92em;
  }
  .fact > .icon {
    margin-block-start: 0.1em;
    color: var(--muted);
  }
  .fact b,
  .fact .muted {
    display: block;
  }
  .held {
    font-variant-numeric: tabular-nums;
  }
  .held b {
    color: var(--text);
  }

  /* what and where */
  .options {
    display: grid;
    gap: calc(var(--space) * 2.5);
    margin: 0;
    padding: 0;
    border: 0;
    min-inline-size: 0;
  }
  .legend {
    padding: 0;
    margin-block: calc(var(--space) * 2) calc(var(--space) * 2.5);
    font-weight: 700;
    font-size: 1.05em;
    color: inherit;
  }
  .option {
    display: grid;
    grid-template-columns: 22px minmax(0, 1fr);
    gap: calc(var(--space) * 0.5) calc(var(--space) * 3);
    align-items: center;
    padding: calc(var(--space) * 3.5);
    border: 1px solid var(--line);
    border-radius: calc(var(--radius) * 0.8);
    cursor: pointer;
  }
  .option:has(:checked) {
    border-color: var(--accent-text);
    background: var(--tint);
  }
  .option:has(:focus-visible) {
    outline: 2px solid var(--accent-text);
    outline-offset: 2px;
  }
  .option .radio:focus-visible {
    outline: none;
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
  .option-text {
    display: grid;
    min-inline-size: 0;
  }
  .option-name {
    font-weight: 600;
  }
  .option-meta {
    display: flex;
    flex-wrap: wrap;
    column-gap: 0.75em;
    grid-column: 2;
  }

  /* when */
  .week-header {
    display: flex;
    flex-wrap: wrap;
    gap: calc(var(--space) * 2) calc(var(--space) * 4);
    align-items: center;
    justify-content: space-between;
  }
  .week-nav {
    display: flex;
    flex: 1 0 auto;
    gap: calc(var(--space) * 2);
    align-items: center;
    justify-content: space-between;
    max-inline-size: 100%;
    min-block-size: 44px;
  }
  .month {
    text-align: center;
  }
  .first {
    display: flex;
    flex-wrap: wrap;
    gap: calc(var(--space) * 2);
    align-items: center;
    justify-content: space-between;
    min-block-size: 66px;
    margin-block-start: calc(var(--space) * 3);
    padding: calc(var(--space) * 2.5) calc(var(--space) * 3.5);
    background: var(--tint);
    border-radius: var(--radius-small);
  }
  .first .button {
    flex: 1 0 auto;
    padding-inline: calc(var(--space) * 2);
    font-weight: 600;
    font-variant-numeric: tabular-nums;
  }
  .days {
    display: grid;
    grid-template-columns: repeat(7, minmax(0, 1fr));
    gap: 2px;
    margin-block: calc(var(--space) * 3.5) calc(var(--space) * 4.5);
  }
  .day {
    display: grid;
    justify-items: center;
    align-content: start;
    min-block-size: 76px;
    min-inline-size: 0;
    padding: calc(var(--space) * 1.75) 0 0;
    color: var(--muted);
    background: transparent;
    border: 1px solid transparent;
    border-radius: var(--radius-small);
    line-height: 1.35;
  }
  .day[aria-disabled='true'] {
    cursor: default;
  }
  .day-name {
    font-size: 0.82em;
  }
  .day-number {
    font-size: 1.05em;
    font-variant-numeric: tabular-nums;
  }
  .day-count {
    min-block-size: 1.4em;
    min-inline-size: 1.6em;
    margin-block-start: 3px;
    padding-inline: 0.35em;
    font-size: 0.75em;
    font-weight: 600;
    line-height: 1.4;
    font-variant-numeric: tabular-nums;
  }
  .day.open {
    color: var(--text);
  }
  .day.open .day-number {
    font-weight: 700;
  }
  .day.open .day-count {
    color: var(--accent-text);
    background: var(--tint);
    border-radius: 99px;
  }
  .day[aria-pressed='true'] {
    background: var(--tint);
    border-color: var(--accent-text);
  }
  .day[aria-pressed='true'] .day-count {
    background: transparent;
  }
  .times-area {
    min-block-size: 190px;
  }
  .part-title {
    margin: 0 0 calc(var(--space) * 2);
    font-size: 0.95em;
    font-weight: 700;
    color: inherit;
  }
  .times {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(6.5em, 1fr));
    gap: calc(var(--space) * 2);
    margin-block-end: calc(var(--space) * 4);
  }
  .time {
    flex-direction: column;
    gap: 0;
    padding-inline: calc(var(--space) * 1.5);
    font-variant-numeric: tabular-nums;
  }
  .time-person {
    max-inline-size: 100%;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    font-size: 0.75em;
    font-weight: 400;
    color: var(--muted);
  }
  .time.chosen .time-person {
    color: inherit;
  }
  .empty {
    display: grid;
    gap: calc(var(--space) * 2);
    justify-items: start;
    padding: calc(var(--space) * 4);
    background: var(--raised);
    border-radius: var(--radius-small);
  }

  /* who */
  .form {
    display: grid;
    gap: calc(var(--space) * 3.5);
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
    border-color: var(--danger);
    box-shadow: inset 0 0 0 1px var(--danger);
  }
  .problem {
    color: var(--danger);
    font-size: 0.9em;
  }
  .privacy {
    margin-block-start: calc(var(--space) * 2.5);
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
    list-style: none;
  }

  /* an appointment */
  .badge {
    display: grid;
    place-items: center;
    inline-size: 52px;
    block-size: 52px;
    margin-block-end: calc(var(--space) * 2.5);
    border-radius: 50%;
    color: var(--success-text);
    background: color-mix(in oklab, var(--success-text) 11%, var(--surface));
  }
  .badge .icon {
    inline-size: 26px;
    block-size: 26px;
    stroke-width: 3;
  }
  .lead {
    margin-block-end: calc(var(--space) * 3);
  }
  .main > .heading:has(+ .lead) {
    margin-block-end: calc(var(--space) * 1);
  }
  .facts-row {
    display: grid;
    gap: 0 calc(var(--space) * 3);
    padding-block: calc(var(--space) * 2.5);
    border-block-start: 1px solid var(--line);
    font-size: 0.95em;
  }
  .actions {
    margin-block-start: calc(var(--space) * 3.5);
  }

  /* bones: the size of what comes */
  .bone {
    display: block;
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
    block-size: 76px;
    border-radius: var(--radius-small);
  }
  .time-bone {
    block-size: 44px;
    min-inline-size: 6.5em;
    border-radius: var(--radius-small);
  }
  .part-bone {
    margin-block-end: calc(var(--space) * 2.5);
  }

  @container prm (min-width: 460px) {
    .footer > .button,
    .actions > .button,
    .first .button {
      flex: none;
    }
    .footer > .primary:only-child,
    .footer > .dangerous:only-child {
      margin-inline-start: auto;
    }
    .first .button {
      padding-inline: calc(var(--space) * 3.5);
    }
    .week-nav {
      flex: none;
    }
    .month {
      min-inline-size: 8.5em;
    }
    .option {
      grid-template-columns: 22px minmax(0, 1fr) auto;
    }
    .option-meta {
      display: grid;
      grid-column: auto;
      justify-items: end;
      text-align: end;
    }
    .form {
      grid-template-columns: 1fr 1fr;
    }
    .form > .email,
    .form > .footer {
      grid-column: 1 / -1;
    }
    .form > .footer {
      margin-block-start: calc(var(--space) * 0.5);
    }
    .facts-row {
      grid-template-columns: 110px minmax(0, 1fr);
    }
    .days {
      gap: 6px;
    }
  }
  @container prm (min-width: 560px) {
    .main,
    .rail {
      padding: calc(var(--space) * 5);
    }
    .rail {
      grid-template-columns: 1fr 1fr;
    }
  }
  @container prm (min-width: 760px) {
    .with-rail {
      display: grid;
      grid-template-columns: minmax(230px, 280px) minmax(0, 1fr);
    }
    .rail {
      grid-template-columns: minmax(0, 1fr);
      border-block-end: 0;
      border-inline-end: 1px solid var(--line);
    }
  }

  @media (prefers-reduced-motion: no-preference) {
    .bone {
      animation: breathe 1.6s ease-in-out infinite alternate;
    }
    .button,
    .time,
    .day,
    .option {
      transition:
        background-color 0.12s,
        border-color 0.12s;
    }
  }
  @keyframes breathe {
    to {
      opacity: 0.55;
    }
  }

  @media (forced-colors: active) {
    .time.chosen,
    .button.primary,
    .day[aria-pressed='true'] {
      forced-color-adjust: none;
      color: HighlightText;
      background: Highlight;
      border-color: Highlight;
    }
    .day[aria-pressed='true'] .day-count {
      color: HighlightText;
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
    .radio {
      appearance: auto;
    }
    .option:has(:checked) {
      border: 2px solid Highlight;
    }
    .button[aria-disabled='true'],
    .day[aria-disabled='true'] {
      color: GrayText;
    }
  }
`;
