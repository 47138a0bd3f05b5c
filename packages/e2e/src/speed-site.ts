import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type OutgoingHttpHeaders, request as callServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A site whose pages are made by a proof, and which hands on everything else to an app, so that page, elements and API are one origin. */
export interface SpeedSite {
  /** `http://localhost:PORT` */
  readonly origin: string;
  /** Paths under `/v1` that were asked for, with their queries, since {@link SpeedSite.forget}. */
  readonly apiCalls: readonly string[];
  /** Answers of these paths are kept back for good, as if they were still on their way. */
  keepBack(isKept: (path: string) => boolean): void;
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
  let isKept = (_path: string) => false;
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    const own = made(path);
    if (own)
      return void response.writeHead(200, { 'Content-Type': own.type, 'Cache-Control': 'no-store' }).end(own.body);
    if (path.startsWith('/v1/')) apiCalls.push(path);
    if (isKept(path)) return;
    const { method, headers } = request;
    const onward = callServer(new URL(path, appUrl), { method, headers: asOwn(headers, appUrl) }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    apiCalls,
    keepBack: (decide) => (isKept = decide),
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
