import type { MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import type { IdMaker } from '../ids.ts';
import type { Logger } from '../ports.ts';
import { type Principal, principalName } from './principal.ts';

/** What one request carries through Hono. */
export interface ServerVariables {
  Variables: { requestId: string; principal?: Principal };
}

/** Who acts for the clinic: its key, or who of the staff. Of a patient's credential no id stands in a log. */
const whoActs = (principal: Principal | undefined): { readonly who?: string } =>
  principal?.kind === 'secret' || principal?.kind === 'staff' ? { who: principalName(principal) } : {};

/** Gives each request an id and writes one line for it: the route as declared, never the address, which may hold what a caller put there; of what was refused to the clinic's own, to whom. */
export const requestLog =
  (logger: Logger, newId: IdMaker): MiddlewareHandler<ServerVariables> =>
  async (c, next) => {
    const started = performance.now();
    const requestId = newId('req');
    c.set('requestId', requestId);
    await next();
    c.header('X-Request-Id', requestId);
    const principal = c.get('principal');
    logger.info('request', {
      requestId,
      method: c.req.method,
      route: routePath(c, -1),
      status: c.res.status,
      milliseconds: Math.round(performance.now() - started),
      principal: principal?.kind,
      ...(c.res.status >= 400 ? whoActs(principal) : {}),
      tenantId: principal?.tenantId,
    });
  };
