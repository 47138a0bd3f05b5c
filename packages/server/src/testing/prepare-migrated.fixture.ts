import { writeFileSync } from 'node:fs';
import { createMigrated, dumpMigrated } from './clinic.fixture.ts';

// What the test files of a run start from, made once:
//   node prepare-migrated.fixture.ts pglite FILE        what OPENPRM_TEST_PGLITE names
//   node prepare-migrated.fixture.ts postgres DATABASE  what OPENPRM_TEST_POSTGRES_TEMPLATE names, at OPENPRM_TEST_POSTGRES_URL
const [, , kind, name] = process.argv;
if (name === undefined) throw new Error('Name what is to be made.');
if (kind === 'pglite') writeFileSync(name, Buffer.from(await (await dumpMigrated()).arrayBuffer()));
else if (kind === 'postgres') await createMigrated(name);
else throw new Error(`${kind} is neither pglite nor postgres.`);
