import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { ApiRefusal } from './clinic-api.ts';
import { askForReports, noStore, pageHeaders } from './page-headers.ts';
import { framePages } from './pages/frame.ts';
import { managePage } from './pages/manage-page.ts';
import { demoOnlyPage, messagePage, runningPage } from './pages/message-page.ts';
import { outboxRoutes } from './pages/outbox.ts';
import { pageLanguageOf } from './pages/page-language.ts';
import { recordsPage } from './pages/records-page.ts';
import { statesPage } from './pages/states-page.ts';
import { surveyPage } from './pages/survey-page.ts';
import { unsubscribePage } from './pages/unsubscribe-page.ts';
import { waitlistPage } from './pages/waitlist-page.ts';
import { type ToldViolation, policyReportRoutes } from './policy-reports.ts';
import type { ReferenceServer } from './reference-server.ts';
import { onlyLocalHosts } from './request-guards.ts';
import { staffPages } from './staff-pages.ts';
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

const demoPaths = ['/outbox', '/outbox/*', '/states', '/states/*'];

/** What {@link createApp} is made of. */
export interface AppOptions {
  readonly server: Pick<
    ReferenceServer,
    | 'api'
    | 'demo'
    | 'addressOf'
    | 'frameOrigins'
    | 'staffSignIn'
    | 'staffEnrolment'
    | 'staffPasswordChange'
    | 'staffProof'
    | 'takePolicyReport'
  >;
  readonly folders: Folders;
  /** What mailed links begin with. */
  readonly publicUrl: string;
  /** Whether the demo keeps its mail, rather than handing it to a mail server. */
  readonly keepsMail: boolean;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Told about what went wrong in a page, without anything personal. */
  readonly onError: (error: unknown) => void;
  /** Told what a policy has kept a page of ours from, as a browser says; without anything personal. */
  readonly onViolation: (violation: ToldViolation) => void;
}

/** The API, the elements' files, the page of mailed links, the staff's pages, and in the demo a clinic's site and its mail. */
export function createApp({ server, folders, publicUrl, keepsMail, now, onError, onViolation }: AppOptions): Hono {
  const { api, demo } = server;
  const app = new Hono();

  app.use(headersOfEveryPage(new URL(publicUrl).protocol === 'https:'));
  if (demo !== undefined) app.use(onlyLocalHosts([new URL(publicUrl).hostname]));

  const toApi = (c: Context) => api.fetch(c.req.raw, c.env);
  app.all('/healthz', toApi);
  app.all('/v1', toApi);
  app.all('/v1/*', toApi);

  app.route('/', policyReportRoutes({ server, publicUrl, routes: () => app.routes, onViolation }));
  app.route('/embed/frame', framePages({ server, embedFolder: folders.embed }));
  app.route('/embed', embedFiles(folders.embed));
  app.route('/app', appFiles(folders.pages));
  app.get('/manage', pageHeaders('element'), noStore, (c) => c.html(managePage(languageOf(c))));
  app.get('/unsubscribe', pageHeaders('element'), noStore, (c) => c.html(unsubscribePage(languageOf(c))));
  app.get('/waitlist', pageHeaders('element'), noStore, (c) => c.html(waitlistPage(languageOf(c))));
  app.get('/survey', pageHeaders('element'), noStore, (c) => c.html(surveyPage(languageOf(c))));
  app.get('/records', pageHeaders('element'), noStore, (c) => c.html(recordsPage(languageOf(c))));

  if (demo !== undefined) for (const path of ['/staff', '/staff/*']) app.use(path, onlyLocalHosts());
  app.route('/staff', staffPages({ server, publicUrl, keepsMail, now }));

  if (demo === undefined) {
    app.get('/', pageHeaders('plain'), (c) => c.html(runningPage()));
    for (const path of demoPaths) app.all(path, pageHeaders('plain'), (c) => c.html(demoOnlyPage(), 404));
  } else {
    for (const path of demoPaths) app.use(path, onlyLocalHosts());
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

/** A page that answers before its own headers are set, or in place of a page that failed, is as strict as any; and browsers tell of each what its policy keeps it from. */
const headersOfEveryPage =
  (isSecure: boolean): MiddlewareHandler =>
  async (c, next) => {
    await next();
    const isPage = c.res.headers.get('Content-Type')?.startsWith('text/html') ?? false;
    if (!isPage) return;
    if (!c.res.headers.has('Content-Security-Policy')) await pageHeaders('plain')(c, async () => undefined);
    askForReports(c.res.headers, isSecure);
  };

const languageOf = (c: Context) => pageLanguageOf(c.req.query('lang'), c.req.header('Accept-Language'));

const pageNotFound = async (c: Context) => {
  await pageHeaders('plain')(c, async () => undefined);
  return c.html(messagePage('Nothing here', 'There is no page at this address.'), 404);
};
