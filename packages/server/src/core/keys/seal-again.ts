import { type RawBuilder, sql } from 'kysely';
import { inTenant } from '../database/tenant-transaction.ts';
import { outboxIdentity } from '../features/mail/outbox-channel.ts';
import { responseIdentity } from '../features/questionnaire-responses/sealed-response.ts';
import { sealingKeyIdentity } from '../features/sealed-items/sealing-key.ts';
import { codeIdentity } from '../features/sign-in/code-repository.ts';
import { staffIdentity } from '../features/staff/staff-record.ts';
import { totpIdentity } from '../features/staff-sessions/second-factor.ts';
import { staffMailIdentity } from '../features/staff-sessions/staff-mail.ts';
import { answerIdentity } from '../http/idempotency.ts';
import type { Database, Keys } from '../ports.ts';
import type { RotationDamages } from './rotation-damage.ts';

const batchRows = 200;

/** A column whose values are sealed under the tenant's key. */
export interface TenantSealedColumn {
  readonly table: string;
  readonly column: string;
  /** What of the table's key, besides the tenant, tells its rows apart and makes their identity. */
  readonly key: readonly string[];
  /** The row that a value is sealed for, from the values of `key`. */
  readonly identity: (...key: string[]) => string;
  /** Which of the rows, where others are sealed under a patient's key. */
  readonly only?: RawBuilder<boolean>;
}

/**
 * All columns whose values are sealed under a tenant's key. A test of the schema compares them with the database, so that a rotation forgets none; wrapped keys of
 * patients are wrapped again in `rotate.ts`.
 */
export const tenantSealedColumns: readonly TenantSealedColumn[] = [
  { table: 'staff', column: 'sealed', key: ['id'], identity: staffIdentity },
  { table: 'staff', column: 'totp_sealed', key: ['id'], identity: totpIdentity },
  {
    table: 'staff_sign_in',
    column: 'totp_sealed',
    key: ['staff_id', 'id'],
    identity: (staffId: string) => totpIdentity(staffId),
  },
  { table: 'staff_mail', column: 'sealed', key: ['id'], identity: staffMailIdentity },
  { table: 'sealing_key', column: 'sealed', key: ['id'], identity: sealingKeyIdentity },
  { table: 'sign_in_code', column: 'sealed', key: ['id'], identity: codeIdentity },
  {
    table: 'idempotency_key',
    column: 'answer',
    key: ['principal', 'route', 'key'],
    identity: (principal: string, route: string, key: string) => answerIdentity({ principal, route, key }),
    only: sql<boolean>`patient_ids = '{}' and format = 2`,
  },
  {
    table: 'outbox_mail',
    column: 'sealed',
    key: ['id'],
    identity: outboxIdentity,
    only: sql<boolean>`patient_id is null and format = 2`,
  },
  {
    table: 'questionnaire_response',
    column: 'sealed',
    key: ['id'],
    identity: responseIdentity,
    only: sql<boolean>`patient_id is null`,
  },
];

/**
 * Seals every value of a tenant again that an earlier version of its key has sealed. Servers may run meanwhile: each batch is locked, and changed in one transaction. A value that does not open is
 * left as it is.
 *
 * @param damages takes what does not open
 * @returns how many were sealed again
 */
export async function sealAgain(
  database: Database,
  keys: Keys,
  tenantId: string,
  damages: RotationDamages,
): Promise<number> {
  let all = 0;
  for (const place of tenantSealedColumns) {
    for (let after: readonly string[] | undefined = place.key.map(() => ''); after !== undefined;) {
      const { sealed, last }: Batch = await sealBatch(database, keys, tenantId, place, after, damages);
      all += sealed;
      after = last;
    }
  }
  return all;
}

interface Batch {
  readonly sealed: number;
  /** Where the next batch begins; undefined after the last one. */
  readonly last: readonly string[] | undefined;
}

async function sealBatch(
  database: Database,
  keys: Keys,
  tenantId: string,
  { table, column, key, identity, only = sql<boolean>`true` }: TenantSealedColumn,
  after: readonly string[],
  damages: RotationDamages,
): Promise<Batch> {
  const newest = await keys.newestVersion(tenantId);
  const [place, value] = [sql.table(table), sql.ref(column)];
  const keyColumns = sql.join(key.map((name) => sql.ref(name)));
  return inTenant(database, tenantId, async (tx) => {
    // a rotation is an act of who owns the tables; requests may not change all of them
    await sql`select set_config('role', 'none', true)`.execute(tx);
    // the version stands in the second and third byte; see `sealed-value.ts`
    const { rows } = await sql<{ key: string[]; sealed: Uint8Array }>`
      select array[${keyColumns}] as key, ${value} as sealed from ${place}
      where tenant_id = ${tenantId} and ${value} is not null and ${only} and (${keyColumns}) > (${sql.join(after)})
        and case when octet_length(${value}) < 3 then 0 else (get_byte(${value}, 1) << 8) | get_byte(${value}, 2) end < ${newest}::integer
      order by ${keyColumns} limit ${batchRows}::integer for update`.execute(tx);
    let done = 0;
    for (const row of rows) {
      const name = identity(...row.key);
      const plain = await damages.record(tenantId, () => keys.openBytes(tenantId, name, row.sealed));
      if (plain === undefined) continue;
      await sql`update ${place} set ${value} = ${await keys.seal(tenantId, name, plain)}
        where tenant_id = ${tenantId} and (${keyColumns}) = (${sql.join(row.key)})`.execute(tx);
      done += 1;
    }
    return { sealed: done, last: rows.at(-1)?.key };
  });
}
