import { serveStatic } from '@hono/node-server/serve-static';
import { Hono, type MiddlewareHandler } from 'hono';
import { compress } from 'hono/compress';
import { cors } from 'hono/cors';
import { etag, RETAINED_304_HEADERS } from 'hono/etag';
import { pageHeaders } from './page-headers.ts';

/** Revalidated at each use: cheap with an ETag, and a new version is there at once. */
const revalidate = 'no-cache';

const withEtag = etag({
  retainedHeaders: [...RETAINED_304_HEADERS, 'Access-Control-Allow-Origin', 'Cross-Origin-Resource-Policy'],
});

/**
 * The browser files of the elements, for pages of any origin. The loader keeps its name over versions, so caches keep it for five minutes;
 * every other file carries its content's hash in its name and never changes. `manifest.json` tells a host's build those names, to preload them.
 *
 * @param folder what rollup built
 */
export function embedFiles(folder: string): Hono {
  const app = new Hono();
  app.use(cors({ origin: '*', allowMethods: ['GET', 'HEAD'] }), compress(), withEtag, onlyTypes(['js', 'map', 'json']));
  app.use(
    serveStatic({
      root: folder,
      rewriteRequestPath: (path) => path.replace(/^\/embed/, ''),
      onFound: (path, c) => {
        const hashed = /-[\w-]{8,}\.js(\.map)?$/.test(path);
        c.header('Cache-Control', hashed ? 'public, max-age=31536000, immutable' : 'public, max-age=300');
        c.header('Cross-Origin-Resource-Policy', 'cross-origin');
        c.header('X-Content-Type-Options', 'nosniff');
      },
    }),
  );
  return app;
}

/** The style sheet, icon and scripts of the app's own pages. */
export function appFiles(folder: string): Hono {
  const app = new Hono();
  app.use(pageHeaders('plain'), compress(), withEtag, onlyTypes(['css', 'js', 'svg']));
  app.use(
    serveStatic({
      root: folder,
      rewriteRequestPath: (path) => path.replace(/^\/app/, ''),
      onFound: (_path, c) => c.header('Cache-Control', revalidate),
    }),
  );
  return app;
}

/** The script of the page of all states. */
export function statesFiles(folder: string): Hono {
  const app = new Hono();
  app.use(pageHeaders('plain'), compress(), withEtag, onlyTypes(['js']));
  app.use(
    serveStatic({
      root: folder,
      rewriteRequestPath: (path) => path.replace(/^\/states/, ''),
      onFound: (_path, c) => c.header('Cache-Control', revalidate),
    }),
  );
  return app;
}

/** A clinic's site, as its web server would serve it: with a policy as strict as one of them may have. */
export function siteFiles(folder: string): Hono {
  const app = new Hono();
  app.use(pageHeaders('site'), compress(), withEtag, onlyTypes(['html', 'css', 'svg']));
  app.use(serveStatic({ root: folder, onFound: (_path, c) => c.header('Cache-Control', revalidate) }));
  return app;
}

/** Serves nothing but these kinds of files: a folder may also hold what is for developers. */
const onlyTypes =
  (extensions: readonly string[]): MiddlewareHandler =>
  async (c, next) => {
    const { path } = c.req;
    const extension = path.endsWith('/') ? 'html' : path.slice(path.lastIndexOf('.') + 1);
    return extensions.includes(extension) ? next() : c.notFound();
  };
