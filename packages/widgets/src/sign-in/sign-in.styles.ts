import { css } from 'lit';

/** The layout of the steps of signing in, and of the line of who is signed in. */
export const signInStyles = css`
  .main > .heading {
    margin-block-end: calc(var(--space) * 2);
  }
  .sign-in {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(var(--space) * 3.5);
    max-inline-size: 30em;
  }
  .lead {
    overflow-wrap: anywhere;
  }
  .sign-in > .footer {
    margin-block-start: 0;
  }
  .privacy {
    margin-block-start: calc(var(--space) * 3.5);
  }
  .resent {
    padding: calc(var(--space) * 2) calc(var(--space) * 3);
    background: var(--success-tint);
    border-radius: var(--radius-small);
  }
  input.code {
    max-inline-size: 11em;
    font-size: 1.25em;
    font-variant-numeric: tabular-nums;
    letter-spacing: 0.25em;
  }
  input.birth-date {
    max-inline-size: 14em;
  }
  .resend {
    display: flex;
    flex-wrap: wrap;
    gap: calc(var(--space) * 2) calc(var(--space) * 4);
    align-items: center;
    padding-block-start: calc(var(--space) * 3);
    border-block-start: 1px solid var(--line);
  }
  .resend > .muted {
    flex: 1 1 14em;
  }
  .resend .button[aria-disabled='true'] {
    color: var(--muted);
    background: transparent;
  }
  .whom {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: calc(var(--space) * 2.5);
    list-style: none;
    max-inline-size: 30em;
  }
  .person {
    display: grid;
    justify-content: start;
    justify-items: start;
    gap: 0;
    inline-size: 100%;
    padding: calc(var(--space) * 3) calc(var(--space) * 3.5);
    text-align: start;
    overflow-wrap: anywhere;
  }
  .signed-in {
    display: flex;
    flex-wrap: wrap;
    gap: calc(var(--space) * 2) calc(var(--space) * 4);
    align-items: center;
    justify-content: space-between;
    margin-block-end: calc(var(--space) * 4);
    padding-block-end: calc(var(--space) * 3);
    border-block-end: 1px solid var(--line);
  }
  .who {
    flex: 1 1 12em;
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .for {
    display: block;
  }
  .sign-in > .footer > .primary:only-child,
  .stack > .footer > .button-bone {
    margin-inline-start: 0;
  }
  .lead-bone {
    inline-size: 24em;
    block-size: 1.5em;
  }
  .field-bone {
    inline-size: 30em;
    block-size: calc(44px + 1.6em);
    border-radius: var(--radius-small);
  }
  @container prm (min-width: 28em) {
    .sign-in > .footer > .button,
    .main > .footer > .button {
      flex: none;
    }
  }
`;
