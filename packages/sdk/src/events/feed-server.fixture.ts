import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';
import type { FeedEvent, FeedPage } from '@openprm/contract';

/** A request to the feed as it arrived, with the answer in the test's hands. */
export interface FeedRequest {
  readonly path: string;
  readonly after: string | null;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Of a stream: sends a page. */
  tell(page: Partial<FeedPage>): void;
  /** Of a stream: sends the beginning of the answer and nothing of it. */
  keepBack(): void;
  /** Of a stream: ends it in order. */
  end(): void;
  /** Breaks the connection. */
  cut(): void;
  /** Answers whole. */
  answer(status: number, body: object): void;
  /** Resolves when the caller has gone. */
  readonly left: Promise<void>;
}

/** A server on loopback of which a test decides each answer. */
export interface FeedServer {
  readonly url: string;
  /** The next request that arrives. */
  next(): Promise<FeedRequest>;
  /** How many have arrived. */
  readonly count: () => number;
}

export const booked = (cursor: string): FeedEvent => ({
  cursor,
  type: 'appointment.booked',
  resourceId: `apt_${cursor}`,
});
export const pageOf = (...cursors: readonly [string, ...string[]]): FeedPage => ({
  data: cursors.map(booked),
  cursor: cursors.at(-1) ?? '',
  reset: false,
});

/** Starts one that ends with the test. */
export async function startFeed(t: TestContext): Promise<FeedServer> {
  const waiting: FeedRequest[] = [];
  const wanted: ((request: FeedRequest) => void)[] = [];
  let count = 0;
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://127.0.0.1');
    const arrived: FeedRequest = {
      path: url.pathname,
      after: url.searchParams.get('after'),
      headers: request.headers,
      ...acts(response),
    };
    count += 1;
    const taker = wanted.shift();
    if (taker === undefined) waiting.push(arrived);
    else taker(arrived);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    count: () => count,
    next: () => {
      const request = waiting.shift();
      return request === undefined ? new Promise((resolve) => wanted.push(resolve)) : Promise.resolve(request);
    },
  };
}

function acts(response: ServerResponse): Omit<FeedRequest, 'path' | 'after' | 'headers'> {
  const begin = () => {
    if (response.headersSent) return;
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.flushHeaders();
  };
  return {
    keepBack: begin,
    tell({ data = [], cursor = '', reset = false }) {
      begin();
      response.write(`id: ${cursor}\ndata: ${JSON.stringify({ data, cursor, reset })}\n\n`);
    },
    end: () => void response.end(),
    cut: () => void response.destroy(),
    answer(status, body) {
      const type = status < 400 ? 'application/json' : 'application/problem+json';
      response.writeHead(status, { 'content-type': type });
      response.end(JSON.stringify(body));
    },
    left: new Promise((resolve) => response.once('close', () => resolve())),
  };
}
