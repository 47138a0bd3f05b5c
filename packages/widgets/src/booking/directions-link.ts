import type { Appointment } from '@openprm/sdk';

/**
 * A page of Google Maps with the way to the place of a visit (Maps URLs, `dir`). It names the place and its address and nothing of the visit, and nothing is asked
 * of Google before somebody follows it. Null where nobody travels.
 */
export function directionsLink({ mode, display }: Pick<Appointment, 'mode' | 'display'>): string | null {
  if (mode === 'telehealth') return null;
  const query = new URLSearchParams({ api: '1', destination: `${display.location}, ${display.address}` });
  return `https://www.google.com/maps/dir/?${query}`;
}
