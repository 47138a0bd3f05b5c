import { withAsciiDigits } from './ascii-digits.ts';

type Part = 'year' | 'month' | 'day';

/** In which order the parts of a date are written. */
export type DateOrder = readonly Part[];

const orders = new Map<string, DateOrder>();

/** In which order a language writes a date in digits, for example month, day, year for `en-US`. */
export function dateOrder(locale: string): DateOrder {
  const known = orders.get(locale);
  if (known) return known;
  const parts = new Intl.DateTimeFormat(locale, {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    calendar: 'gregory',
  }).formatToParts(0);
  const order = parts.flatMap(({ type }) => (type === 'year' || type === 'month' || type === 'day' ? [type] : []));
  orders.set(locale, order);
  return order;
}

/**
 * Reads a date of birth as people type it: in their language's order with any separator, as eight digits, or as `YYYY-MM-DD` (which is what
 * autofill gives); in Latin, Arabic-Indic or Persian digits. Answers `YYYY-MM-DD`, or null when it is no date that exists.
 */
export function readBirthDate(text: string, order: DateOrder): string | null {
  const typed = withAsciiDigits(text).trim();
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(typed);
  if (iso) return existing(iso[1], iso[2], iso[3]);
  const groups = /^\d{8}$/.test(typed) ? splitDigits(typed, order) : typed.split(/[\s./\u060d-]+/).filter(Boolean);
  if (groups.length !== 3 || groups.some((group) => !/^\d+$/.test(group))) return null;
  const yearFirst = groups[0]?.length === 4;
  const read: DateOrder = yearFirst ? ['year', 'month', 'day'] : order;
  const part = (name: Part) => groups[read.indexOf(name)];
  return existing(part('year'), part('month'), part('day'));
}

/** A date (`YYYY-MM-DD`) in digits, as a language orders them: `03/14/1985`. */
export function writeBirthDate(date: string, order: DateOrder): string {
  const [year, month, day] = date.split('-');
  const parts = { year, month, day };
  return order.map((part) => parts[part]).join('/');
}

/** What was typed in one order, in another: day and month stay what they were when the language changes. What is no date yet stays as it is. */
export function inOrder(text: string, from: DateOrder, to: DateOrder): string {
  const date = readBirthDate(text, from);
  return date === null || readBirthDate(text, to) === date ? text : writeBirthDate(date, to);
}

function splitDigits(digits: string, order: DateOrder): readonly string[] {
  let from = 0;
  return order.map((part) => {
    const length = part === 'year' ? 4 : 2;
    from += length;
    return digits.slice(from - length, from);
  });
}

function existing(year = '', month = '', day = ''): string | null {
  if (year.length !== 4 || month.length > 2 || day.length > 2) return null;
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const time = Date.parse(`${date}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(date) ? date : null;
}
