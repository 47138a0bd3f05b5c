import { type Slot, type SlotPage, type WaitlistEntry, daysOfWeek } from '@openprm/contract';
import { type Context, Hono } from 'hono';
import { ApiRefusal, type ClinicApi } from '../clinic-api.ts';
import { clinicZone } from './clinic-time.ts';
import { readKey } from './form-parts.ts';
import { addDays } from './local-day.ts';
import { messagePage } from './message-page.ts';
import { seesEveryDay } from './staff-layout.ts';
import type { SignedIn } from './staff-session.ts';
import { offerPage, waitlistPage } from './staff-waitlist-page.ts';

/** So many free times are shown: who looks further asks for all. */
const mostTimes = 60;

/**
 * `/staff/waitlist`: who waits, and a free time offered by hand. The API decides; a role without the scope gets its refusal.
 *
 * @param now epoch milliseconds
 */
export function waitlistRoutes({ now }: { readonly now: () => number }): Hono<SignedIn> {
  const app = new Hono<SignedIn>();
  const newKey = () => crypto.randomUUID();

  app.get('/', async (c) => {
    const { done, problem } = c.req.query();
    if (!seesEveryDay(c.get('frame'))) return c.html(notForRole(), 403);
    const clinic = c.get('clinic');
    // before they are read: what happens afterwards is told by the feed
    const feedCursor = await clinic.feedCursor();
    const entries = await clinic.waiting();
    const timeZone = await clinicZone(clinic);
    const view = { entries, timeZone, feedCursor, newKey, problem: describeProblem(problem), news: describeDone(done) };
    return c.html(waitlistPage(c.get('frame'), view));
  });

  app.get('/:id', async (c) => {
    if (!c.get('frame').session.scopes.includes('appointments:write')) return c.html(notForRole(), 403);
    const clinic = c.get('clinic');
    const entry = await clinic.waitlistEntry(c.req.param('id'));
    if (entry?.status !== 'waitlist') return c.html(noSuchEntry(), 404);
    const isAsWished = c.req.query('all') === undefined;
    const times = await readTimes(clinic, entry, isAsWished, now());
    const slots = await usable(clinic, entry, times, isAsWished);
    const problem = describeProblem(c.req.query('problem'));
    return c.html(
      offerPage(c.get('frame'), {
        timeZone: await clinicZone(clinic),
        entry,
        times,
        slots,
        isAsWished,
        problem,
        newKey,
      }),
    );
  });

  app.post('/:id/offer', async (c) => {
    const { slotId, key } = await c.req.parseBody();
    const { id } = c.req.param();
    const chosen = typeof slotId === 'string' ? slotId.slice(0, 200) : '';
    const refused = `/staff/waitlist/${encodeURIComponent(id)}`;
    return tell(c, 'offered', refused, () => c.get('clinic').offerTime(id, chosen, readKey(key)));
  });

  app.post('/:id/end', async (c) => {
    const { key } = await c.req.parseBody();
    const { id } = c.req.param();
    return tell(c, 'ended', '/staff/waitlist', () => c.get('clinic').endWaiting(id, readKey(key)));
  });

  const tell = async (c: Context<SignedIn>, done: string, refused: string, act: () => Promise<void>) => {
    try {
      await act();
    } catch (error) {
      if (!(error instanceof ApiRefusal) || error.status === 401 || error.status >= 500) throw error;
      return c.redirect(`${refused}?problem=${encodeURIComponent(error.code)}`, 303);
    }
    return c.redirect(`/staff/waitlist?done=${done}`, 303);
  };
  return app;
}

const day = 86_400_000;

/** Free times of the kind of visit; where they should be as wished, at that place, with that person and within the period, as far as the API looks at once. */
function readTimes(clinic: ClinicApi, entry: WaitlistEntry, isAsWished: boolean, now: number): Promise<SlotPage> {
  const { healthcareServiceId, locationId, practitionerId, requestedPeriod } = entry;
  if (!isAsWished) return clinic.freeTimes({ healthcareServiceId });
  // a day begins first at UTC+14: which local day a time is of is looked at afterwards
  const start = Math.max(Date.parse(`${addDays(requestedPeriod.start, -1)}T00:00:00Z`), now);
  const end = Math.min(Date.parse(`${addDays(requestedPeriod.end, 2)}T00:00:00Z`), start + 60 * day);
  return clinic.freeTimes({
    healthcareServiceId,
    ...(locationId === null ? {} : { locationId }),
    ...(practitionerId === null ? {} : { practitionerId }),
    start: new Date(start).toISOString(),
    end: new Date(Math.max(end, start + day)).toISOString(),
  });
}

/** Those that the server would offer, as far as can be said before: earlier than the visit that they would replace, and as wished. */
async function usable(
  clinic: ClinicApi,
  entry: WaitlistEntry,
  { data }: SlotPage,
  isAsWished: boolean,
): Promise<Slot[]> {
  const { replacesAppointmentId } = entry;
  const visit = replacesAppointmentId === null ? undefined : await clinic.appointment(replacesAppointmentId);
  const isEarlier = ({ start }: Slot) => visit === undefined || Date.parse(start) < Date.parse(visit.start);
  return data
    .filter((slot) => isEarlier(slot) && (!isAsWished || isWished(entry, slot)))
    .slice(0, mostTimes)
    .sort((a, b) => localTimeOf(a).localeCompare(localTimeOf(b)));
}

/** Days and hours stand in the order of the clocks on the wall, also where places are in several zones. */
const localTimeOf = ({ start }: Slot) => start.slice(0, 16);

/** A slot's start has the offset of its place, so that its text has the local date and hour. */
function isWished({ requestedPeriod, availableTime }: WaitlistEntry, { start }: Slot): boolean {
  const [date, time] = [start.slice(0, 10), start.slice(11, 16)];
  if (date < requestedPeriod.start || date > requestedPeriod.end) return false;
  // the list begins with Monday
  const weekday = daysOfWeek[(new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7];
  return (
    availableTime.length === 0 ||
    availableTime.some(
      (hours) => hours.daysOfWeek.some((each) => each === weekday) && hours.start <= time && time < hours.end,
    )
  );
}

function describeDone(done: string | undefined): string | undefined {
  switch (done) {
    case 'offered':
      return 'The time is held for them, and the mail is on its way.';
    case 'ended':
      return 'Taken off the list. What was held for them is free.';
    case undefined:
    default:
      return undefined;
  }
}

function describeProblem(code: string | undefined): string | undefined {
  switch (code) {
    case undefined:
      return undefined;
    case 'slot-unavailable':
      return 'Not offered: this time is taken, or too close to wait for an answer.';
    case 'already-exists':
      return 'Not offered: they have an offer already, or were offered this very time before.';
    case 'appointment-status-conflict':
    case 'not-found':
      return 'Not done: they do not wait any more.';
    case 'permission-denied':
      return 'Not done: your role does not allow that.';
    default:
      return 'Not done: the server refused. Open the page again and try once more.';
  }
}

const toWaitlist = { href: '/staff/waitlist', name: 'To the waitlist' };
const noSuchEntry = () => messagePage('Nobody waits here', 'They have left the list, or have a visit now.', toWaitlist);
const notForRole = () => messagePage('Not for your role', 'Only who books visits offers times.', toWaitlist);
