import type { StaffRole } from '@openprm/contract';
import { html } from 'hono/html';
import type { DemoPerson } from '../reference-server.ts';
import { field, notice, problemNotice, tokenField } from './form-parts.ts';
import { type Html, layout } from './layout.ts';

/** What roles are called. */
export const roleNames: Readonly<Record<StaffRole, string>> = {
  owner: 'Owner',
  clinician: 'Clinician',
  'front-desk': 'Front desk',
  volunteer: 'Volunteer',
};

/** The demo's people, for whoever tries it. */
export interface DemoSignIn {
  readonly staff: readonly DemoPerson[];
  readonly password: string;
  /** Whether the demo keeps its mail in the outbox, rather than handing it to a mail server. */
  readonly keepsMail: boolean;
}

/** What the page of the first step shows. */
export interface SignInView {
  readonly token: string;
  readonly demo: DemoSignIn | undefined;
  /** Asked for only where the server has several clinics. */
  readonly clinic: { readonly value: string | undefined } | undefined;
  readonly email?: string | undefined;
  readonly problem?: string | undefined;
  readonly news?: string | undefined;
}

/** The first step: who, and the password. */
export const signInPage = ({ token, demo, clinic, email, problem, news }: SignInView): Html =>
  layout({
    title: 'Sign in',
    demoPage: demo === undefined ? undefined : 'staff',
    main: html`<div class="wrap sign-in">
      <form class="card" method="post" action="/staff/sign-in">
        <h1>Sign in</h1>
        ${problemNotice(problem)} ${notice(news)} ${tokenField(token)}
        ${
          clinic === undefined
            ? ''
            : field({
                name: 'clinic',
                label: 'Clinic',
                value: clinic.value,
                autocomplete: 'organization',
                hint: 'Begins with ten_. It stands in the mail of your invitation.',
              })
        }
        ${field({ name: 'email', label: 'E-mail', type: 'email', value: email, autocomplete: 'username' })}
        ${field({ name: 'password', label: 'Password', type: 'password', autocomplete: 'current-password' })}
        <button class="button--primary" type="submit">Continue</button>
        <p class="muted">
          Lost your password or your authenticator? An owner of the clinic's account sends you a new invitation.
        </p>
      </form>
      ${demo === undefined ? '' : demoPeople(demo)}
    </div>`,
  });

/** An address that a narrow screen breaks behind its @ or before its last dot, and nowhere else. */
const breakable = (email: string) =>
  email.split(/(?<=@)|(?=\.[^.]*$)/).map((part, index) => html`${index === 0 ? '' : html`<wbr />`}${part}`);

const demoPeople = ({ staff, password, keepsMail }: DemoSignIn) =>
  html`<section class="card card--quiet" aria-labelledby="demo-people">
    <h2 id="demo-people">Who can sign in here</h2>
    <p class="muted">
      The password of all of them is <kbd>${password}</kbd>. The code of the second step comes to the
      ${keepsMail ? html`<a href="/outbox">outbox</a>` : 'mail server of SMTP_URL'}.
    </p>
    <table class="plain">
      <thead>
        <tr>
          <th scope="col">Role</th>
          <th scope="col">E-mail</th>
        </tr>
      </thead>
      <tbody>
        ${staff.map(
          (person) =>
            html`<tr>
              <th scope="row">${roleNames[person.role]}</th>
              <td><kbd>${breakable(person.email)}</kbd></td>
            </tr>`,
        )}
      </tbody>
    </table>
  </section>`;

/** What the page of the second step shows. */
export interface CodeView {
  readonly token: string;
  readonly demo: DemoSignIn | undefined;
  readonly factor: 'totp' | 'mail';
  readonly problem?: string | undefined;
}

/** The second step: a code of the authenticator app, or of a mail, or a recovery code. */
export const codePage = ({ token, demo, factor, problem }: CodeView): Html =>
  layout({
    title: 'Sign in: code',
    demoPage: demo === undefined ? undefined : 'staff',
    main: html`<div class="wrap sign-in">
      <div class="card">
        <h1>Enter your code</h1>
        ${problemNotice(problem)}
        <form method="post" action="/staff/code">
          ${tokenField(token)}<input type="hidden" name="factor" value="${factor}" />
          ${field({
            name: 'code',
            label: 'Code',
            autocomplete: 'one-time-code',
            inputmode: 'numeric',
            hint:
              factor === 'mail'
                ? 'Six digits, from the mail that we have just sent to you. It is good for ten minutes.'
                : 'Six digits, from your authenticator app.',
          })}
          ${
            demo?.keepsMail === true && factor === 'mail'
              ? html`<p class="muted">
                  The demo keeps its mail in the <a href="/outbox" target="_blank" rel="noopener">outbox</a> (opens a
                  new tab). It takes a second or two.
                </p>`
              : ''
          }
          <button class="button--primary" type="submit">Sign in</button>
        </form>
        ${factor === 'mail' ? '' : recoveryForm(token)}
        <p><a href="/staff/sign-in">Begin again</a></p>
      </div>
    </div>`,
  });

const recoveryForm = (token: string) =>
  html`<details>
    <summary>Use a recovery code</summary>
    <form method="post" action="/staff/code">
      ${tokenField(token)}<input type="hidden" name="factor" value="totp" />
      <div class="field">
        <label for="recovery">Recovery code</label>
        <p class="muted" id="recovery-hint">
          One of those that you kept, such as k3wq-7n2x-p9fd-zt4h. Each works once.
        </p>
        <input
          id="recovery"
          name="code"
          type="text"
          autocomplete="off"
          autocapitalize="none"
          spellcheck="false"
          required
          aria-describedby="recovery-hint"
        />
      </div>
      <button type="submit">Sign in with it</button>
    </form>
  </details>`;
