import type { Slot, SlotPage, WaitlistEntry } from '@openprm/contract';
import { html } from 'hono/html';
import { describeDayOf, describeTime } from './clinic-time.ts';
import { notice, problemNotice, tokenField } from './form-parts.ts';
import type { Html } from './layout.ts';
import { describeBirthDate, describeDate } from './local-day.ts';
import { phoneLink } from './phone-link.ts';
import { type StaffFrame, onlyWhole, staffLayout } from './staff-layout.ts';

/** What the page of the waitlist shows. */
export interface WaitlistView {
  /** In the order in which they joined. */
  readonly entries: readonly WaitlistEntry[];
  /** The zone in which the clinic counts its days. */
  readonly timeZone: string;
  /** Where the feed of events stood before they were read. */
  readonly feedCursor: string;
  readonly problem?: string | undefined;
  readonly news?: string | undefined;
  /** A fresh key for each button, so that a double press counts once. */
  readonly newKey: () => string;
}

/** Who waits, by the kind of visit. */
export const waitlistPage = (frame: StaffFrame, view: WaitlistView): Html => {
  const { entries } = view;
  const services = [...Map.groupBy(entries, ({ healthcareServiceId }) => healthcareServiceId).values()];
  return staffLayout(frame, {
    title: 'Waitlist',
    page: 'waitlist',
    scripts: ['/app/staff-list.js'],
    main: html`<div class="wrap">
      <div class="page-head">
        <div>
          <h1>Waitlist</h1>
          <p class="muted" id="waitlist-count">
            ${entries.length === 1 ? 'One person waits.' : `${entries.length} people wait.`}
          </p>
        </div>
        <div class="live">
          <p class="live__state" id="live-state" hidden></p>
          <a class="button" href="/staff/waitlist">Refresh</a>
        </div>
        <p class="visually-hidden" id="live-news" role="status"></p>
      </div>
      ${problemNotice(view.problem)} ${notice(view.news)}
      <div id="waitlist" data-cursor="${view.feedCursor}" data-address="/staff/waitlist" data-events="waitlist-entry.">
        ${
          entries.length === 0
            ? onlyWhole(
                frame,
                html`<div class="empty">
                  <h2>Nobody waits</h2>
                  <p class="muted">Whoever finds no time that suits can join from the clinic's page.</p>
                </div>`,
              )
            : services.map((waiting) => serviceSection(frame, view, waiting))
        }
      </div>
    </div>`,
  });
};

const serviceSection = (frame: StaffFrame, view: WaitlistView, waiting: readonly WaitlistEntry[]) => {
  const [first] = waiting;
  if (first === undefined) return '';
  const { healthcareServiceId: id, display } = first;
  return html`<section class="rights" aria-labelledby="${id}">
    <h2 id="${id}">${display.healthcareService}</h2>
    <ol class="people" aria-label="In the order in which they joined">
      ${waiting.map((entry) => entryItem(frame, view, entry))}
    </ol>
  </section>`;
};

const nameOf = ({ patient }: WaitlistEntry) =>
  patient === null ? 'Erased patient' : `${patient.given} ${patient.family}`;

const entryItem = (frame: StaffFrame, view: WaitlistView, entry: WaitlistEntry) =>
  html`<li class="card person" id="${entry.id}">
    <div>
      <h3>${nameOf(entry)}</h3>
      ${whoAndSince(entry, view.timeZone)} ${wish(entry)}
      <p><span class="status status--${offerState(entry)}">${describeOffer(entry)}</span></p>
    </div>
    ${frame.session.scopes.includes('appointments:write') ? acts(frame, view, entry) : ''}
  </li>`;

const whoAndSince = ({ patient, createdAt }: WaitlistEntry, timeZone: string) =>
  html`<p class="muted">
    waits since
    ${describeDayOf(createdAt, timeZone)}${patient?.birthDate ? html` · born ${describeBirthDate(patient.birthDate)}` : ''}
    ${patient?.phone ? html` · ${phoneLink(patient.phone)}` : ''}
  </p>`;

const wish = (entry: WaitlistEntry) =>
  html`<p>${describeWish(entry)}</p>
    ${entry.replacesAppointmentId === null ? '' : html`<p class="muted">Has a visit, and wants an earlier time.</p>`}`;

/** What somebody waits for: `Any place, with Amara Okafor, Nov 22, 2026 to Dec 6, 2026, Mon, Wed 08:00 to 12:00`. */
function describeWish({ display, requestedPeriod: { start, end }, availableTime }: WaitlistEntry): string {
  const hours = availableTime.map(
    ({ daysOfWeek, start: from, end: to }) => `${describeDays(daysOfWeek)} ${from} to ${to}`,
  );
  return [
    display.location ?? 'Any place',
    display.practitioner === null ? 'with anybody' : `with ${display.practitioner}`,
    `${describeBirthDate(start)} to ${describeBirthDate(end)}`,
    hours.length === 0 ? 'at any hour' : hours.join('; '),
  ].join(', ');
}

type Days = WaitlistEntry['availableTime'][number]['daysOfWeek'];

const describeDays = (days: Days) =>
  days.length === 7 ? 'daily' : days.map((day) => day.charAt(0).toUpperCase() + day.slice(1)).join(', ');

const offerState = ({ offer }: WaitlistEntry) => offer?.participantStatus ?? 'none';

function describeOffer({ offer }: WaitlistEntry): string {
  if (offer === null) return 'No offer yet';
  const time = describeTime(offer.slot.start, offer.timeZone);
  switch (offer.participantStatus) {
    case 'needs-action':
      return `Offered ${time}, held until ${describeTime(offer.expiresAt, offer.timeZone)}`;
    case 'declined':
      return `Declined ${time}`;
    case 'expired':
      return `Did not answer about ${time}`;
    case 'accepted':
      return `Accepted ${time}`;
    case 'unknown':
      return `Offered ${time}`;
  }
}

const acts = ({ token }: StaffFrame, { newKey }: WaitlistView, entry: WaitlistEntry) =>
  html`<div class="person__acts">
    <div class="buttons">
      ${
        offerState(entry) === 'needs-action'
          ? ''
          : html`<a class="button" href="/staff/waitlist/${entry.id}"
              >Offer a time<span class="visually-hidden"> to ${nameOf(entry)}</span></a
            >`
      }
      <form method="post" action="/staff/waitlist/${entry.id}/end">
        ${tokenField(token)}<input type="hidden" name="key" value="${newKey()}" />
        <button type="submit">Take off the list<span class="visually-hidden">: ${nameOf(entry)}</span></button>
      </form>
    </div>
  </div>`;

/** What the page of free times for somebody shows. */
export interface OfferView {
  /** The zone in which the clinic counts its days. */
  readonly timeZone: string;
  readonly entry: WaitlistEntry;
  readonly times: Pick<SlotPage, 'practitioners' | 'locations'>;
  /** Those that are shown. */
  readonly slots: readonly Slot[];
  /** Whether only those are shown that were wished for. */
  readonly isAsWished: boolean;
  readonly problem?: string | undefined;
  readonly newKey: () => string;
}

/** Free times for somebody who waits, to offer one of them by hand. */
export const offerPage = (frame: StaffFrame, view: OfferView): Html => {
  const { entry, slots, isAsWished } = view;
  const days = [...Map.groupBy(slots, ({ start }) => start.slice(0, 10))];
  const address = `/staff/waitlist/${entry.id}`;
  return staffLayout(frame, {
    title: 'Offer a time',
    page: 'waitlist',
    main: html`<div class="wrap">
      <div class="page-head">
        <div>
          <h1>Offer a time to ${nameOf(entry)}</h1>
          <p class="muted">${entry.display.healthcareService}</p>
          ${whoAndSince(entry, view.timeZone)} ${wish(entry)}
        </div>
        <a class="button" href="/staff/waitlist">Back to the waitlist</a>
      </div>
      ${problemNotice(view.problem)}
      <p class="intro">
        The time is held for them, and a mail asks whether they want it.
        ${
          isAsWished
            ? html`These are free as they wish. <a href="${address}?all=1">Show all free times</a>`
            : html`These are all free times. <a href="${address}">Show those that they wish</a>`
        }
      </p>
      ${
        days.length === 0
          ? html`<div class="empty">
              <h2>No free time</h2>
              <p class="muted">
                ${isAsWished ? 'Nothing that they wish for is free now.' : 'Nothing of this kind of visit is free now.'}
              </p>
            </div>`
          : days.map(([date, times]) => daySection(frame, view, date, times))
      }
    </div>`,
  });
};

const daySection = (frame: StaffFrame, view: OfferView, date: string, slots: readonly Slot[]) =>
  html`<section class="rights" aria-labelledby="day-${date}">
    <h2 id="day-${date}">${describeDate(date)}</h2>
    <ul class="times">
      ${slots.map((slot) => timeItem(frame, view, slot))}
    </ul>
  </section>`;

const timeItem = (
  { token }: StaffFrame,
  { entry, times, newKey }: OfferView,
  { id, start, locationId, practitionerId }: Slot,
) => {
  const place = times.locations.find((location) => location.id === locationId);
  const practitioner = times.practitioners.find((each) => each.id === practitionerId)?.name;
  const time = new Intl.DateTimeFormat('en-US', {
    timeZone: place?.timeZone ?? 'UTC',
    hour: 'numeric',
    minute: '2-digit',
    timeZoneName: 'short',
  });
  return html`<li>
    <form method="post" action="/staff/waitlist/${entry.id}/offer">
      ${tokenField(token)}<input type="hidden" name="key" value="${newKey()}" />
      <input type="hidden" name="slotId" value="${id}" />
      <button type="submit">
        <strong
          ><span class="visually-hidden">Offer ${describeDate(start.slice(0, 10))}, </span
          >${time.format(Date.parse(start))}</strong
        >
        <span class="muted">${[practitioner, place?.name].filter((words) => words !== undefined).join(', ')}</span>
      </button>
    </form>
  </li>`;
};
