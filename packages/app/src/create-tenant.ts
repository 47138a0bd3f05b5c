#!/usr/bin/env node
// npm run tenant: creates a clinic's tenant in the database at DATABASE_URL and prints its keys, the only time that they can be read.
import { createTenant, migrate } from '@openprm/server/core';
import { createJsonLogger, openDatabase } from '@openprm/server/node';
import { toDatabaseStartupProblem } from './database-startup-problem.ts';
import { asStartupProblem, StartupProblem } from './startup-problem.ts';
import { readTenantRequest, type TenantRequest } from './tenant-command.ts';

try {
  const tenant = await create(readTenantRequest(process.argv.slice(2), process.env));
  console.error('The tenant is there. Its keys are shown only now; keep the secret key out of pages and repositories.');
  console.log(
    `tenant           ${tenant.tenantId}\npublishable key  ${tenant.publishableKey}\nsecret key       ${tenant.secretKey}`,
  );
} catch (error) {
  console.error(String(asStartupProblem(error)));
  process.exit(1);
}

async function create({ databaseUrl, name, origins }: TenantRequest) {
  const logger = createJsonLogger('error', (line) => process.stderr.write(line));
  try {
    const { database, close } = await openDatabase({ kind: 'external', url: databaseUrl }, logger);
    try {
      await migrate(database);
      const clock = { now: () => Date.now() };
      const random = { bytes: (length: number) => crypto.getRandomValues(new Uint8Array(length)) };
      return await createTenant({ database, clock, random }, { name, origins });
    } finally {
      await close();
    }
  } catch (error) {
    if (error instanceof RangeError) throw new StartupProblem('config-invalid', error.message);
    throw toDatabaseStartupProblem(error, databaseUrl);
  }
}
