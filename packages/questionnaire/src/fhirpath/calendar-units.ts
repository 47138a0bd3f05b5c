const day = 86_400_000;

/** Milliseconds. Where a year or a month is divided into days or less, it has 365 of them, or 30 (https://hl7.org/fhirpath/N1/#datetime-arithmetic). */
const lengths: Readonly<Record<string, number>> = {
  year: 365 * day,
  month: 30 * day,
  week: 7 * day,
  day,
  hour: 3_600_000,
  minute: 60_000,
  second: 1000,
  millisecond: 1,
};

/** @param unit a word of the calendar */
export const lengthOf = (unit: string): number => lengths[unit] ?? 1;

/** Words of the calendar, by the unit that they count in. */
export const calendarUnits: Readonly<Record<string, string>> = Object.fromEntries(
  Object.keys(lengths).flatMap((unit) => [
    [unit, unit],
    [`${unit}s`, unit],
  ]),
);

/** The same with UCUM's codes. A year and a month of UCUM have a fixed length, and are not the calendar's. */
export const durations: ReadonlyMap<string, string> = new Map(
  Object.entries({ ...calendarUnits, wk: 'week', d: 'day', h: 'hour', min: 'minute', s: 'second', ms: 'millisecond' }),
);
