import { type Context, Hono } from 'hono';
import { formTokenName } from '../form-token.ts';
import type { ReferenceServer } from '../reference-server.ts';
import type { StaffCookies } from '../staff-cookies.ts';
import { describeWait } from './form-parts.ts';
import { type ProofView, proofFields, proofPage } from './proof-page.ts';
import type { SignedIn } from './staff-session.ts';

/** What asking once more works with. */
export interface ProofOptions {
  readonly server: Pick<ReferenceServer, 'staffProof' | 'addressOf' | 'demo'>;
  readonly cookies: StaffCookies;
  /** Whether the demo keeps its mail in the outbox. */
  readonly keepsMail: boolean;
}

/** Asks for the second factor before a grave act, and goes on with the form that was sent. */
export interface Proof {
  /** In place of the page that a refused form would get. */
  ask(c: Context<SignedIn>): Promise<Response>;
  readonly routes: Hono<SignedIn>;
}

/** A form of these pages that may wait: an address of ours and nothing else. */
const ownPath = /^\/staff\/[a-z][\w/-]*$/;

/** The page on which such a form stands: its address without what follows an id. */
const pageOf = (path: string) => path.replace(/\/[a-z]{3}_[^/]*(\/.*)?$/, '');

/**
 * The API refuses a grave act of who has not shown the second factor for five minutes. Then the form is answered by a page that asks for a code and carries along all that was
 * sent; once the code is right, the browser is told to send it again to where it was for (307): nothing has to be typed twice, and no script is needed.
 */
export function staffProof({ server, cookies, keepsMail }: ProofOptions): Proof {
  const { staffProof: proof, demo } = server;
  const addressOf = (c: Context) => server.addressOf(c.req.raw, c.env) ?? 'this process';
  const sessionOf = (c: Context) => cookies.read(c, 'session') ?? '';

  const over = (c: Context) => {
    cookies.remove(c, 'session');
    return c.redirect('/staff/sign-in?ended=idle', 303);
  };

  const show = (
    c: Context<SignedIn>,
    status: 401 | 403 | 429,
    { path, factor, problem }: Pick<ProofView, 'path' | 'factor' | 'problem'>,
    fields: ProofView['fields'],
  ) => {
    const isInOutbox = demo !== undefined && keepsMail && factor === 'mail';
    return c.html(proofPage(c.get('frame'), { path, fields, factor, isInOutbox, back: pageOf(path), problem }), status);
  };

  /** Begins with a new code. */
  const begin = async (c: Context<SignedIn>, path: string, problem?: string) => {
    const begun = await proof.begin({ session: sessionOf(c) });
    if (begun.outcome === 'over') return over(c);
    cookies.write(c, 'proof', begun.token);
    return show(c, 403, { path, factor: begun.factor, problem }, await readFields(c));
  };

  const routes = new Hono<SignedIn>();
  // who comes here by the history or a reload has nothing that waits
  routes.get('/', (c) => c.redirect('/staff', 303));
  routes.post('/', async (c) => {
    const form = await c.req.parseBody();
    const path = form[proofFields.path];
    const code = form[proofFields.code];
    if (typeof path !== 'string' || !ownPath.test(path)) return c.notFound();
    const factor = form[proofFields.factor] === 'mail' ? 'mail' : 'totp';
    const answer = await proof.confirm({
      session: sessionOf(c),
      token: cookies.read(c, 'proof') ?? '',
      code: typeof code === 'string' ? code.slice(0, 100) : '',
      address: addressOf(c),
    });
    const again = async (status: 401 | 429, problem: string) =>
      show(c, status, { path, factor, problem }, await readFields(c));
    switch (answer.outcome) {
      case 'proven':
        // what the former credential made is good for the forms of pages that are open, and for nothing else: as a session it is over
        cookies.write(c, 'form', sessionOf(c));
        cookies.write(c, 'session', answer.session);
        cookies.remove(c, 'proof');
        return c.redirect(path, 307);
      case 'refused':
        return again(
          401,
          `That code is not right, or was used before. You have ${answer.triesLeft === 1 ? 'one more try' : `${answer.triesLeft} more tries`}.`,
        );
      case 'wait':
        c.header('Retry-After', String(answer.seconds));
        return again(429, `Too many tries. Try again in ${describeWait(answer.seconds)}.`);
      case 'stale':
        return begin(c, path, 'That took too long, or there were too many wrong codes. Enter a new code.');
      case 'over':
        return over(c);
    }
  });
  return { ask: (c) => begin(c, c.req.path), routes };
}

const ours: readonly string[] = [formTokenName, ...Object.values(proofFields)];

/** What was typed into the form that waits. */
async function readFields(c: Context): Promise<ProofView['fields']> {
  const form = await c.req.parseBody({ all: true });
  return Object.entries(form).flatMap(([name, value]) =>
    ours.includes(name)
      ? []
      : [value].flat().flatMap((each) => (typeof each === 'string' ? [[name, each] as const] : [])),
  );
}
