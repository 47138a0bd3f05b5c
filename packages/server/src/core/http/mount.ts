import type { ProblemCode, PurposeOfUse } from '@openprm/contract';
import type { EndpointRow } from '@openprm/contract/policies';
import { type EndpointName, endpointRows } from '@openprm/contract/policies';
import type { Context, Hono } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { inTenant } from '../database/tenant-transaction.ts';
import { limitFiles } from '../files/limit-files.ts';
import { createIdMaker, createTimelessId } from '../ids.ts';
import { auditAction } from '../journal/audit-action.ts';
import { writeAuditEvents } from '../journal/write-audit-events.ts';
import { writeEvent } from '../journal/write-event.ts';
import { newSecret } from '../keys/secrets.ts';
import { Problem } from '../problem.ts';
import type { Ports, TenantTransaction } from '../ports.ts';
import type { LiveFeed } from '../feed/live-feed.ts';
import type { FeedPageAnswer } from '../features/events/service.ts';
import type { ErasureList } from '../features/erasure/erasure-list.ts';
import { answerFeed, readWait, toFeedResponse, withCursor } from './answer-feed.ts';
import { authenticate, checkOrigin } from './authenticate.ts';
import { checkAccess, checkRightToChange } from './check-access.ts';
import { checkFresh } from './check-fresh.ts';
import { checkOwnership } from './check-ownership.ts';
import type { RequestContext } from './context.ts';
import { describeError } from './database-errors.ts';
import type { Handlers } from './handlers.ts';
import { type Answer, effectOrRefusal, once, readIdempotencyKey } from './idempotency.ts';
import type { LimitSettings } from './limits/limit-settings.ts';
import type { Limiter } from './limits/limiter.ts';
import { mayStillRead } from './may-still-read.ts';
import { limitFields } from './minimum-fields.ts';
import { actingForHeader, passiveHeader, requireLive } from './live-principal.ts';
import { type DoOutside, type Outside, createOutside } from './outside.ts';
import { parseRequest } from './parse-request.ts';
import { noteRefusedReach } from './note-refused-reach.ts';
import { type Principal, auditName, principalName } from './principal.ts';
import { readBody } from './read-body.ts';
import { type Touched, createTouched } from './touched.ts';
import type { ServerVariables } from './request-log.ts';

/** What mounting needs besides the ports. */
export interface MountOptions {
  readonly handlers: Handlers;
  /** Origins under which the API itself is reached. */
  readonly ownOrigins: readonly string[];
  /** Whether demo keys are taken. */
  readonly isDemo: boolean;
  /** Where it is written down who was erased, outside the database. */
  readonly erasureList: ErasureList | undefined;
  /** Called after each request that wrote to the journal has committed. */
  readonly onCommitted: () => void;
  readonly limiter: Limiter;
  /** How much one visitor may hold at once. */
  readonly holdCaps: LimitSettings['holdCaps'];
  /** The network address that a request comes from; undefined for a call within the process. */
  readonly addressOf: (c: Context) => string | undefined;
  /** The open streams of this process. */
  readonly feed: LiveFeed;
  /** Ends a connection at once. */
  readonly cutOff: (c: Context) => void;
}

/** A handler whose row is no longer known to the compiler: mounting is the one place that loses the types, after parsing restored them. */
type AnyHandler = (context: RequestContext, request: unknown) => Promise<unknown>;

const toHonoPath = (path: string) => path.replace(/\{(\w+)\}/g, ':$1');

/** Mounts every row of the table on its handler: authenticate, policy, parse, idempotency, one transaction, answer. */
export function mount(app: Hono<ServerVariables>, ports: Ports, options: MountOptions): void {
  const newId = createIdMaker(ports.clock, ports.random);
  const files = limitFiles(ports.files);

  for (const row of endpointRows) {
    const handler = options.handlers[row.name] as unknown as AnyHandler;
    const answerCall = async (c: Context<ServerVariables>): Promise<Response> => {
      const requestId = c.get('requestId');
      const { key, ...query } = readQuery(c.req.queries());
      const isPassive = row.feed !== undefined || c.req.header(passiveHeader) !== undefined;
      const credential = readCredential(c.req.header('authorization'), key, row.method);
      const signIn = () => authenticate(ports, credential, options.isDemo, { isPassive });
      const principal = await signIn();
      c.set('principal', principal);
      const facts = { row, principal, address: options.addressOf(c), origin: c.req.header('origin') };
      try {
        checkOrigin(principal, facts.origin, options.ownOrigins);
        checkAccess(row, principal);
      } catch (refusal) {
        await options.limiter.takeRefused(facts);
        throw refusal;
      }
      await options.limiter.takeCall(facts);
      const givenKey = row.method === 'POST' ? readIdempotencyKey(c.req.header('idempotency-key')) : undefined;
      const idempotencyKey = row.remembers === false ? undefined : givenKey;
      const body = row.body === undefined ? undefined : await readBody(c.req.raw, row.maxBodyBytes);
      const request = parseRequest(row, { params: c.req.param(), query, body });
      const holder = { ...(await options.limiter.holderOf(facts)), caps: options.holdCaps };

      const actingFor = c.req.header(actingForHeader);
      await ports.keys.prepare(principal.tenantId);
      const journal = { written: false };
      let live = principal;
      /** The request's transaction; undefined when there is work to be done outside first, and then the request once more. */
      const attempt = async (
        caller: Principal,
        asked: typeof request,
        outside: Outside,
      ): Promise<Answer | undefined> => {
        const answer = await inTenant(ports.database, principal.tenantId, async (tx): Promise<Answer | undefined> => {
          journal.written = false;
          const touched = createTouched();
          const concerned = new Set<string>();
          const said: Said = {};
          const hasBody = row.body !== undefined || outside.isDone;
          const use = { isPassive, hasBody, takesEndedLinks: row.takesEndedLinks === true };
          live = await requireLive({ tx, tenantId: principal.tenantId }, caller, actingFor, use);
          if (use.hasBody) {
            checkOrigin(live, c.req.header('origin'), options.ownOrigins);
            checkAccess(row, live);
          }
          const context = createContext({
            tx,
            ports,
            principal: live,
            requestId,
            isPassive,
            newId,
            holder,
            outside: outside.ask,
            touched,
            concerned,
            said,
            journal,
            erasureList: options.erasureList,
          });
          checkRightToChange(row, live);
          await checkFresh(row, context, live);
          await checkOwnership(row, asked, context);
          const effect = async () => ({
            status: row.response === undefined ? 204 : row.creates ? 201 : 200,
            body: await handler(context, asked),
          });
          const result =
            idempotencyKey === undefined
              ? await (row.method === 'GET' ? effect() : effectOrRefusal(context, effect)).then(
                  ({ status, body: told }) => ({ status, body: told, replayed: false }),
                  (error: unknown) => {
                    if (outside.isAsked(error)) return undefined;
                    throw error;
                  },
                )
              : await once(
                  context,
                  {
                    principal: principalName(live),
                    route: `${row.method} ${row.path}`,
                    key: idempotencyKey,
                    content: `${c.req.path}\n${JSON.stringify(body)}`,
                    mayStillRead: (patientIds) => mayStillRead(context, patientIds),
                    ...(row.remembers ? { minutes: row.remembers.minutes } : {}),
                  },
                  effect,
                  concerned,
                );
          // what a handler has written before it asks outside is committed now, whatever comes of the rest
          if (result === undefined && row.method === 'GET') return undefined;
          if (result === undefined) said.reason = 'begun';
          // who opened or sealed a patient's data said so, also where the service named no resource: an answer that is given again
          for (const patientId of concerned) if (!touched.isAbout(patientId)) touched.add(null, patientId);
          await audit(context, row, touched, journal, { ...said, refusal: result && refusalOf(result) });
          return result;
        });
        if (journal.written) options.onCommitted();
        return answer;
      };
      const perform = async (caller: Principal, asked = request): Promise<Answer> => {
        const outside = createOutside(files);
        try {
          for (;;) {
            const answer = await attempt(caller, asked, outside);
            if (answer !== undefined) return answer;
            await outside.work();
          }
        } catch (error) {
          const call = { operation: row.name, principal: live, requestId };
          if (await noteRefusedReach(ports, newId, error, call)) options.onCommitted();
          throw error;
        }
      };
      if (row.feed !== undefined) {
        const read = async (cursor: string | undefined) => {
          const asked = cursor === undefined ? request : withCursor(request, cursor);
          // whoever has waited is looked at anew
          const { body: page } = await perform(cursor === undefined ? principal : await signIn(), asked);
          return { page: page as FeedPageAnswer, live };
        };
        const { address } = facts;
        const wait = readWait(request);
        const { signal } = c.req.raw;
        const cutOff = () => options.cutOff(c);
        const call = {
          kind: row.feed,
          principal,
          address,
          actingFor,
          requestId,
          waitSeconds: wait,
          signal,
          read,
          cutOff,
        };
        return toFeedResponse(c, await answerFeed(options.feed, call));
      }
      const answer = await perform(principal);
      if (!answer.replayed && isWrongCredential(answer.body)) await options.limiter.takeFailure(facts.address);

      c.header(
        'Cache-Control',
        cacheControl(row, principal, answer.status, c.req.header('authorization') !== undefined),
      );
      if (answer.replayed) c.header('Idempotent-Replayed', 'true');
      if (answer.status === 204) return c.body(null, 204);
      c.header('Content-Type', answer.status >= 400 ? 'application/problem+json' : 'application/json');
      const shown = answer.status < 400 ? limitFields(row, live, answer.body) : answer.body;
      return c.body(JSON.stringify(shown), answer.status as ContentfulStatusCode);
    };

    app.on(row.method, toHonoPath(row.path), async (c) => {
      try {
        return await answerCall(c);
      } catch (error) {
        if (error instanceof Problem && (isWrongCredential(error) || error.extras.isUnknownCredential === true))
          await options.limiter.takeFailure(options.addressOf(c));
        throw error;
      }
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

const wrongCredential: readonly unknown[] = ['credential-invalid', 'sign-in-refused'] satisfies ProblemCode[];

/** Whether a refusal, thrown or remembered, is that of a credential that is wrong; one that was good until it ended is not. */
const isWrongCredential = (refusal: unknown): boolean =>
  typeof refusal === 'object' && refusal !== null && 'code' in refusal && wrongCredential.includes(refusal.code);

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

/** What a request says of itself for its audit rows. */
interface Said {
  reason?: string;
  personId?: string;
}

function createContext(parts: {
  tx: TenantTransaction;
  ports: Ports;
  principal: Principal;
  requestId: string;
  isPassive: boolean;
  newId: RequestContext['newId'];
  holder: RequestContext['holder'];
  outside: DoOutside;
  touched: Touched;
  concerned: Set<string>;
  said: Said;
  journal: { written: boolean };
  erasureList: ErasureList | undefined;
}): RequestContext {
  const { tx, ports, principal, requestId, isPassive, newId, holder, outside, touched } = parts;
  const { concerned, said, journal, erasureList } = parts;
  return {
    tx,
    tenantId: principal.tenantId,
    principal,
    requestId,
    isPassive,
    now: ports.clock.now(),
    newId,
    holder,
    newTimelessId: (kind) => createTimelessId(ports.random, kind),
    newSecret: () => newSecret(ports.random),
    keys: ports.keys,
    outside,
    erasureList,
    async event(type, ...subject) {
      journal.written = true;
      await writeEvent({ tx, tenantId: principal.tenantId }, newId, type, ...subject);
    },
    async note(action, resourceId, patientId) {
      journal.written = true;
      const entry = {
        action,
        principal: auditName(principal),
        resourceId,
        patientId,
        purpose: 'TREAT',
        requestId,
      } as const;
      await writeAuditEvents({ tx, tenantId: principal.tenantId }, ports.keys, newId, [entry]);
    },
    enqueue: (job) => ports.jobs.enqueue(tx, job),
    touches: (...thing) => touched.add(...thing),
    tellDamage(id, damage) {
      touched.add(id);
      ports.logger.error('record-damaged', { requestId, tenantId: principal.tenantId, id, ...describeError(damage) });
    },
    says(reason) {
      said.reason = reason;
    },
    signsIn(personId) {
      said.personId = personId;
    },
    concerns: (patientId) => concerned.add(patientId),
  };
}

/** Whoever reads or writes personal data, or changes anything, leaves a row for each resource touched, at least one for the request. */
async function audit(
  context: RequestContext,
  row: EndpointRow & { name: EndpointName },
  touched: Touched,
  journal: { written: boolean },
  { reason, personId, refusal }: Said & { readonly refusal: string | undefined },
) {
  const isSilent = row.feed === undefined ? !isPersonal(row) : touched.isEmpty();
  if (row.method === 'GET' && isSilent) return;
  journal.written = true;
  const { principal, requestId, keys, newId } = context;
  const common = {
    action: auditAction({ operation: row.name, reason, refusal }),
    purpose: isPersonal(row) ? purposeOf(row, principal) : null,
    requestId,
  };
  const entries = touched.list().map(([resourceId, patientId, right]) => ({
    ...common,
    principal: auditName(principal, { right, personId }),
    resourceId,
    patientId,
  }));
  await writeAuditEvents(context, keys, newId, entries);
}

/** With which code an act was refused, if it was: then nothing of it is done, and the audit does not say that it was. */
const refusalOf = ({ status, body }: Answer): string | undefined =>
  status < 400
    ? undefined
    : typeof body === 'object' && body !== null && 'code' in body
      ? String(body.code)
      : String(status);

/** Why somebody reaches what the row answers: a patient at their own wish, the clinic for what the row is for. */
function purposeOf({ purpose = 'PATADMIN' }: EndpointRow, { kind }: Principal): PurposeOfUse {
  return kind === 'secret' || kind === 'staff' ? purpose : 'PATRQT';
}

const isPersonal = ({ phi, feed, isAudited }: EndpointRow): boolean =>
  phi.length > 0 || feed !== undefined || isAudited === true;

/**
 * Public reads whose address names the key may be cached for as long as the row says; whatever else is answered is not stored anywhere. A key in a header is in no
 * cache's name for the answer, which would then be given to another clinic's visitors.
 */
function cacheControl(row: EndpointRow, principal: Principal, status: number, hasHeader: boolean): string {
  return row.cacheSeconds !== undefined && principal.kind === 'publishable' && status === 200 && !hasHeader
    ? `public, max-age=${row.cacheSeconds}`
    : 'no-store';
}
