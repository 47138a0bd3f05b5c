import path from 'node:path';
import { PrmClient } from '@openprm/sdk';
import { type AppProcess, startApp, temporaryFolder } from '../app-process.ts';
import { createDatabase, type PostgresDatabase } from '../postgres-database.ts';
import { createTenant, productionEnv, type TenantKeys } from '../production.ts';
import { openSmtpInbox, type SmtpInbox } from '../smtp-inbox.fixture.ts';

/** Several server processes over one PostgreSQL and one mail server, with one tenant. */
export interface ProofDeployment {
  readonly database: PostgresDatabase;
  readonly inbox: SmtpInbox;
  readonly keys: TenantKeys;
  /** Acts with the secret key, through the first process. */
  readonly clinic: PrmClient;
  /** In the order of their start; one that was killed is replaced in its place. */
  readonly servers: AppProcess[];
  /** Adds another tenant. */
  createOther(name: string): Promise<{ readonly keys: TenantKeys; readonly clinic: PrmClient }>;
  /** Starts a process as the others. */
  startServer(): Promise<AppProcess>;
  close(): Promise<void>;
}

/** Starts it, and what was started ends whether or not all of it could. @param settings on top of what every deployment decides */
export async function openDeployment(
  postgresUrl: string,
  processes: number,
  settings: Readonly<Record<string, string>> = {},
): Promise<ProofDeployment> {
  const inbox = await openSmtpInbox();
  const database = await createDatabase(postgresUrl);
  const keyFile = path.join(temporaryFolder(), 'root.key');
  // Behind one proxy, so that each client of a proof may come from an address of its own: what one address holds, it holds one after the other.
  const env = {
    ...productionEnv({ databaseUrl: database.url, smtpUrl: inbox.url, keyFile }),
    OPENPRM_PROXIES: '1',
    ...settings,
  };
  const startServer = () => startApp({ env });
  const servers: AppProcess[] = [];
  const close = async () => {
    await Promise.all(servers.map((server) => server.stop()));
    await inbox.close();
  };
  try {
    // one after the other: the first one migrates and makes the root key
    for (let n = 0; n < processes; n += 1) servers.push(await startServer());
    const keys = await createTenant(database.url, { name: 'North Clinic', origin: 'https://north.example' });
    const [server] = servers;
    const clientOf = ({ secretKey }: TenantKeys) => new PrmClient({ apiUrl: server?.url ?? '', key: secretKey });
    const createOther = async (name: string) => {
      const others = await createTenant(database.url, { name, origin: 'https://south.example' });
      return { keys: others, clinic: clientOf(others) };
    };
    return { database, inbox, keys, clinic: clientOf(keys), createOther, servers, startServer, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** One of some things, by a number that may be larger than their count. @throws when there are none */
export function pick<Item>(items: readonly Item[], number: number): Item {
  const item = items[Math.floor(number) % items.length];
  if (item === undefined) throw new Error('There is nothing to pick from.');
  return item;
}
