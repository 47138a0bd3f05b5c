import { html } from 'hono/html';
import { type CodeField, codeField } from './code-field.ts';
import { field, notice, problemNotice, tokenField } from './form-parts.ts';
import type { Html } from './layout.ts';
import { newPasswordHint } from './password-words.ts';
import { type StaffFrame, staffLayout } from './staff-layout.ts';

/** What the page of one's own password shows. */
export interface PasswordView {
  readonly news?: string | undefined;
  readonly problem?: string | undefined;
  readonly currentProblem?: string | undefined;
  readonly nextProblem?: string | undefined;
}

/** The first step: the present password and the new one. */
export const passwordPage = (frame: StaffFrame, { news, problem, currentProblem, nextProblem }: PasswordView): Html =>
  staffLayout(frame, {
    title: 'Your password',
    page: 'account',
    main: html`<div class="wrap sign-in">
      <form class="card" method="post" action="/staff/account">
        <h1>Change your password</h1>
        ${problemNotice(problem)} ${notice(news)} ${tokenField(frame.token)}
        <p>You also need a code, as when you sign in. Afterwards you are signed out on every other device.</p>
        ${field({
          name: 'current',
          label: 'Present password',
          type: 'password',
          autocomplete: 'current-password',
          problem: currentProblem,
        })}
        ${field({
          name: 'next',
          label: 'New password',
          type: 'password',
          autocomplete: 'new-password',
          hint: newPasswordHint,
          problem: nextProblem,
        })}
        <button class="button--primary" type="submit">Continue</button>
      </form>
    </div>`,
  });

/** What the page of the second step shows. */
export interface ChangeCodeView extends CodeField {
  readonly problem?: string | undefined;
}

/** The second step: a code of the authenticator app, or of a mail, or a recovery code. */
export const changeCodePage = (frame: StaffFrame, { factor, isInOutbox, problem }: ChangeCodeView): Html =>
  staffLayout(frame, {
    title: 'Your password: code',
    page: 'account',
    main: html`<div class="wrap sign-in">
      <form class="card" method="post" action="/staff/account/code">
        <h1>Enter your code</h1>
        ${problemNotice(problem)} ${tokenField(frame.token)}<input type="hidden" name="factor" value="${factor}" />
        ${codeField({ factor, isInOutbox })}
        <button class="button--primary" type="submit">Change the password</button>
        <p><a href="/staff/account">Begin again</a></p>
      </form>
    </div>`,
  });
