import { execFile } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import type { PrmClient } from '@openprm/sdk';
import { root } from '../../../tooling/places.mjs';
import { type PlantedSearch, searchFor } from '../planted-search.ts';
import type { PostgresDatabase } from '../postgres-database.ts';
import { type Loot, openWithAny } from './key-thief.ts';

/** All that another clinic is told, also when it asks for what is ours by its address. */
export async function readAsStranger(
  stranger: PrmClient,
  key: string,
  url: string,
  ours: readonly string[],
): Promise<string> {
  const texts: string[] = [JSON.stringify((await stranger.appointments.list()).data)];
  const headers = { Authorization: `Bearer ${key}` };
  const addresses = ['/v1/audit-events', '/v1/staff', '/v1/practitioners', '/v1/related-persons', '/v1/openapi.json'];
  for (const address of [...addresses, ...ours]) {
    texts.push(await (await fetch(url + address, { headers })).text());
  }
  return texts.join('\n');
}

/** Reads every file of the server's data directory, and of where patients' files are kept. */
export async function searchFiles(database: PostgresDatabase, kept: string, search: PlantedSearch, control: string) {
  const [row] = await database.query<{ data_directory: string }>('show data_directory');
  const folder = row?.data_directory ?? '';
  const controlSearch = searchFor([control]);
  const found = new Set<string>();
  const foundInLog = new Set<string>();
  const controlIn = new Set<'log' | 'data'>();
  let files = 0;
  let bytes = 0;
  const read = (place: string) => readdirSync(place, { recursive: true, withFileTypes: true });
  if (!read(kept).some((entry) => entry.isFile())) throw new Error('No file of a patient was kept.');
  for (const entry of [...read(folder), ...read(kept)]) {
    if (!entry.isFile()) continue;
    const content = readFileSync(path.join(entry.parentPath, entry.name));
    const isLog = path.relative(folder, entry.parentPath).startsWith('pg_wal');
    files += 1;
    bytes += content.length;
    for (const value of search.find(content)) (isLog ? foundInLog : found).add(value);
    if (controlSearch.find(content).size > 0) controlIn.add(isLog ? 'log' : 'data');
  }
  return { files, bytes, found, foundInLog, isControlFound: controlIn.size === 2 };
}

/** Sealed with a clinic's own key: of its staff, of what devices keep, and what goes by itself within minutes. */
const ofNoPatient: ReadonlySet<string> = new Set([
  'staff',
  'staff_sign_in',
  'staff_mail',
  'sealing_key',
  'sign_in_code',
]);

/** Rows whose patient a column of another name says. */
const patientOf: Readonly<Record<string, string>> = {
  patient: 'id = any($1)',
  person: 'id in (select person_id from patient_session where patient_id = any($1))',
};

/**
 * What is sealed with the keys of these patients alone, and of whoever signed in as one of them: of each table that the schema has, so that a new one is here by its birth.
 *
 * @throws for a table that seals something, and of which nobody has said whose
 */
export async function readSealed(database: PostgresDatabase, patients: readonly string[]): Promise<Loot[]> {
  const tables = await database.query<{ name: string; isOfPatient: boolean }>(
    `select sealing.table_name as name, exists (
       select from information_schema.columns as owner
       where owner.table_schema = sealing.table_schema and owner.table_name = sealing.table_name and owner.column_name = 'patient_id') as "isOfPatient"
     from information_schema.columns as sealing
     where sealing.table_schema = 'public' and sealing.column_name like '%sealed%' and sealing.data_type = 'bytea'
       and sealing.table_name <> all($1)`,
    [[...ofNoPatient]],
  );
  const loot: Loot[] = [];
  for (const { name, isOfPatient } of tables) {
    const whose = patientOf[name] ?? (isOfPatient ? 'patient_id = any($1)' : undefined);
    if (whose === undefined) throw new Error(`${name} seals something: say whose it is.`);
    const rows = await database.query<{ id: string; sealed: Buffer }>(
      `select id, sealed from ${name} where sealed is not null and ${whose}`,
      [patients],
    );
    loot.push(...rows.map(({ id, sealed }) => ({ identity: `${name}/${id}`, sealed })));
  }
  const answers = await database.query<{ principal: string; route: string; key: string; answer: Buffer }>(
    'select principal, route, key, answer from idempotency_key where cardinality(patient_ids) = 1 and patient_ids[1] = any($1)',
    [patients],
  );
  for (const { principal, route, key, answer } of answers)
    loot.push({ identity: `idempotency_key/${principal}/${route}/${key}`, sealed: answer });
  return loot;
}

/** Tables of which something was sealed. */
export const kindsOf = (copies: readonly Loot[]) =>
  new Set(copies.map(({ identity }) => identity.split('/', 1)[0] ?? ''));
/** Those of which something has to be. */
export const expectedKinds = [
  'patient',
  'person',
  'related_person',
  'questionnaire_response',
  'task',
  'task_note',
  'idempotency_key',
];

/** How many of the copies some key opens. */
export const countOpened = (keys: readonly Buffer[], copies: readonly Loot[]) =>
  copies.filter((copy) => openWithAny(keys, copy).length > 0).length;

/** By the command that `npm run verify-audit` runs, beside the running server. */
export async function verifyAudit(
  env: Record<string, string>,
): Promise<{ rows: number; findings: readonly unknown[] }> {
  const command = path.join(root, 'packages/app/dist/verify-audit.js');
  const { stdout } = await promisify(execFile)(process.execPath, [command, '--json'], {
    env: { PATH: process.env['PATH'], ...env },
  }).catch((error: unknown) => {
    if (typeof error === 'object' && error !== null && 'stdout' in error) return { stdout: String(error.stdout) };
    throw error;
  });
  return JSON.parse(stdout) as { rows: number; findings: readonly unknown[] };
}
