import type {
  EndpointAnswer,
  apiKeyCreateSchema,
  createApiKey as createRow,
  updateApiKey as updateRow,
} from '@openprm/contract';
import { allowsScope, everyScope, scopes as knownScopes, staffRolePolicies } from '@openprm/contract/policies';
import type * as z from 'zod/mini';
import type { RequestContext } from '../../http/context.ts';
import { readPage } from '../../http/cursor.ts';
import type { Principal } from '../../http/principal.ts';
import { hashSecret } from '../../keys/secrets.ts';
import { Problem, invalid, notFound } from '../../problem.ts';
import { readOrigin } from '../../tenants/read-origin.ts';
import { type ApiKey, findKeyRow, insertKey, listKeyRows, revokeKey, setOrigins } from './key-repository.ts';
import { scopeNames } from './scope-names.ts';

type KeyAnswer = EndpointAnswer<typeof updateRow>;

const toAnswer = (key: ApiKey): KeyAnswer => ({ ...key, scopes: [...key.scopes], origins: [...key.origins] });

/** Lists the clinic's keys, without the keys themselves. */
export const listKeys = (context: RequestContext, query: { cursor?: string | undefined; limit?: number | undefined }) =>
  readPage(
    context,
    query,
    1,
    (after, limit) => listKeyRows(context, after, limit),
    (row) => [row.id],
    toAnswer,
  );

/**
 * Makes a key. What is answered is the only sight of it; its hash is stored.
 *
 * @throws Problem `already-exists` for a third live key of a name, `permission-denied` for a scope that the caller does not hold
 */
export async function createKey(
  context: RequestContext,
  input: z.output<typeof apiKeyCreateSchema>,
): Promise<EndpointAnswer<typeof createRow>> {
  const { kind, name } = input;
  const scopes = input.kind === 'secret' ? grantedScopes(context.principal, input.scopes) : [everyScope];
  const origins = input.kind === 'publishable' ? readOrigins(input.origins) : [];
  const key = `${kind === 'secret' ? 'sk' : 'pk'}_${context.newSecret()}`;
  const id = context.newId('key');
  if (!(await insertKey(context, { id, kind, name, scopes, origins, hash: await hashSecret(key) })))
    throw new Problem('already-exists', {
      detail: 'Two live keys of this kind have this name already. Revoke one of them, or choose another name.',
    });
  context.touches(id);
  return { ...toAnswer(await requireKey(context, id)), key };
}

/** Replaces the origins of a publishable key. @throws Problem `not-found` for any other, and for one that was revoked */
export async function updateKey(context: RequestContext, id: string, origins: readonly string[]): Promise<KeyAnswer> {
  if (!(await setOrigins(context, id, readOrigins(origins)))) throw notFound('live publishable key');
  context.touches(id);
  return toAnswer(await requireKey(context, id));
}

/** Ends a key. One that was revoked already stays so. @throws Problem `not-found` */
export async function revokeOneKey(context: RequestContext, id: string): Promise<KeyAnswer> {
  if (!(await revokeKey(context, id))) throw notFound('key');
  context.touches(id);
  return toAnswer(await requireKey(context, id));
}

async function requireKey(context: RequestContext, id: string): Promise<ApiKey> {
  const row = await findKeyRow(context, id);
  if (row === undefined) throw notFound('key');
  return row;
}

/** Nobody gives what they do not hold: else a key that may make keys could do everything. */
function grantedScopes(principal: Principal, wanted: readonly string[]): string[] {
  for (const [index, scope] of wanted.entries()) {
    if (!scopeNames.includes(scope)) throw invalid(`/body/scopes/${index}`, `must be one of ${scopeNames.join(', ')}`);
  }
  const scopes = wanted.includes(everyScope) ? [everyScope] : [...new Set(wanted)];
  const missing = scopes.filter((scope) => !mayGive(principal, scope));
  if (missing.length > 0)
    throw new Problem('permission-denied', { detail: `You do not hold what this key would: ${missing.join(', ')}.` });
  return scopes;
}

/** An owner may give everything; a key what it has been given. */
function mayGive(principal: Principal, scope: string): boolean {
  switch (principal.kind) {
    case 'secret':
      return principal.scopes.includes(everyScope) || principal.scopes.includes(scope);
    case 'staff': {
      const held = staffRolePolicies[principal.role].scopes;
      return scope === everyScope
        ? knownScopes.every((known) => allowsScope(held, known))
        : held.some((known) => known === scope);
    }
    case 'publishable':
    case 'link':
    case 'patient':
    case 'person':
    case 'handle':
    case 'sign-in-link':
    case 'waitlist-link':
    case 'survey-link':
      return false;
  }
}

function readOrigins(origins: readonly string[]): string[] {
  return [
    ...new Set(
      origins.map((origin, index) => {
        try {
          return readOrigin(origin);
        } catch (error) {
          throw error instanceof RangeError ? invalid(`/body/origins/${index}`, error.message) : error;
        }
      }),
    ),
  ];
}
