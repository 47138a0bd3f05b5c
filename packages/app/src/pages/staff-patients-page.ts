import type { FoundPatient } from '@openprm/contract';
import { html } from 'hono/html';
import { contactWords } from './contact-words.ts';
import { field, problemNotice, tokenField } from './form-parts.ts';
import type { Html } from './layout.ts';
import { describeBirthDate } from './local-day.ts';
import { phoneLink } from './phone-link.ts';
import { type StaffFrame, onlyWhole, staffLayout } from './staff-layout.ts';

/** What was typed into the search. */
export type TypedSearch = Readonly<Record<'given' | 'family' | 'birthDate' | 'phone' | 'email' | 'number', string>>;

/** What the page of patients shows. */
export interface PatientsView {
  readonly typed: TypedSearch;
  readonly problem?: string | undefined;
  /** Undefined before anything was looked for. */
  readonly found?: readonly FoundPatient[] | undefined;
}

/** Finds a patient: by what they say who they are, never by a list of everybody. */
export const patientsPage = (frame: StaffFrame, { typed, problem, found }: PatientsView): Html =>
  staffLayout(frame, {
    title: 'Patients',
    page: 'patients',
    main: html`<div class="wrap">
      <div class="page-head">
        <div>
          <h1>Find a patient</h1>
          <p class="muted">
            By the whole name with the date of birth, by telephone, by e-mail, or by number. Each search is on record.
          </p>
        </div>
      </div>
      ${problemNotice(problem)} ${found === undefined ? '' : results(frame, found)}
      <form class="card invite" method="post" action="/staff/patients" role="search" aria-label="Patients">
        ${tokenField(frame.token)}
        <div class="fields">
          ${field({ name: 'given', label: 'First name', value: typed.given, autocomplete: 'off', isOptional: true })}
          ${field({ name: 'family', label: 'Last name', value: typed.family, autocomplete: 'off', isOptional: true })}
          ${field({ name: 'birthDate', label: 'Date of birth', type: 'date', value: typed.birthDate, autocomplete: 'off', isOptional: true })}
        </div>
        <p class="muted">or</p>
        <div class="fields">
          ${field({ name: 'phone', label: 'Telephone', type: 'tel', value: typed.phone, autocomplete: 'off', isOptional: true })}
          ${field({ name: 'email', label: 'E-mail', type: 'email', value: typed.email, autocomplete: 'off', isOptional: true })}
          ${field({ name: 'number', label: 'Number', value: typed.number, autocomplete: 'off', isOptional: true, hint: 'It begins with pat_.' })}
        </div>
        <button class="button--primary" type="submit">Find</button>
      </form>
    </div>`,
  });

const results = (frame: StaffFrame, found: readonly FoundPatient[]) =>
  found.length === 0
    ? onlyWhole(
        frame,
        html`<div class="empty found" role="status">
          <h2>Nobody found</h2>
          <p class="muted">Check the spelling and the date. Names must be whole; accents and capitals do not matter.</p>
        </div>`,
      )
    : html`<section class="found" aria-labelledby="found-title">
        <div role="status">
          <h2 id="found-title">${found.length === 1 ? 'One patient found' : `${found.length} patients found`}</h2>
        </div>
        <ul class="people">
          ${found.map(foundItem)}
        </ul>
      </section>`;

const foundItem = (patient: FoundPatient) =>
  html`<li class="card" id="${patient.id}">
    <h3><a href="/staff/patients/${patient.id}">${patient.given} ${patient.family}</a></h3>
    ${patientFacts(patient)}
  </li>`;

/** When a patient was born, how they are reached, and whether the clinic knows them. */
export const patientFacts = ({ birthDate, phone, email, contact, verified }: FoundPatient): Html =>
  html`<p class="muted">
      ${birthDate === null ? '' : html`born ${describeBirthDate(birthDate)}`}
      ${contact === null ? '' : html`· booked by ${contactWords(contact)}`}
      ${phone === null ? '' : html`· ${phoneLink(phone)}`} ${email === null ? '' : html`· ${email}`}
    </p>
    ${
      verified === null
        ? ''
        : html`<p>
            <span class="status ${verified ? '' : 'status--unknown'}"
              >${verified ? 'Verified' : 'From an anonymous booking'}</span
            >
          </p>`
    }`;
