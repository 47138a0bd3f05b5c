import { type Context, Hono } from 'hono';
import type { ReferenceServer } from '../reference-server.ts';
import type { StaffCookies } from '../staff-cookies.ts';
import { type PasswordView, changeCodePage, passwordPage } from './account-page.ts';
import { busyProblem, describeWait } from './form-parts.ts';
import { describePasswordProblem } from './password-words.ts';
import { signInHere } from './sign-in.ts';
import type { SignedIn } from './staff-session.ts';

/** What changing one's own password works with. */
export interface AccountOptions {
  readonly server: Pick<ReferenceServer, 'staffPasswordChange' | 'staffSignIn' | 'addressOf' | 'demo'>;
  readonly cookies: StaffCookies;
  /** Whether the demo keeps its mail in the outbox. */
  readonly keepsMail: boolean;
}

/** `/staff/account`: a new password of one's own, in two steps. */
export function accountRoutes({ server, cookies, keepsMail }: AccountOptions): Hono<SignedIn> {
  const { staffPasswordChange, demo } = server;
  const app = new Hono<SignedIn>();
  const addressOf = (c: Context) => server.addressOf(c.req.raw, c.env) ?? 'this process';
  const sessionOf = (c: Context) => cookies.read(c, 'session') ?? '';

  app.get('/', (c) => {
    const isChanged = c.req.query('done') === 'changed';
    const news = isChanged ? 'Your password is changed. You are signed out on every other device.' : undefined;
    const problem =
      c.req.query('ended') === 'step'
        ? 'Not changed: that took too long, or there were too many wrong codes. Begin again.'
        : undefined;
    return c.html(passwordPage(c.get('frame'), { news, problem }));
  });

  app.post('/', async (c) => {
    const form = await c.req.parseBody();
    const text = (name: string) => (typeof form[name] === 'string' ? form[name].slice(0, 500) : '');
    const passwords = { current: text('current'), next: text('next') };
    const answer = await staffPasswordChange.begin({ session: sessionOf(c), address: addressOf(c), ...passwords });
    const again = (status: 401 | 422 | 429 | 503, view: PasswordView) =>
      c.html(passwordPage(c.get('frame'), view), status);
    switch (answer.outcome) {
      case 'code-needed':
        cookies.write(c, 'step', answer.token);
        return c.redirect(`/staff/account/code?by=${answer.factor}`, 303);
      case 'refused':
        return again(401, {
          problem: 'Not changed: check your present password.',
          currentProblem: 'This is not the password that you have now.',
        });
      case 'password-refused':
        return again(422, {
          problem: 'Not changed: choose another new password.',
          nextProblem: describePasswordProblem(answer.problem),
        });
      case 'wait':
        c.header('Retry-After', String(answer.seconds));
        return again(429, { problem: `Too many tries. Try again in ${describeWait(answer.seconds)}.` });
      case 'busy':
        c.header('Retry-After', String(answer.seconds));
        return again(503, { problem: busyProblem });
      case 'over':
        return c.redirect('/staff/account?ended=step', 303);
    }
  });

  const showCode = (c: Context<SignedIn>, status: 200 | 401 | 429, factor: 'totp' | 'mail', problem?: string) =>
    c.html(
      changeCodePage(c.get('frame'), {
        factor,
        isInOutbox: demo !== undefined && keepsMail && factor === 'mail',
        problem,
      }),
      status,
    );
  const factorOf = (by: unknown) => (by === 'mail' ? 'mail' : 'totp');

  app.get('/code', (c) =>
    cookies.read(c, 'step') === undefined
      ? c.redirect('/staff/account', 303)
      : showCode(c, 200, factorOf(c.req.query('by'))),
  );

  app.post('/code', async (c) => {
    const { code, factor } = await c.req.parseBody();
    const answer = await staffPasswordChange.confirm({
      session: sessionOf(c),
      token: cookies.read(c, 'step') ?? '',
      code: typeof code === 'string' ? code.slice(0, 100) : '',
      address: addressOf(c),
    });
    switch (answer.outcome) {
      case 'changed':
        await signInHere(c, { cookies, server }, answer.session);
        return c.redirect('/staff/account?done=changed', 303);
      case 'refused':
        return showCode(
          c,
          401,
          factorOf(factor),
          `That code is not right, or was used before. You have ${answer.triesLeft === 1 ? 'one more try' : `${answer.triesLeft} more tries`}.`,
        );
      case 'wait':
        c.header('Retry-After', String(answer.seconds));
        return showCode(c, 429, factorOf(factor), `Too many tries. Try again in ${describeWait(answer.seconds)}.`);
      case 'over':
        cookies.remove(c, 'step');
        return c.redirect('/staff/account?ended=step', 303);
    }
  });
  return app;
}
