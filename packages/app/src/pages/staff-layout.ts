import type { StaffSession } from '@openprm/contract';
import { staffRolePolicies } from '@openprm/contract/policies';
import { html } from 'hono/html';
import { tokenField } from './form-parts.ts';
import { type Html, layout } from './layout.ts';
import { roleNames } from './sign-in-page.ts';

/** What every page behind the sign-in has around it. */
export interface StaffFrame {
  readonly session: StaffSession;
  /** For the forms of the page. */
  readonly token: string;
  readonly isDemo: boolean;
  /** Ids of records that the page would show and that cannot be read; filled while the page's lists are read. */
  readonly damaged: ReadonlySet<string>;
}

/** Whether somebody's role sees the visits of every day, and who waits; else those of today alone. */
export const seesEveryDay = ({ session: { staff } }: Pick<StaffFrame, 'session'>): boolean =>
  staff.role !== 'unknown' && staffRolePolicies[staff.role].visits === 'all';

/** The pages behind the sign-in. */
export type StaffPage = 'day' | 'tasks' | 'waitlist' | 'patients' | 'people' | 'account' | 'sessions' | 'proof';

/** A page behind the sign-in: who is there, where one can go, and the way out. */
export const staffLayout = (
  frame: StaffFrame,
  {
    title,
    page,
    main,
    scripts = [],
  }: {
    readonly title: string;
    readonly page: StaffPage;
    readonly main: Html;
    /** Addresses of the page's own scripts, besides the one of all these pages. */
    readonly scripts?: readonly string[];
  },
): Html =>
  layout({
    title,
    demoPage: frame.isDemo ? 'staff' : undefined,
    script: '/app/staff-idle.js',
    head: html`${scripts.map((address) => html`<script type="module" src="${address}"></script>`)}<noscript
        ><meta http-equiv="refresh" content="${frame.session.idleMinutes * 60};url=/staff/sign-in?ended=idle"
      /></noscript>`,
    header: header(frame, page),
    main: html`${damagedNotice(frame)}${main}${idleDialog(frame)}`,
  });

/** Says of a list that it is not all there is, before the list. */
const damagedNotice = ({ damaged }: StaffFrame) =>
  damaged.size === 0
    ? ''
    : html`<div class="wrap">
        <div class="notice notice--problem" id="damaged" role="alert">
          <p>
            <strong
              >${damaged.size === 1 ? '1 record cannot be read' : `${damaged.size} records cannot be read`}</strong
            >
            and ${damaged.size === 1 ? 'is' : 'are'} missing below: what is stored was changed by other hands, or its
            key is missing. Tell whoever runs this system; its log says what to do for ${[...damaged].join(', ')}.
          </p>
        </div>
      </div>`;

/** What says that there is nothing, where that is known: not of a list of which something cannot be read. */
export const onlyWhole = ({ damaged }: StaffFrame, whenEmpty: Html): Html | '' => (damaged.size === 0 ? whenEmpty : '');

const header = (frame: StaffFrame, page: StaffPage) => {
  const { session, token, isDemo } = frame;
  const { staff, scopes, tenantName } = session;
  const current = (name: StaffPage) => (name === page ? html` aria-current="page"` : '');
  return html`${isDemo ? '' : html`<a class="skip-link" href="#main">Skip to the content</a>`}
    <header class="staff-bar">
      <div class="wrap staff-bar__row">
        <p class="staff-bar__clinic">${tenantName}</p>
        <nav aria-label="Staff">
          <ul>
            <li><a href="/staff" ${current('day')}>Day</a></li>
            ${scopes.includes('tasks:read') ? html`<li><a href="/staff/tasks" ${current('tasks')}>Tasks</a></li>` : ''}
            ${seesEveryDay(frame) ? html`<li><a href="/staff/waitlist" ${current('waitlist')}>Waitlist</a></li>` : ''}
            ${scopes.includes('patients:read') ? html`<li><a href="/staff/patients" ${current('patients')}>Patients</a></li>` : ''}
            ${scopes.includes('staff:write') ? html`<li><a href="/staff/people" ${current('people')}>People</a></li>` : ''}
          </ul>
        </nav>
        <details class="account">
          <summary>
            ${staff.name} <span class="muted">${staff.role === 'unknown' ? '' : roleNames[staff.role]}</span>
          </summary>
          <div class="account__menu">
            <a class="button" href="/staff/account" ${current('account')}>Change your password</a>
            <a class="button" href="/staff/account/sessions" ${current('sessions')}>Where you are signed in</a>
            <form method="post" action="/staff/sign-out">
              ${tokenField(token)}<button type="submit">Sign out</button>
            </form>
            <form method="post" action="/staff/sign-out-everywhere">
              ${tokenField(token)}<button type="submit">Sign out on every device</button>
            </form>
          </div>
        </details>
      </div>
    </header>`;
};

/** Shown by the script two minutes before the session ends (WCAG 2.2.1). */
const idleDialog = ({ session }: StaffFrame) =>
  html`<dialog id="idle" aria-labelledby="idle-title" data-minutes="${session.idleMinutes}">
    <form method="dialog">
      <h2 id="idle-title">Are you still there?</h2>
      <p>You will be signed out in two minutes, so that nobody else reads this page.</p>
      <button class="button--primary" type="submit">Stay signed in</button>
    </form>
  </dialog>`;
