import { once } from 'node:events';
import { createServer, type IncomingMessage, request as ask, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Trace } from './watch.ts';

/** A request as it came to the front. */
export interface FrontRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly body: string;
  /** Its `Authorization` header. */
  readonly credential: string;
}

/** What is answered in the app's place: a status and a body, or a connection that breaks in the middle of one. */
export type Meddling = { readonly status: number; readonly body: string } | 'cut';

/** What is answered in the app's place to a request, if anything is. */
export type Meddle = (request: FrontRequest) => Meddling | undefined;

/** An answer of the API to a POST. */
export interface Answer {
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/**
 * A server in front of the app that keeps what comes to it and what it sends: what every browser tells an app, whatever its driver can see. Into the pages of
 * elements it puts a script of the gate's, before their own.
 */
export interface Front {
  /** Where the app is for browsers, on the same host as the app. */
  readonly origin: string;
  /** All requests so far, and cookies that were sent back. */
  readonly traces: readonly Trace[];
  readonly answers: readonly Answer[];
  /** From now on requests go to the app. */
  connect(appUrl: string): void;
  /** Answers in the app's place what a function has an answer to; null to leave all to the app. */
  meddle(answer: Meddle | null): void;
  close(): Promise<void>;
}

/** Where the script of the gate is, at the front's origin. */
export const scriptPath = '/gate.js';

/** Pages that show an element in themselves. */
const elementPages = /^\/(?:embed\/frame\/|manage|waitlist|records|survey)/;

/**
 * Listens on a free port of this machine.
 *
 * @param script of the gate
 */
export async function openFront(script: string): Promise<Front> {
  const traces: Trace[] = [];
  const answers: Answer[] = [];
  let appUrl = '';
  let meddle: Meddle | null = null;
  let origin = '';

  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '', headers } = request;
    if (url === scriptPath) {
      response.writeHead(200, { 'Content-Type': 'text/javascript', 'Cross-Origin-Resource-Policy': 'cross-origin' });
      return void response.end(script);
    }
    const body = await readAll(request);
    traces.push(...tracesOf({ method, url: origin + url, headers, body, isApi: url.startsWith('/v1/') }));
    const meddling =
      method === 'OPTIONS'
        ? undefined
        : meddle?.({ method, url, body: body.toString(), credential: headers.authorization ?? '' });
    if (meddling !== undefined) return answerInstead(meddling, response);
    // A page that is changed on its way is read as it is.
    const { 'accept-encoding': _, ...others } = headers;
    const isPage = method === 'GET' && elementPages.test(url);
    const asked = ask(`${appUrl}${url}`, { method, headers: isPage ? others : headers });
    asked.end(body);
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    for (const cookie of answer.headers['set-cookie'] ?? [])
      traces.push({ channel: 'storage', place: `cookie of ${url}`, text: cookie });
    if (answer.headers['content-type']?.startsWith('text/event-stream')) return stream(answer, response);
    const content = await readAll(answer);
    if (method === 'POST' && url.startsWith('/v1/')) keepAnswer(url, content);
    const status = answer.statusCode ?? 502;
    if (!isPage) return void response.writeHead(status, answer.headers).end(content);
    const { 'content-length': __, 'content-security-policy': policy = '', ...rest } = answer.headers;
    // of two places to report to, browsers take the first
    const unreported = String(policy).replace(/; report-uri [^;]*/, '');
    response.writeHead(status, { ...rest, 'Content-Security-Policy': `${unreported}; report-uri /gate-reports` });
    response.end(content.toString().replace('<head>', `<head><script src="${scriptPath}"></script>`));
  }

  function keepAnswer(url: string, content: Buffer) {
    try {
      answers.push({ path: url, body: JSON.parse(content.toString()) as Answer['body'] });
    } catch {
      // An answer without a body has nothing to look for.
    }
  }

  const server = createServer((request, response) => {
    pass(request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    traces,
    answers,
    connect: (url) => void (appUrl = url),
    meddle: (answer) => void (meddle = answer),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** A request as traces: what a patient sends on purpose, the body of a call and the credential with it, is none. */
export function tracesOf({
  method,
  url,
  headers,
  body,
  isApi,
}: Pick<IncomingMessage, 'headers'> & {
  readonly method: string;
  readonly url: string;
  readonly body: Buffer;
  readonly isApi: boolean;
}): readonly Trace[] {
  const place = `${method} ${url}`;
  return [
    { channel: 'address of a request', place: method, text: url },
    ...(isApi ? [] : [{ channel: 'body of a request', place, text: body.toString('latin1') } as const]),
    ...Object.entries(headers)
      .filter(([name]) => !(isApi && name === 'authorization'))
      .map(
        ([name, value]) =>
          ({ channel: 'header of a request', place: `${place} ${name}`, text: `${name}: ${String(value)}` }) as const,
      ),
  ];
}

function answerInstead(meddling: Meddling, response: ServerResponse): void {
  // Who tries again does so at once.
  const headers = {
    'Content-Type': 'application/problem+json',
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Expose-Headers': 'Retry-After',
    'Retry-After': '0',
  };
  if (meddling !== 'cut') return void response.writeHead(meddling.status, headers).end(meddling.body);
  response.writeHead(200, { ...headers, 'Content-Length': '1000' });
  response.write('{"id":"apt_', () => response.destroy());
}

/** Hands on piece by piece what has no end. */
function stream(answer: IncomingMessage, response: ServerResponse): void {
  response.writeHead(answer.statusCode ?? 502, answer.headers);
  answer.pipe(response);
  response.on('close', () => answer.destroy());
}

async function readAll(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
