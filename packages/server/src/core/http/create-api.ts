import { endpointRows } from '@openprm/contract/policies';
import { openApiDocument } from '@openprm/contract/openapi';
import { sql } from 'kysely';
import { type Context, Hono } from 'hono';
import { etag } from 'hono/etag';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { createIdMaker } from '../ids.ts';
import { isRecordDamage } from '../keys/key-error.ts';
import { Problem } from '../problem.ts';
import type { Ports } from '../ports.ts';
import { FilesError } from '../files/files-error.ts';
import { describeError, isDatabaseUnavailable } from './database-errors.ts';
import { type MountOptions, mount } from './mount.ts';
import { type ServerVariables, requestLog } from './request-log.ts';

/** The API's own version, as its OpenAPI document says it. */
export interface ApiOptions extends MountOptions {
  readonly version: string;
}

/** The API as a fetch handler: `/v1/*` from the table of endpoints, `/v1/openapi.json` and `/healthz`. */
export function createApi(ports: Ports, options: ApiOptions): Hono<ServerVariables> {
  const { logger } = ports;
  const app = new Hono<ServerVariables>();

  app.use(requestLog(logger, createIdMaker(ports.clock, ports.random)));
  app.use(async (c, next) => {
    await next();
    // HEAD is answered as GET is, and nobody reads what it brings: a stream would keep its place for ever.
    if (c.req.method === 'HEAD') await c.res.body?.cancel();
  });
  app.use(async (c, next) => {
    // What the API answers is data: it is shown by no browser, runs nothing, is framed by nobody and told to no other page.
    c.header('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'");
    c.header('X-Content-Type-Options', 'nosniff');
    c.header('X-Frame-Options', 'DENY');
    c.header('Referrer-Policy', 'no-referrer');
    c.header('Cross-Origin-Resource-Policy', 'same-origin');
    return next();
  });
  app.use('/v1/*', async (c, next) => {
    // Credentials are never cookies, so any origin may ask; whether a key may be used from there is answered in words that the page can read.
    c.header('Access-Control-Allow-Origin', '*');
    c.header('Access-Control-Expose-Headers', 'Date, ETag, Retry-After, X-Request-Id, Idempotent-Replayed');
    // A page whose device has a wrong clock reckons by this one.
    c.header('Date', new Date(ports.clock.now()).toUTCString());
    if (c.req.method === 'OPTIONS') {
      c.header('Access-Control-Allow-Methods', 'GET, POST, PUT, PATCH, DELETE');
      c.header(
        'Access-Control-Allow-Headers',
        'Authorization, Content-Type, Idempotency-Key, Prm-Acting-For, Prm-Passive',
      );
      c.header('Access-Control-Max-Age', '7200');
      return c.body(null, 204);
    }
    return next();
  });
  // A stream has no end that a tag could be made of.
  app.use('/v1/*', async (c, next) =>
    c.req.method === 'GET' && !streamPaths.has(c.req.path) ? publicEtag(c, next) : next(),
  );

  app.get('/healthz', async (c) => {
    c.header('Cache-Control', 'no-store');
    await sql`select 1`.execute(ports.database);
    return c.json({ status: 'ready' });
  });
  const document = openApiDocument(options.version);
  app.get('/v1/openapi.json', (c) => {
    c.header('Cache-Control', 'public, max-age=300');
    return c.json(document);
  });
  mount(app, ports, options);

  app.notFound((c) =>
    answerProblem(
      c,
      new Problem('not-found', { detail: 'There is no such address. GET /v1/openapi.json lists them all.' }),
    ),
  );
  app.onError((error, c) => {
    const requestId = c.get('requestId');
    if (error instanceof Problem) return answerProblem(c, error);
    if (isDatabaseUnavailable(error)) {
      logger.error('database-unavailable', { requestId, ...describeError(error) });
      // The connection may have been lost while the transaction was committing: then nobody knows.
      const detail =
        c.req.method === 'POST'
          ? 'Whether this was done is not known. Send it again with the same Idempotency-Key: it is done once.'
          : 'Try again in a moment.';
      return answerProblem(c, new Problem('service-unavailable', { detail, retryAfterSeconds: 2 }));
    }
    if (error instanceof FilesError) {
      logger.error('files-unavailable', { requestId, ...describeError(error) });
      const detail =
        error.code === 'files-not-set'
          ? 'This system keeps no files. Whoever runs it says where they go: OPENPRM_FILES.'
          : 'Files cannot be reached just now. Nothing was changed; try again in a moment.';
      return answerProblem(c, new Problem('service-unavailable', { detail, retryAfterSeconds: 5 }));
    }
    if (isRecordDamage(error)) {
      logger.error('record-damaged', { requestId, ...describeError(error) });
      return answerProblem(c, new Problem('record-damaged', { detail: damageDetail }));
    }
    logger.error('unexpected-error', { requestId, ...describeError(error) });
    return answerProblem(
      c,
      new Problem('internal-error', { detail: 'Nothing was changed. Tell us the request id if it happens again.' }),
    );
  });
  return app;
}

const damageDetail =
  'A record that this needs was changed by other hands, or its key is missing; nothing was done. Whoever runs the system finds in its log, by the request id, which one it is, and restores it from a backup.';

const streamPaths: ReadonlySet<string> = new Set(
  endpointRows.filter(({ feed }) => feed === 'stream').map(({ path }) => path),
);

const publicEtag = etag({ weak: true });

/** The one place that turns a problem into an answer. It keeps the headers that were set before, those for other origins among them. */
function answerProblem(c: Context<ServerVariables>, problem: Problem): Response {
  c.header('Content-Type', 'application/problem+json');
  c.header('Cache-Control', 'no-store');
  if (problem.extras.retryAfterSeconds !== undefined) c.header('Retry-After', String(problem.extras.retryAfterSeconds));
  if (problem.status === 401) c.header('WWW-Authenticate', 'Bearer');
  return c.body(JSON.stringify(problem.details(c.get('requestId'))), problem.status as ContentfulStatusCode);
}
