import { searchFor } from '../planted-search.ts';
import type { Channel, Trace } from './watch.ts';

/** Something planted: what it is, and every form in which it could be written. */
export interface Planted {
  readonly what: string;
  readonly forms: readonly string[];
}

/** A place where something planted may be, with the reason. */
export interface Allowance {
  readonly channel: Channel;
  readonly place: RegExp;
  readonly what: RegExp;
  readonly because: string;
}

/** Planted values in what was written, but for what is allowed: `storage https://… openprm/x: the family name`. Empty when nothing leaked. */
export function findingsIn(
  traces: readonly Trace[],
  planted: readonly Planted[],
  allowances: readonly Allowance[] = [],
): readonly string[] {
  const whatOf = new Map(
    planted.flatMap(({ what, forms }) => forms.map((form) => [form.toLowerCase(), what] as const)),
  );
  const search = searchFor([...new Set([...planted.flatMap(({ forms }) => forms), ...whatOf.keys()])]);
  const isAllowed = ({ channel, place }: Trace, what: string) =>
    allowances.some(
      (allowance) => allowance.channel === channel && allowance.place.test(place) && allowance.what.test(what),
    );
  const findings = new Set<string>();
  for (const trace of traces) {
    const texts = [trace.text, trace.text.toLowerCase(), decoded(trace.text).toLowerCase()];
    for (const form of texts.flatMap((text) => [...search.find(Buffer.from(text))])) {
      const what = whatOf.get(form.toLowerCase()) ?? form;
      if (!isAllowed(trace, what)) findings.add(`${trace.channel}, ${trace.place.slice(0, 200)}: ${what} (${form})`);
    }
  }
  return [...findings];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
