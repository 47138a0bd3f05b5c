import type { Endpoint, EndpointAnswer, EndpointRequest } from '@openprm/contract';
import { http, type HttpHandler, type HttpResponse } from 'msw';
import { type Authenticate, authenticateByPrefix, authorize, type Principal } from './credential.ts';
import { AnswerMemory, readIdempotency } from './idempotency.ts';
import { mswPath, parseRequest } from './parse-request.ts';
import { Problem, problemResponse } from './problem.ts';

/** A request that the row's rules let through, parsed. */
export type MockRequest<E extends Endpoint> = EndpointRequest<E> & { readonly principal: Principal };

/** Answers a row, or throws a {@link Problem}. A row that is a stream is answered by its messages, one after the other. */
export type Resolver<E extends Endpoint> = (request: MockRequest<E>) => Answered<E> | Promise<Answered<E>>;

type Answered<E extends Endpoint> = EndpointAnswer<E> | AsyncIterable<EndpointAnswer<E>>;

/** How a handler stands in for the server. */
export interface HandleOptions {
  /** The API's address, without a slash at its end; any address by default. */
  readonly apiUrl?: string;
  /** Who a credential stands for; by default any credential is taken at its prefix. */
  readonly authenticate?: Authenticate;
  /** The server's time, for the `Date` of each answer; this machine's by default. */
  readonly now?: () => Date;
  /** Stands around the whole handling, to fail before `proceed`, to lose its answer, or to wait. May throw a {@link Problem}. */
  readonly around?: (row: Endpoint, proceed: () => Promise<Response>) => Promise<Response>;
}

let lastRequest = 0;

const isStream = <Item>(answer: unknown): answer is AsyncIterable<Item> =>
  typeof answer === 'object' && answer !== null && Symbol.asyncIterator in answer;

/** An answer as the contract lets it through: what a mock adds is dropped, what it lacks is an error of the test. */
function allowed(row: Endpoint, answer: unknown): unknown {
  const parsed = row.response?.safeParse(answer);
  if (parsed?.success === false) {
    const where = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
    throw new Error(`The mock of ${row.method} ${row.path} answers what the contract does not allow: ${where}`);
  }
  return parsed?.data;
}

/** The messages of a stream. */
function streamResponse(row: Endpoint, messages: AsyncIterable<unknown>): Response {
  const iterator = messages[Symbol.asyncIterator]();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await iterator.next();
      if (done) return controller.close();
      controller.enqueue(new TextEncoder().encode(`data: ${JSON.stringify(allowed(row, value))}\n\n`));
    },
    async cancel() {
      await iterator.return?.();
    },
  });
  return new Response(body, { headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store' } });
}

function successResponse<E extends Endpoint>(row: E, answer: Answered<E>): Response {
  if (row.response === undefined) return new Response(null, { status: 204 });
  if (isStream(answer)) return streamResponse(row, answer);
  return Response.json(allowed(row, answer), {
    status: row.creates ? 201 : 200,
    headers: { 'cache-control': 'no-store' },
  });
}

/** Turns a thrown {@link Problem} into its answer; any other error is the test's own and goes on. */
async function withProblems(make: () => Promise<Response>, requestId: string): Promise<Response> {
  try {
    return await make();
  } catch (error) {
    if (error instanceof Problem) return problemResponse(error, requestId);
    throw error;
  }
}

/**
 * An msw handler for one endpoint, typed by its row and no kinder than the server: it refuses a call without a credential (401), by somebody who
 * may not make it (403), with unknown or wrong fields (422) or, for a POST, without an `Idempotency-Key` (400); it gives the first answer again
 * to a repeated key; and it sends only what the contract lets through.
 *
 * @example
 * ```ts
 * import { listLocations } from '@openprm/contract';
 * const server = setupServer(handle(listLocations, () => ({ data: [riversideFixture], nextCursor: null })));
 * ```
 */
export function handle<E extends Endpoint, R extends Resolver<E>>(
  row: E,
  resolver: R,
  options: HandleOptions = {},
): HttpHandler {
  // R is a type of its own, so that a resolver's literals such as 'booked' are not widened while E is inferred.
  const {
    apiUrl = '*',
    authenticate = authenticateByPrefix,
    now = () => new Date(),
    around = (_row, proceed) => proceed(),
  } = options;
  const memory = new AnswerMemory();
  const method = row.method.toLowerCase() as Lowercase<Endpoint['method']>;

  return http[method](apiUrl + mswPath(row), async ({ request, params }) => {
    const requestId = `req_mock_${++lastRequest}`;
    const resolve = async () => {
      const principal = authorize(row, request, authenticate);
      const idempotency = await readIdempotency(row, request, principal.credential);
      const parsed = await parseRequest(row, request, params);
      const effect = async () => successResponse(row, await resolver({ ...parsed, principal }));
      return memory.answer(idempotency, () => withProblems(effect, requestId));
    };
    const response = await withProblems(() => around(row, () => withProblems(resolve, requestId)), requestId);
    // No answer has no date.
    if (response.type !== 'error') response.headers.set('date', now().toUTCString());
    return response as HttpResponse<null>;
  });
}
