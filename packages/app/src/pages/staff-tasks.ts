import { type TaskUpdate, taskOutcomes } from '@openprm/contract';
import { type Context, Hono } from 'hono';
import { ApiRefusal, type ClinicApi } from '../clinic-api.ts';
import { clinicZone } from './clinic-time.ts';
import { messagePage } from './message-page.ts';
import type { SignedIn } from './staff-session.ts';
import { type TaskView, closedTasksPage, taskPage, tasksPage } from './staff-tasks-page.ts';

/**
 * `/staff/tasks`: what is to be done because of what patients answered. Each act says which version of the task was seen, so that nobody overwrites what another has done.
 *
 * @param now epoch milliseconds
 */
export function taskRoutes({ now }: { readonly now: () => number }): Hono<SignedIn> {
  const app = new Hono<SignedIn>();
  /** Times are those of the clinic's first place. */
  const moment = async (clinic: ClinicApi) => ({
    now: now(),
    timeZone: await clinicZone(clinic),
  });

  app.get('/', async (c) => {
    const clinic = c.get('clinic');
    const isClosed = c.req.query('closed') !== undefined;
    if (isClosed) {
      const tasks = await clinic.closedTasks();
      return c.html(closedTasksPage(c.get('frame'), { tasks, ...(await moment(clinic)) }));
    }
    // before they are read: what happens afterwards is told by the feed
    const feedCursor = await clinic.feedCursor();
    const tasks = await clinic.openTasks();
    const news = c.req.query('done') === undefined ? undefined : 'Closed. Thank you.';
    return c.html(tasksPage(c.get('frame'), { tasks, feedCursor, news, ...(await moment(clinic)) }));
  });

  const show = async (
    c: Context<SignedIn, '/:id'>,
    status: 200 | 409 | 422,
    more: Pick<TaskView, 'problem' | 'news' | 'typed'> = {},
  ) => {
    const task = await c.get('clinic').task(c.req.param('id'));
    if (task === undefined) return c.html(noSuchTask(), 404);
    return c.html(taskPage(c.get('frame'), { task, ...more, ...(await moment(c.get('clinic'))) }), status);
  };

  app.get('/:id', (c) => show(c, 200, { news: c.req.query('done') === undefined ? undefined : 'Saved.' }));

  /** Changes the version that the page showed; where it has changed since, shows it as it is with what was typed. */
  const change = async (
    c: Context<SignedIn, '/:id'>,
    version: unknown,
    changes: Omit<TaskUpdate, 'version'>,
    typed?: TaskView['typed'],
  ) => {
    const id = c.req.param('id');
    try {
      await c.get('clinic').changeTask(id, { ...changes, version: Number(version) || 0 });
    } catch (error) {
      if (!(error instanceof ApiRefusal) || error.status === 401 || error.status >= 500) throw error;
      return show(c, 409, { problem: describeProblem(error.code), typed });
    }
    return c.redirect(changes.outcome === undefined ? `/staff/tasks/${id}?done=1` : '/staff/tasks?done=1', 303);
  };

  app.post('/:id/take', async (c) => {
    const { version } = await c.req.parseBody();
    return change(c, version, { ownerId: c.get('frame').session.staff.id, status: 'in-progress' });
  });

  app.post('/:id/called', async (c) => {
    const { version } = await c.req.parseBody();
    return change(c, version, { contacted: true });
  });

  app.post('/:id/tried', async (c) => {
    const { version } = await c.req.parseBody();
    return change(c, version, { tried: true });
  });

  app.post('/:id/reopen', async (c) => {
    const { version } = await c.req.parseBody();
    return change(c, version, { status: 'requested' });
  });

  app.post('/:id/save', async (c) => {
    const form = await c.req.parseBody();
    const note = typeof form['note'] === 'string' ? form['note'].trim().slice(0, 4000) : '';
    const outcome = taskOutcomes.find((each) => each === form['outcome']);
    const typed = { note, outcome: outcome ?? '' };
    const noted = note === '' ? {} : { note };
    if (form['close'] !== '1') return change(c, form['version'], noted, typed);
    if (outcome === undefined) return show(c, 422, { problem: 'Not closed: say what came of it.', typed });
    return change(c, form['version'], { ...noted, outcome, status: 'completed' }, typed);
  });

  app.onError((error, c) => {
    if (!(error instanceof ApiRefusal) || error.code !== 'permission-denied') throw error;
    return c.html(messagePage('Not for your role', 'Only who looks after patients works on tasks.', toDay), 403);
  });
  return app;
}

function describeProblem(code: string): string {
  switch (code) {
    case 'version-conflict':
      return 'Not saved: somebody changed this task since. It is shown as it is now.';
    case 'permission-denied':
      return 'Not saved: your role does not allow that.';
    default:
      return 'Not saved: the server refused. Open the page again and try once more.';
  }
}

const toDay = { href: '/staff', name: "To the day's appointments" };
const noSuchTask = () =>
  messagePage('No such task', 'It is not here, or was never.', { href: '/staff/tasks', name: 'All tasks' });
