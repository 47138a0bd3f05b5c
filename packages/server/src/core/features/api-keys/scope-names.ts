import { type Scope, everyScope, scopes } from '@openprm/contract/policies';

/** What a secret key's list of scopes may name. A key has no session of its own. */
export const scopeNames: readonly string[] = [
  everyScope,
  ...scopes.filter((scope) => scope !== ('own-session' satisfies Scope)),
];
