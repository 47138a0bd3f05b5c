import { inTenant } from '../database/tenant-transaction.ts';
import type { Database, Keys, RootKeys } from '../ports.ts';
import { rewrapPatientKey } from './patient-keys.ts';
import { type RotationDamage, RotationDamages } from './rotation-damage.ts';
import { sealAgain } from './seal-again.ts';
import { createKeys, hearsWithinMilliseconds, unwrapTenantKey } from './tenant-keys.ts';
import { addTenantKey, readTenantKeys } from './tenant-key-store.ts';

const batchRows = 200;

/** What a rotation did. */
export interface Rotation {
  /** Tenants that got a new version of their key. */
  readonly tenants: number;
  /** Keys of patients that were wrapped again. */
  readonly patientKeys: number;
  /** Values that were sealed again: of staff, of persons, remembered answers and others that belong to no patient. */
  readonly values: number;
  /** What could not be opened and stands where it was, under its earlier key. Once it is restored, a rotation moves it too. */
  readonly damaged: readonly RotationDamage[];
}

/** How many tenants' keys each root key wraps, by its id. */
export async function countWrapped(database: Database): Promise<ReadonlyMap<string, number>> {
  const rows = await database
    .selectFrom('openprm_keys.tenant_key')
    .select((of) => ['root_key_id', of.fn.countAll<string>().as('n')])
    .groupBy('root_key_id')
    .execute();
  return new Map(rows.map(({ root_key_id: id, n }) => [id, Number(n)]));
}

/**
 * Moves everything to the newest root key: each tenant gets a new version of its key, every key of a patient is wrapped by that, what stands
 * under the tenant's key itself is sealed again, and the earlier versions, which all codes and older backups still need, are wrapped by the newest root key too. Afterwards
 * nothing needs an earlier root key, and nothing is sealed by an earlier version, but for what is damaged: that is left and told of, and holds up nothing else. No key is destroyed.
 *
 * Servers may run meanwhile, and several rotations too; one that was interrupted is begun again, and goes on where it was.
 *
 * @param pause waits so many milliseconds: every server hears of a new version before anything is sealed with it
 * @throws whatever a database or a store of keys throws, other than KeyError; what was done stays done
 */
export async function rotateKeys(
  { database, rootKeys }: { readonly database: Database; readonly rootKeys: RootKeys },
  pause: (milliseconds: number) => Promise<void>,
): Promise<Rotation> {
  const tenants = await database.selectFrom('openprm_keys.tenant_key').select('tenant_id').distinct().execute();
  const damages = new RotationDamages();
  let renewed = 0;
  for (const { tenant_id: tenantId } of tenants) {
    if (await damages.tenant(tenantId, () => addNewestVersion(database, rootKeys, tenantId))) renewed += 1;
    await damages.tenant(tenantId, () => wrapEarlierVersions(database, rootKeys, tenantId, damages));
  }
  if (renewed > 0) await pause(2 * hearsWithinMilliseconds);

  const keys = createKeys({ database, rootKeys });
  const done = { patientKeys: 0, values: 0 };
  for (;;) {
    const [patientKeys, values] = [done.patientKeys, done.values];
    for (const { tenant_id: tenantId } of tenants) {
      await damages.tenant(tenantId, async () => {
        await keys.prepare(tenantId);
        done.patientKeys += await wrapAllPatientKeys(database, keys, tenantId, damages);
        done.values += await sealAgain(database, keys, tenantId, damages);
      });
    }
    // a request that began before the new version may have sealed with the one before it, and commits after its row was looked for
    if (done.patientKeys === patientKeys && done.values === values) break;
  }
  return { tenants: renewed, ...done, damaged: damages.all };
}

/** Adds a version under the newest root key, unless the newest version is under it already. */
async function addNewestVersion(database: Database, rootKeys: RootKeys, tenantId: string): Promise<boolean> {
  const { wrapped } = await readTenantKeys(database, tenantId);
  const newest = Math.max(...wrapped.keys());
  if (wrapped.get(newest)?.rootKeyId === (await rootKeys.newestId())) return false;
  const key = crypto.getRandomValues(new Uint8Array(32));
  return addTenantKey(database, tenantId, newest + 1, await rootKeys.wrap(tenantId, newest + 1, key));
}

async function wrapEarlierVersions(
  database: Database,
  rootKeys: RootKeys,
  tenantId: string,
  damages: RotationDamages,
): Promise<void> {
  const newestId = await rootKeys.newestId();
  const { wrapped } = await readTenantKeys(database, tenantId);
  for (const [version, key] of wrapped) {
    if (key.rootKeyId === newestId) continue;
    const bytes = await damages.tenant(tenantId, () => unwrapTenantKey(rootKeys, tenantId, version, key));
    if (bytes === undefined) continue;
    const again = await rootKeys.wrap(tenantId, version, bytes);
    await database
      .updateTable('openprm_keys.tenant_key')
      .set({ root_key_id: again.rootKeyId, wrapped: again.wrapped })
      .where('tenant_id', '=', tenantId)
      .where('version', '=', version)
      .where('root_key_id', '=', key.rootKeyId)
      .execute();
  }
}

/** The tenants of whose keys one does not unwrap: nobody knows which root key they need. */
export async function findLostTenants({
  database,
  rootKeys,
}: {
  readonly database: Database;
  readonly rootKeys: RootKeys;
}): Promise<readonly RotationDamage[]> {
  const tenants = await database.selectFrom('openprm_keys.tenant_key').select('tenant_id').distinct().execute();
  const damages = new RotationDamages();
  for (const { tenant_id: tenantId } of tenants)
    await damages.tenant(tenantId, async () => {
      const { wrapped } = await readTenantKeys(database, tenantId);
      for (const [version, key] of wrapped) await unwrapTenantKey(rootKeys, tenantId, version, key);
    });
  return damages.all;
}

async function wrapAllPatientKeys(
  database: Database,
  keys: Keys,
  tenantId: string,
  damages: RotationDamages,
): Promise<number> {
  let all = 0;
  for (let after: string | undefined = ''; after !== undefined;) {
    const { wrapped, last }: Batch = await wrapPatientKeys(database, keys, tenantId, after, damages);
    all += wrapped;
    after = last;
  }
  return all;
}

interface Batch {
  readonly wrapped: number;
  /** Where the next batch begins; undefined after the last one. */
  readonly last: string | undefined;
}

/** One batch. It waits for rows that another rotation has in hand, and then finds them done. */
async function wrapPatientKeys(
  database: Database,
  keys: Keys,
  tenantId: string,
  after: string,
  damages: RotationDamages,
): Promise<Batch> {
  const newest = await keys.newestVersion(tenantId);
  return inTenant(database, tenantId, async (tx) => {
    const rows = await tx
      .selectFrom('openprm_keys.patient_key')
      .select(['patient_id', 'wrapped'])
      .where('tenant_id', '=', tenantId)
      .where('tenant_key_version', '<', newest)
      .where('patient_id', '>', after)
      .orderBy('patient_id')
      .limit(batchRows)
      .forUpdate()
      .execute();
    let done = 0;
    for (const { patient_id: patientId, wrapped } of rows) {
      const again = await damages.record(tenantId, () => rewrapPatientKey({ tenantId, keys }, patientId, wrapped));
      if (again === undefined) continue;
      await tx
        .updateTable('openprm_keys.patient_key')
        .set({ wrapped: again.wrapped, tenant_key_version: again.version })
        .where('tenant_id', '=', tenantId)
        .where('patient_id', '=', patientId)
        .execute();
      done += 1;
    }
    return { wrapped: done, last: rows.at(-1)?.patient_id };
  });
}
