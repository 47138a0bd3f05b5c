import { Hono } from 'hono';
import { ApiRefusal, type ClinicApi, isVisitAction } from '../clinic-api.ts';
import { noStore, pageHeaders } from '../page-headers.ts';
import { onlyOwnForms } from '../request-guards.ts';
import { messagePage } from './message-page.ts';
import { isLocalDate, today } from './local-day.ts';
import { staffAddress, staffPage } from './staff-page.ts';

/** What the staff's routes work with. */
export interface StaffOptions {
  readonly clinic: ClinicApi;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** `/staff` of the demo: the day's appointments, and what staff note about them. */
export function staffRoutes({ clinic, now }: StaffOptions): Hono {
  const app = new Hono();
  app.use(pageHeaders('form'), noStore);

  app.get('/', async (c) => {
    const { date: asked, locationId: askedLocation = '', problem } = c.req.query();
    if (asked !== undefined && !isLocalDate(asked))
      return c.html(messagePage('No such date', 'Dates look like 2026-11-26.'), 400);
    const locations = await clinic.locations();
    const location = locations.find(({ id }) => id === askedLocation);
    if (location === undefined && askedLocation !== '')
      return c.html(messagePage('No such location', 'This clinic has no location with that id.'), 404);
    const todaysDate = today(now(), (location ?? locations[0])?.timeZone ?? 'UTC');
    const date = asked ?? todaysDate;
    const locationId = location?.id;
    const appointments = await clinic.appointments({ date, locationId });
    return c.html(
      staffPage({
        date,
        todaysDate,
        now: now(),
        locationId,
        locations,
        appointments,
        problem: problem === undefined ? undefined : describeProblem(problem),
        newKey: () => crypto.randomUUID(),
      }),
    );
  });

  app.post('/appointments/:id/:action', onlyOwnForms, async (c) => {
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
      await clinic.note(action, id, key);
    } catch (error) {
      if (!(error instanceof ApiRefusal)) throw error;
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
    case 'not-found':
      return 'Not changed: this appointment no longer exists.';
    case 'service-unavailable':
      return 'Not changed: the database cannot be reached. Try again in a moment.';
    default:
      return 'Not changed: the server refused. Refresh the page and try again.';
  }
}
