import { once } from 'node:events';
import { createServer, request as callServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { MadeFile } from '../speed-site.ts';
import type { Random } from '../random.ts';

/** A way to an app that loses some of what is sent to it, and some of what it answers, as a bad line does. */
export interface LossySite {
  /** `http://localhost:PORT`, which is the app's public address. */
  readonly origin: string;
  /** Where the app is now. */
  lead(appUrl: string): void;
  /** Requests that the app never saw, answers that the sender never saw, and those that came late. */
  readonly lost: { requests: number; answers: number; late: number };
  close(): Promise<void>;
}

/** What may happen to something that is to be stored. */
const shares = { request: 0.08, answer: 0.12, late: 0.15 };
const longestMilliseconds = 600;

/** @param made answers a path that the app does not have, or undefined */
export async function openLossySite(random: Random, made: (path: string) => MadeFile | undefined): Promise<LossySite> {
  const lost = { requests: 0, answers: 0, late: 0 };
  let target = '';
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    const own = made(path);
    if (own) return void response.writeHead(200, { 'Content-Type': own.type }).end(own.body);
    const { method = 'GET', headers } = request;
    const isStored = method === 'POST' && path.startsWith('/v1/questionnaire-responses');
    if (isStored && random.isTrue(shares.request)) {
      lost.requests += 1;
      return void response.destroy();
    }
    const onward = callServer(new URL(path, target), { method, headers }, async (answer) => {
      if (isStored && random.isTrue(shares.answer)) {
        lost.answers += 1;
        answer.resume();
        return void response.destroy();
      }
      if (isStored && random.isTrue(shares.late)) {
        lost.late += 1;
        await wait(random.below(longestMilliseconds));
      }
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
    lead: (appUrl) => (target = appUrl),
    lost,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
