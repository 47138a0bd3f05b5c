import { once } from 'node:events';
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  request as callServer,
} from 'node:http';
import type { AddressInfo } from 'node:net';

/** A site whose pages are made by a proof, and which hands on everything else to an app, so that page, elements and API are one origin. */
export interface SpeedSite {
  /** `http://localhost:PORT` */
  readonly origin: string;
  /** Paths under `/v1` that were asked for, with their queries, since {@link SpeedSite.forget}. */
  readonly apiCalls: readonly string[];
  forget(): void;
  close(): Promise<void>;
}

/** What a page of a proof is: its type and its text. */
export interface MadeFile {
  readonly type: string;
  readonly body: string;
}

/** @param made answers a path, or undefined to hand it on */
export async function openSpeedSite(appUrl: string, made: (path: string) => MadeFile | undefined): Promise<SpeedSite> {
  const apiCalls: string[] = [];
  const files = new Map<string, { readonly headers: OutgoingHttpHeaders; readonly body: Buffer }>();
  /** The element's files come from memory after the first time, as the files that a proof makes do: what is compared is what they do, not two ways to serve a file. */
  const keep = (path: string, answer: IncomingMessage) => {
    const parts: Buffer[] = [];
    answer.on('data', (part: Buffer) => parts.push(part));
    answer.on('end', () => files.set(path, { headers: { ...answer.headers }, body: Buffer.concat(parts) }));
  };
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    const own = made(path);
    if (own)
      return void response.writeHead(200, { 'Content-Type': own.type, 'Cache-Control': 'no-store' }).end(own.body);
    if (path.startsWith('/v1/')) apiCalls.push(path);
    const kept = files.get(path);
    if (kept) return void response.writeHead(200, kept.headers).end(kept.body);
    const { method, headers } = request;
    const onward = callServer(new URL(path, appUrl), { method, headers: asOwn(headers, appUrl) }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
      if (method === 'GET' && path.startsWith('/embed/') && answer.statusCode === 200) keep(path, answer);
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    apiCalls,
    forget: () => (apiCalls.length = 0),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** The app knows its own origin, not the site's. */
function asOwn(headers: IncomingHttpHeaders, appUrl: string): OutgoingHttpHeaders {
  return { ...headers, host: new URL(appUrl).host, ...(headers.origin === undefined ? {} : { origin: appUrl }) };
}
