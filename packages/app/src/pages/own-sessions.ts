import { type Context, Hono } from 'hono';
import { ApiRefusal } from '../clinic-api.ts';
import { clinicZone } from './clinic-time.ts';
import { ownSessionsPage } from './own-sessions-page.ts';
import type { SignedIn } from './staff-session.ts';

const address = '/staff/account/sessions';

/** `/staff/account/sessions`: where one is signed in, and the end of that elsewhere. */
export function sessionRoutes(): Hono<SignedIn> {
  const app = new Hono<SignedIn>();

  app.get('/', async (c) => {
    const clinic = c.get('clinic');
    const { done, problem } = c.req.query();
    const [sessions, timeZone] = [await clinic.sessions(), await clinicZone(clinic)];
    return c.html(
      ownSessionsPage(c.get('frame'), {
        sessions,
        timeZone,
        news: describeDone(done),
        problem: problem === undefined ? undefined : describeProblem(problem),
      }),
    );
  });

  app.post('/', (c) => tell(c, 'others', () => c.get('clinic').endOtherSessions()));
  app.post('/:id', (c) => tell(c, 'one', () => c.get('clinic').endSession(c.req.param('id'))));
  return app;
}

async function tell(c: Context<SignedIn>, done: 'one' | 'others', act: () => Promise<void>) {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof ApiRefusal) || !error.isToldByPage) throw error;
    return c.redirect(`${address}?problem=${encodeURIComponent(error.code)}`, 303);
  }
  return c.redirect(`${address}?done=${done}`, 303);
}

function describeDone(done: string | undefined): string | undefined {
  switch (done) {
    case 'one':
      return 'Ended. Nobody is signed in there any more.';
    case 'others':
      return 'You are signed out everywhere but here.';
    case undefined:
    default:
      return undefined;
  }
}

const describeProblem = (code: string) =>
  code === 'not-found'
    ? 'That had ended already.'
    : 'Not ended: the server refused. Open the page again and try once more.';
