import * as z from 'zod/mini';
import { endpoint } from './endpoint.ts';
import { code, instant, instantText } from './primitives.ts';

/**
 * What a device keeps while it cannot be sent: messages and answers that wait (`outbox`), and what is still being written (`draft`). Each is an envelope, a
 * compact JWE (RFC 7516) with ECDH-ES and A256GCM (RFC 7518), sealed to a public key of the clinic; only the server can open it.
 */
export const sealedKinds = ['outbox', 'draft'] as const;
export type SealedKind = (typeof sealedKinds)[number];

/** The owner of what was added while nobody was signed in. */
export const signedOutOwner = 'signed-out';

/** The algorithms of an envelope; others are refused. */
export const envelopeAlgorithms = { alg: 'ECDH-ES', enc: 'A256GCM' } as const;

/** The `typ` of an envelope, so that no JWE made for something else is taken for one. */
export const envelopeType = 'openprm-sealed';

/** How long what is sealed may be, in bytes of its JSON (UTF-8). */
export const sealedBytes = 32_768;

/** How many envelopes one call opens, and how many bytes they may have together. */
export const openAtOnce = { envelopes: 20, bytes: 60_000 } as const;

const itemId = z.string().check(z.regex(/^[0-9a-f]{32}$/, 'must be 32 hexadecimal digits'));
const keyCoordinate = z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/, 'must be 32 bytes as base64url'));

/** The public key that envelopes are sealed to: P-256 as a JWK (RFC 7517). */
export const sealingPublicKeySchema = z.object({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: keyCoordinate,
  y: keyCoordinate,
});
export type SealingPublicKey = z.output<typeof sealingPublicKeySchema>;

/** What a session seals with. */
export const sealingSchema = z.object({
  /** Which key pair of the clinic; it goes into the envelope as `kid`. */
  keyId: z.string(),
  publicKey: sealingPublicKeySchema,
  /** Who seals: the same in each session of one verified address, or who has a survey's link. Says nothing about them. */
  owner: z.string(),
  /** Shows within the envelope that who sealed it was signed in as the owner. Keep it in memory only. */
  proof: z.string(),
  /** Envelopes are opened until then, at least 90 days from now; seal to a newer key long before. */
  opensUntil: instantText,
});
export type Sealing = z.output<typeof sealingSchema>;

/**
 * The protected header of an envelope, which stands there for everyone to read and for nobody to change: which item it is, whose, and since when. It
 * says nothing about what is in it.
 */
export const sealedHeaderSchema = z.strictObject({
  alg: z.literal(envelopeAlgorithms.alg),
  enc: z.literal(envelopeAlgorithms.enc),
  typ: z.literal(envelopeType),
  epk: z.strictObject({
    kty: z.literal('EC'),
    crv: z.literal('P-256'),
    x: keyCoordinate,
    y: keyCoordinate,
  }),
  kid: z.string().check(z.regex(/^slk_[0-9a-z]{8,60}$/, 'must be the id of a sealing key')),
  /** 128 random bits, and the idempotency key of its sending. */
  item: itemId,
  kind: z.enum(sealedKinds),
  owner: z.string().check(z.regex(/^((per|svi)_[0-9a-zA-Z]{4,60}|signed-out)$/, 'must be an owner')),
  /** When it was sealed. */
  at: instant,
});
export type SealedHeader = z.output<typeof sealedHeaderSchema>;

/** What is sealed, as JSON. */
export const sealedBodySchema = z.strictObject({
  /** {@link Sealing.proof}; absent in what was added while nobody was signed in. */
  proof: z.optional(z.string().check(z.maxLength(100))),
  /** The patient whom it is about: the own chart, or whom the person acts for; null where there was none. */
  patientId: z.nullable(z.string().check(z.maxLength(130))),
  /** What kind of thing it is, for the element that reads it. */
  type: z.string().check(z.minLength(1), z.maxLength(100)),
  content: z.unknown(),
});
export type SealedBody = z.output<typeof sealedBodySchema>;

/** An envelope as it is sent. */
export const envelopeSchema = z
  .string()
  .check(z.maxLength(50_000), z.regex(/^[\w-]+\.[\w-]*\.[\w-]+\.[\w-]*\.[\w-]+$/, 'must be a compact JWE'));

export const sealedItemsOpenSchema = z.strictObject({
  envelopes: z.array(envelopeSchema).check(
    z.minLength(1),
    z.maxLength(openAtOnce.envelopes),
    z.refine(
      (envelopes) => envelopes.reduce((sum, { length }) => sum + length, 0) <= openAtOnce.bytes,
      `must have at most ${openAtOnce.bytes} bytes together`,
    ),
  ),
  /** Whether to open also what was added while nobody was signed in: only when the person has said that it is theirs. */
  claim: z.optional(z.boolean()),
});
export type SealedItemsOpen = z.input<typeof sealedItemsOpenSchema>;

/**
 * What became of an envelope:
 * - `opened`
 * - `changed`: it is not as it was sealed, or was never sealed by whom it names. Drop it; nothing can be saved
 * - `key-gone`: it is older than any key that is kept. Drop it
 * - `not-yours`: another person's, of another chart, for a patient whom the person does not act for (any more), or not claimed. Leave it
 */
export const openOutcomes = ['opened', 'changed', 'key-gone', 'not-yours'] as const;

export const openedItemSchema = z.object({
  outcome: code(openOutcomes),
  /** With `opened`. */
  opened: z.nullable(
    z.object({
      item: z.string(),
      kind: code(sealedKinds),
      sealedAt: instantText,
      /** Whether it was added while nobody was signed in: who wrote it is not known then. */
      signedOut: z.boolean(),
      /** For the header `Prm-Acting-For` of the call that sends it, when it is about somebody else. */
      actingFor: z.nullable(z.string()),
      type: z.string(),
      content: z.unknown(),
    }),
  ),
});
export type OpenedItem = z.output<typeof openedItemSchema>;

/** What somebody who has the link of a survey seals with. What is sealed opens by the same link, as long as it answers. */
export const getLinkSealing = endpoint({
  method: 'GET',
  path: '/v1/sealed-items/sealing',
  response: sealingSchema,
});
/**
 * Opens envelopes of the person who calls. It changes nothing, so that it can be repeated. The answers stand in the order of the envelopes.
 */
export const openSealedItems = endpoint({
  method: 'POST',
  path: '/v1/sealed-items/open',
  body: sealedItemsOpenSchema,
  response: z.object({ data: z.array(openedItemSchema) }),
});
