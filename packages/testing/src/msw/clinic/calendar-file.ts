import type { CalendarFile } from '@openprm/contract';
import type { StoredAppointment } from './agenda.ts';

const utc = (instant: string) => new Date(instant).toISOString().replace(/[-:]|\.\d+/g, '');

/** A small calendar file (RFC 5545): where and when, no reason for the visit. */
export function calendarFile(appointment: StoredAppointment): CalendarFile {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//OpenPRM//testing//EN',
    `METHOD:${appointment.status === 'cancelled' ? 'CANCEL' : 'PUBLISH'}`,
    'BEGIN:VEVENT',
    `UID:${appointment.id}@openprm.invalid`,
    `SEQUENCE:${appointment.sequence}`,
    `STATUS:${appointment.status === 'cancelled' ? 'CANCELLED' : 'CONFIRMED'}`,
    `DTSTAMP:${utc(appointment.createdAt)}`,
    `DTSTART:${utc(appointment.start)}`,
    `DTEND:${utc(appointment.end)}`,
    `SUMMARY:${appointment.display.organization}`,
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  return { fileName: 'visit.ics', content: `${lines.join('\r\n')}\r\n` };
}
