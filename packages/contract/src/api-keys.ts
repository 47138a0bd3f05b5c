import * as z from 'zod/mini';
import { endpoint } from './endpoint.ts';
import { code, dateText, id, line, page, paging } from './primitives.ts';

/** A publishable key names the clinic in a page; a secret key is for the clinic's own server. */
export const apiKeyKinds = ['publishable', 'secret'] as const;

/** A key as it may be shown: the key itself is stored nowhere. */
export const apiKeySchema = z.object({
  id: z.string(),
  kind: code(apiKeyKinds),
  /** What it is for. Two live keys of a kind may have the same name: the one in use and the one that replaces it. */
  name: z.string(),
  /** Of a secret key: names of scopes, or `all`. */
  scopes: z.array(z.string()),
  /** Of a publishable key: origins of the pages that may use it. */
  origins: z.array(z.string()),
  /** In UTC. */
  createdOn: dateText,
  /** The day of its last use, in UTC. */
  lastUsedOn: z.nullable(dateText),
  /** Whether it still works: false once it was revoked. */
  isLive: z.boolean(),
});
export type ApiKey = z.output<typeof apiKeySchema>;

/** `https://` and a host, without a path; `http://` only with localhost. */
const origins = z
  .array(z.string().check(z.regex(/^https?:\/\/[^\s/]{1,253}$/, 'must be an origin, such as https://clinic.example')))
  .check(z.maxLength(50));
/** Names of scopes, as `x-scope` of the OpenAPI document has them, or `all`. */
const scopes = z
  .array(z.string().check(z.regex(/^[a-z-]+(:[a-z]+)?$/, 'must be the name of a scope')))
  .check(z.minLength(1, 'must name a scope'), z.maxLength(50));

/** A new key: a secret one with scopes, or a publishable one with origins. */
export const apiKeyCreateSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('secret'), name: line(60), scopes }),
  z.strictObject({ kind: z.literal('publishable'), name: line(60), origins }),
]);
export type ApiKeyCreate = z.input<typeof apiKeyCreateSchema>;

/** The new key with the only sight of it. */
export const apiKeyCreatedSchema = z.extend(apiKeySchema, {
  /** `sk_…` or `pk_…`. */
  key: z.string(),
});
export type ApiKeyCreated = z.output<typeof apiKeyCreatedSchema>;

/** All origins that a publishable key may be used from, in place of those before. */
export const apiKeyUpdateSchema = z.strictObject({ origins });
export type ApiKeyUpdate = z.input<typeof apiKeyUpdateSchema>;

const params = z.strictObject({ id: id('key') });

/** Revoked ones too. */
export const listApiKeys = endpoint({
  method: 'GET',
  path: '/v1/api-keys',
  query: z.strictObject(paging),
  response: page(apiKeySchema),
});
export const createApiKey = endpoint({
  method: 'POST',
  path: '/v1/api-keys',
  body: apiKeyCreateSchema,
  response: apiKeyCreatedSchema,
  creates: true,
});
/** From the next request on, at every process. */
export const updateApiKey = endpoint({
  method: 'PATCH',
  path: '/v1/api-keys/{id}',
  params,
  body: apiKeyUpdateSchema,
  response: apiKeySchema,
});
/** Ends a key for good: the next request with it is refused. */
export const revokeApiKey = endpoint({
  method: 'POST',
  path: '/v1/api-keys/{id}/revoke',
  params,
  body: z.strictObject({}),
  response: apiKeySchema,
});
