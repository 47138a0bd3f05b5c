import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { createRelatedPerson, getSurveyResults, updateTask } from '@openprm/contract';
import { endpointRows } from '@openprm/contract/policies';
import { sql } from 'kysely';
import { type TestServer, testDatabase } from './clinic.fixture.ts';
import { nth } from './clinic-setup.fixture.ts';
import type { Actor } from './matrix/actors.fixture.ts';
import { type Caller, type Row, call, isRefusal, tell } from './matrix/ask-cell.fixture.ts';
import { examples } from './matrix/examples.fixture.ts';
import { openMatrixServer } from './matrix/run-matrix.fixture.ts';
import { type Scene, openScene } from './matrix/scene.fixture.ts';
import { type Side, openSide } from './matrix/side.fixture.ts';

type Fields = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

/** What reads and can be asked again: a list is in it, and so is one thing by its id, from the day on which it is in the contract. */
const readingRows = endpointRows.filter(
  ({ method, response, feed, remembers }) =>
    response !== undefined && feed === undefined && (method === 'GET' || remembers === false),
);

/** One read by one caller. */
interface Read {
  readonly name: string;
  readonly row: Row;
  readonly scene: Scene;
  readonly input: Fields;
  readonly caller: Caller;
}

/** All that a read gives: of a list every page of it. */
interface Given {
  readonly items: ReadonlyMap<string, unknown>;
  readonly damaged: ReadonlySet<string>;
  readonly requestIds: readonly string[];
}

/** What a session's use changes while the test reads. */
const moving = /^(lastUsedAt|lastUsedOn|endsAt)$/;
const still = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (key, inner: unknown) => (moving.test(key) ? undefined : inner)));

const idOf = (item: unknown): string => {
  const { id, externalId, resource } = isObject(item) ? item : {};
  // FHIR's ids have no underscore
  return String(id ?? externalId ?? (isObject(resource) && String(resource['id']).replace('-', '_')));
};

/** @returns the problem that was answered in its place, if one was */
async function readAll({ row, scene, input, caller }: Read): Promise<Given | { readonly refused: string }> {
  const items = new Map<string, unknown>();
  const damaged = new Set<string>();
  const requestIds: string[] = [];
  for (let cursor: string | undefined; ;) {
    const place = row.method === 'GET' ? 'query' : 'body';
    const isPaged = isObject(input[place]) && isList(row);
    const next = isPaged
      ? { ...input, [place]: { ...(input[place] as Fields), limit: 200, ...(cursor && { cursor }) } }
      : input;
    const answer = await call(scene, row, next, caller);
    const { body } = answer;
    if (answer.status !== 200 || !isObject(body)) {
      const isTold = isRefusal(answer, 'record-damaged') && /restores it from a backup/.test(JSON.stringify(body));
      return { refused: isTold ? 'record-damaged' : tell(answer) };
    }
    requestIds.push(answer.headers.get('x-request-id') ?? '');
    const { bundle, damaged: gone } = body;
    const list = isObject(bundle) ? bundle['entry'] : body['data'];
    for (const item of Array.isArray(list) ? list : [body]) items.set(idOf(item), still(item));
    for (const { id } of Array.isArray(gone) ? (gone as { id: string }[]) : []) damaged.add(id);
    if (typeof body['nextCursor'] !== 'string') return { items, damaged, requestIds };
    cursor = body['nextCursor'];
  }
}

/** Whether a row answers a list, page by page. */
const isList = (row: Row): boolean => 'nextCursor' in shapeOf(row);

/** What tells of many records together says how many it could not read. */
const together: Readonly<Record<string, (item: unknown) => boolean>> = {
  getSurveyResults: (item) => isObject(item) && Array.isArray(item['damaged']) && item['damaged'].length > 0,
  exportSurveyResults: (item) => /^total,.*,[1-9]\d*\r$/m.test(isObject(item) ? String(item['content']) : ''),
};

/** Names of the fields of an answer. */
const shapeOf = ({ response }: Row): Fields =>
  isObject(response) && isObject(response['shape']) ? response['shape'] : {};

/** One way to damage one kind of row, of one patient where it is a patient's. */
interface Damage {
  readonly name: string;
  readonly column: string;
  readonly whose: string | null;
  /** @returns how to mend it; undefined where there is no such row */
  apply(): Promise<(() => Promise<unknown>) | undefined>;
}

describe(`a damaged record on ${testDatabase}`, () => {
  let server: TestServer;
  let own: Side;
  const reads: Read[] = [];
  const whole = new Map<Read, Given>();

  before(async () => {
    server = await openMatrixServer();
    own = await openSide(server);
    const other = await openSide(server);
    const { me, somebodyElse } = own;
    const fixed = (name: string, kind: Actor['kind'], credential: string): Actor => ({
      name,
      kind,
      side: 'own',
      isOwner: true,
      credential: () => Promise.resolve(credential),
    });
    const clinic = fixed('secret key', 'secret', own.clinic.secretKey);
    const callers = [
      clinic,
      fixed('owner', 'staff', own.staff.owner.session),
      fixed('person', 'person', me.credential),
    ];
    const [mine, theirs] = [own, { ...own, me: somebodyElse }].map((side) => openScene(server, side, other, clinic));
    assert.ok(mine && theirs);
    for (const scene of [mine, theirs]) {
      await scene.appointment();
      await scene.waiting();
      await scene.task();
      await server.call(createRelatedPerson, await examples.createRelatedPerson(scene), {
        credential: own.clinic.secretKey,
      });
    }
    const { id: ownerId } = await server.open.database
      .selectFrom('staff')
      .select((of) => of.fn.max('id').as('id'))
      .where('tenant_id', '=', own.clinic.tenantId)
      .where('role', '=', 'clinician')
      .where('status', '=', 'active')
      .executeTakeFirstOrThrow();
    // who of the staff works on it, and what they have noted, stand in it as well
    await server.call(
      updateTask,
      { params: { id: await mine.task() }, body: { version: 1, ownerId, note: 'Called' } },
      { credential: own.staff.clinician.session },
    );
    const asked: Read[] = [];
    for (const row of readingRows) {
      const { name, access } = row;
      const input = (await examples[name](mine)) as Fields;
      for (const actor of callers) {
        if (!access.some((kind) => kind === actor.kind)) continue;
        // one thing reads alike for all who may
        if (!isList(row) && asked.some((read) => read.row === row)) continue;
        const credential = await actor.credential(mine, row);
        asked.push({ name: `${name} as ${actor.name}`, row, scene: mine, input, caller: { actor, credential } });
      }
    }
    for (const read of asked) {
      const given = await readAll(read);
      // what this caller has none of, such as a portal, is no read
      if ('refused' in given) continue;
      reads.push(read);
      whole.set(read, given);
    }
  });
  after(() => server.close());

  /** Every kind of row that holds something sealed, each damaged in every way. */
  async function damages(): Promise<Damage[]> {
    const { database } = server.open;
    const { rows } = await sql<{ table: string; column: string; of: string | null }>`
      select (case nspname when 'public' then '' else nspname || '.' end) || relname as table, attname as column,
        (select at.attname from pg_attribute at where at.attrelid = pg_class.oid and not at.attisdropped
          and at.attname = case relname when 'patient' then 'id' else 'patient_id' end) as of
      from pg_attribute join pg_class on pg_class.oid = attrelid join pg_namespace on pg_namespace.oid = relnamespace
      where nspname in ('public', 'openprm_keys') and relkind = 'r' and atttypid = 'bytea'::regtype and not attisdropped
        and (attname = 'sealed' or (relname, attname) = ('patient_key', 'wrapped'))
      order by 1`.execute(database);
    const { tenantId } = own.clinic;
    return rows.flatMap(({ table, column, of }) => {
      const [place, value] = [sql.table(table), sql.ref(column)];
      const victims = of === null ? [null] : [own.me.patientId, own.somebodyElse.patientId];
      return victims.flatMap((whose) => {
        const which =
          of === null
            ? sql`tenant_id = ${tenantId} and id > (select min(id) from ${place} where tenant_id = ${tenantId})`
            : sql`tenant_id = ${tenantId} and ${sql.ref(of)} = ${whose}`;
        const kept = async () => (await sql<Fields>`select * from ${place} where ${which}`.execute(database)).rows;
        const damage = (way: string, change: ReturnType<typeof sql>): Damage => ({
          name: `${table}.${column} of ${whose ?? 'the clinic'}, ${way}`,
          column: `${table}.${column}`,
          whose,
          async apply() {
            const before = await kept();
            if (before.length === 0) return undefined;
            await change.execute(database);
            return async () => {
              for (const row of before)
                await (
                  way === 'gone'
                    ? sql`insert into ${place} (${sql.join(Object.keys(row).map((name) => sql.ref(name)))}) values (${sql.join(Object.values(row))})`
                    : sql`update ${place} set ${value} = ${row[column]} where tenant_id = ${tenantId}
                      and ${sql.ref(table.endsWith('patient_key') ? 'patient_id' : 'id')} = ${row[table.endsWith('patient_key') ? 'patient_id' : 'id']}`
                ).execute(database);
            };
          },
        });
        const flip = (at: ReturnType<typeof sql>) =>
          sql`update ${place} set ${value} = set_byte(${value}, ${at}, get_byte(${value}, ${at}) # 16) where ${which}`;
        return [
          damage('one bit', flip(sql`octet_length(${value}) - 1`)),
          // the one that a tenant's key has sealed names its version
          ...(of === null || column === 'wrapped' ? [damage('the version of its key', flip(sql`2`))] : []),
          ...(column === 'wrapped' ? [damage('gone', sql`delete from ${place} where ${which}`)] : []),
        ];
      });
    });
  }

  /** What is wrong with what a read gives while something is damaged. */
  async function problemOf(read: Read, lines: readonly string[], now: Awaited<ReturnType<typeof readAll>>) {
    const told = (id: string) =>
      lines.some(
        (line) => /"record-damaged"/.test(line) && line.includes(id) && /"resource":"[a-z_]+\/.*"advice":"/.test(line),
      );
    const before = whole.get(read);
    if (before === undefined) return 'was not read before';
    if ('refused' in now) {
      if (now.refused !== 'record-damaged') return `answered ${now.refused}`;
      if (isList(read.row)) return 'a whole list is refused';
      return told('req_') ? undefined : 'the log does not say which record';
    }
    for (const [id, item] of before.items) {
      if (isList(read.row) && now.damaged.has(id) === now.items.has(id))
        return `${id} is ${now.damaged.has(id) ? 'both' : 'left out'}`;
      const given = now.items.get(id);
      const saysSo = together[read.row.name];
      if (saysSo?.(given)) continue;
      if (now.items.has(id) && !isDeepStrictEqual(given, item)) return `${id} is given in part`;
    }
    for (const id of now.damaged) {
      if (!told(id)) return `the log does not say that ${id} is damaged`;
      if (isList(read.row) && !before.items.has(id) && !id.startsWith('aud_')) return `${id} is no item of it`;
      if (read.row.phi.length > 0 && !(await isAudited(now.requestIds, id))) return `the audit does not name ${id}`;
    }
    return undefined;
  }

  const isAudited = async (requestIds: readonly string[], id: string) =>
    (
      await sql`select 1 from audit_event where request_id = any(${sql.val([...requestIds])}::text[]) and resource_id = ${id}`.execute(
        server.open.database,
      )
    ).rows.length > 0;

  it('is named, and takes no other with it, in every read there is', { timeout: 600_000 }, async (context) => {
    const wrong: string[] = [];
    const touched = new Map<string, Set<string>>();
    const others = new Set<string>();
    for (const damage of await damages()) {
      const mend = await damage.apply();
      if (mend === undefined) continue;
      for (const read of reads) {
        server.logLines.length = 0;
        const now = await readAll(read);
        const problem = await problemOf(read, server.logLines, now);
        if (problem !== undefined) wrong.push(`${read.name} with ${damage.name}: ${problem}`);
        const isHit = 'refused' in now || now.damaged.size > 0;
        if (isHit) touched.set(read.row.name, (touched.get(read.row.name) ?? new Set()).add(damage.column));
        if (isHit && !('refused' in now) && now.items.size > 0) others.add(read.row.name);
      }
      await mend();
    }
    assert.deepEqual(wrong, []);
    context.diagnostic(JSON.stringify(Object.fromEntries([...touched].map(([name, by]) => [name, [...by]]))));
    // who says that what is read is personal opens something of it
    const unhurt = new Set(
      reads
        .filter(({ row }) => row.phi.some((mark) => mark.startsWith('response')) && !touched.has(row.name))
        .map(({ row }) => row.name),
    );
    assert.deepEqual([...unhurt], opensNothing);
    for (const name of [
      'listAppointments',
      'listWaitlistEntries',
      'listTasks',
      'listStaff',
      'listAuditEvents',
      'listQuestionnaireResponses',
      'exportSurveyResponses',
    ])
      assert.ok(others.has(name), `${name} still gives the others`);
    for (const read of reads)
      assert.equal(await problemOf(read, [], await readAll(read)), undefined, `${read.name} once all is mended`);
  });

  it('is left out of results, which say so', async () => {
    const { database } = server.open;
    const as = { credential: own.clinic.secretKey };
    const input = { params: { id: own.surveys.named }, query: {} };
    assert.equal((await server.call(getSurveyResults, input, as)).damaged, undefined);
    const response = await database
      .selectFrom('questionnaire_response')
      .select(['id', 'sealed'])
      .where('survey_id', '=', own.surveys.named)
      .where('status', '=', 'completed')
      .execute();
    const { id, sealed } = nth(response, 0);
    await database
      .updateTable('questionnaire_response')
      .set({ sealed: Buffer.from('other') })
      .where('id', '=', id)
      .execute();
    const results = await server.call(getSurveyResults, input, as);
    assert.deepEqual(results.damaged, [{ id, reason: 'sealed-value-changed' }]);
    await database.updateTable('questionnaire_response').set({ sealed }).where('id', '=', id).execute();
  });
});

/** Reads of what is personal that open nothing sealed. */
const opensNothing: readonly string[] = ['getAppointmentCalendar', 'listOwnSurveys', 'openSealedItems'];
