import { html } from 'hono/html';
import { field } from './form-parts.ts';
import type { Html } from './layout.ts';

/** By what somebody who is signed in shows their second factor. */
export interface CodeField {
  readonly factor: 'totp' | 'mail';
  /** Whether the code's mail is in the demo's outbox. */
  readonly isInOutbox: boolean;
}

/** The field of a code, and where the code is. @param name of the field */
export const codeField = ({ factor, isInOutbox }: CodeField, name = 'code'): Html =>
  html`${field({
    name,
    label: 'Code',
    autocomplete: 'one-time-code',
    ...(factor === 'mail' ? ({ inputmode: 'numeric' } as const) : {}),
    hint:
      factor === 'mail'
        ? 'Six digits, from the mail that we have just sent to you. It is good for ten minutes.'
        : 'Six digits, from your authenticator app; or one of your recovery codes.',
  })}
  ${
    isInOutbox
      ? html`<p class="muted">
          The demo keeps its mail in the <a href="/outbox" target="_blank" rel="noopener">outbox</a> (opens a new tab).
          It takes a second or two.
        </p>`
      : ''
  }`;
