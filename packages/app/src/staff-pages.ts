import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { ApiRefusal } from './clinic-api.ts';
import { onlyGivenForms } from './form-token.ts';
import { noStore, pageHeaders } from './page-headers.ts';
import { accountRoutes } from './pages/account.ts';
import { enrolmentRoutes } from './pages/enrolment.ts';
import { messagePage } from './pages/message-page.ts';
import { signInRoutes } from './pages/sign-in.ts';
import { eventRoutes } from './pages/staff-events.ts';
import { sessionRoutes } from './pages/own-sessions.ts';
import { staffProof } from './pages/proof.ts';
import { patientRoutes } from './pages/staff-patients.ts';
import { peopleRoutes } from './pages/staff-people.ts';
import { type SignedIn, onlySignedIn } from './pages/staff-session.ts';
import { taskRoutes } from './pages/staff-tasks.ts';
import { waitlistRoutes } from './pages/staff-waitlist.ts';
import { dayRoutes } from './pages/staff.ts';
import type { ReferenceServer } from './reference-server.ts';
import { onlyOwnForms } from './request-guards.ts';
import { createStaffCookies, isSafeForStaff } from './staff-cookies.ts';

/** What the staff's pages work with. */
export interface StaffPagesOptions {
  readonly server: Pick<
    ReferenceServer,
    'api' | 'demo' | 'addressOf' | 'staffSignIn' | 'staffEnrolment' | 'staffPasswordChange' | 'staffProof'
  >;
  readonly publicUrl: string;
  /** Whether the demo keeps its mail in the outbox. */
  readonly keepsMail: boolean;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** Everything below `/staff`: the sign-in, the way of an invitation, and behind the sign-in the day, the tasks, the waitlist, the patients, the people and the own account. */
export function staffPages({ server, publicUrl, keepsMail, now }: StaffPagesOptions): Hono<SignedIn> {
  const cookies = createStaffCookies(publicUrl);
  const proof = staffProof({ server, cookies, keepsMail });
  const app = new Hono<SignedIn>();
  app.use(pageHeaders('staff'), noStore, onlySafeAddress(publicUrl));
  app.on('POST', '*', onlySmallForms, onlyOwnForms, onlyGivenForms(cookies));

  app.route('/', signInRoutes({ server, cookies, keepsMail }));
  app.route('/', enrolmentRoutes({ server, cookies }));

  app.route('/', eventRoutes({ api: server.api, cookies }));
  app.use(onlySignedIn({ api: server.api, cookies, isDemo: server.demo !== undefined }));
  app.get('/here', (c) => c.body(null, 204));
  app.post('/sign-out-everywhere', async (c) => {
    await c.get('clinic').signOutEverywhere();
    cookies.remove(c, 'session');
    return c.redirect('/staff/sign-in?ended=everywhere', 303);
  });
  app.route('/proof', proof.routes);
  app.route('/account/sessions', sessionRoutes());
  app.route('/account', accountRoutes({ server, cookies, keepsMail }));
  app.route('/patients', patientRoutes({ now }));
  app.route('/tasks', taskRoutes({ now }));
  app.route('/waitlist', waitlistRoutes({ now }));
  app.route('/people', peopleRoutes());
  app.route('/', dayRoutes({ now }));

  app.onError(async (error, c) => {
    if (!(error instanceof ApiRefusal)) throw error;
    if (error.asksForProof) return proof.ask(c);
    if (error.code === 'record-damaged') return c.html(damagedPage(error), error.status as 500);
    // a session may end between the look at it and the act
    if (error.status !== 401) throw error;
    cookies.remove(c, 'session');
    return c.redirect('/staff/sign-in?ended=idle', 303);
  });
  return app;
}

const damagedPage = ({ requestId }: ApiRefusal) =>
  messagePage(
    'This record cannot be read',
    `What is stored of it was changed by other hands, or its key is missing; nothing was done. Tell whoever runs this system${requestId === undefined ? '' : ` the request id ${requestId}`}: its log says which record it is, and what to do.`,
    { href: '/staff', name: 'To the day' },
  );

/** No form of these pages comes near it; a larger one is not read. In bytes. */
const largestForm = 64 * 1024;

const onlySmallForms = bodyLimit({
  maxSize: largestForm,
  onError: (c) => c.html(messagePage('Too much', 'What was sent is larger than any form of this page.'), 413),
});

/** Passwords and what staff see go over HTTPS, or stay on this machine. */
function onlySafeAddress(publicUrl: string): MiddlewareHandler {
  const isSafe = isSafeForStaff(publicUrl);
  return async (c: Context, next) => {
    if (isSafe) return next();
    return c.html(
      messagePage(
        'Staff need HTTPS',
        'This page shows patients, so it answers only over HTTPS. Put a proxy with a certificate in front and set OPENPRM_PUBLIC_URL to its https:// address.',
      ),
      403,
    );
  };
}
