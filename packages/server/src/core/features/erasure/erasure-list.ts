import { inTenant } from '../../database/tenant-transaction.ts';
import { isSameSecret, toBase64Url } from '../../keys/secrets.ts';
import type { Keys, Ports, TenantTransaction } from '../../ports.ts';
import { erasePatientData } from './erase-patient.ts';

/**
 * Who was erased, written down outside the database: lines that are only added to. A backup that is restored brings back whom it holds; the list,
 * replayed before the server opens, erases them again. It has ids only.
 */
export interface ErasureList {
  /** Adds a line, so that it is on disk when this resolves. */
  append(line: string): Promise<void>;
  /** All lines, the oldest first. */
  read(): AsyncIterable<string>;
}

interface ErasureEntry {
  readonly tenantId: string;
  readonly patientId: string;
  /** RFC 3339. */
  readonly erasedAt: string;
  /** The ids of rights to act for others that went with them; absent where there were none. */
  readonly rights?: readonly string[] | undefined;
}

const shape =
  /^\{"tenantId":"ten_[0-9a-z]+","patientId":"pat_[0-9A-Za-z_.-]+","erasedAt":"[0-9TZ:.-]+",(?:"rights":\["rel_[0-9A-Za-z_.-]+"(?:,"rel_[0-9A-Za-z_.-]+")*\],)?"mac":"[\w-]{43}"\}$/;

async function macOf(keys: Keys, { tenantId, patientId, erasedAt, rights = [] }: ErasureEntry): Promise<string> {
  return toBase64Url(await keys.mac(tenantId, 'erasure', JSON.stringify([patientId, erasedAt, ...rights])));
}

/**
 * Writes down an erasure that is about to commit. Should the commit fail, the line stays: somebody who may had asked for it, and to lose an
 * erasure is worse than to repeat one.
 */
export async function writeErasure(list: ErasureList, keys: Keys, entry: ErasureEntry): Promise<void> {
  const { tenantId, patientId, erasedAt, rights = [] } = entry;
  const mac = await macOf(keys, entry);
  await list.append(JSON.stringify({ tenantId, patientId, erasedAt, ...(rights.length > 0 ? { rights } : {}), mac }));
}

/** A line of the erasure list is not as it was written. */
export class ErasureListError extends Error {
  override readonly name = 'ErasureListError';
  readonly code = 'erasure-list-changed';

  constructor(line: number) {
    super(
      `Line ${line} of the erasure list is not as the server wrote it. Put the list back from a copy; if there is none, remove that line and ask who was erased then.`,
    );
  }
}

/**
 * Erases again whom a restored database has back. Call it before the server opens.
 *
 * @returns how many patients were erased again: 0 unless a backup was restored
 * @throws ErasureListError
 */
export async function replayErasures(
  { database, keys }: Pick<Ports, 'database' | 'keys'>,
  list: ErasureList,
): Promise<number> {
  let erased = 0;
  let line = 0;
  const tenants = new Set(
    (await database.selectFrom('tenant').select('tenant_id').execute()).map(({ tenant_id: id }) => id),
  );
  for await (const text of list.read()) {
    line += 1;
    if (text === '') continue;
    if (!shape.test(text)) throw new ErasureListError(line);
    const entry = JSON.parse(text) as ErasureEntry & { mac: string };
    // a tenant that is not here has nothing to erase
    if (!tenants.has(entry.tenantId)) continue;
    if (!isSameSecret(await macOf(keys, entry), entry.mac)) throw new ErasureListError(line);
    if (await eraseAgain({ database, keys }, entry)) erased += 1;
  }
  return erased;
}

async function eraseAgain(
  { database, keys }: Pick<Ports, 'database' | 'keys'>,
  { tenantId, patientId, erasedAt, rights }: ErasureEntry,
): Promise<boolean> {
  const known = await database
    .selectFrom('erasure')
    .select('patient_id')
    .where('tenant_id', '=', tenantId)
    .where('patient_id', '=', patientId)
    .executeTakeFirst();
  const key = await database
    .selectFrom('openprm_keys.patient_key')
    .select('patient_id')
    .where('tenant_id', '=', tenantId)
    .where('patient_id', '=', patientId)
    .executeTakeFirst();
  if (known !== undefined && key === undefined) return false;
  const scope = (tx: TenantTransaction) => ({ tx, tenantId, keys });
  await inTenant(database, tenantId, (tx) => erasePatientData(scope(tx), patientId, new Date(erasedAt), rights));
  return true;
}
