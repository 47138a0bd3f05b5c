#!/usr/bin/env node
// npm run root-key: adds a root key, moves everything to it, and removes those that nothing needs any more.
import { setTimeout as wait } from 'node:timers/promises';
import { countWrapped, createRootKeys, rotateKeys } from '@openprm/server/core';
import { addRootKey, keepRootKeys, type Operator, readRootKeys } from '@openprm/server/node';
import { type RootKeyRequest, readRootKeyRequest } from './root-key-command.ts';
import { runOperator } from './run-operator.ts';
import { asStartupProblem } from './startup-problem.ts';

try {
  const request = readRootKeyRequest(process.argv.slice(2), process.env);
  console.log(await runOperator(request, (operator) => act(operator, request)));
} catch (error) {
  console.error(String(asStartupProblem(error)));
  process.exit(1);
}

async function act({ database }: Operator, { act: wanted, keyFile }: RootKeyRequest): Promise<string> {
  const rootKeys = createRootKeys(() => readRootKeys(keyFile, true));
  switch (wanted) {
    case 'status': {
      const wrapped = await countWrapped(database);
      return (await rootKeys.ids())
        .map((id, index, all) => {
          const newest = index === all.length - 1 ? ', the newest' : '';
          return `${id}  wraps ${wrapped.get(id) ?? 0} keys of tenants${newest}`;
        })
        .join('\n');
    }
    case 'add':
      return `Added ${await addRootKey(keyFile)}. Copy the file to every machine that runs the server, and back it up; then: npm run root-key -- rotate`;
    case 'rotate': {
      const { tenants, patientKeys, values } = await rotateKeys({ database, rootKeys }, wait);
      return `${tenants} tenants have a new key, ${patientKeys} keys of patients are wrapped by them, and ${values} values of staff and others are sealed again. Nothing needs an earlier root key now: npm run root-key -- retire`;
    }
    case 'retire': {
      const needed = new Set([...(await countWrapped(database)).keys(), await rootKeys.newestId()]);
      const removed = await keepRootKeys(keyFile, needed);
      return removed === 0
        ? 'Every root key in the file is needed.'
        : `${removed} removed. Backups of the database from before the rotation need them still: keep them as long as those, apart from both.`;
    }
  }
}
