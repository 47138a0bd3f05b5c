import type * as rows from './api-keys.ts';
import type { PoliciesOf } from './policy.ts';

const tag = 'API keys';
const access = ['secret', 'staff'] as const;
const scope = 'keys:write';

export const apiKeyPolicies = {
  listApiKeys: { summary: 'List the keys of the clinic', tag, access, scope, phi: [], problems: [] },
  createApiKey: {
    summary: 'Make a key, which is shown once',
    tag,
    access,
    scope,
    phi: [],
    problems: ['already-exists'],
    // the answer holds the key: for a retry of moments later, and no longer
    remembers: { minutes: 30 },
    fresh: true,
  },
  updateApiKey: {
    summary: 'Say from which origins a publishable key may be used',
    tag,
    access,
    scope,
    phi: [],
    problems: ['not-found'],
    fresh: true,
  },
  revokeApiKey: { summary: 'Revoke a key', tag, access, scope, phi: [], problems: ['not-found'], fresh: true },
} satisfies PoliciesOf<typeof rows>;
