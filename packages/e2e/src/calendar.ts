import ICAL from 'ical.js';

/** What a calendar program reads in a visit's file. */
export interface Calendar {
  /** REQUEST, CANCEL, or PUBLISH. */
  readonly method: string;
  readonly uid: string;
  readonly sequence: number;
  readonly status: string;
  /** RFC 3339 in UTC, resolved by the file's own time zone. */
  readonly start: string;
  readonly text: string;
}

/**
 * Reads a calendar file with another program's parser.
 *
 * @throws when it is no calendar file, or has not exactly one event
 */
export function readCalendar(text: string): Calendar {
  const calendar = new ICAL.Component(ICAL.parse(text) as unknown[]);
  const events = calendar.getAllSubcomponents('vevent');
  const [component] = events;
  if (component === undefined || events.length !== 1) throw new Error(`A calendar file with ${events.length} events.`);
  for (const zone of calendar.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(new ICAL.Timezone(zone));
  const event = new ICAL.Event(component);
  return {
    method: String(calendar.getFirstPropertyValue('method')),
    uid: event.uid,
    sequence: Number(component.getFirstPropertyValue('sequence')),
    status: String(component.getFirstPropertyValue('status')),
    start: event.startDate.toJSDate().toISOString(),
    text,
  };
}
