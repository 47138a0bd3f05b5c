import { randomBytes } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import type { Endpoint, EndpointInput, EndpointResponse, ProblemDetails } from '@openprm/contract';
import { PGlite } from '@electric-sql/pglite';
import { btree_gist } from '@electric-sql/pglite/contrib/btree_gist';
import { createPgConfig } from '@electric-sql/pglite/node-postgres';
import pg from 'pg';
import {
  type Core,
  type CoreOptions,
  type Files,
  type Job,
  type MailChannel,
  type NewTenant,
  type OutgoingMail,
  type Ports,
  type RootKeys,
  createCore,
  createKeys,
  createMemoryFiles,
  createRootKeys,
  createTenant,
  createWebPasswords,
  migrate,
  readLimits,
} from '../core/index.ts';
import { readAnswer } from './answer.fixture.ts';
import { type OpenDatabase, openDatabase, wrapPool } from '../node/database.ts';
import { createCommonPasswords } from '../node/common-passwords.ts';
import { listenOnPglite } from '../node/notifications.ts';
import { systemTimer } from '../node/timer.ts';
import { testDatabase } from './test-database.fixture.ts';

export { testDatabase };

/**
 * A server for tests: the real core on a real database, called through its HTTP interface. `OPENPRM_TEST_DATABASE` says which one: `pglite` (the
 * default) or `postgres`, then on the server that `OPENPRM_TEST_POSTGRES_URL` names. Clock, mail and queue are in the test's hands.
 */
export interface TestServer {
  readonly core: Core;
  readonly ports: Ports;
  readonly open: OpenDatabase;
  /** Moves the server's clock; the database's own clock, by which holds expire, is left alone. */
  readonly clock: { now(): number; set(epochMs: number): void };
  /** Jobs that committed requests have queued, in order; {@link TestServer.runJobs} empties it. */
  readonly jobs: Job[];
  readonly mails: OutgoingMail[];
  /** What each line of the log said. */
  readonly logLines: string[];
  runJobs(): Promise<void>;
  createTenant(name?: string, origins?: readonly string[]): Promise<NewTenant>;
  /** Calls an endpoint and expects success. @throws with the problem otherwise */
  call<E extends Endpoint>(row: E, input: EndpointInput<E>, options: CallOptions): Promise<EndpointResponse<E>>;
  /** Calls an endpoint and gives whatever was answered. */
  answer<E extends Endpoint>(
    row: E,
    input: unknown,
    options: Partial<CallOptions>,
  ): Promise<TestAnswer<EndpointResponse<E>>>;
  close(): Promise<void>;
}

export interface CallOptions {
  readonly credential: string;
  readonly idempotencyKey?: string;
  readonly origin?: string;
  /** The patient for whom a person's request acts. */
  readonly actingFor?: string;
}

export interface TestAnswer<Body> {
  readonly status: number;
  readonly headers: Headers;
  /** Of a success. */
  readonly body: Body;
  /** Of a refusal. */
  readonly problem: ProblemDetails;
}

export interface TestServerOptions {
  /** Replaces the channel that keeps mail in `mails`. */
  readonly mail?: MailChannel;
  /** Epoch milliseconds at the start; by default the real time. */
  readonly now?: number;
  /** Replaces the memory that keeps files. */
  readonly files?: Files;
  /** In place of one root key of 32 times the byte 7. */
  readonly rootKeys?: RootKeys;
  readonly core?: Partial<CoreOptions>;
}

/** Opens a server on an empty, migrated database of its own. */
export async function openTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const logLines: string[] = [];
  const log = (event: string, fields: object = {}) => void logLines.push(JSON.stringify({ event, ...fields }));
  const logger = { info: log, error: log };
  const open = testDatabase === 'postgres' ? await openPostgres() : await openPglite();

  let now = options.now ?? Date.now();
  const clock = { now: () => now, set: (epochMs: number) => void (now = epochMs) };
  const jobs: Job[] = [];
  const mails: OutgoingMail[] = [];
  const ports: Ports = {
    database: open.database,
    clock,
    random: { bytes: (length) => crypto.getRandomValues(new Uint8Array(length)) },
    keys: createKeys({
      database: open.database,
      rootKeys: options.rootKeys ?? createRootKeys(() => [new Uint8Array(32).fill(7)]),
    }),
    // as slow as a test can bear: what a hash costs is tested beside its adapter
    passwords: createWebPasswords(1000),
    commonPasswords: createCommonPasswords(),
    jobs: { enqueue: (_transaction, job) => Promise.resolve(void jobs.push(job)) },
    files: options.files ?? createMemoryFiles(),
    mail: options.mail ?? { send: (mail) => Promise.resolve(void mails.push(mail)) },
    notifications: open.notifications,
    timer: systemTimer,
    logger,
  };
  const core = createCore(ports, {
    publicUrl: 'https://app.example',
    version: '0.0.0-test',
    // a test calls as fast as it can; those of the limits set their own
    limits: readLimits('*=1000000/1'),
    ...options.core,
  });

  const answer: TestServer['answer'] = async (row, input, { credential, idempotencyKey, origin, actingFor }) => {
    const {
      params = {},
      query = {},
      body,
    } = input as { params?: Record<string, string>; query?: Record<string, unknown>; body?: unknown };
    const path = row.path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
    const url = new URL(path, 'https://app.example');
    for (const [name, value] of Object.entries(query))
      if (value !== undefined) url.searchParams.set(name, String(value));
    const headers = new Headers();
    if (credential !== undefined) headers.set('authorization', `Bearer ${credential}`);
    if (origin !== undefined) headers.set('origin', origin);
    if (actingFor !== undefined) headers.set('prm-acting-for', actingFor);
    if (row.method === 'POST') headers.set('idempotency-key', idempotencyKey ?? randomBytes(16).toString('hex'));
    if (body !== undefined) headers.set('content-type', 'application/json');
    const response = await core.api.request(url, {
      method: row.method,
      headers,
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await readAnswer(response);
    const parsed: unknown = text === '' ? undefined : JSON.parse(text);
    const isSuccess = response.status < 400;
    return {
      status: response.status,
      headers: response.headers,
      // every answer of the server is checked against its own contract
      body: (isSuccess && row.response ? row.response.parse(parsed) : undefined) as EndpointResponse<typeof row>,
      problem: parsed as ProblemDetails,
    };
  };

  return {
    core,
    ports,
    open,
    clock,
    jobs,
    mails,
    logLines,
    answer,
    async runJobs() {
      for (const job of jobs.splice(0)) await core.runJob(job);
    },
    async createTenant(name = 'North Clinic', origins = ['https://clinic.example']) {
      const tenant = await createTenant(ports, { name, origins });
      // as a request does before its transaction: PGlite has one connection
      await ports.keys.prepare(tenant.tenantId);
      return tenant;
    },
    async call(row, input, callOptions) {
      const { status, body, problem } = await answer(row, input, callOptions);
      if (status >= 400)
        throw new Error(`${row.method} ${row.path}: ${status} ${problem.code} ${problem.detail ?? ''}`);
      return body;
    },
    async close() {
      await core.closeFeeds();
      await open.close();
    },
  };
}

/**
 * A migrated database without a row, as an archive. Making one takes two seconds, and loading it a third of one: so it is made once in a process, or once in a run
 * of many processes that writes it to the file which `OPENPRM_TEST_PGLITE` names.
 */
export async function dumpMigrated(): Promise<Blob> {
  const lite = await PGlite.create({ extensions: { btree_gist } });
  const { database, pool } = wrapPool({ ...createPgConfig(lite), max: 1 }, silent);
  await migrate(database);
  const blob = await lite.dumpDataDir('none');
  await pool.end();
  await lite.close();
  return blob;
}

let dump: Promise<Blob> | undefined;

async function openPglite(): Promise<OpenDatabase> {
  const file = process.env['OPENPRM_TEST_PGLITE'];
  dump ??= file === undefined ? dumpMigrated() : openAsBlob(file);
  const lite = await PGlite.create({ extensions: { btree_gist }, loadDataDir: await dump });
  const { database, pool } = wrapPool({ ...createPgConfig(lite), max: 1 }, silent);
  return {
    kind: 'embedded',
    database,
    pool,
    notifications: listenOnPglite(lite, pool),
    async close() {
      await pool.end();
      await lite.close();
    },
  };
}

/** Every server has a database of its own on the same PostgreSQL: a copy of the one that `OPENPRM_TEST_POSTGRES_TEMPLATE` names, else an empty one that it migrates. */
async function openPostgres(): Promise<OpenDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  const template = process.env['OPENPRM_TEST_POSTGRES_TEMPLATE'];
  if (template === undefined) await createMigrated(name);
  else await administer(`create database ${name} template ${template}`);
  const open = await openDatabase({ kind: 'external', url: urlOf(name) }, silent);
  return {
    ...open,
    async close() {
      await open.close();
      await administer(`drop database ${name} with (force)`);
    },
  };
}

/** Makes a database with nothing in it but the tables. */
export async function createMigrated(name: string): Promise<void> {
  await administer(`create database ${name}`);
  const open = await openDatabase({ kind: 'external', url: urlOf(name) }, silent);
  await migrate(open.database);
  await open.close();
}

const serverUrl = () => {
  const url = process.env['OPENPRM_TEST_POSTGRES_URL'];
  if (url === undefined)
    throw new Error('OPENPRM_TEST_POSTGRES_URL must name a PostgreSQL server for OPENPRM_TEST_DATABASE=postgres.');
  return url;
};

function urlOf(database: string): string {
  const url = new URL(serverUrl());
  url.pathname = `/${database}`;
  return url.href;
}

async function administer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl() });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

const silent = { info: () => undefined, error: () => undefined };
