import { type Context, Hono } from 'hono';
import { ApiRefusal, createClinicApi } from './clinic-api.ts';
import { noStore, pageHeaders } from './page-headers.ts';
import { managePage } from './pages/manage-page.ts';
import { demoOnlyPage, messagePage, runningPage } from './pages/message-page.ts';
import { outboxRoutes } from './pages/outbox.ts';
import { staffRoutes } from './pages/staff.ts';
import { statesPage } from './pages/states-page.ts';
import type { ReferenceServer } from './reference-server.ts';
import { onlyLocalHosts } from './request-guards.ts';
import { appFiles, embedFiles, siteFiles, statesFiles } from './static-files.ts';

/** Where the files are that the app serves. */
export interface Folders {
  /** The built browser files of `@openprm/embed`. */
  readonly embed: string;
  /** The built script of the page of all states, for the demo. */
  readonly states: string;
  /** The example clinic's site, for the demo. */
  readonly site: string;
  /** The files of the app's own pages. */
  readonly pages: string;
}

const demoPaths = ['/staff', '/staff/*', '/outbox', '/outbox/*', '/states', '/states/*'];

/** What {@link createApp} is made of. */
export interface AppOptions {
  readonly server: Pick<ReferenceServer, 'api' | 'demo'>;
  readonly folders: Folders;
  /** What mailed links begin with. */
  readonly publicUrl: string;
  /** Whether the demo keeps its mail, rather than handing it to a mail server. */
  readonly keepsMail: boolean;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Told about what went wrong in a page, without anything personal. */
  readonly onError: (error: unknown) => void;
}

/** The API, the elements' files, the page of mailed links, and in the demo a clinic's site with its staff's day and its mail. */
export function createApp({ server, folders, publicUrl, keepsMail, now, onError }: AppOptions): Hono {
  const { api, demo } = server;
  const app = new Hono();

  if (demo !== undefined) app.use(onlyLocalHosts([new URL(publicUrl).hostname]));

  const toApi = (c: Context) => api.fetch(c.req.raw, c.env);
  app.all('/healthz', toApi);
  app.all('/v1', toApi);
  app.all('/v1/*', toApi);

  app.route('/embed', embedFiles(folders.embed));
  app.route('/app', appFiles(folders.pages));
  app.get('/manage', pageHeaders('element'), noStore, (c) => c.html(managePage()));

  if (demo === undefined) {
    app.get('/', pageHeaders('plain'), (c) => c.html(runningPage()));
    for (const path of demoPaths) app.all(path, pageHeaders('plain'), (c) => c.html(demoOnlyPage(), 404));
  } else {
    for (const path of demoPaths) app.use(path, onlyLocalHosts());
    app.route('/staff', staffRoutes({ clinic: createClinicApi(api, demo.secretKey), now }));
    app.route('/outbox', outboxRoutes({ demo, publicUrl, keepsMail }));
    app.get('/states', pageHeaders('element'), (c) => c.html(statesPage()));
    app.route('/states', statesFiles(folders.states));
    app.route('/', siteFiles(folders.site));
  }

  app.notFound(pageNotFound);
  app.onError((error, c) => {
    onError(error);
    return error instanceof ApiRefusal && error.status === 503
      ? c.html(
          messagePage('Not available', 'The database cannot be reached at the moment. Try again in a minute.'),
          503,
        )
      : c.html(messagePage('Something went wrong', 'The server could not make this page. Its log says more.'), 500);
  });
  return app;
}

const pageNotFound = async (c: Context) => {
  await pageHeaders('plain')(c, async () => undefined);
  return c.html(messagePage('Nothing here', 'There is no page at this address.'), 404);
};
