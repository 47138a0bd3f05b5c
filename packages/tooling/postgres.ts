import { chmodSync, chownSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findBinaries } from './postgres/binaries.ts';
import { guard } from './postgres/guard.ts';
import { end, initialize, serve, type Place } from './postgres/server.ts';

/** A PostgreSQL server of our own that holds nothing anybody wants to keep. */
export interface ThrowAwayPostgres {
  /** `postgres://postgres@127.0.0.1:PORT/postgres`: a superuser who needs no password. */
  readonly url: string;
  /** Ends the server and removes its folder. Safe to call twice. */
  stop(): Promise<void>;
  /** SIGKILL to the server, as when it crashes. `restart()` brings it back on what it had written. */
  kill9(): Promise<void>;
  /** Starts the server again at the same address and on the same data, after `kill9()`. */
  restart(): Promise<void>;
}

/**
 * Starts a PostgreSQL with a new data folder on a free port of 127.0.0.1. PostgreSQL refuses to run as root, so root
 * runs it as `nobody`. It ends with this process, however that ends.
 *
 * @param options `durable` makes a commit wait for the disk, as in production; measure with it, test without
 * @throws when this machine has no binaries, or the server is not ready within a minute
 */
export async function startPostgres(options: { durable?: boolean } = {}): Promise<ThrowAwayPostgres> {
  const durable = options.durable ?? false;
  const folder = mkdtempSync(path.join(tmpdir(), 'openprm-postgres-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    const place = prepare(folder);
    await initialize(place);
    const port = await freePort();
    let server = await serve(place, port, durable);
    let dismiss = guard(server.pid ?? 0, folder);
    return {
      url: `postgres://postgres@127.0.0.1:${port}/postgres`,
      stop: async () => {
        await end(server, 'SIGINT');
        dismiss();
        remove();
      },
      kill9: () => end(server, 'SIGKILL'),
      restart: async () => {
        await end(server, 'SIGINT');
        server = await serve(place, port, durable);
        dismiss();
        dismiss = guard(server.pid ?? 0, folder);
      },
    };
  } catch (error) {
    remove();
    throw error;
  }
}

function prepare(folder: string): Place {
  const user = process.getuid?.() === 0 ? nobody() : undefined;
  chmodSync(folder, 0o755);
  if (user) chownSync(folder, user.uid, user.gid);
  return { folder, user, bin: findBinaries(folder, user !== undefined) };
}

function nobody(): { uid: number; gid: number } {
  const users = readFileSync('/etc/passwd', 'utf8').split('\n');
  const [, , uid = '65534', gid = '65534'] =
    users.map((line) => line.split(':')).find(([name]) => name === 'nobody') ?? [];
  return { uid: Number(uid), gid: Number(gid) };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
