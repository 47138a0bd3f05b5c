type Part = 'year' | 'month' | 'day';

const orders = new Map<string, readonly Part[]>();

/** In which order a language writes a date in digits, for example month, day, year for `en-US`. */
export function dateOrder(locale: string): readonly Part[] {
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
 * autofill gives). Answers `YYYY-MM-DD`, or null when it is no date that exists.
 */
export function readBirthDate(text: string, order: readonly Part[]): string | null {
  const typed = text.trim();
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(typed);
  if (iso) return existing(iso[1], iso[2], iso[3]);
  const groups = /^\d{8}$/.test(typed) ? splitDigits(typed, order) : typed.split(/[\s./-]+/).filter(Boolean);
  if (groups.length !== 3 || groups.some((group) => !/^\d+$/.test(group))) return null;
  const yearFirst = groups[0]?.length === 4;
  const read: readonly Part[] = yearFirst ? ['year', 'month', 'day'] : order;
  const part = (name: Part) => groups[read.indexOf(name)];
  return existing(part('year'), part('month'), part('day'));
}

function splitDigits(digits: string, order: readonly Part[]): readonly string[] {
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
