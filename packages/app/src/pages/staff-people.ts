import { type StaffUpdate, staffCreateSchema, staffRoles } from '@openprm/contract';
import { type Context, Hono } from 'hono';
import { ApiRefusal } from '../clinic-api.ts';
import { readKey } from './form-parts.ts';
import { messagePage } from './message-page.ts';
import { peoplePage } from './staff-people-page.ts';
import type { SignedIn } from './staff-session.ts';

/** `/staff/people`: who works at the clinic, for who may change that. The API decides; a role without the scope gets its refusal. */
export function peopleRoutes(): Hono<SignedIn> {
  const app = new Hono<SignedIn>();
  const newKey = () => crypto.randomUUID();

  app.get('/', async (c) => {
    const people = await c.get('clinic').people();
    const { problem, done } = c.req.query();
    return c.html(
      peoplePage(c.get('frame'), {
        people,
        problem: problem === undefined ? undefined : describeProblem(problem),
        news: describeDone(done),
        newKey,
      }),
    );
  });

  app.post('/', async (c) => {
    const form = await c.req.parseBody();
    const text = (name: string) => (typeof form[name] === 'string' ? form[name].slice(0, 500) : '');
    const typed = { name: text('name'), email: text('email'), role: text('role') };
    const again = async (problem: string) =>
      c.html(peoplePage(c.get('frame'), { people: await c.get('clinic').people(), problem, typed, newKey }), 422);
    const input = staffCreateSchema.safeParse(typed);
    if (!input.success) return again('Not invited: check the name and the e-mail address.');
    try {
      await c.get('clinic').invite(input.data, readKey(form['key']));
    } catch (error) {
      if (error instanceof ApiRefusal && error.code === 'already-exists')
        return again('Not invited: somebody of the staff has this e-mail address already.');
      throw error;
    }
    return c.redirect('/staff/people?done=invited', 303);
  });

  app.post('/:id/:act', async (c) => {
    const { id, act } = c.req.param();
    const form = await c.req.parseBody();
    const clinic = c.get('clinic');
    const key = () => readKey(form['key']);
    switch (act) {
      case 'role': {
        const role = staffRoles.find((each) => each === form['role']);
        return role === undefined ? c.notFound() : change(c, id, { role });
      }
      case 'suspend':
        return change(c, id, { status: 'suspended' });
      case 'open':
        return change(c, id, { status: 'active' });
      case 'invite':
        return tell(c, id, 'invited', () => clinic.inviteAgain(id, key()));
      case 'sign-out':
        return tell(c, id, 'signed-out', () => clinic.signOutPerson(id, key()));
      default:
        return c.notFound();
    }
  });

  const change = (c: Context<SignedIn>, id: string, changes: StaffUpdate) =>
    tell(c, id, 'changed', () => c.get('clinic').changePerson(id, changes));

  const tell = async (c: Context<SignedIn>, id: string, done: string, act: () => Promise<void>) => {
    try {
      await act();
    } catch (error) {
      if (!(error instanceof ApiRefusal) || !error.isToldByPage) throw error;
      return c.redirect(`/staff/people?problem=${encodeURIComponent(error.code)}`, 303);
    }
    return c.redirect(`/staff/people?done=${done}#${encodeURIComponent(id)}`, 303);
  };

  app.onError((error, c) => {
    if (error instanceof ApiRefusal && error.code === 'permission-denied') {
      return c.html(
        messagePage('Not for your role', 'Only an owner sees and changes who works here.', {
          href: '/staff',
          name: "To the day's appointments",
        }),
        403,
      );
    }
    throw error;
  });
  return app;
}

function describeDone(done: string | undefined): string | undefined {
  switch (done) {
    case 'invited':
      return 'The invitation is on its way. Until it is accepted, this person cannot sign in.';
    case 'changed':
      return 'Changed. It counts from now on, also where this person is signed in.';
    case 'signed-out':
      return 'This person is signed out everywhere.';
    case undefined:
    default:
      return undefined;
  }
}

function describeProblem(code: string): string {
  switch (code) {
    case 'owner-required':
      return 'Not changed: the clinic needs an owner who can sign in. Make somebody else an owner first.';
    case 'invitation-required':
      return 'Not changed: this person has no password yet. Send the invitation again.';
    case 'not-found':
      return 'Not changed: this person is not of the staff any more.';
    default:
      return 'Not changed: the server refused. Open the page again and try once more.';
  }
}
