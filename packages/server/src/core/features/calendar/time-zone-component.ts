import type { Temporal } from 'temporal-polyfill';

/**
 * A zone's rules as a VTIMEZONE (RFC 5545, section 3.6.5), for the time around one appointment.
 *
 * It is made from the rules by which the server reckons, so that the file and the server cannot mean different instants: tables of zones that are
 * published for calendar files are a snapshot of another year. Where both clock changes around the appointment recur yearly on the same weekday of
 * a month, they are written as yearly rules, since Outlook reads nothing else ([MS-OXCICAL] 2.1.3.1.1.19); elsewhere (Casablanca, Cairo) the
 * offset of the appointment stands alone, in a STANDARD part, which Outlook cannot do without.
 *
 * @param at a moment of the appointment
 */
export function timeZoneComponent(at: Temporal.ZonedDateTime): string {
  return ['BEGIN:VTIMEZONE', `TZID:${at.timeZoneId}`, ...observances(at), 'END:VTIMEZONE'].join('\r\n');
}

function observances(at: Temporal.ZonedDateTime): string[] {
  const current = at.add({ nanoseconds: 1 }).getTimeZoneTransition('previous');
  if (current === null || current.year < 1970)
    return observance('STANDARD', undefined, at.offsetNanoseconds, at.offsetNanoseconds);
  const other = current.getTimeZoneTransition('previous');
  const changes = other === null ? [] : [other, current];
  const rules = changes.map(yearlyRule);
  if (changes.length === 0 || rules.includes(undefined)) return writeChange(current, 'STANDARD', undefined);
  const forward = changes.map((change) => change.offsetNanoseconds > offsetBefore(change));
  if (forward[0] === forward[1]) return writeChange(current, 'STANDARD', undefined);
  return changes.flatMap((change, index) =>
    writeChange(change, forward[index] ? 'DAYLIGHT' : 'STANDARD', rules[index]),
  );
}

/** `FREQ=YEARLY;…` if the two changes of the same month that follow lie on the same weekday of the month and at the same time. */
function yearlyRule(change: Temporal.ZonedDateTime): string | undefined {
  const onset = localOnset(change);
  const nth = Math.ceil(onset.day / 7);
  const candidates = onset.day + 7 > onset.daysInMonth ? [-1, nth] : [nth];
  const ordinal = candidates.find((candidate) => [1, 2].every((years) => recurs(change, onset, candidate, years)));
  if (ordinal === undefined) return undefined;
  return `FREQ=YEARLY;BYMONTH=${onset.month};BYDAY=${ordinal}${weekdays[onset.dayOfWeek - 1] ?? ''}`;
}

function recurs(
  change: Temporal.ZonedDateTime,
  onset: Temporal.PlainDateTime,
  ordinal: number,
  years: number,
): boolean {
  const first = onset.with({ day: 1 }).add({ years });
  const toWeekday = (onset.dayOfWeek - first.dayOfWeek + 7) % 7;
  const last = toWeekday + 7 * Math.floor((first.daysInMonth - 1 - toWeekday) / 7);
  const expected = first.add({ days: ordinal === -1 ? last : toWeekday + 7 * (ordinal - 1) });
  const next = expected.subtract({ days: 1 }).toZonedDateTime(change.timeZoneId).getTimeZoneTransition('next');
  return (
    next !== null &&
    localOnset(next).equals(expected) &&
    next.offsetNanoseconds === change.offsetNanoseconds &&
    offsetBefore(next) === offsetBefore(change)
  );
}

const writeChange = (change: Temporal.ZonedDateTime, part: Part, rule: string | undefined) =>
  observance(part, localOnset(change), offsetBefore(change), change.offsetNanoseconds, rule);

type Part = 'STANDARD' | 'DAYLIGHT';

function observance(
  part: Part,
  onset: Temporal.PlainDateTime | undefined,
  from: number,
  to: number,
  rule?: string,
): string[] {
  return [
    `BEGIN:${part}`,
    `DTSTART:${onset === undefined ? '19700101T000000' : onset.toString({ smallestUnit: 'second' }).replaceAll(/[-:]/g, '')}`,
    ...(rule === undefined ? [] : [`RRULE:${rule}`]),
    `TZOFFSETFROM:${formatOffset(from)}`,
    `TZOFFSETTO:${formatOffset(to)}`,
    `END:${part}`,
  ];
}

const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

const offsetBefore = (change: Temporal.ZonedDateTime) => change.subtract({ nanoseconds: 1 }).offsetNanoseconds;

/** When a change sets in, on the clock that runs until then. */
const localOnset = (change: Temporal.ZonedDateTime) =>
  change
    .toInstant()
    .toZonedDateTimeISO('UTC')
    .toPlainDateTime()
    .add({ nanoseconds: offsetBefore(change) });

function formatOffset(nanoseconds: number): string {
  const minutes = Math.round(Math.abs(nanoseconds) / 60e9);
  const twoDigits = (value: number) => String(value).padStart(2, '0');
  return `${nanoseconds < 0 ? '-' : '+'}${twoDigits(Math.floor(minutes / 60))}${twoDigits(minutes % 60)}`;
}
