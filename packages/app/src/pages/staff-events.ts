import { Hono } from 'hono';
import type { Api } from '../reference-server.ts';
import type { StaffCookies } from '../staff-cookies.ts';

/**
 * `/staff/events`: the API's stream of events for who is signed in here. The page's script cannot show the session, which is in a cookie out of its reach; so it is
 * shown here. Not behind the look at the session that pages have: that counts as a use of it, and a stream does not.
 */
export function eventRoutes({ api, cookies }: { readonly api: Api; readonly cookies: StaffCookies }): Hono {
  const app = new Hono();
  app.get('/events', (c) => {
    const credential = cookies.read(c, 'session');
    if (credential === undefined) return c.body(null, 401);
    const url = new URL('/v1/events/stream', c.req.url);
    // a browser that connects again by itself says where it was
    const after = c.req.header('Last-Event-ID') ?? c.req.query('after');
    if (after !== undefined) url.searchParams.set('after', after);
    const headers = new Headers({ Authorization: `Bearer ${credential}` });
    const forwarded = c.req.header('X-Forwarded-For');
    if (forwarded !== undefined) headers.set('X-Forwarded-For', forwarded);
    return api.fetch(new Request(url, { method: c.req.method, headers, signal: c.req.raw.signal }), c.env);
  });
  return app;
}
