import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const startMs = 60_000;

/** What one data folder is served with. `user` is set where the server must not run as ourselves (root). */
export interface Place {
  readonly bin: string;
  readonly folder: string;
  readonly user: { readonly uid: number; readonly gid: number } | undefined;
}

/** Creates the data folder: UTF-8, byte order, a superuser `postgres` who needs no password from this machine. */
export async function initialize(place: Place): Promise<void> {
  const flags = ['--username=postgres', '--auth=trust', '--locale=C.UTF-8', '--encoding=UTF8', '--no-sync'];
  const child = spawn(path.join(place.bin, 'initdb'), ['--pgdata=data', ...flags], options(place, 'initdb.log'));
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`initdb failed:\n${log(place, 'initdb.log')}`);
}

/**
 * Serves the data folder on a port of 127.0.0.1 and waits until it answers.
 *
 * @param durable whether a commit waits for the disk. A test only ever kills processes, which needs no such wait
 */
export async function serve(place: Place, port: number, durable: boolean): Promise<ChildProcess> {
  const settings = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    max_connections: 200,
    fsync: durable ? 'on' : 'off',
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const deadline = Date.now() + startMs;
  for (;;) {
    const child = spawn(path.join(place.bin, 'postgres'), ['-D', 'data', ...flags], options(place, 'postgres.log'));
    // A test that forgets to stop the server must still end; the guard then ends the server.
    child.unref();
    while (child.exitCode === null && Date.now() < deadline) {
      if (isReady(place, child)) return child;
      await sleep(20);
    }
    child.kill('SIGKILL');
    const said = log(place, 'postgres.log');
    // The processes of one that was killed end a moment after it, and this is the last that is said until they have.
    if (Date.now() >= deadline || !/pre-existing shared memory block[^\n]*\n[^\n]*HINT:[^\n]*\s*$/.test(said))
      throw new Error(`PostgreSQL did not start:\n${said}`);
    await sleep(50);
  }
}

/** Ends the server and waits until it is gone. SIGINT is PostgreSQL's fast shutdown: it does not wait for clients. */
export async function end(server: ChildProcess, signal: 'SIGINT' | 'SIGKILL'): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  server.ref();
  const gone = once(server, 'exit');
  server.kill(signal);
  await gone;
}

function options({ folder, user }: Place, logFile: string): SpawnOptions {
  const output = openSync(path.join(folder, logFile), 'a');
  setImmediate(() => closeSync(output));
  return {
    ...user,
    cwd: folder,
    env: { PATH: process.env['PATH'], LANG: 'C.UTF-8', TZ: 'UTC' },
    stdio: ['ignore', output, output],
    // Not in the terminal's group: Ctrl-C stops the tests, whose own end then stops the server.
    detached: true,
  };
}

/** The server writes its state into the eighth line of its own pid file; a file left by a killed one has another pid. */
function isReady({ folder }: Place, child: ChildProcess): boolean {
  try {
    const lines = readFileSync(path.join(folder, 'data/postmaster.pid'), 'utf8').split('\n');
    return Number(lines[0]) === child.pid && lines[7]?.trim() === 'ready';
  } catch {
    return false;
  }
}

function log({ folder }: Place, file: string): string {
  return readFileSync(path.join(folder, file), 'utf8');
}
