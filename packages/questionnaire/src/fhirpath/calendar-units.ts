/** Words of the calendar, by the unit that they count in. */
export const calendarUnits: Readonly<Record<string, string>> = Object.fromEntries(
  ['year', 'month', 'week', 'day', 'hour', 'minute', 'second', 'millisecond'].flatMap((unit) => [
    [unit, unit],
    [`${unit}s`, unit],
  ]),
);

/** How many of the smallest of their kind they are: weeks to milliseconds have a length of their own, years count in months. */
export const lengths: Readonly<Record<string, readonly [number, 'month' | 'millisecond']>> = {
  year: [12, 'month'],
  month: [1, 'month'],
  week: [604_800_000, 'millisecond'],
  day: [86_400_000, 'millisecond'],
  hour: [3_600_000, 'millisecond'],
  minute: [60_000, 'millisecond'],
  second: [1000, 'millisecond'],
  millisecond: [1, 'millisecond'],
};

/** UCUM's codes for the same. A year and a month of UCUM have a fixed length, and are not the calendar's. */
export const ucumDurations: Readonly<Record<string, string>> = {
  wk: 'week',
  d: 'day',
  h: 'hour',
  min: 'minute',
  s: 'second',
  ms: 'millisecond',
};
