import type { Fetch } from './listen.ts';
import { strictHeaders } from './unreadable-request.ts';

/**
 * What the port answers until the database is open: the port is taken first, so that a second start stops at once, and the first start, which
 * fills the demo, does not look like a machine that is off.
 */
export const starting: Fetch = (request) => {
  const headers = { ...strictHeaders, 'Retry-After': '1' };
  const { pathname } = new URL(request.url);
  if (pathname.startsWith('/v1/') || pathname === '/healthz') {
    const problem = {
      type: 'urn:openprm:problem:service-unavailable',
      title: 'Service unavailable',
      status: 503,
      code: 'service-unavailable',
      detail: 'The server is starting.',
    };
    return new Response(JSON.stringify(problem), { status: 503, headers });
  }
  return new Response('The server is starting. Reload the page in a moment.\n', {
    status: 503,
    headers: { ...headers, 'Content-Type': 'text/plain; charset=utf-8' },
  });
};
