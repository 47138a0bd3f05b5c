import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { sql } from 'kysely';
import { tenantSealedColumns } from '../keys/seal-again.ts';
import { type TestServer, openTestServer, testDatabase } from '../../testing/clinic.fixture.ts';

/** Where our tables stand: the house's own schema, and that of the wrapped keys. */
const ourSchemas = ['public', 'openprm_keys'];
/** Tables of the migrator, which belong to no tenant. */
const ownTables = ['kysely_migration', 'kysely_migration_lock'];

describe(`the schema on ${testDatabase}`, () => {
  let server: TestServer;
  before(async () => {
    server = await openTestServer();
  });
  after(() => server.close());

  it('has the tenant in every primary key, unique constraint, exclusion constraint, foreign key and unique index', async () => {
    const { rows } = await sql<{ name: string; columns: string[] }>`
      select conrelid::regclass || ' ' || conname as name,
        array(select attname::text from pg_attribute where attrelid = conrelid and attnum = any(conkey)) as columns
      from pg_constraint
      where connamespace = any(${ourSchemas}::regnamespace[]) and contype in ('p', 'u', 'x', 'f') and not (conrelid::regclass::text = any(${ownTables}))
      union all
      select indrelid::regclass || ' ' || indexrelid::regclass,
        array(select attname::text from pg_attribute where attrelid = indrelid and attnum = any(indkey::int2[]))
      from pg_index join pg_class on pg_class.oid = indrelid
      where relnamespace = any(${ourSchemas}::regnamespace[]) and indisunique and not (indrelid::regclass::text = any(${ownTables}))`.execute(
      server.open.database,
    );
    assert.ok(rows.length > 60, `${rows.length} keys were looked at`);
    assert.deepEqual(
      rows.filter(({ columns }) => !columns.includes('tenant_id')).map(({ name }) => name),
      [],
    );
  });

  it('has every table under row-level security for the role of requests', async () => {
    const { rows } = await sql<{ name: string; secured: boolean; policies: number }>`
      select relname as name, relrowsecurity as secured,
        (select count(*)::integer from pg_policy where polrelid = pg_class.oid) as policies
      from pg_class where relnamespace = any(${ourSchemas}::regnamespace[]) and relkind = 'r' and not (relname = any(${ownTables}))`.execute(
      server.open.database,
    );
    assert.ok(rows.length > 20);
    assert.deepEqual(
      rows.filter(({ secured, policies }) => !secured || policies !== 1),
      [],
    );
  });

  it('has no column of bytes but hashes, what a rotation seals again, and what patients’ keys seal', async () => {
    const { rows } = await sql<{ name: string }>`
      select (case relnamespace::regnamespace::text when 'public' then '' else relnamespace::regnamespace::text || '.' end) || relname || '.' || attname as name
      from pg_attribute join pg_class on pg_class.oid = attrelid
      where relnamespace = any(${ourSchemas}::regnamespace[]) and relkind = 'r' and attnum > 0 and not attisdropped and atttypid = 'bytea'::regtype`.execute(
      server.open.database,
    );
    const isHash = ({ name }: { name: string }) =>
      /(\.|_)(hash|index|mac)$|^((appointment|hold|sign_in_code|waitlist_entry)\.visitor|appointment\.network|rate_limit\.subject|staff_attempt\.subject)$/.test(
        name,
      );
    const sealed = rows.filter((row) => !isHash(row)).map(({ name }) => name);
    assert.deepEqual(
      sealed.toSorted(),
      [
        ...tenantSealedColumns.map(({ table, column }) => `${table}.${column}`),
        // under a patient's key
        'patient.sealed',
        'person.sealed',
        'related_person.sealed',
        'task.sealed',
        'task_note.sealed',
        // wrapped: rotate.ts
        'openprm_keys.patient_key.wrapped',
        'openprm_keys.tenant_key.wrapped',
      ].toSorted(),
    );
  });

  it('lets a request neither change nor remove what is in the journal', async () => {
    const { rows } = await sql<{ granted: boolean }>`
      select has_table_privilege('openprm_app', name, privilege) as granted
      from unnest(array['event', 'audit_event']) as name, unnest(array['update', 'delete', 'truncate']) as privilege`.execute(
      server.open.database,
    );
    assert.deepEqual(
      rows.filter(({ granted }) => granted),
      [],
    );
  });

  it('shows a transaction of one tenant no row of another, whatever it asks for', async () => {
    const mine = await server.createTenant('Mine');
    await server.createTenant('Other');
    const { inTenant } = await import('./tenant-transaction.ts');
    const seen = await inTenant(server.open.database, mine.tenantId, (tx) =>
      tx.selectFrom('tenant').select('name').execute(),
    );
    assert.deepEqual(seen, [{ name: 'Mine' }]);
    await assert.rejects(
      inTenant(server.open.database, mine.tenantId, (tx) =>
        tx
          .insertInto('organization')
          .values({ tenant_id: 'ten_other', id: 'org_x', name: 'x', telephone: null, email: null })
          .execute(),
      ),
      /row-level security/,
    );
  });
});
