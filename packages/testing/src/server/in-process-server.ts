import { PGlite } from '@electric-sql/pglite';
import { btree_gist } from '@electric-sql/pglite/contrib/btree_gist';
import {
  type Core,
  type Job,
  type NewTenant,
  type OutgoingMail,
  type Ports,
  type Tables,
  createCore,
  createKeys,
  createMemoryFiles,
  createRootKeys,
  createTenant,
  createWebPasswords,
  demoTenant,
  migrate,
  openDemoClinic,
  readLimits,
} from '@openprm/server/core';
import { Kysely, PGliteDialect, sql } from 'kysely';

/** What a test decides. */
export interface InProcessServerOptions {
  /** What the server's clock says at the start, epoch milliseconds; by default the real time. */
  readonly now?: number;
  /** Begin with the demo clinic of `npm start` (two locations, five practitioners, four services). By default the server is empty. */
  readonly demo?: boolean;
}

/** The keys of a tenant on such a server. */
export type InProcessClinic = NewTenant;

/** The reference server in this process. */
export interface InProcessServer {
  /** The address to give a client as `apiUrl`. Nothing listens there: requests go through {@link InProcessServer.fetch}. */
  readonly apiUrl: string;
  /** Answers like the global `fetch`, for this server only. Give it to `new PrmClient({ fetch })`. */
  readonly fetch: typeof globalThis.fetch;
  /** The demo clinic's keys, with `demo: true`. */
  readonly demo: InProcessClinic | undefined;
  /** Mail that was sent by {@link InProcessServer.runJobs}, oldest first. */
  readonly mails: readonly OutgoingMail[];
  /** Makes another tenant, empty, with its keys. `origins` are the pages that may use the publishable key. */
  createTenant(name: string, origins?: readonly string[]): Promise<InProcessClinic>;
  /** Does what the queue would do by and by: mail, above all. */
  runJobs(): Promise<void>;
  /** Moves the server's clock by so many milliseconds. Holds expire by the database's clock: see {@link InProcessServer.expireHolds}. */
  advance(milliseconds: number): void;
  /** Ends every hold now, as if its person had gone away. */
  expireHolds(): Promise<void>;
  close(): Promise<void>;
}

const apiUrl = 'http://openprm.test';
const dateType = 1082;

/**
 * Opens a server with a database of its own in memory. Takes about three seconds the first time in a process; so open one for a file of tests.
 * Works in Node and in a browser (in a secure context, for WebCrypto).
 */
export async function openInProcessServer(options: InProcessServerOptions = {}): Promise<InProcessServer> {
  const lite = await PGlite.create({ extensions: { btree_gist }, parsers: { [dateType]: (value) => value } });
  const database = new Kysely<Tables>({ dialect: new PGliteDialect({ pglite: lite }) });
  await migrate(database);

  let offset = options.now === undefined ? 0 : options.now - Date.now();
  const rootKey = crypto.getRandomValues(new Uint8Array(32));
  const jobs: Job[] = [];
  const mails: OutgoingMail[] = [];
  const ports: Ports = {
    database,
    clock: { now: () => Date.now() + offset },
    random: { bytes: (length) => crypto.getRandomValues(new Uint8Array(length)) },
    keys: createKeys({ database, rootKeys: createRootKeys(() => [rootKey]) }),
    passwords: createWebPasswords(1000),
    // nobody chooses a password here, and the list is a file
    commonPasswords: { has: () => Promise.resolve(false) },
    // A job whose transaction was rolled back finds no row, which the handlers take as done.
    jobs: { enqueue: (_transaction, job) => Promise.resolve(void jobs.push(job)) },
    files: createMemoryFiles(),
    mail: { send: (mail) => Promise.resolve(void mails.push(mail)) },
    notifications: {
      async listen(channels, { heard }) {
        const stops = await Promise.all(
          channels.map((channel) => lite.listen(channel, (text) => heard(channel, text))),
        );
        return async () => void (await Promise.all(stops.map((stop) => stop())));
      },
    },
    timer: {
      after(milliseconds, run) {
        const timeout = setTimeout(run, milliseconds);
        return () => clearTimeout(timeout);
      },
    },
    logger: { info: () => undefined, error: (event, fields) => console.error(event, JSON.stringify(fields)) },
  };
  let numbering: Promise<void> | undefined;
  let isBehind = false;
  /** What has committed gets its number soon, as in a process of its own, so that streams are told. */
  const numberSoon = () => {
    isBehind = true;
    numbering ??= (async () => {
      while (isBehind) {
        isBehind = false;
        while ((await core.sequence()) > 0);
      }
    })().finally(() => (numbering = undefined));
  };
  const core: Core = createCore(ports, {
    onCommitted: numberSoon,
    publicUrl: apiUrl,
    version: '0.0.0',
    isDemo: options.demo ?? false,
    // a test calls as fast as it can, and books for one person again and again
    limits: readLimits('*=1000000/1'),
  });
  if (options.demo === true) await openDemoClinic(ports, core.api);

  return {
    apiUrl,
    fetch: async (input, init) => {
      const request = new Request(input, init);
      request.signal.throwIfAborted();
      return core.api.fetch(request);
    },
    demo: options.demo === true ? demoTenant : undefined,
    mails,
    createTenant: (name, origins = []) => createTenant(ports, { name, origins }),
    async runJobs() {
      for (const job of jobs.splice(0)) await core.runJob(job);
    },
    advance: (milliseconds) => void (offset += milliseconds),
    async expireHolds() {
      await sql`update hold set expires_at = now() - interval '1 second'`.execute(database);
    },
    async close() {
      await core.closeFeeds();
      await numbering;
      await database.destroy();
      if (!lite.closed) await lite.close();
    },
  };
}
