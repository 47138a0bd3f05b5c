import * as z from 'zod/mini';
import { endpoint } from './endpoint.ts';
import { email, id, instantText, languageTag, line, whole } from './primitives.ts';

/** Where a one-time code goes, and in which language the mail is written (English unless there is theirs). */
export const signInCodeCreateSchema = z.strictObject({ email, language: z.optional(languageTag) });
export type SignInCodeCreate = z.input<typeof signInCodeCreateSchema>;

/** That a code was asked for. The same for every address: whether a mail goes out, and to whom, cannot be read from it. */
export const signInCodeSchema = z.object({
  id: z.string(),
  /** 10 minutes after the request. */
  expiresAt: instantText,
  /** How many digits the code has. */
  digits: z.number(),
  /** How often it may be entered wrongly; after that it is no good. */
  tries: z.number(),
});
export type SignInCode = z.output<typeof signInCodeSchema>;

/** A link that signs one patient in, once. */
export const signInLinkCreateSchema = z.strictObject({
  /** How long it can be used: 1 to 168 hours, 72 by default. */
  hours: z.optional(whole(1, 168)),
});
export type SignInLinkCreate = z.input<typeof signInLinkCreateSchema>;

/** The link as it is handed over: only in this answer, since nothing of the secret is stored. */
export const signInLinkSchema = z.object({
  id: z.string(),
  /** `psl_…`: the credential of `createSessionFromLink`. Put it in a fragment (after `#`), never in a path or a query. */
  secret: z.string(),
  expiresAt: instantText,
});
export type SignInLink = z.output<typeof signInLinkSchema>;

const base64Url = (characters: number) =>
  z
    .string()
    .check(z.regex(new RegExp(`^[A-Za-z0-9_-]{${characters}}$`), `must be ${characters} characters of base64url`));

/** A public key that signs portal assertions: P-256 for ES256, Ed25519 for EdDSA (RFC 7517, RFC 8037). A private part is refused. */
export const portalKeySchema = z.discriminatedUnion('kty', [
  z.strictObject({
    kty: z.literal('EC'),
    crv: z.literal('P-256'),
    x: base64Url(43),
    y: base64Url(43),
    kid: line(100),
    alg: z.optional(z.literal('ES256')),
    use: z.optional(z.literal('sig')),
  }),
  z.strictObject({
    kty: z.literal('OKP'),
    crv: z.literal('Ed25519'),
    x: base64Url(43),
    kid: line(100),
    alg: z.optional(z.literal('EdDSA')),
    use: z.optional(z.literal('sig')),
  }),
]);

export const portalPutSchema = z.strictObject({
  /** The `iss` of its assertions, exactly. */
  issuer: line(300),
  /** Its public keys, two or more while it rotates them. */
  jwks: z.strictObject({ keys: z.array(portalKeySchema).check(z.minLength(1), z.maxLength(10)) }),
});
export type PortalPut = z.input<typeof portalPutSchema>;

/** The clinic's own portal, whose signed-in patients need no code. */
export const portalSchema = z.object({
  issuer: z.string(),
  /** What an assertion must have as `aud`. */
  audience: z.string(),
  /** The `kid` of each key. */
  keyIds: z.array(z.string()),
});
export type Portal = z.output<typeof portalSchema>;

/** Sends a one-time code to whatever address is typed, within caps. */
export const createSignInCode = endpoint({
  method: 'POST',
  path: '/v1/sign-in-codes',
  body: signInCodeCreateSchema,
  response: signInCodeSchema,
  creates: true,
});
/** Makes a link that signs a patient in once; the clinic hands it over. */
export const createSignInLink = endpoint({
  method: 'POST',
  path: '/v1/patients/{id}/sign-in-links',
  params: z.strictObject({ id: id('pat') }),
  body: signInLinkCreateSchema,
  response: signInLinkSchema,
  creates: true,
});
/** Ends a link that was not used yet. */
export const deleteSignInLink = endpoint({
  method: 'DELETE',
  path: '/v1/sign-in-links/{id}',
  params: z.strictObject({ id: id('sil') }),
});
export const getPortal = endpoint({ method: 'GET', path: '/v1/portal', response: portalSchema });
/** Registers the portal or replaces its keys; assertions under keys that are gone are refused at once. */
export const putPortal = endpoint({
  method: 'PUT',
  path: '/v1/portal',
  body: portalPutSchema,
  response: portalSchema,
});
export const deletePortal = endpoint({ method: 'DELETE', path: '/v1/portal' });
