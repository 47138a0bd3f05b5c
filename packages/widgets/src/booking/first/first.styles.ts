import { css } from 'lit';

/** The layout of `<prm-booking>`: its card, the summary, and the times. */
export const firstStyles = css`
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
  .button.square {
    padding: 0;
    flex: none;
  }
  .button.square[aria-disabled='true'] {
    color: var(--muted);
    background: transparent;
    opacity: 0.5;
  }
  .line.short {
    inline-size: 6em;
  }
  .dot {
    inline-size: 20px;
    block-size: 20px;
    border-radius: 50%;
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
    [aria-busy] .progress {
      animation: breathe 1.6s ease-in-out infinite alternate;
    }
  }
  .card {
    position: relative;
    background: var(--surface);
    border: 1px solid var(--line);
    border-radius: var(--radius);
    overflow: hidden;
  }
  [aria-busy] {
    cursor: progress;
  }
  .unsaid * {
    visibility: hidden;
  }
  .unsaid :is(.card, .rail, .bone, .segment) {
    visibility: visible;
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
  .fact {
    display: grid;
    grid-template-columns: 1.25em minmax(0, 1fr);
    gap: calc(var(--space) * 2.5);
    /* Two lines, as its bones too. */
    min-block-size: 2.85em;
    font-size: 0.92em;
  }
  /* when */
  .week-header {
    display: flex;
    flex-wrap: wrap;
    gap: calc(var(--space) * 2) calc(var(--space) * 4);
    margin-block-start: calc(var(--space) * 3);
  }
  .week-nav {
    display: flex;
    flex: 1 1 12em;
    gap: calc(var(--space) * 1);
    align-items: center;
    justify-content: space-between;
    max-inline-size: 100%;
    min-block-size: 44px;
  }
  .month {
    min-inline-size: 0;
    text-align: center;
    text-wrap: balance;
    line-height: 1.2;
  }
  .first {
    display: flex;
    flex-wrap: wrap;
    gap: calc(var(--space) * 2);
    align-items: center;
    justify-content: space-between;
    min-block-size: 66px;
    margin-block-start: calc(var(--space) * 3);
    padding: calc(var(--space) * 2.5);
    background: var(--tint);
    border-radius: var(--radius-small);
  }
  .first .button {
    flex: 1 1 auto;
    padding-inline: calc(var(--space) * 1);
    font-weight: 600;
    text-wrap: balance;
    font-variant-numeric: tabular-nums;
  }
  .first[role] {
    margin-block: 0 calc(var(--space) * 3);
    background: color-mix(in oklab, var(--prm-warning, #d98a00) 10%, var(--surface));
  }
  .first[role] ~ * * {
    animation: none;
  }
  .days {
    display: grid;
    grid-template-columns: repeat(7, minmax(0, 1fr));
    gap: 2px;
    margin-block: calc(var(--space) * 3.5) calc(var(--space) * 4.5);
  }
  .views {
    display: flex;
    flex: 1 1 14em;
    flex-wrap: wrap;
  }
  .view {
    flex: 1 1 auto;
    min-block-size: 44px;
    padding-inline: calc(var(--space) * 3);
    color: var(--muted);
    background: transparent;
    border: 0;
    border-block-end: 2px solid var(--line);
    font-weight: 600;
  }
  .view[aria-pressed='true'] {
    color: var(--accent-text);
    border-block-end-color: var(--accent-text);
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
  .waitlist-line {
    min-block-size: 2.8em;
    margin-block-start: calc(var(--space) * 3);
    padding-block-start: calc(var(--space) * 2.5);
    border-block-start: 1px solid var(--line);
  }
  .times-area {
    min-block-size: 160px;
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
    overflow-wrap: anywhere;
    font-size: 0.75em;
    font-weight: 400;
    color: var(--muted);
  }
  .where-narrow {
    display: none;
  }
  @container prm (max-width: 11em) {
    .month {
      font-size: 0.7em;
    }
  }
  @container prm (max-width: 40em) {
    .where-wide {
      display: none;
    }
    .where-narrow {
      display: inline;
    }
  }
  /* Queries in em: large text has the layout of a narrow place. */
  @container prm (max-width: 14em) {
    .main,
    .rail {
      padding: calc(var(--space) * 2);
    }
    .days {
      grid-template-columns: repeat(4, minmax(0, 1fr));
    }
  }
  @container prm (min-width: 28em) {
    .first,
    .first .button {
      flex: none;
      padding-inline: calc(var(--space) * 3.5);
    }
    .week-nav {
      flex: none;
      min-inline-size: 15em;
    }
    .days {
      gap: 6px;
    }
  }
  @container prm (min-width: 35em) {
    .main,
    .rail {
      padding: calc(var(--space) * 5);
    }
    .main:only-child {
      padding-inline: max(calc(var(--space) * 5), 50% - 23em);
    }
    .rail {
      grid-template-columns: 1fr 1fr;
    }
  }
  @container prm (min-width: 46em) {
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
`;
