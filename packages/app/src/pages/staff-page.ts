import type { Appointment, Location } from '@openprm/contract';
import { html } from 'hono/html';
import type { VisitAction } from '../clinic-api.ts';
import { contactWords } from './contact-words.ts';
import { notice, problemNotice, tokenField } from './form-parts.ts';
import type { Html } from './layout.ts';
import { addDays, describeBirthDate, describeDate } from './local-day.ts';
import { phoneLink } from './phone-link.ts';
import { type StaffFrame, seesEveryDay, staffLayout } from './staff-layout.ts';

/** What the page shows: one local date, of all places or of one. */
export interface StaffDay {
  readonly date: string;
  readonly todaysDate: string;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly locationId: string | undefined;
  readonly locations: readonly Location[];
  readonly appointments: readonly Appointment[];
  /** Where the feed of events stood before the appointments were read. */
  readonly feedCursor: string;
  /** Why the last act was not done. */
  readonly problem: string | undefined;
  /** What is good to know. */
  readonly news: string | undefined;
  /** A fresh key for each button, so that a double press counts once. */
  readonly newKey: () => string;
}

/** What a row needs to know of the page that it stands in. */
export type RowDay = Pick<StaffDay, 'date' | 'now' | 'locationId' | 'newKey'>;

/** Whether a visit stands on the page of a day and a place. Its start has the offset of its place, so its date is the local one. */
export const isOfDay = ({ start, locationId }: Appointment, day: Pick<RowDay, 'date' | 'locationId'>): boolean =>
  start.startsWith(day.date) &&
  (day.locationId === undefined || day.locationId === '' || day.locationId === locationId);

/** One row alone, for a page that is open: nothing when the visit does not stand on it any more. */
export const rowPage = (frame: StaffFrame, day: RowDay, appointment: Appointment | undefined): Html =>
  html`<!doctype html>
    <title>Appointment</title>
    <table>
      <tbody>
        ${appointment === undefined ? '' : row(frame, day, appointment)}
      </tbody>
    </table>`;

/** The day's appointments. */
export const staffPage = (frame: StaffFrame, day: StaffDay): Html =>
  staffLayout(frame, {
    title: 'Appointments of the day',
    page: 'day',
    scripts: ['/app/staff-live.js'],
    main: html`<div class="wrap">
      <div class="page-head">
        <div>
          <h1>${describeDate(day.date)}</h1>
          <p class="muted">${summary(day)}</p>
        </div>
        <div class="live">
          <p class="live__state" id="live-state" hidden></p>
          <a class="button" href="${address(day, {})}">Refresh</a>
        </div>
        <p class="visually-hidden" id="live-news" role="status"></p>
      </div>
      ${problemNotice(day.problem)} ${notice(day.news)} ${controls(frame, day)}
      <div id="day" data-date="${day.date}" data-location="${day.locationId ?? ''}" data-cursor="${day.feedCursor}">
        ${emptyState(frame, day)} ${table(frame, day)}
      </div>
    </div>`,
  });

/** The address of the page for a day and place. */
export function staffAddress(date: string, locationId: string | undefined): string {
  const query = new URLSearchParams({ date });
  if (locationId !== undefined) query.set('locationId', locationId);
  return `/staff?${query}`;
}

const address = (
  day: StaffDay,
  { date = day.date, locationId = day.locationId }: { date?: string; locationId?: string },
) => staffAddress(date, locationId);

function summary({ appointments, locationId, locations }: StaffDay): Html {
  const expected = appointments.filter(({ status }) => status !== 'cancelled').length;
  const place = locations.find(({ id }) => id === locationId)?.name ?? 'all locations';
  return html`<span id="day-count">${expected === 1 ? '1 visit' : `${expected} visits`}</span>, ${place}`;
}

const controls = (frame: StaffFrame, day: StaffDay) =>
  html`<div class="controls">
    ${seesEveryDay(frame) ? dayLinks(day) : ''}
    <form class="filter" action="/staff" method="get">
      ${seesEveryDay(frame) ? html`<label>Date <input type="date" name="date" value="${day.date}" required /></label>` : ''}
      <label
        >Location
        <select name="locationId">
          <option value="">All locations</option>
          ${day.locations.map(({ id, name }) => html`<option value="${id}" ${id === day.locationId ? html` selected` : ''}>${name}</option>`)}
        </select>
      </label>
      <button type="submit">Show</button>
    </form>
  </div>`;

const dayLinks = (day: StaffDay) =>
  html`<nav aria-label="Day">
    <ul class="buttons">
      <li>
        <a class="button" href="${address(day, { date: addDays(day.date, -1) })}"
          >Previous<span class="visually-hidden"> day</span></a
        >
      </li>
      <li>
        <a
          class="button"
          href="${address(day, { date: day.todaysDate })}"
          ${day.date === day.todaysDate ? html` aria-current="date"` : ''}
          >Today</a
        >
      </li>
      <li>
        <a class="button" href="${address(day, { date: addDays(day.date, 1) })}"
          >Next<span class="visually-hidden"> day</span></a
        >
      </li>
    </ul>
  </nav>`;

const emptyState = ({ isDemo, damaged }: StaffFrame, day: StaffDay) =>
  html`<div class="empty" ${day.appointments.length === 0 && damaged.size === 0 ? '' : html` hidden`}>
    <h2>No appointments</h2>
    <p class="muted">Nobody is booked for this day${day.locationId === undefined ? '' : ' at this location'} yet.</p>
    ${isDemo ? html`<p><a class="button" href="/#book">Book one on the clinic's page</a></p>` : ''}
  </div>`;

/** Roles are spelled out because on narrow screens the cells are laid out as cards, and WebKit then forgets the table. */
const table = (frame: StaffFrame, day: StaffDay) =>
  html`<table
    class="visits"
    role="table"
    aria-label="Appointments"
    ${day.appointments.length === 0 ? html` hidden` : ''}
  >
    <thead role="rowgroup">
      <tr role="row">
        <th role="columnheader" scope="col">Time</th>
        <th role="columnheader" scope="col">Patient</th>
        <th role="columnheader" scope="col">Visit</th>
        <th role="columnheader" scope="col">Location</th>
        <th role="columnheader" scope="col">Status</th>
        <th role="columnheader" scope="col">Note</th>
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${day.appointments.map((appointment) => row(frame, day, appointment))}
    </tbody>
  </table>`;

const nameOf = (patient: Appointment['patient']): string =>
  patient === null ? 'Erased patient' : `${patient.given} ${patient.family}`;

const row = (frame: StaffFrame, day: RowDay, appointment: Appointment) => {
  const { id, display, patient, status } = appointment;
  return html`<tr role="row" id="${id}" data-status="${status}">
    <th role="rowheader" scope="row" class="visits__time">
      <time datetime="${appointment.start}">${timeOf(appointment, 'start')}</time
      ><span class="muted">to ${timeOf(appointment, 'end')}</span>
    </th>
    <td role="cell" class="visits__patient">
      <strong>${nameOf(patient)}</strong
      >${patient?.birthDate ? html`<span class="muted">born ${describeBirthDate(patient.birthDate)}</span>` : ''}
      ${patient?.contact ? html`<span class="muted">booked by ${contactWords(patient.contact)}</span>` : ''}
      ${patient?.phone ? phoneLink(patient.phone) : ''}
    </td>
    <td role="cell">${display.healthcareService ?? ''}<span class="muted">${display.practitioner}</span></td>
    <td role="cell">
      ${display.location}${appointment.mode === 'telehealth' ? html`<span class="muted">by video</span>` : ''}
    </td>
    <td role="cell"><span class="status status--${status}">${statusNames[status]}</span></td>
    <td role="cell" class="visits__acts">
      <div>
        ${possibleActions(frame, day, appointment).map((action) => actionForm(frame, day, appointment, action))}
      </div>
    </td>
  </tr>`;
};

const actionForm = ({ token }: StaffFrame, day: RowDay, { id, patient }: Appointment, action: VisitAction) =>
  html`<form method="post" action="/staff/appointments/${id}/${action}">
    ${tokenField(token)}
    <input type="hidden" name="date" value="${day.date}" />
    <input type="hidden" name="locationId" value="${day.locationId ?? ''}" />
    <input type="hidden" name="key" value="${day.newKey()}" />
    <button type="submit">${actionNames[action]}<span class="visually-hidden">: ${nameOf(patient)}</span></button>
  </form>`;

const actionNames = { arrive: 'Arrived', fulfil: 'Completed', 'no-show': 'No-show' } satisfies Record<
  VisitAction,
  string
>;

const statusNames = {
  proposed: 'Proposed',
  pending: 'Pending',
  booked: 'Booked',
  arrived: 'Arrived',
  'checked-in': 'Checked in',
  fulfilled: 'Completed',
  cancelled: 'Cancelled',
  noshow: 'No-show',
  'entered-in-error': 'Entered in error',
  waitlist: 'Waitlist',
  unknown: 'Unknown',
} satisfies Record<Appointment['status'], string>;

/** What staff may note from each status. The server decides; this only leaves out what it would refuse. */
const nextActions: Record<Appointment['status'], readonly VisitAction[]> = {
  proposed: [],
  pending: [],
  booked: ['arrive', 'fulfil', 'no-show'],
  arrived: ['fulfil', 'no-show'],
  'checked-in': [],
  fulfilled: [],
  cancelled: [],
  noshow: ['arrive'],
  'entered-in-error': [],
  waitlist: [],
  unknown: [],
};

/** Nobody has missed a visit that has not begun. */
const possibleActions = ({ session }: StaffFrame, { now }: RowDay, { status, start }: Appointment) =>
  nextActions[status]
    .filter((action) => session.scopes.includes(visitScopes[action]))
    .filter((action) => action !== 'no-show' || now >= Date.parse(start));

/** What a role needs to be allowed to note it. */
const visitScopes = {
  arrive: 'appointments:arrive',
  fulfil: 'appointments:write',
  'no-show': 'appointments:write',
} satisfies Record<VisitAction, string>;

const formats = new Map<string, Intl.DateTimeFormat>();

/** The start with the short name of the location's zone, `10:30 AM CST`, or the end without: `11:15 AM`. */
function timeOf({ start, end, timeZone }: Appointment, edge: 'start' | 'end'): string {
  const zoneName = edge === 'start' ? { timeZoneName: 'short' as const } : {};
  const key = `${edge} ${timeZone}`;
  const format =
    formats.get(key) ?? new Intl.DateTimeFormat('en-US', { timeZone, hour: 'numeric', minute: '2-digit', ...zoneName });
  formats.set(key, format);
  return format.format(Date.parse(edge === 'start' ? start : end));
}
