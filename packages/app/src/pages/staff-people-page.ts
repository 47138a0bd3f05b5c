import { type Staff, staffRoles } from '@openprm/contract';
import { html } from 'hono/html';
import { field, notice, problemNotice, tokenField } from './form-parts.ts';
import type { Html } from './layout.ts';
import { roleNames } from './sign-in-page.ts';
import { type StaffFrame, staffLayout } from './staff-layout.ts';

/** What the page of people shows. */
export interface PeopleView {
  readonly people: readonly Staff[];
  readonly problem?: string | undefined;
  readonly news?: string | undefined;
  /** What was typed into the invitation and not taken. */
  readonly typed?: { readonly name: string; readonly email: string; readonly role: string } | undefined;
  readonly newKey: () => string;
}

/** Who works at the clinic: for owners. */
export const peoplePage = (frame: StaffFrame, view: PeopleView): Html =>
  staffLayout(frame, {
    title: 'People',
    page: 'people',
    main: html`<div class="wrap">
      <div class="page-head">
        <div>
          <h1>People</h1>
          <p class="muted">Who signs in here, and as what.</p>
        </div>
      </div>
      ${problemNotice(view.problem)} ${notice(view.news)}
      <ul class="people">
        ${view.people.map((person) => personItem(frame, view, person))}
      </ul>
      ${inviteForm(frame, view)}
    </div>`,
  });

const personItem = (frame: StaffFrame, view: PeopleView, person: Staff) => {
  const isSelf = person.id === frame.session.staff.id;
  return html`<li class="card person" id="${person.id}">
    <div>
      <h2>${person.name}${isSelf ? html` <span class="muted">(you)</span>` : ''}</h2>
      <p class="muted">${person.email}</p>
      <p><span class="status status--${person.status}">${describeStatus(person)}</span></p>
    </div>
    <div class="person__acts">
      <form method="post" action="/staff/people/${person.id}/role">
        ${tokenField(frame.token)}
        <label
          >Role<span class="visually-hidden"> of ${person.name}</span>
          <select name="role">
            ${staffRoles.map((role) => html`<option value="${role}" ${role === person.role ? html` selected` : ''}>${roleNames[role]}</option>`)}
          </select>
        </label>
        <button type="submit">Change role<span class="visually-hidden"> of ${person.name}</span></button>
      </form>
      <div class="buttons">
        ${person.status === 'active' ? act(frame, view, person, 'sign-out', 'Sign out everywhere') : ''}
        ${act(frame, view, person, 'invite', person.status === 'invited' ? 'Send the invitation again' : 'Reset sign-in')}
        ${person.status === 'active' ? act(frame, view, person, 'suspend', 'Suspend') : ''}
        ${person.status === 'suspended' ? act(frame, view, person, 'open', 'Open again') : ''}
      </div>
    </div>
  </li>`;
};

const act = ({ token }: StaffFrame, { newKey }: PeopleView, { id, name }: Staff, action: string, label: string) =>
  html`<form method="post" action="/staff/people/${id}/${action}">
    ${tokenField(token)}<input type="hidden" name="key" value="${newKey()}" />
    <button type="submit">${label}<span class="visually-hidden">: ${name}</span></button>
  </form>`;

function describeStatus({ status, invitationExpiresAt }: Staff): string {
  switch (status) {
    case 'active':
      return 'Can sign in';
    case 'suspended':
      return 'Suspended';
    case 'invited': {
      if (invitationExpiresAt === null) return 'Not invited yet';
      const until = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium' }).format(new Date(invitationExpiresAt));
      return `Invited, until ${until}`;
    }
    case 'unknown':
      return 'Unknown';
  }
}

const inviteForm = ({ token }: StaffFrame, { typed, newKey }: PeopleView) =>
  html`<form class="card invite" method="post" action="/staff/people" aria-labelledby="invite-title">
    <h2 id="invite-title">Invite somebody</h2>
    ${tokenField(token)}<input type="hidden" name="key" value="${newKey()}" />
    <div class="fields">
      ${field({ name: 'name', label: 'Name', value: typed?.name, autocomplete: 'off' })}
      ${field({ name: 'email', label: 'E-mail', type: 'email', value: typed?.email, autocomplete: 'off' })}
      <div class="field">
        <label for="role">Role</label>
        <select id="role" name="role" aria-describedby="role-hint">
          ${staffRoles.toReversed().map((role) => html`<option value="${role}" ${role === typed?.role ? html` selected` : ''}>${roleNames[role]}</option>`)}
        </select>
      </div>
    </div>
    <p class="muted" id="role-hint">
      A volunteer sees first names, an initial and times, and notes who has arrived. The front desk sees who patients
      are and how to reach them. A clinician sees everything about patients. An owner also invites people and changes
      roles.
    </p>
    <button class="button--primary" type="submit">Send the invitation</button>
  </form>`;
