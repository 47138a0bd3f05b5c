import type { Appointment } from '@openprm/sdk';

/** What a calendar is told of an appointment: when and where, and a title that says neither who nor why. */
export interface CalendarEntry {
  readonly title: string;
  readonly place: string;
  /** RFC 3339. */
  readonly start: string;
  /** RFC 3339. */
  readonly end: string;
}

/** @param title of the reader's language, with the organization's name */
export const calendarEntryOf = ({ start, end, mode, display }: Appointment, title: string, videoPlace: string) =>
  ({
    title,
    place: mode === 'telehealth' ? videoPlace : `${display.location}, ${display.address}`,
    start,
    end,
  }) satisfies CalendarEntry;

/** A page of Google Calendar with the entry filled in. Nothing is asked of Google before somebody follows it. */
export function googleCalendarLink({ title, place, start, end }: CalendarEntry): string {
  const dates = [start, end].map((instant) => utc(instant).replaceAll(/[-:]/g, '')).join('/');
  const query = new URLSearchParams({ action: 'TEMPLATE', text: title, dates, location: place });
  return `https://calendar.google.com/calendar/render?${query}`;
}

/** Whose Outlook: somebody's own account, or that of their work or school. Each has a page of its own, which does not let the other in. */
export type OutlookAccount = 'personal' | 'work';

const outlookHosts = { personal: 'outlook.live.com', work: 'outlook.office.com' } as const satisfies Record<
  OutlookAccount,
  string
>;

/** A page of Outlook's calendar with the entry filled in. Outlook shows a plus sign as it stands, so spaces are `%20`. */
export function outlookCalendarLink({ title, place, start, end }: CalendarEntry, account: OutlookAccount): string {
  const query = new URLSearchParams({
    path: '/calendar/action/compose',
    rru: 'addevent',
    subject: title,
    startdt: utc(start),
    enddt: utc(end),
    location: place,
  });
  return `https://${outlookHosts[account]}/calendar/0/deeplink/compose?${query.toString().replaceAll('+', '%20')}`;
}

/** `2026-11-26T16:30:00Z` */
const utc = (instant: string) => new Date(instant).toISOString().replace('.000', '');
