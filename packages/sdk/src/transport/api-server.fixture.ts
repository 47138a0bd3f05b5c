import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';

/** What the server does with one request: answers, breaks the connection before or within the answer, or never answers. */
export type Act =
  | { readonly status?: number; readonly body?: unknown; readonly headers?: Record<string, string> }
  | 'cut'
  | 'cut-midway'
  | 'hang';

/** A request as it arrived. */
export interface Arrived {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A real HTTP server on loopback that does what a test wrote down. */
export interface ApiServer {
  readonly url: string;
  readonly arrived: readonly Arrived[];
  /** What to do with the next requests, in order; the last one with all that follow. */
  plan(...acts: readonly Act[]): void;
  /** Resolves when the next request has arrived. */
  nextArrival(): Promise<void>;
}

/** A problem as the API writes it. */
export const problem = (
  status: number,
  code: string,
  more: object = {},
  headers: Record<string, string> = {},
): Act => ({
  status,
  body: { type: `urn:openprm:problem:${code}`, title: code, status, code, requestId: 'req_0001', ...more },
  headers: { 'content-type': 'application/problem+json', ...headers },
});

function perform(act: Act, response: ServerResponse): void {
  if (act === 'hang') return;
  if (act === 'cut') return void response.socket?.destroy();
  if (act === 'cut-midway') {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
    response.write('{"data":[', () => response.socket?.destroy());
    return;
  }
  const { status = 200, body, headers = { 'content-type': 'application/json' } } = act;
  response.writeHead(status, headers);
  response.end(body === undefined || typeof body === 'string' ? body : JSON.stringify(body));
}

/** Starts a server that ends with the test. */
export async function startApi(t: TestContext): Promise<ApiServer> {
  const arrived: Arrived[] = [];
  let acts: readonly Act[] = [];
  let arrival = Promise.withResolvers<void>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { pathname, searchParams } = new URL(request.url ?? '', 'http://127.0.0.1');
      arrived.push({
        method: request.method ?? '',
        path: pathname,
        query: Object.fromEntries(searchParams),
        headers: request.headers,
        body: Buffer.concat(chunks).toString(),
      });
      const [act = { status: 500, body: 'nothing planned' }, ...rest] = acts;
      if (rest.length > 0) acts = rest;
      arrival.resolve();
      arrival = Promise.withResolvers();
      perform(act, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    arrived,
    plan: (...planned) => (acts = planned),
    nextArrival: () => arrival.promise,
  };
}
