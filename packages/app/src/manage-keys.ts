#!/usr/bin/env node
// npm run keys: lists, makes, restricts and revokes the keys of a tenant. Servers that run beside it follow at their next request.
import { addOrigin, createApiKey, listApiKeys, removeOrigin, revokeApiKey } from '@openprm/server/core';
import type { Operator } from '@openprm/server/node';
import { describeKeys, type KeysRequest, readKeysRequest } from './keys-command.ts';
import { runOperator } from './run-operator.ts';
import { asStartupProblem } from './startup-problem.ts';

try {
  const request = readKeysRequest(process.argv.slice(2), process.env);
  console.log(await runOperator(request, (operator) => act(operator, request)));
} catch (error) {
  console.error(String(asStartupProblem(error)));
  process.exit(1);
}

async function act(operator: Operator, request: KeysRequest): Promise<string> {
  const { tenantId } = request;
  switch (request.act) {
    case 'list':
      return describeKeys(await listApiKeys(operator.database, tenantId));
    case 'create': {
      const { id, key } = await createApiKey(operator, request.create);
      console.error('The key is shown only now; keep a secret one out of pages and repositories.');
      return `id   ${id}\nkey  ${key}`;
    }
    case 'revoke':
      await revokeApiKey(operator, tenantId, request.keyId);
      return 'Revoked: it is refused from now on.';
    case 'add-origin':
      await addOrigin(operator, tenantId, request.keyId, request.origin);
      return `Pages of ${request.origin} may use this key from now on.`;
    case 'remove-origin':
      await removeOrigin(operator, tenantId, request.keyId, request.origin);
      return `Pages of ${request.origin} may no longer use this key.`;
  }
}
