/** Arithmetic on local dates (`YYYY-MM-DD`). Zones matter only for what is today. */

/** The date that it is in a zone. @param now epoch milliseconds */
export function today(now: number, timeZone: string): string {
  // Canada writes dates as ISO 8601 does.
  return new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(now);
}

/** The date so many days later, or earlier with a negative number. */
export function addDays(date: string, days: number): string {
  const day = new Date(`${date}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + days);
  return day.toISOString().slice(0, 10);
}

/** Whether a text is a date that exists, in the years that the API takes. */
export function isLocalDate(text: string): boolean {
  return (
    /^[12]\d{3}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) && addDays(text, 0) === text
  );
}

/** For people: `Thursday, November 26, 2026`. */
export function describeDate(date: string): string {
  return new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', dateStyle: 'full' }).format(new Date(`${date}T00:00:00Z`));
}

/** For people, short: `Mar 14, 1988`. */
export function describeBirthDate(date: string): string {
  return new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', dateStyle: 'medium' }).format(
    new Date(`${date}T00:00:00Z`),
  );
}
