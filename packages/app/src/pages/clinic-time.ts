import type { ClinicApi } from '../clinic-api.ts';
import { describeBirthDate, today } from './local-day.ts';

/** The zone in which a clinic counts its days: that of its first location. */
export const clinicZone = async (clinic: Pick<ClinicApi, 'locations'>): Promise<string> =>
  (await clinic.locations())[0]?.timeZone ?? 'UTC';

/** An instant for people: `Tue, Nov 24, 3:00 PM`, in a zone. */
export const describeTime = (instant: string, timeZone: string): string =>
  new Intl.DateTimeFormat('en-US', {
    timeZone,
    weekday: 'short',
    month: 'short',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
  }).format(Date.parse(instant));

/** The day of an instant for people: `Nov 24, 2026`, as a zone counts days. */
export const describeDayOf = (instant: string, timeZone: string): string =>
  describeBirthDate(today(Date.parse(instant), timeZone));
