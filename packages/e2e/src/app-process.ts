import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { guard } from '../../tooling/postgres/guard.ts';
import { root } from '../../tooling/places.mjs';

/** A running app: the process that `npm start` and production run. */
export interface AppProcess {
  /** `http://localhost:PORT`. */
  readonly url: string;
  /** Where it keeps its data. */
  readonly dataFolder: string;
  /** All that it has written to its standard output and error. */
  output(): string;
  /** SIGTERM, and waits for the end. @returns the exit code, null when a signal ended it */
  stop(): Promise<number | null>;
  /** SIGKILL, as when the machine fails. */
  kill9(): Promise<void>;
  /** How it ended, for whoever waits for it. */
  readonly ended: Promise<number | null>;
}

/** What may be decided for an app. */
export interface AppOptions {
  /** On top of PORT, HOST, OPENPRM_DATA and OPENPRM_PUBLIC_URL, which have defaults here. */
  readonly env?: Readonly<Record<string, string>>;
  /**
   * An existing folder outlives the app; by default the app has one of its own that goes with this process, with the demo clinic already
   * in it where OPENPRM_TEST_APP_DATA names a folder to copy (`npm test` makes one: a first start costs seconds, and has tests of its own).
   */
  readonly dataFolder?: string;
  /** Another app's main module than the one that was built: for a proof that compares with a changed copy. */
  readonly main?: string;
}

const builtMain = path.join(root, 'packages/app/dist/main.js');

/** The longest that a start may take on a slow machine; `quick-start` proves what it does take. */
const readyMilliseconds = 120_000;

/**
 * Starts the built app on a free port, and waits until it is ready. It ends with this process, however that ends.
 *
 * @throws with what it said, when it ends before it is ready
 */
export async function startApp(options: AppOptions = {}): Promise<AppProcess> {
  const app = await launchApp(options);
  await untilReady(app);
  return app;
}

/** Starts the built app and does not wait: for starts that fail, or that are interrupted. */
export async function launchApp({ env = {}, dataFolder, main = builtMain }: AppOptions = {}): Promise<AppProcess> {
  if (!existsSync(main)) throw new Error('Nothing is built yet: npm run build');
  const folder = dataFolder ?? ownFolder(env);
  const port = env['PORT'] ?? String(await freePort());
  const url = `http://localhost:${port}`;
  const child = spawn(process.execPath, [main], {
    env: {
      PATH: process.env['PATH'],
      PORT: port,
      HOST: '127.0.0.1',
      OPENPRM_DATA: folder,
      // a test is faster than people; the limits have tests of their own
      OPENPRM_LIMITS: '*=1000000/1 held-times=1000000 held-share=1',
      ...(env['DATABASE_URL'] === undefined ? {} : { OPENPRM_PUBLIC_URL: url }),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  const ended = once(child, 'close').then(([code]) => code as number | null);
  // a data folder of its own is removed with a process that nobody stopped; one that was given is not ours to remove
  const dismiss = guard(child.pid ?? 0, dataFolder === undefined ? folder : '');
  void ended.then(dismiss);
  return {
    url,
    dataFolder: folder,
    output: () => output,
    ended,
    stop: () => end(child, 'SIGTERM', ended),
    kill9: async () => void (await end(child, 'SIGKILL', ended)),
  };
}

/** Resolves when `/healthz` answers 200. @throws after two minutes, or with what it said when the app ends first */
export async function untilReady({ url, ended, output }: Pick<AppProcess, 'url' | 'ended' | 'output'>): Promise<void> {
  let isOver = false;
  void ended.then(() => (isOver = true));
  const deadline = performance.now() + readyMilliseconds;
  while (performance.now() < deadline) {
    if (isOver) throw new Error(`The app ended with ${await ended}:\n${output()}`);
    const status = await fetch(`${url}/healthz`).then(
      (response) => response.body?.cancel().then(() => response.status) ?? response.status,
      () => 0,
    );
    if (status === 200) return;
    await wait(25);
  }
  throw new Error(`${url}/healthz was not 200 within ${readyMilliseconds / 1000} s. The app said:\n${output()}`);
}

function ownFolder(env: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  const prepared = process.env['OPENPRM_TEST_APP_DATA'];
  if (prepared !== undefined && env['DATABASE_URL'] === undefined) cpSync(prepared, folder, { recursive: true });
  return folder;
}

const temporaryFolders = new Set<string>();

/** A folder that is removed when this process ends. */
export function temporaryFolder(): string {
  if (temporaryFolders.size === 0) process.once('exit', removeTemporaryFolders);
  const folder = mkdtempSync(path.join(tmpdir(), 'openprm-e2e-'));
  temporaryFolders.add(folder);
  return folder;
}

function removeTemporaryFolders() {
  for (const folder of temporaryFolders) rmSync(folder, { recursive: true, force: true });
}

/** A port of 127.0.0.1 that nobody listens on at the moment. */
export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function end(child: ChildProcess, signal: NodeJS.Signals, ended: Promise<number | null>): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) child.kill(signal);
  return ended;
}
