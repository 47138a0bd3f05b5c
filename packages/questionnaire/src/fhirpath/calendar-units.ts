/** Words of the calendar, by the unit that they count in. */
export const calendarUnits: Readonly<Record<string, string>> = Object.fromEntries(
  ['year', 'month', 'week', 'day', 'hour', 'minute', 'second', 'millisecond'].flatMap((unit) => [
    [unit, unit],
    [`${unit}s`, unit],
  ]),
);

/** UCUM's codes for the same. A year and a month of UCUM have a fixed length, and are not the calendar's. */
export const ucumDurations: Readonly<Record<string, string>> = {
  wk: 'week',
  d: 'day',
  h: 'hour',
  min: 'minute',
  s: 'second',
  ms: 'millisecond',
};
