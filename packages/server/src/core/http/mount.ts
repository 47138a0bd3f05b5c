import type { EndpointRow } from '@openprm/contract/policies';
import { type EndpointName, endpointRows } from '@openprm/contract/policies';
import type { Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { inTenant } from '../database/tenant-transaction.ts';
import { createIdMaker } from '../ids.ts';
import { writeEvent } from '../journal/write-event.ts';
import { newSecret } from '../keys/secrets.ts';
import { Problem } from '../problem.ts';
import type { Ports, TenantTransaction } from '../ports.ts';
import { authenticate, checkOrigin } from './authenticate.ts';
import type { RequestContext } from './context.ts';
import type { Handlers } from './handlers.ts';
import { type Answer, once, readIdempotencyKey } from './idempotency.ts';
import { parseRequest } from './parse-request.ts';
import { type Principal, principalName } from './principal.ts';
import { readBody } from './read-body.ts';
import type { ServerVariables } from './request-log.ts';

/** What mounting needs besides the ports. */
export interface MountOptions {
  readonly handlers: Handlers;
  /** Origins under which the API itself is reached. */
  readonly ownOrigins: readonly string[];
  /** Whether demo keys are taken. */
  readonly isDemo: boolean;
  /** Called after each request that wrote to the journal has committed. */
  readonly onCommitted: () => void;
}

/** A handler whose row is no longer known to the compiler: mounting is the one place that loses the types, after parsing restored them. */
type AnyHandler = (context: RequestContext, request: unknown) => Promise<unknown>;

const toHonoPath = (path: string) => path.replace(/\{(\w+)\}/g, ':$1');

/** Mounts every row of the table on its handler: authenticate, policy, parse, idempotency, one transaction, answer. */
export function mount(app: Hono<ServerVariables>, ports: Ports, options: MountOptions): void {
  const newId = createIdMaker(ports.clock, ports.random);

  for (const row of endpointRows) {
    const handler = options.handlers[row.name] as unknown as AnyHandler;
    app.on(row.method, toHonoPath(row.path), async (c) => {
      const requestId = c.get('requestId');
      const { key, ...query } = readQuery(c.req.queries());
      const principal = await authenticate(
        ports,
        readCredential(c.req.header('authorization'), key, row.method),
        options.isDemo,
      );
      c.set('principal', principal);
      checkOrigin(principal, c.req.header('origin'), options.ownOrigins);
      if (!row.access.includes(principal.kind)) {
        throw new Problem('permission-denied', { detail: `This address is for: ${row.access.join(', ')}.` });
      }
      const idempotencyKey = row.method === 'POST' ? readIdempotencyKey(c.req.header('idempotency-key')) : undefined;
      const body = row.body === undefined ? undefined : await readBody(c.req.raw);
      const request = parseRequest(row, { params: c.req.param(), query, body });

      const journal = { written: false };
      const answer = await inTenant(ports.database, principal.tenantId, async (tx): Promise<Answer> => {
        journal.written = false;
        const touched = new Set<string>();
        const context = createContext({ tx, ports, principal, requestId, newId, touched, journal });
        const effect = async () => ({
          status: row.response === undefined ? 204 : row.creates ? 201 : 200,
          body: await handler(context, request),
        });
        const result =
          idempotencyKey === undefined
            ? { ...(await effect()), replayed: false }
            : await once(
                tx,
                ports.keys,
                {
                  tenantId: principal.tenantId,
                  principal: principalName(principal),
                  route: `${row.method} ${row.path}`,
                  key: idempotencyKey,
                  content: `${c.req.path}\n${JSON.stringify(body)}`,
                },
                requestId,
                effect,
              );
        await audit(context, row, touched, journal);
        return result;
      });
      if (journal.written) options.onCommitted();

      c.header('Cache-Control', cacheControl(row, principal, answer.status));
      if (answer.replayed) c.header('Idempotent-Replayed', 'true');
      if (answer.status === 204) return c.body(null, 204);
      c.header('Content-Type', answer.status >= 400 ? 'application/problem+json' : 'application/json');
      return c.body(JSON.stringify(answer.body), answer.status as ContentfulStatusCode);
    });
  }

  const methods = Map.groupBy(endpointRows, (row) => row.path);
  for (const [path, rows] of methods) {
    app.all(toHonoPath(path), (c) => {
      const allowed = rows.map((row) => row.method).join(', ');
      c.header('Allow', allowed);
      throw new Problem('method-not-allowed', { detail: `This address takes ${allowed}.` });
    });
  }
}

/** A query in which each name stands once. */
function readQuery(query: Readonly<Record<string, string[]>>): Record<string, string> {
  const repeated = Object.entries(query).find(([, values]) => values.length !== 1);
  if (repeated !== undefined) {
    throw new Problem('validation-failed', {
      detail: 'A query parameter may stand only once.',
      issues: [{ path: '/query', code: 'custom', message: 'has a parameter more than once' }],
    });
  }
  return Object.fromEntries(Object.entries(query).map(([name, [value = '']]) => [name, value]));
}

/** A bearer credential, or the publishable key in the query of a public read. */
function readCredential(
  authorization: string | undefined,
  key: string | undefined,
  method: EndpointRow['method'],
): string | undefined {
  if (key !== undefined && (method !== 'GET' || !key.startsWith('pk_'))) {
    throw new Problem('credential-invalid', {
      detail:
        'Only a publishable key may stand in an address, and only for a GET. Send others as Authorization: Bearer ….',
    });
  }
  if (authorization === undefined) return key;
  const [, bearer] = /^Bearer ([^\s]+)$/i.exec(authorization) ?? [];
  if (bearer === undefined) {
    throw new Problem('credential-invalid', { detail: 'Send Authorization: Bearer and the credential.' });
  }
  return bearer;
}

function createContext(parts: {
  tx: TenantTransaction;
  ports: Ports;
  principal: Principal;
  requestId: string;
  newId: RequestContext['newId'];
  touched: Set<string>;
  journal: { written: boolean };
}): RequestContext {
  const { tx, ports, principal, requestId, newId, touched, journal } = parts;
  return {
    tx,
    tenantId: principal.tenantId,
    principal,
    requestId,
    now: ports.clock.now(),
    newId,
    newSecret: () => newSecret(ports.random),
    keys: ports.keys,
    async event(type, resourceId) {
      journal.written = true;
      await writeEvent({ tx, tenantId: principal.tenantId }, newId, type, resourceId);
    },
    enqueue: (job) => ports.jobs.enqueue(tx, job),
    touches: (resourceId) => touched.add(resourceId),
  };
}

/** Whoever reads or writes personal data, or changes anything, leaves a row for each resource touched, at least one for the request. */
async function audit(
  context: RequestContext,
  row: EndpointRow & { name: EndpointName },
  touched: Set<string>,
  journal: { written: boolean },
) {
  if (row.method === 'GET' && row.phi.length === 0) return;
  journal.written = true;
  const resources = touched.size > 0 ? [...touched] : [null];
  await context.tx
    .insertInto('audit_event')
    .values(
      resources.map((resource) => ({
        tenant_id: context.tenantId,
        id: context.newId('aud'),
        action: row.name,
        principal: principalName(context.principal),
        resource_id: resource,
        request_id: context.requestId,
      })),
    )
    .execute();
}

/** Public reads may be cached for as long as the row says; whatever else is answered is not stored anywhere. */
function cacheControl(row: EndpointRow, principal: Principal, status: number): string {
  return row.cacheSeconds !== undefined && principal.kind === 'publishable' && status === 200
    ? `public, max-age=${row.cacheSeconds}`
    : 'no-store';
}
