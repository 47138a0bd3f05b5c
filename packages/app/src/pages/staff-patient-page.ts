import type { FoundPatient, RelatedPerson } from '@openprm/contract';
import { html } from 'hono/html';
import { describeDayOf } from './clinic-time.ts';
import { choice, field, notice, problemNotice, tokenField } from './form-parts.ts';
import type { Html } from './layout.ts';
import { describeBirthDate } from './local-day.ts';
import {
  endOptions,
  grantOptions,
  linkOptions,
  reasonWords,
  relationshipOptions,
  relationshipWords,
} from './relationship-words.ts';
import { patientFacts } from './staff-patients-page.ts';
import { type StaffFrame, onlyWhole, staffLayout } from './staff-layout.ts';

/** What was typed into a form of the page and not taken. */
export type TypedPerson = Readonly<Record<TypedName, string>>;
type TypedName = 'relationship' | 'given' | 'family' | 'birthDate' | 'email' | 'scope' | 'start' | 'end' | 'reason';

/** What the page of one patient shows: who acts for them, and who signs in as them. */
export interface PatientView {
  readonly patient: FoundPatient;
  readonly people: readonly RelatedPerson[];
  /** The zone in which the clinic counts its days. */
  readonly timeZone: string;
  /** The date in the zone that ends last: a right is over when it is over everywhere. */
  readonly today: string;
  readonly problem?: string | undefined;
  readonly news?: string | undefined;
  /** Into which form. */
  readonly typed?: { readonly into: 'act' | 'link'; readonly person: TypedPerson } | undefined;
  readonly newKey: () => string;
}

/** One patient: who acts for them, within which scope and until when; and by which address they sign in. */
export const patientPage = (frame: StaffFrame, view: PatientView): Html => {
  const { patient, people } = view;
  const name = nameOf(patient);
  const own = people.filter(({ relationship }) => relationship === 'ONESELF');
  const others = people.filter(({ relationship }) => relationship !== 'ONESELF');
  const mayChange = frame.session.scopes.includes('sign-in:write');
  return staffLayout(frame, {
    title: 'Patient',
    page: 'patients',
    main: html`<div class="wrap">
      <div class="page-head">
        <div>
          <h1>${name}</h1>
          ${patientFacts(patient)}
        </div>
        <a class="button" href="/staff/patients">Find another</a>
      </div>
      ${problemNotice(view.problem)} ${notice(view.news)}
      <section class="rights" aria-labelledby="acting">
        <h2 id="acting">Who acts for ${name}</h2>
        ${rightsList(frame, view, others, 'Nobody acts for this patient.')} ${mayChange ? actForm(frame, view) : ''}
      </section>
      ${lostRights(frame, view)}
      <section class="rights" aria-labelledby="linked">
        <h2 id="linked">Who signs in as ${name}</h2>
        <p class="muted">
          Whoever shows the address and the date of birth of this chart signs in to it, if no other chart has both.
          Somebody who signs in otherwise is linked here, by what they show when they sign in.
        </p>
        ${rightsList(frame, view, own, 'Nobody is linked by hand.')} ${mayChange ? linkForm(frame, view) : ''}
      </section>
      ${sessionsSection(frame, view, name)}
    </div>`,
  });
};

/** What the page of a patient shows who cannot be read: their access, which can be ended all the same. */
export type LostPatientView = Pick<PatientView, 'people' | 'timeZone' | 'today' | 'problem' | 'news' | 'newKey'> & {
  readonly patient: Pick<FoundPatient, 'id'>;
};

/** One patient whose record cannot be read. */
export const lostPatientPage = (frame: StaffFrame, view: LostPatientView): Html => {
  const { id } = view.patient;
  const lost = { ...frame, damaged: new Set([id, ...frame.damaged]) };
  return staffLayout(lost, {
    title: 'Patient',
    page: 'patients',
    main: html`<div class="wrap">
      <div class="page-head">
        <div>
          <h1>A patient who cannot be read</h1>
          <p class="muted">Number ${id}. What is not read can still be ended.</p>
        </div>
        <a class="button" href="/staff/patients">Find another</a>
      </div>
      ${problemNotice(view.problem)} ${notice(view.news)}
      ${
        view.people.length === 0
          ? ''
          : html`<section class="rights" aria-labelledby="acting">
              <h2 id="acting">Who acts for this patient, or signs in as them</h2>
              ${rightsList(lost, view, view.people, '')}
            </section>`
      }
      ${lostRights(lost, view)} ${sessionsSection(lost, view, 'this patient')}
    </div>`,
  });
};

/** Rights of which it cannot be read who has them: one of them may be in force. */
const lostRights = (frame: StaffFrame, view: LostPatientView) => {
  const lost = [...frame.damaged].filter((id) => id.startsWith('rel_'));
  if (lost.length === 0 || !frame.session.scopes.includes('sign-in:write')) return '';
  return html`<section class="rights" aria-labelledby="lost">
    <h2 id="lost">Rights that cannot be read</h2>
    <p class="muted">Somebody may still act for this patient, or sign in as them, by one of these.</p>
    <ul class="people">
      ${lost.map(
        (id) =>
          html`<li class="card person" id="${id}">
            <div><h3>${id}</h3></div>
            ${endForm(frame, view, { id, about: id })}
          </li>`,
      )}
    </ul>
  </section>`;
};

const sessionsSection = (frame: StaffFrame, { patient, newKey }: LostPatientView, name: string) =>
  frame.session.scopes.includes('patients:write')
    ? html`<section class="rights" aria-labelledby="sessions">
        <h2 id="sessions">Sessions</h2>
        <p class="muted">
          Ends at once where ${name}, or whoever acts for them, is signed in, and each link that was mailed to them. The
          next mail about a visit brings a new one.
        </p>
        <form method="post" action="/staff/patients/${patient.id}/sign-out">
          ${tokenField(frame.token)}<input type="hidden" name="key" value="${newKey()}" />
          <button type="submit">Sign out everywhere</button>
        </form>
      </section>`
    : '';

const nameOf = ({ given, family }: Pick<FoundPatient, 'given' | 'family'>) => `${given} ${family}`;

const isOver = ({ end, revokedAt }: RelatedPerson, today: string) =>
  revokedAt !== null || (end !== null && end < today);

const rightsList = (frame: StaffFrame, view: LostPatientView, rights: readonly RelatedPerson[], none: string): Html => {
  const [open, over] = [
    rights.filter((right) => !isOver(right, view.today)),
    rights.filter((right) => isOver(right, view.today)),
  ];
  return html`${
    open.length === 0
      ? onlyWhole(frame, html`<p>${none}</p>`)
      : html`<ul class="people">
          ${open.map((right) => rightItem(frame, view, right))}
        </ul>`
  }
  ${
    over.length === 0
      ? ''
      : html`<details>
          <summary>${over.length === 1 ? 'One has ended' : `${over.length} have ended`}</summary>
          <ul class="people">
            ${over.map((right) => rightItem(frame, view, right))}
          </ul>
        </details>`
  }`;
};

const rightItem = (frame: StaffFrame, view: LostPatientView, right: RelatedPerson) => {
  const { id, given, family, birthDate, email, relationship, reason } = right;
  const isOwn = relationship === 'ONESELF';
  const over = isOver(right, view.today);
  return html`<li class="card person" id="${id}">
    <div>
      <h3>${given} ${family}${isOwn ? '' : html` <span class="muted">(${relationshipWords[relationship]})</span>`}</h3>
      <p class="muted">born ${describeBirthDate(birthDate)} · ${email}</p>
      <p>
        ${isOwn ? 'Linked' : right.mayChange ? 'Books, moves and cancels' : 'Reads only'} ·
        ${describePeriod(right, view)}
      </p>
      ${reason === null ? '' : html`<p class="muted">Given: ${reasonWords[reason]}</p>`}
      ${right.revocationReason === null ? '' : html`<p class="muted">Ended: ${reasonWords[right.revocationReason]}</p>`}
    </div>
    ${over || !frame.session.scopes.includes('sign-in:write') ? '' : endForm(frame, view, { id, about: `${given} ${family}` })}
  </li>`;
};

function describePeriod({ start, end, revokedAt }: RelatedPerson, { today, timeZone }: LostPatientView): string {
  if (revokedAt !== null) return `ended ${describeDayOf(revokedAt, timeZone)}`;
  if (end !== null && end < today) return `ended ${describeBirthDate(end)}`;
  const from = start === null || start <= today ? '' : `from ${describeBirthDate(start)} `;
  return end === null ? `${from}without an end` : `${from}until ${describeBirthDate(end)}`;
}

const endForm = (
  { token }: StaffFrame,
  { patient, newKey }: LostPatientView,
  { id, about }: { readonly id: string; readonly about: string },
) =>
  html`<form class="person__end" method="post" action="/staff/patients/${patient.id}/people/${id}/end">
    ${tokenField(token)}<input type="hidden" name="key" value="${newKey()}" />
    ${choice({ name: 'reason', id: `${id}-reason`, label: 'Why it ends', about, options: endOptions })}
    <button type="submit">End<span class="visually-hidden">: ${about}</span></button>
  </form>`;

const typedInto = ({ typed }: PatientView, form: 'act' | 'link'): Partial<TypedPerson> =>
  typed?.into === form ? typed.person : {};

const actForm = ({ token }: StaffFrame, view: PatientView) => {
  const typed = typedInto(view, 'act');
  return html`<form
    class="card invite"
    method="post"
    action="/staff/patients/${view.patient.id}/people"
    aria-labelledby="act-title"
  >
    <h3 id="act-title">Let somebody act</h3>
    ${tokenField(token)}<input type="hidden" name="key" value="${view.newKey()}" />
    <p class="muted">Who signs in with this address and date of birth may act for the patient, from then on.</p>
    <div class="fields">
      ${field({ name: 'given', label: 'First name', value: typed.given, autocomplete: 'off' })}
      ${field({ name: 'family', label: 'Last name', value: typed.family, autocomplete: 'off' })}
      ${field({ name: 'birthDate', label: 'Date of birth', type: 'date', value: typed.birthDate, autocomplete: 'off' })}
      ${field({ name: 'email', label: 'E-mail', type: 'email', value: typed.email, autocomplete: 'off' })}
      ${choice({ name: 'relationship', label: 'To the patient', options: relationshipOptions, value: typed.relationship })}
      ${choice({ name: 'scope', label: 'May', options: scopeOptions, value: typed.scope ?? 'read' })}
      ${field({ name: 'start', label: 'First day', type: 'date', value: typed.start, autocomplete: 'off', isOptional: true, hint: 'At once, if empty.' })}
      ${field({ name: 'end', label: 'Last day', type: 'date', value: typed.end, autocomplete: 'off', isOptional: true, hint: 'Of a minor: until of age.' })}
      ${choice({ name: 'reason', label: 'Why', options: grantOptions, value: typed.reason })}
    </div>
    <button class="button--primary" type="submit">Let them act</button>
  </form>`;
};

/** What somebody may do who acts for a patient. */
const scopeOptions = [
  ['read', 'Read only'],
  ['change', 'Book, move and cancel'],
] as const;

const linkForm = ({ token }: StaffFrame, view: PatientView) => {
  const { patient } = view;
  const typed = typedInto(view, 'link');
  return html`<form
    class="card invite"
    method="post"
    action="/staff/patients/${patient.id}/links"
    aria-labelledby="link-title"
  >
    <h3 id="link-title">Link who signs in</h3>
    ${tokenField(token)}<input type="hidden" name="key" value="${view.newKey()}" />
    <p class="muted">It counts at once, also where they are signed in already and found no chart.</p>
    <div class="fields">
      ${field({ name: 'email', id: 'link-email', label: 'E-mail that they sign in with', type: 'email', value: typed.email, autocomplete: 'off' })}
      ${field({ name: 'birthDate', id: 'link-birthDate', label: 'Date of birth that they give', type: 'date', value: typed.birthDate ?? patient.birthDate ?? undefined, autocomplete: 'off' })}
      ${field({ name: 'end', id: 'link-end', label: 'Last day', type: 'date', value: typed.end, autocomplete: 'off', isOptional: true, hint: 'Without an end, if empty.' })}
      ${choice({ name: 'reason', id: 'link-reason', label: 'Why', options: linkOptions, value: typed.reason })}
    </div>
    <button class="button--primary" type="submit">Link to this chart</button>
  </form>`;
};
