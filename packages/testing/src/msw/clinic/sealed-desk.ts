import {
  type EndpointAnswer,
  type Sealing,
  type SealedItemsOpen,
  envelopeAlgorithms,
  type openSealedItems,
  sealedBodySchema,
  sealedHeaderSchema,
  signedOutOwner,
} from '@openprm/contract';
import { compactDecrypt, decodeProtectedHeader, importJWK } from 'jose';

type Answer = EndpointAnswer<typeof openSealedItems>;
type Item = Answer['data'][number];

const publicKey = {
  kty: 'EC',
  crv: 'P-256',
  x: 'F-wpaxbleCjdAPb1t0ifkcDPhy0LNGWzB74Fdo4a-a0',
  y: '2cE-Tl91d-CsRS-MGjZTTKqwri1MVQOhauaNht9TIYQ',
} as const;
/** A mock's own, the same in each test: it protects nothing. */
const mockKey = { id: 'slk_mock0001', private: { ...publicKey, d: 'ildwjfQ0mYnYjuN8lLmyVUH3NGuckiynX4cFMuXDAYo' } };
const keptMilliseconds = 120 * 86_400_000;

/** Who asks for envelopes to be opened. */
export interface Opener {
  /** Names who signed in, over their sessions. */
  readonly person: string;
  readonly patientId: string | null;
  readonly actsFor: readonly string[];
}

const refused = (outcome: Exclude<Item['outcome'], 'opened'>): Item => ({ outcome, opened: null });

/** Opens what a device has kept, by the server's rules. */
export class SealedDesk {
  readonly #now: () => number;
  readonly #owners = new Map<string, string>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** What a person's session seals with. */
  sealingOf(person: string): Sealing {
    const owner = this.#ownerOf(person);
    return {
      keyId: mockKey.id,
      publicKey,
      owner,
      proof: `mock-proof-of-${owner}`,
      opensUntil: new Date(this.#now() + keptMilliseconds).toISOString(),
    };
  }

  async open(opener: Opener, { envelopes, claim = false }: SealedItemsOpen): Promise<Answer> {
    const data: Item[] = [];
    for (const envelope of envelopes) data.push(await this.#openOne(opener, envelope, claim));
    return { data };
  }

  #ownerOf(person: string): string {
    const known = this.#owners.get(person) ?? `per_mock${this.#owners.size + 1}`;
    this.#owners.set(person, known);
    return known;
  }

  async #openOne({ person, patientId, actsFor }: Opener, envelope: string, claim: boolean): Promise<Item> {
    const header = attempt(() => sealedHeaderSchema.parse(decodeProtectedHeader(envelope)));
    if (header === undefined) return refused('changed');
    const { owner, proof } = this.sealingOf(person);
    const isSignedOut = header.owner === signedOutOwner;
    if (isSignedOut ? !claim : header.owner !== owner) return refused('not-yours');
    if (header.kid !== mockKey.id) return refused('key-gone');
    const key = await importJWK(mockKey.private, envelopeAlgorithms.alg);
    const plain = await compactDecrypt(envelope, key).catch(() => undefined);
    const body = plain && attempt(() => sealedBodySchema.parse(JSON.parse(new TextDecoder().decode(plain.plaintext))));
    if (body === undefined || (!isSignedOut && body.proof !== proof)) return refused('changed');
    const { patientId: about } = body;
    const isOther = about !== null && about !== patientId;
    if (isOther && !actsFor.includes(about)) return refused('not-yours');
    return {
      outcome: 'opened',
      opened: {
        item: header.item,
        kind: header.kind,
        sealedAt: header.at,
        signedOut: isSignedOut,
        actingFor: isOther ? about : null,
        type: body.type,
        content: body.content,
      },
    };
  }
}

function attempt<Result>(read: () => Result): Result | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
