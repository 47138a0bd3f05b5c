import { type Context, Hono } from 'hono';
import { formToken } from '../form-token.ts';
import type { StaffCookies } from '../staff-cookies.ts';
import type { ReferenceServer } from '../reference-server.ts';
import { busyProblem, describeWait } from './form-parts.ts';
import { codePage, signInPage } from './sign-in-page.ts';

/** What signing in works with. */
export interface SignInOptions {
  readonly server: Pick<ReferenceServer, 'staffSignIn' | 'demo' | 'addressOf'>;
  readonly cookies: StaffCookies;
  /** Whether the demo keeps its mail in the outbox. */
  readonly keepsMail: boolean;
}

/** `/staff/sign-in` and `/staff/code`: the two steps; and out again. */
export function signInRoutes({ server, cookies, keepsMail }: SignInOptions): Hono {
  const { staffSignIn, demo } = server;
  const addressOf = (c: Context) => server.addressOf(c.req.raw, c.env) ?? 'this process';
  const app = new Hono();
  const demoSignIn = demo === undefined ? undefined : { staff: demo.staff, password: demo.staffPassword, keepsMail };

  const showSignIn = async (
    c: Context,
    status: 200 | 401 | 429 | 503,
    view: { clinic?: string | undefined; email?: string; problem?: string; news?: string | undefined } = {},
  ) => {
    const only = await staffSignIn.onlyTenant();
    const clinic = only === undefined ? { value: view.clinic ?? c.req.query('clinic') } : undefined;
    const token = await formToken(c, cookies);
    const { email, problem, news } = view;
    return c.html(signInPage({ token, demo: demoSignIn, clinic, email, problem, news }), status);
  };

  app.get('/sign-in', (c) => showSignIn(c, 200, { news: describeNews(c.req.query('ended')) }));

  app.post('/sign-in', async (c) => {
    const form = await c.req.parseBody();
    const text = (name: string) => (typeof form[name] === 'string' ? form[name].slice(0, 500) : '');
    const [email, password, clinic] = [text('email'), text('password'), text('clinic').trim()];
    const tenantId = (await staffSignIn.onlyTenant()) ?? clinic;
    const answer = await staffSignIn.checkPassword({
      tenantId,
      email,
      password,
      address: addressOf(c),
      devices: cookies.read(c, 'device'),
    });
    switch (answer.outcome) {
      case 'refused':
        return showSignIn(c, 401, {
          clinic,
          email,
          problem: 'That e-mail address and password do not belong to an open account. Check both, and try again.',
        });
      case 'wait':
        c.header('Retry-After', String(answer.seconds));
        return showSignIn(c, 429, {
          clinic,
          email,
          problem: `Too many tries. Try again in ${describeWait(answer.seconds)}.`,
        });
      case 'busy':
        c.header('Retry-After', String(answer.seconds));
        return showSignIn(c, 503, { clinic, email, problem: busyProblem });
      case 'code-needed':
        cookies.write(c, 'step', answer.token);
        return c.redirect(`/staff/code?by=${answer.factor}`, 303);
    }
  });

  app.get('/code', async (c) => {
    if (cookies.read(c, 'step') === undefined) return c.redirect('/staff/sign-in', 303);
    const factor = c.req.query('by') === 'mail' ? 'mail' : 'totp';
    return c.html(codePage({ token: await formToken(c, cookies), demo: demoSignIn, factor }));
  });

  app.post('/code', async (c) => {
    const { code, factor: by } = await c.req.parseBody();
    const factor = by === 'mail' ? 'mail' : 'totp';
    const answer = await staffSignIn.checkCode({
      token: cookies.read(c, 'step') ?? '',
      code: typeof code === 'string' ? code.slice(0, 100) : '',
      address: addressOf(c),
      devices: cookies.read(c, 'device'),
    });
    const again = async (status: 401 | 429, problem: string) =>
      c.html(codePage({ token: await formToken(c, cookies), demo: demoSignIn, factor, problem }), status);
    switch (answer.outcome) {
      case 'refused':
        return again(401, `That code is not right, or was used before. ${describeTries(answer.triesLeft)}`);
      case 'wait':
        c.header('Retry-After', String(answer.seconds));
        return again(429, `Too many tries. Try again in ${describeWait(answer.seconds)}.`);
      case 'over':
        cookies.remove(c, 'step');
        return c.redirect('/staff/sign-in?ended=step', 303);
      case 'signed-in': {
        await signInHere(c, { cookies, server }, answer.session);
        cookies.write(c, 'device', answer.devices);
        const { recoveryCodesLeft: left } = answer;
        return c.redirect(left === undefined ? '/staff' : `/staff?recovery=${left}`, 303);
      }
    }
  });

  app.post('/sign-out', async (c) => {
    const session = cookies.read(c, 'session');
    if (session !== undefined) await staffSignIn.signOut(session);
    cookies.remove(c, 'session');
    return c.redirect('/staff/sign-in?ended=signed-out', 303);
  });
  return app;
}

/**
 * From here on this browser is somebody's. The cookies of the way here go: what was given to an unknown browser is not good for a known one. A session that it had ends
 * (OWASP ASVS 5.0, 7.2.4).
 */
export async function signInHere(
  c: Context,
  { cookies, server }: Pick<SignInOptions, 'cookies'> & { readonly server: Pick<ReferenceServer, 'staffSignIn'> },
  session: string,
): Promise<void> {
  const former = cookies.read(c, 'session');
  cookies.remove(c, 'step');
  cookies.remove(c, 'form');
  cookies.write(c, 'session', session);
  if (former !== undefined) await server.staffSignIn.signOut(former);
}

const describeTries = (left: number) => (left === 1 ? 'You have one more try.' : `You have ${left} more tries.`);

/** Reasons come in the address, the words stand here: an address cannot put words on the page. */
function describeNews(ended: string | undefined): string | undefined {
  switch (ended) {
    case 'signed-out':
      return 'You are signed out.';
    case 'everywhere':
      return 'You are signed out on every device.';
    case 'idle':
      return 'You were signed out, because this page was not used for a while. Sign in again to go on.';
    case 'step':
      return 'That took too long, or there were too many wrong codes. Begin again with your password.';
    case undefined:
    default:
      return undefined;
  }
}
