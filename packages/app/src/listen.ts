import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { type HttpBindings, RequestError, getRequestListener } from '@hono/node-server';
import { answerExpectation, answerUnreadable, unreadableResponse } from './unreadable-request.ts';
import { StartupProblem } from './startup-problem.ts';

/** A fetch handler, with node-server's bindings as its second argument. */
export type Fetch = (request: Request, env: unknown) => Response | Promise<Response>;

/** An open door. */
export interface Listener {
  /** The port in use, also when any free one was asked for. */
  readonly port: number;
  /**
   * Takes no more connections, lets running requests finish, and resolves when all are done.
   *
   * @param graceMilliseconds after so long, what still runs is cut off
   * @returns whether anything was cut off
   */
  close(graceMilliseconds: number): Promise<boolean>;
}

/**
 * Listens for HTTP.
 *
 * @throws StartupProblem `port-taken`, `port-forbidden` or `host-unavailable`
 */
export async function listen(
  fetch: Fetch,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<Listener> {
  const answer = getRequestListener(
    (request, env) => (hasHost(env as HttpBindings) ? fetch(request, env) : unreadableResponse()),
    { hostname: host, errorHandler: (error) => unreadableResponse(error instanceof RequestError ? 400 : 500) },
  );
  // Node's own refusal of a request for no host has no body and no headers: it is made here
  const server = createServer({ requireHostHeader: false }, answer);
  let closing = false;
  // A connection that a browser opened ahead of any request must not keep a stopping process alive: Node does not count it as idle.
  const unasked = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    unasked.add(socket);
    socket.once('close', () => unasked.delete(socket));
  });
  // Nor must one that it keeps open for the next request.
  server.on('request', (request, response) => {
    unasked.delete(request.socket);
    response.once('close', () => closing && setImmediate(() => server.closeIdleConnections()));
  });
  server.on('clientError', answerUnreadable);
  server.on('checkExpectation', answerExpectation);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(toStartupProblem(error, host, port)));
    server.listen(port, host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close(graceMilliseconds) {
      closing = true;
      return new Promise((resolve) => {
        let isCutOff = false;
        const cutOff = setTimeout(() => {
          isCutOff = true;
          server.closeAllConnections();
        }, graceMilliseconds);
        server.close(() => {
          clearTimeout(cutOff);
          resolve(isCutOff);
        });
        for (const socket of unasked) if (socket.bytesRead === 0) socket.destroy();
      });
    },
  };
}

const hasHost = ({ incoming: { httpVersion, headers } }: HttpBindings) =>
  httpVersion !== '1.1' || headers.host !== undefined;

function toStartupProblem(error: NodeJS.ErrnoException, host: string, port: number): Error {
  switch (error.code) {
    case 'EADDRINUSE':
      return new StartupProblem(
        'port-taken',
        `Port ${port} is in use, perhaps by another OpenPRM. Stop that program, or choose another port: PORT=${port + 1} npm start`,
      );
    case 'EACCES':
      return new StartupProblem(
        'port-forbidden',
        `This user may not open port ${port}. Choose one above 1023: PORT=4870 npm start`,
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new StartupProblem(
        'host-unavailable',
        `This machine has no address ${host}. Set HOST to one of its own, or leave it out.`,
      );
    default:
      return error;
  }
}
