import type { Database, TenantTransaction, WrappedKey } from '../ports.ts';
import { KeyError } from './key-error.ts';

/** What the database knows of a tenant's keys: all of them wrapped. */
export interface StoredTenantKeys {
  /** Whether the tenant's first key is the one that the first release derived from the root key. */
  readonly isFirstRelease: boolean;
  /** By version; empty for a tenant that has none yet. */
  readonly wrapped: ReadonlyMap<number, WrappedKey>;
}

/** Reads them. @throws KeyError when the tenant is unknown, or the store has lost what the tenant had */
export async function readTenantKeys(database: Database, tenantId: string): Promise<StoredTenantKeys> {
  const rows = await database
    .selectFrom('tenant')
    .leftJoin('openprm_keys.tenant_key as key', 'key.tenant_id', 'tenant.tenant_id')
    .where('tenant.tenant_id', '=', tenantId)
    .select(['tenant.first_release', 'tenant.key_version', 'key.version', 'key.root_key_id', 'key.wrapped'])
    .execute();
  const [tenant] = rows;
  if (tenant === undefined) throw new KeyError('tenant-unknown', tenantId);
  const wrapped = new Map<number, WrappedKey>();
  for (const { version, root_key_id: rootKeyId, wrapped: key } of rows) {
    if (version !== null && rootKeyId !== null && key !== null) wrapped.set(version, { rootKeyId, wrapped: key });
  }
  if (wrapped.size === 0 && tenant.key_version > 0) throw new KeyError('tenant-key-missing', tenantId);
  if (wrapped.size < tenant.key_version) throw new KeyError('tenant-key-outdated', tenantId);
  return { isFirstRelease: tenant.first_release, wrapped };
}

/** A value that the first release sealed for a tenant, and the row that it stands in: by it a derived key is told from a wrong one. */
export async function findFirstReleaseValue(
  database: Database,
  tenantId: string,
): Promise<{ identity: string; sealed: Uint8Array } | undefined> {
  const patient = await database
    .selectFrom('patient')
    .where('tenant_id', '=', tenantId)
    .where('format', '=', 1)
    .select(['id', 'sealed'])
    .limit(1)
    .executeTakeFirst();
  if (patient?.sealed) return { identity: `patient/${patient.id}`, sealed: patient.sealed };
  const answer = await database
    .selectFrom('idempotency_key')
    .where('tenant_id', '=', tenantId)
    .where('format', '=', 1)
    .where('answer', 'is not', null)
    .select(['principal', 'route', 'key', 'answer'])
    .limit(1)
    .executeTakeFirst();
  if (!answer?.answer) return undefined;
  return { identity: `idempotency_key/${answer.principal}/${answer.route}/${answer.key}`, sealed: answer.answer };
}

/**
 * Adds a version of a tenant's key, unless another process was faster.
 *
 * @returns whether this one was added
 */
export async function addTenantKey(
  database: Database,
  tenantId: string,
  version: number,
  { rootKeyId, wrapped }: WrappedKey,
): Promise<boolean> {
  return database.transaction().execute(async (tx) => {
    const added = await tx
      .insertInto('openprm_keys.tenant_key')
      .values({ tenant_id: tenantId, version, root_key_id: rootKeyId, wrapped })
      .onConflict((conflict) => conflict.doNothing())
      .returning('version')
      .executeTakeFirst();
    if (added === undefined) return false;
    await tx
      .updateTable('tenant')
      .set({ key_version: version })
      .where('tenant_id', '=', tenantId)
      .where('key_version', '<', version)
      .execute();
    return true;
  });
}

/** Removes a tenant's keys with the tenant: what they sealed is lost, also in backups. */
export async function deleteKeysOf(tx: Database | TenantTransaction, tenantId: string): Promise<void> {
  await tx.deleteFrom('openprm_keys.patient_key').where('tenant_id', '=', tenantId).execute();
  await tx.deleteFrom('openprm_keys.tenant_key').where('tenant_id', '=', tenantId).execute();
}
