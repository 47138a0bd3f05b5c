#!/usr/bin/env node
// npm run root-key: adds a root key, moves everything to it, and removes those that nothing needs any more.
import { setTimeout as wait } from 'node:timers/promises';
import { type RotationDamage, countWrapped, createRootKeys, findLostTenants, rotateKeys } from '@openprm/server/core';
import { addRootKey, keepRootKeys, type Operator, readRootKeys } from '@openprm/server/node';
import { type RootKeyRequest, readRootKeyRequest } from './root-key-command.ts';
import { runOperator } from './run-operator.ts';
import { asStartupProblem } from './startup-problem.ts';

try {
  const request = readRootKeyRequest(process.argv.slice(2), process.env);
  const { said, damaged = [] } = await runOperator(request, (operator) => act(operator, request));
  console.log(said);
  for (const { tenantId, error } of damaged) console.error(`${tenantId}: ${error.message}`);
  if (damaged.length > 0) process.exitCode = 1;
} catch (error) {
  console.error(String(asStartupProblem(error)));
  process.exit(1);
}

/** What was done, and what could not be, for which the command fails. */
interface Done {
  readonly said: string;
  readonly damaged?: readonly RotationDamage[];
}

async function act({ database }: Operator, { act: wanted, keyFile }: RootKeyRequest): Promise<Done> {
  const rootKeys = createRootKeys(() => readRootKeys(keyFile, true));
  switch (wanted) {
    case 'status': {
      const wrapped = await countWrapped(database);
      const lines = (await rootKeys.ids()).map((id, index, all) => {
        const newest = index === all.length - 1 ? ', the newest' : '';
        return `${id}  wraps ${wrapped.get(id) ?? 0} keys of tenants${newest}`;
      });
      return { said: lines.join('\n') };
    }
    case 'add':
      return {
        said: `Added ${await addRootKey(keyFile)}. Copy the file to every machine that runs the server, and back it up; then: npm run root-key -- rotate`,
      };
    case 'rotate': {
      const { tenants, patientKeys, values, damaged } = await rotateKeys({ database, rootKeys }, wait);
      const moved = `${tenants} tenants have a new key, ${patientKeys} keys of patients are wrapped by them, and ${values} values of staff and others are sealed again.`;
      const rest =
        damaged.length === 0
          ? 'Nothing needs an earlier root key now: npm run root-key -- retire'
          : `${damaged.length} could not be opened and stay under their earlier keys, which are kept: restore what is named below, then once more: npm run root-key -- rotate`;
      return { said: `${moved} ${rest}`, damaged };
    }
    case 'retire': {
      const damaged = await findLostTenants({ database, rootKeys });
      if (damaged.length > 0)
        return {
          said: 'Nothing was removed: the keys of a tenant cannot be opened, and may need any of them.',
          damaged,
        };
      const needed = new Set([...(await countWrapped(database)).keys(), await rootKeys.newestId()]);
      const removed = await keepRootKeys(keyFile, needed);
      return {
        said:
          removed === 0
            ? 'Every root key in the file is needed.'
            : `${removed} removed. Backups of the database from before the rotation need them still: keep them as long as those, apart from both.`,
      };
    }
  }
}
