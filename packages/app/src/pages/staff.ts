import { Hono } from 'hono';
import { ApiRefusal, isVisitAction } from '../clinic-api.ts';
import { messagePage } from './message-page.ts';
import { isLocalDate, today } from './local-day.ts';
import { isOfDay, rowPage, staffAddress, staffPage } from './staff-page.ts';
import { seesEveryDay } from './staff-layout.ts';
import type { SignedIn } from './staff-session.ts';

/** `/staff`: the day's appointments, and what staff note about them. */
export function dayRoutes({ now }: { readonly now: () => number }): Hono<SignedIn> {
  const app = new Hono<SignedIn>();

  app.get('/', async (c) => {
    const { date: asked, locationId: askedLocation = '', problem, recovery } = c.req.query();
    const clinic = c.get('clinic');
    if (asked !== undefined && !isLocalDate(asked))
      return c.html(messagePage('No such date', 'Dates look like 2026-11-26.'), 400);
    const locations = await clinic.locations();
    const location = locations.find(({ id }) => id === askedLocation);
    if (location === undefined && askedLocation !== '')
      return c.html(messagePage('No such location', 'This clinic has no location with that id.'), 404);
    const todaysDate = today(now(), (location ?? locations[0])?.timeZone ?? 'UTC');
    const date = seesEveryDay(c.get('frame')) ? (asked ?? todaysDate) : todaysDate;
    const locationId = location?.id;
    // before the visits are read: what happens afterwards is told by the feed
    const feedCursor = await clinic.feedCursor();
    const appointments = await clinic.appointments({ date, locationId });
    return c.html(
      staffPage(c.get('frame'), {
        date,
        todaysDate,
        now: now(),
        locationId,
        locations,
        appointments,
        feedCursor,
        problem: problem === undefined ? undefined : describeProblem(problem),
        news: describeRecovery(recovery),
        newKey: () => crypto.randomUUID(),
      }),
    );
  });

  app.get('/appointments/:id', async (c) => {
    const { date, locationId } = c.req.query();
    if (date === undefined || !isLocalDate(date)) return c.notFound();
    const appointment = await c.get('clinic').appointment(c.req.param('id'));
    const day = { date, now: now(), locationId, newKey: () => crypto.randomUUID() };
    return c.html(
      rowPage(c.get('frame'), day, appointment !== undefined && isOfDay(appointment, day) ? appointment : undefined),
    );
  });

  app.post('/appointments/:id/:action', async (c) => {
    const { id, action } = c.req.param();
    if (!isVisitAction(action)) return c.notFound();
    const form = await c.req.parseBody();
    const { date, locationId, key } = form;
    if (typeof date !== 'string' || !isLocalDate(date) || typeof key !== 'string' || !/^[\w-]{16,64}$/.test(key)) {
      return c.html(
        messagePage('Not done', 'The form was not complete. Open the page again and press the button there.'),
        400,
      );
    }
    const back = staffAddress(date, typeof locationId === 'string' && locationId !== '' ? locationId : undefined);
    try {
      await c.get('clinic').note(action, id, key);
    } catch (error) {
      if (!(error instanceof ApiRefusal) || error.status === 401) throw error;
      return c.redirect(`${back}&problem=${encodeURIComponent(error.code)}`, 303);
    }
    return c.redirect(`${back}#${encodeURIComponent(id)}`, 303);
  });
  return app;
}

/** Codes come back in the address, so a reload tells the same; the words stand here, so the address cannot put words on the page. */
function describeProblem(code: string): string {
  switch (code) {
    case 'appointment-status-conflict':
      return 'Not changed: that is no longer possible for this appointment. The list below is up to date.';
    case 'permission-denied':
      return 'Not changed: your role does not allow that.';
    case 'not-found':
      return 'Not changed: this appointment no longer exists.';
    case 'service-unavailable':
      return 'Not changed: the database cannot be reached. Try again in a moment.';
    default:
      return 'Not changed: the server refused. Refresh the page and try again.';
  }
}

/** After a recovery code was used: how many are left. */
function describeRecovery(left: string | undefined): string | undefined {
  if (left === undefined || !/^\d{1,2}$/.test(left)) return undefined;
  return `You used a recovery code; ${left === '1' ? 'one is' : `${Number(left)} are`} left. If your phone is lost, ask an owner for a new invitation.`;
}
