import { type Context, Hono } from 'hono';
import { formToken } from '../form-token.ts';
import type { ReferenceServer } from '../reference-server.ts';
import type { StaffCookies } from '../staff-cookies.ts';
import { authenticatorPage, invitationPage, recoveryPage } from './enrolment-page.ts';
import { busyProblem, describeWait } from './form-parts.ts';
import { messagePage } from './message-page.ts';
import { describePasswordProblem } from './password-words.ts';
import { signInHere } from './sign-in.ts';

/** What setting up an account works with. */
export interface EnrolmentOptions {
  readonly server: Pick<ReferenceServer, 'staffEnrolment' | 'staffSignIn' | 'addressOf'>;
  readonly cookies: StaffCookies;
}

/** `/staff/invitation` and `/staff/authenticator`: from a link in a mail to an account with two factors. */
export function enrolmentRoutes({ server, cookies }: EnrolmentOptions): Hono {
  const { staffEnrolment } = server;
  const addressOf = (c: Context) => server.addressOf(c.req.raw, c.env) ?? 'this process';
  const app = new Hono();

  app.get('/invitation', async (c) => c.html(invitationPage({ token: await formToken(c, cookies) })));

  app.post('/invitation', async (c) => {
    const form = await c.req.parseBody();
    const text = (name: string) => (typeof form[name] === 'string' ? form[name].slice(0, 500) : '');
    const [invitation, password] = [text('invitation'), text('password')];
    const answer = await staffEnrolment.accept({ invitation, password, address: addressOf(c) });
    const again = async (status: 401 | 422 | 429 | 503, view: { problem?: string; passwordProblem?: string }) =>
      c.html(invitationPage({ token: await formToken(c, cookies), invitation, ...view }), status);
    switch (answer.outcome) {
      case 'accepted':
        cookies.write(c, 'step', answer.token);
        return c.redirect('/staff/authenticator', 303);
      case 'refused':
        return again(401, {
          problem: 'This invitation is not good any more, or not complete. Open the link again, or ask for a new one.',
        });
      case 'password-refused':
        return again(422, {
          problem: 'Choose another password.',
          passwordProblem: describePasswordProblem(answer.problem),
        });
      case 'wait':
        c.header('Retry-After', String(answer.seconds));
        return again(429, { problem: `Too many tries. Try again in ${describeWait(answer.seconds)}.` });
      case 'busy':
        c.header('Retry-After', String(answer.seconds));
        return again(503, { problem: busyProblem });
    }
  });

  const showAuthenticator = async (c: Context, status: 200 | 401, problem?: string) => {
    const setup = await staffEnrolment.setup(cookies.read(c, 'step') ?? '');
    if (setup === undefined) return over(c);
    return c.html(authenticatorPage({ token: await formToken(c, cookies), setup, problem }), status);
  };
  app.get('/authenticator', (c) => showAuthenticator(c, 200));

  app.post('/authenticator', async (c) => {
    const { code } = await c.req.parseBody();
    const answer = await staffEnrolment.confirm({
      token: cookies.read(c, 'step') ?? '',
      code: typeof code === 'string' ? code.slice(0, 100) : '',
      devices: cookies.read(c, 'device'),
    });
    switch (answer.outcome) {
      case 'enrolled':
        await signInHere(c, { cookies, server }, answer.session);
        cookies.write(c, 'device', answer.devices);
        return c.html(recoveryPage(answer.recoveryCodes));
      case 'refused':
        return showAuthenticator(
          c,
          401,
          'That is not the code that the app shows now. Wait for the next one; if that is refused too, check that the clock of your phone is right.',
        );
      case 'over':
        return over(c);
    }
  });
  return app;
}

const over = (c: Context) =>
  c.html(
    messagePage(
      'Open your invitation again',
      'This took too long, or there were too many wrong codes. The link in your mail brings you back.',
      {
        href: '/staff/sign-in',
        name: 'Sign in instead',
      },
    ),
    410,
  );
