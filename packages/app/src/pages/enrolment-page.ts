import { html } from 'hono/html';
import type { AuthenticatorSetup } from '../reference-server.ts';
import { field, problemNotice, tokenField } from './form-parts.ts';
import { type Html, layout } from './layout.ts';
import { newPasswordHint } from './password-words.ts';
import { qrCode } from './qr-code.ts';

/** What the page of an invitation shows. */
export interface InvitationView {
  readonly token: string;
  /** What was typed or came by the link, when it is shown again. */
  readonly invitation?: string | undefined;
  readonly problem?: string | undefined;
  readonly passwordProblem?: string | undefined;
}

/**
 * The first page of an invitation. Its secret comes in the fragment, which no server sees; the script moves it into the form and out of the
 * address. Without the script it can be pasted.
 */
export const invitationPage = ({ token, invitation, problem, passwordProblem }: InvitationView): Html =>
  layout({
    title: 'Your account',
    script: '/app/invitation.js',
    main: html`<div class="wrap sign-in">
      <form class="card" method="post" action="/staff/invitation">
        <h1>Set up your account</h1>
        ${problemNotice(problem)}
        <p>First choose a password. Then you connect an authenticator app, which shows a code each time you sign in.</p>
        ${tokenField(token)}
        <div id="invitation-field">
          ${field({
            name: 'invitation',
            label: 'Invitation',
            value: invitation,
            autocomplete: 'off',
            hint: 'What stands after the # in the link of your mail. It begins with inv_.',
          })}
        </div>
        ${field({
          name: 'password',
          label: 'New password',
          type: 'password',
          autocomplete: 'new-password',
          hint: newPasswordHint,
          problem: passwordProblem,
        })}
        <button class="button--primary" type="submit">Continue</button>
      </form>
    </div>`,
  });

/** What the page of the authenticator shows. */
export interface AuthenticatorView {
  readonly token: string;
  readonly setup: AuthenticatorSetup;
  readonly problem?: string | undefined;
}

/** The second page: connect the app. */
export const authenticatorPage = ({ token, setup, problem }: AuthenticatorView): Html =>
  layout({
    title: 'Your account: authenticator',
    main: html`<div class="wrap sign-in">
      <form class="card" method="post" action="/staff/authenticator">
        <h1>Connect an authenticator app</h1>
        ${problemNotice(problem)} ${tokenField(token)}
        <p>
          Scan this picture with the app on your phone: any app for one-time codes will do, and so do many password
          managers.
        </p>
        ${qrCode(setup.uri, 'QR code for your authenticator app')}
        <p>
          On this device already? <a href="${setup.uri}">Open it in the app</a>. Or type this key into the app:
          <kbd class="secret">${spaced(setup.secret)}</kbd>
        </p>
        ${field({
          name: 'code',
          label: 'Code',
          autocomplete: 'one-time-code',
          inputmode: 'numeric',
          hint: `The six digits that the app shows for ${setup.email}.`,
        })}
        <button class="button--primary" type="submit">Finish</button>
      </form>
    </div>`,
  });

const spaced = (secret: string) => (secret.match(/.{1,4}/g) ?? []).join(' ');

/** The last page, shown once. */
export const recoveryPage = (codes: readonly string[]): Html =>
  layout({
    title: 'Your account: recovery codes',
    main: html`<div class="wrap sign-in">
      <div class="card">
        <h1>Keep these recovery codes</h1>
        <p>
          If your phone is lost, each of them signs you in once in place of the app. They are shown only now: print them
          or put them into your password manager.
        </p>
        <ul class="codes">
          ${codes.map((code) => html`<li><kbd>${code}</kbd></li>`)}
        </ul>
        <p><a class="button button--primary" href="/staff">I have kept them</a></p>
      </div>
    </div>`,
  });
