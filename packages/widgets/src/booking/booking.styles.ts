import { css } from 'lit';

/** The layout of `<prm-booking>`: its card, and what each step has of its own. */
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
    grid-template-columns: 1.25em minmax(0, 1fr);
    gap: calc(var(--space) * 2.5);
    /* Two lines, as its bones too. */
    min-block-size: 2.85em;
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
  .days {
    display: grid;
    grid-template-columns: repeat(7, minmax(0, 1fr));
    gap: 2px;
    margin-block: calc(var(--space) * 3.5) calc(var(--space) * 4.5);
  }
  .views {
    display: flex;
    flex-wrap: wrap;
    gap: calc(var(--space) * 1);
    margin-block-start: calc(var(--space) * 3);
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
  .month-grid {
    inline-size: 100%;
    margin-block: calc(var(--space) * 3) calc(var(--space) * 4.5);
    border-collapse: collapse;
    table-layout: fixed;
  }
  .month-grid :is(th, td) {
    padding: 1px;
    vertical-align: top;
    text-align: center;
  }
  .month-grid th {
    padding-block-end: calc(var(--space) * 1);
    font-size: 0.82em;
    font-weight: 400;
  }
  .month-grid .day {
    inline-size: 100%;
    min-block-size: 54px;
    padding-block-start: 3px;
  }
  .month-bone {
    min-block-size: 300px;
    margin-block: calc(var(--space) * 3) calc(var(--space) * 4.5);
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
  .views + .times-area {
    margin-block-start: calc(var(--space) * 4.5);
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
  .privacy {
    margin-block-start: calc(var(--space) * 2.5);
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
    background: var(--success-tint);
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
  .calendar-links {
    display: flex;
    flex-wrap: wrap;
    gap: 0 calc(var(--space) * 4);
    align-items: center;
    margin-block: calc(var(--space) * 2) 0;
    font-size: 0.92em;
    line-height: 28px;
  }

  .where-narrow {
    display: none;
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
    .month-grid .day-number {
      font-size: 0.85em;
    }
    .month-grid .day-count {
      min-inline-size: 0;
      padding-inline: 0;
    }
    .days {
      grid-template-columns: repeat(4, minmax(0, 1fr));
    }
  }
  @container prm (min-width: 28em) {
    .footer > .button,
    .actions > .button,
    .first .button {
      flex: none;
    }
    .footer > .problem {
      flex: 1;
    }
    .footer > .primary:only-child,
    .footer > .dangerous:only-child {
      margin-inline-start: auto;
    }
    .first {
      padding-inline: calc(var(--space) * 3.5);
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
  @container prm (min-width: 35em) {
    .main,
    .rail {
      padding: calc(var(--space) * 5);
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
