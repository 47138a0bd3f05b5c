import { sql } from 'kysely';
import type { TenantScope } from '../../http/context.ts';
import type { SortKey } from '../../http/cursor.ts';
import type { Database, TenantTransaction } from '../../ports.ts';

/** A key as it may be shown: the key itself is stored nowhere. */
export interface ApiKey {
  readonly id: string;
  readonly kind: 'publishable' | 'secret';
  readonly name: string;
  /** Of a secret key: names of scopes, or `all`. */
  readonly scopes: readonly string[];
  /** Of a publishable key: origins of the pages that may use it. */
  readonly origins: readonly string[];
  /** A UTC date, `YYYY-MM-DD`. */
  readonly createdOn: string;
  /** The UTC date of its last use, or null. */
  readonly lastUsedOn: string | null;
  /** Whether it still works. */
  readonly isLive: boolean;
}

/** How many keys of one kind and name may live at a time: the one in use and the one that replaces it. */
const mostOfAName = 2;

const shown = sql.raw(`id, kind, name, case kind when 'secret' then scopes else '{}' end as scopes, origins,
  to_char(created_at at time zone 'UTC', 'YYYY-MM-DD') as "createdOn", last_used_on as "lastUsedOn", revoked_at is null as "isLive"`);

/** Notes the day on which a key is in use, once a day: enough to see which of two a rotation has left behind. */
export async function noteKeyUse(database: Database, tenantId: string, keyId: string): Promise<void> {
  await sql`update api_key set last_used_on = (now() at time zone 'UTC')::date
    where tenant_id = ${tenantId} and id = ${keyId} and last_used_on is distinct from (now() at time zone 'UTC')::date`.execute(
    database,
  );
}

/** Keys in order of id, revoked ones too; ids grow with time. */
export async function listKeyRows(
  { tx, tenantId }: { readonly tx: Database | TenantTransaction; readonly tenantId: string },
  after?: SortKey,
  limit?: number,
): Promise<ApiKey[]> {
  const { rows } = await sql<ApiKey>`select ${shown} from api_key
    where tenant_id = ${tenantId} and id > ${after?.[0] ?? ''} order by id limit ${limit ?? null}::integer`.execute(tx);
  return rows;
}

/** One key, or undefined. */
export async function findKeyRow({ tx, tenantId }: TenantScope, id: string): Promise<ApiKey | undefined> {
  const { rows } = await sql<ApiKey>`select ${shown} from api_key where tenant_id = ${tenantId} and id = ${id}`.execute(
    tx,
  );
  return rows[0];
}

/** What a key that still works may do now, or undefined. */
export async function findLiveKey(
  { tx, tenantId }: TenantScope,
  id: string,
): Promise<Pick<ApiKey, 'scopes' | 'origins'> | undefined> {
  const { rows } = await sql<Pick<ApiKey, 'scopes' | 'origins'>>`
    select scopes, origins from api_key where tenant_id = ${tenantId} and id = ${id} and revoked_at is null`.execute(
    tx,
  );
  return rows[0];
}

/** What of a new key is stored. */
export interface NewKeyRow extends Pick<ApiKey, 'id' | 'kind' | 'name' | 'scopes' | 'origins'> {
  readonly hash: Uint8Array;
}

/**
 * Adds a key, unless two live ones of its kind have the name already. Of several who come at once no more get through: each waits for the others.
 *
 * @returns whether it was added
 */
export async function insertKey(
  { tx, tenantId }: TenantScope,
  { id, kind, name, scopes, origins, hash }: NewKeyRow,
): Promise<boolean> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`api-key/${tenantId}/${kind}/${name}`}, 0))`.execute(tx);
  const { rows } = await sql`select id from api_key
    where tenant_id = ${tenantId} and kind = ${kind} and name = ${name} and revoked_at is null`.execute(tx);
  if (rows.length >= mostOfAName) return false;
  await tx
    .insertInto('api_key')
    .values({ tenant_id: tenantId, id, kind, key_hash: hash, name, scopes: [...scopes], origins: [...origins] })
    .execute();
  return true;
}

/** Ends a key; one that was revoked already stays so. @returns whether there is one */
export async function revokeKey({ tx, tenantId }: TenantScope, id: string): Promise<boolean> {
  const { rows } = await sql`update api_key set revoked_at = coalesce(revoked_at, clock_timestamp())
    where tenant_id = ${tenantId} and id = ${id} returning id`.execute(tx);
  return rows.length > 0;
}

/** Replaces the origins of a live publishable key. @returns whether there is one */
export async function setOrigins(
  { tx, tenantId }: TenantScope,
  id: string,
  origins: readonly string[],
): Promise<boolean> {
  const { rows } = await sql`update api_key set origins = ${[...origins]}::text[]
    where tenant_id = ${tenantId} and id = ${id} and kind = 'publishable' and revoked_at is null returning id`.execute(
    tx,
  );
  return rows.length > 0;
}
