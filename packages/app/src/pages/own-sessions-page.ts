import type { OwnStaffSession } from '@openprm/contract';
import { html } from 'hono/html';
import { describeTime } from './clinic-time.ts';
import { notice, problemNotice, tokenField } from './form-parts.ts';
import type { Html } from './layout.ts';
import { type StaffFrame, staffLayout } from './staff-layout.ts';

/** What the page shows. */
export interface OwnSessionsView {
  /** The newest first. */
  readonly sessions: readonly OwnStaffSession[];
  /** Of the clinic. */
  readonly timeZone: string;
  readonly news?: string | undefined;
  readonly problem?: string | undefined;
}

/** Where one is signed in. */
export const ownSessionsPage = (frame: StaffFrame, view: OwnSessionsView): Html => {
  const { sessions, news, problem } = view;
  return staffLayout(frame, {
    title: 'Where you are signed in',
    page: 'sessions',
    main: html`<div class="wrap">
      <div class="page-head">
        <div>
          <h1>Where you are signed in</h1>
          <p class="muted">If one of these is not you, end it, and change your password.</p>
        </div>
      </div>
      ${problemNotice(problem)} ${notice(news)}
      <ul class="people">
        ${sessions.map((session) => item(frame, view, session))}
      </ul>
      ${
        sessions.length === 1
          ? html`<p class="muted">You are signed in nowhere else.</p>`
          : html`<form method="post" action="/staff/account/sessions">
              ${tokenField(frame.token)}
              <button type="submit">Sign out everywhere but here</button>
            </form>`
      }
    </div>`,
  });
};

const item = ({ token }: StaffFrame, { timeZone }: OwnSessionsView, session: OwnStaffSession) => {
  const { id, startedAt, lastUsedAt, isCurrent } = session;
  const time = (instant: string) => html`<time datetime="${instant}">${describeTime(instant, timeZone)}</time>`;
  return html`<li class="card person" id="${id}">
    <div>
      <h2>${isCurrent ? 'This browser' : 'Another browser'}</h2>
      <p>Signed in ${time(startedAt)}</p>
      <p class="muted">Last used ${time(lastUsedAt)}</p>
    </div>
    ${
      isCurrent
        ? html`<p><span class="status status--active">Here</span></p>`
        : html`<form method="post" action="/staff/account/sessions/${id}">
            ${tokenField(token)}<button type="submit">
              End this<span class="visually-hidden">: signed in ${describeTime(startedAt, timeZone)}</span>
            </button>
          </form>`
    }
  </li>`;
};
