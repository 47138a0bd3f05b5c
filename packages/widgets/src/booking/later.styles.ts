import { css } from 'lit';
import { acts } from '../styles/acts.styles.ts';
import { fields } from '../styles/fields.styles.ts';
import { tick } from '../styles/tick.styles.ts';
import { waitlistStyles } from './waitlist.styles.ts';
import { laterTokens } from '../styles/later-tokens.styles.ts';
import { outcomeTokens } from '../styles/outcome-tokens.styles.ts';

/** What each view but the first times has of its own. */
const views = css`
  /* the summary */
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
    inline-size: max(44px, 2.2em);
    block-size: max(44px, 2.2em);
    border-radius: 50%;
    background: var(--tint);
    color: var(--accent-text);
    font-weight: 700;
  }
  .fact > .icon {
    margin-block-start: 0.1em;
    color: var(--muted);
  }
  .fact b,
  .fact .muted {
    display: block;
    text-wrap: balance;
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
  /* WebKit does not match :focus-visible after an arrow key has chosen a radio. */
  .option:has(:focus-visible, :checked:focus) {
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
  /* On the side of the text around it, whichever language a clinic's name is in; -webkit- for Chromium. */
  .option-text > * {
    text-align: -webkit-match-parent;
    text-align: match-parent;
  }
  .option-name {
    font-weight: 600;
  }
  .option-meta {
    display: flex;
    flex-wrap: wrap;
    column-gap: 0.35em;
    grid-column: 2;
  }
  .option-meta > * + *::before {
    content: '· ' / '';
  }

  /* other views of the times */
  .present {
    margin-block: calc(var(--space) * 2) calc(var(--space) * 1);
  }
  .present > .muted {
    display: block;
  }
  .cut {
    display: flex;
    flex-wrap: wrap;
    gap: calc(var(--space) * 2) calc(var(--space) * 4);
    align-items: center;
    margin-block-end: calc(var(--space) * 4);
    padding: calc(var(--space) * 3);
    background: var(--raised);
    border-radius: var(--radius-small);
  }
  .cut > p {
    flex: 1 1 14em;
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
  .week-header + .times-area {
    margin-block-start: calc(var(--space) * 4.5);
  }
  .month-bone {
    min-block-size: 300px;
    margin-block: calc(var(--space) * 3) calc(var(--space) * 4.5);
  }
  .empty {
    display: grid;
    gap: calc(var(--space) * 2);
    justify-items: start;
    padding: calc(var(--space) * 4);
    background: var(--raised);
    border-radius: var(--radius-small);
  }

  .time.chosen .time-person {
    color: inherit;
  }
  /* before the times */
  .rule {
    display: grid;
    gap: calc(var(--space) * 2);
  }
  .rule,
  .group,
  .whom {
    margin: 0;
    padding: 0;
    border: 0;
    min-inline-size: 0;
  }
  .rule > .legend {
    margin-block-start: 0;
  }
  .rule > .notice {
    margin-block: 0;
  }
  .rule + .rule {
    margin-block-start: calc(var(--space) * 3);
  }
  .number {
    display: inline-block;
    max-inline-size: 100%;
    /* what is in one piece does not take the line of a link by itself */
    text-decoration: inherit;
    text-underline-offset: inherit;
  }
  label > .hint {
    display: inline-block;
  }
  .answers {
    display: flex;
    flex-wrap: wrap;
    gap: calc(var(--space) * 2.5);
    margin-block-start: calc(var(--space) * 2.5);
  }
  .answers > .option {
    flex: 1 1 5.5em;
    grid-template-columns: 22px minmax(0, 1fr);
    padding-block: calc(var(--space) * 2.5);
  }
  .whom {
    grid-column: 1 / -1;
    margin-block-start: 0;
  }
  .whom > .option {
    flex-basis: auto;
  }

  /* who */
  .group {
    grid-column: 1 / -1;
  }
  .group > .legend {
    margin-block: calc(var(--space) * 1) calc(var(--space) * 2);
  }
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
  .badge.off {
    color: var(--muted);
    background: var(--raised);
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
    line-height: max(28px, 1.5em);
  }

  /* Queries in em: large text has the layout of a narrow place. */
  @container prm (max-width: 14em) {
    .month-grid .day-number {
      font-size: 0.85em;
    }
    .month-grid .day-count {
      min-inline-size: 0;
      padding-inline: 0;
    }
  }
  @container prm (min-width: 28em) {
    .footer > .button,
    .actions > .button {
      flex: none;
    }
    .footer > .problem {
      flex: 1;
    }
    .footer > .primary:only-child,
    .footer > .dangerous:only-child {
      margin-inline-start: auto;
    }
    .option {
      grid-template-columns: 22px minmax(0, 1fr) auto;
    }
    .option-meta > * + *::before {
      content: none;
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
    .group > .email {
      grid-column: auto;
    }
    .form > .footer {
      margin-block-start: calc(var(--space) * 0.5);
    }
    .facts-row {
      grid-template-columns: 110px minmax(0, 1fr);
    }
  }
`;

/** The styles of all views but the first times. */
export const laterStyles = [laterTokens, outcomeTokens, acts, fields, tick, views, waitlistStyles];
