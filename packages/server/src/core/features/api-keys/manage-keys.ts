import { everyScope } from '@openprm/contract/policies';
import { sql } from 'kysely';
import { inTenant } from '../../database/tenant-transaction.ts';
import type { TenantScope } from '../../http/context.ts';
import { createIdMaker } from '../../ids.ts';
import { writeAuditEvents } from '../../journal/write-audit-events.ts';
import { hashSecret, newSecret } from '../../keys/secrets.ts';
import type { Database, Ports } from '../../ports.ts';
import { readOrigin } from '../../tenants/read-origin.ts';
import { type ApiKey, insertKey, listKeyRows, revokeKey } from './key-repository.ts';
import { scopeNames } from './scope-names.ts';

/** What managing keys needs: it is for whoever runs the server, as the owner of the tables. */
export type KeyPorts = Pick<Ports, 'database' | 'keys' | 'clock' | 'random'>;

/** A key that is to be made. */
export interface ApiKeyCreate {
  readonly tenantId: string;
  readonly kind: ApiKey['kind'];
  /** What it is for: a line of 1 to 60 characters. Two keys of a name may live at a time, so that one can be replaced by the other. */
  readonly name: string;
  /** Of a secret key. */
  readonly scopes?: readonly string[];
  /** Of a publishable key. */
  readonly origins?: readonly string[];
}

/** Who manages keys, in the audit. */
const principal = 'operator:command';

/** All keys of a tenant, the oldest first; revoked ones too. @throws RangeError for a tenant that does not exist */
export async function listApiKeys(database: Database, tenantId: string): Promise<ApiKey[]> {
  await requireTenant(database, tenantId);
  return listKeyRows({ tx: database, tenantId });
}

/**
 * Makes a key.
 *
 * @returns its id, and the key in plain for the only time
 * @throws RangeError for what is not valid; the message says what to do
 */
export async function createApiKey(
  ports: KeyPorts,
  { tenantId, kind, name, scopes = [], origins = [] }: ApiKeyCreate,
): Promise<{ readonly id: string; readonly key: string }> {
  const line = name.trim();
  if (!/^[^\p{Cc}]{1,60}$/u.test(line)) throw new RangeError('A name has 1 to 60 characters on one line.');
  const allowed = kind === 'publishable' ? readOrigins(origins, scopes) : [];
  const held = kind === 'secret' ? readScopes(scopes, origins) : [everyScope];
  const key = `${kind === 'secret' ? 'sk' : 'pk'}_${newSecret(ports.random)}`;
  const id = createIdMaker(ports.clock, ports.random)('key');
  const hash = await hashSecret(key);
  await change(ports, tenantId, 'api-key.created', id, async ({ tx }) => {
    if (!(await insertKey({ tx, tenantId }, { id, kind, name: line, scopes: held, origins: allowed, hash })))
      throw new RangeError(`Two live keys are called "${line}" already. Revoke one of them, or choose another name.`);
  });
  return { id, key };
}

/** Ends a key: the next request with it is refused, at every process. One that was revoked already stays so. @throws RangeError */
export const revokeApiKey = (ports: KeyPorts, tenantId: string, id: string): Promise<void> =>
  change(ports, tenantId, 'api-key.revoked', id, async (scope) => requireFound(await revokeKey(scope, id)));

/** Lets the pages of one more origin use a publishable key. @throws RangeError */
export const addOrigin = (ports: KeyPorts, tenantId: string, id: string, origin: string): Promise<void> =>
  change(ports, tenantId, 'api-key.origin-added', id, async ({ tx }) => {
    const { rows } =
      await sql`update api_key set origins = array(select distinct unnest(origins || ${[readOrigin(origin)]}::text[]) order by 1)
      where tenant_id = ${tenantId} and id = ${id} and kind = 'publishable' and revoked_at is null returning id`.execute(
        tx,
      );
    requireFound(rows.length > 0, 'live publishable key');
  });

/** Lets the pages of an origin no longer use a publishable key. @throws RangeError */
export const removeOrigin = (ports: KeyPorts, tenantId: string, id: string, origin: string): Promise<void> =>
  change(ports, tenantId, 'api-key.origin-removed', id, async ({ tx }) => {
    const { rows } = await sql`update api_key set origins = array_remove(origins, ${origin})
      where tenant_id = ${tenantId} and id = ${id} and kind = 'publishable' and ${origin} = any(origins) returning id`.execute(
      tx,
    );
    requireFound(rows.length > 0, 'publishable key with this origin');
  });

/** One change with its audit row, in one transaction. The role of requests may not change keys, so it is left for the change and taken on for the row. */
async function change(
  { database, keys, clock, random }: KeyPorts,
  tenantId: string,
  action: string,
  id: string,
  work: (scope: TenantScope) => Promise<void>,
): Promise<void> {
  await requireTenant(database, tenantId);
  const newId = createIdMaker(clock, random);
  await keys.prepare(tenantId);
  await inTenant(database, tenantId, async (tx) => {
    await sql`select set_config('role', 'none', true)`.execute(tx);
    await work({ tx, tenantId });
    await writeAuditEvents({ tx, tenantId }, keys, newId, [
      { action, principal, requestId: newId('req'), resourceId: id },
    ]);
  });
}

async function requireTenant(database: Database, tenantId: string): Promise<void> {
  const found = await database
    .selectFrom('tenant')
    .select('tenant_id')
    .where('tenant_id', '=', tenantId)
    .executeTakeFirst();
  if (found === undefined) throw new RangeError('There is no tenant with this id. npm run tenant printed it.');
}

function requireFound(isFound: boolean, what = 'key'): void {
  if (!isFound) throw new RangeError(`This tenant has no such ${what}. npm run keys -- list shows them.`);
}

function readOrigins(origins: readonly string[], scopes: readonly string[]): string[] {
  if (scopes.length > 0) throw new RangeError('A publishable key has no scopes: it may do what a visitor may.');
  return [...new Set(origins.map(readOrigin))];
}

function readScopes(scopes: readonly string[], origins: readonly string[]): string[] {
  if (origins.length > 0) throw new RangeError('A secret key has no origins: it is for servers, never for pages.');
  if (scopes.length === 0 || scopes.some((scope) => !scopeNames.includes(scope)))
    throw new RangeError(`A secret key has one scope or more of: ${scopeNames.join(', ')}.`);
  return scopes.includes(everyScope) ? [everyScope] : [...new Set(scopes)];
}
