import { type Sealing, type SealingPublicKey, envelopeAlgorithms } from '@openprm/contract';
import { type CryptoKey, exportJWK, generateKeyPair, importJWK } from 'jose';
import { sql } from 'kysely';
import type { RequestContext } from '../../http/context.ts';
import { toBase64Url } from '../../keys/secrets.ts';
import type { Database } from '../../ports.ts';

/** A pair is sealed to for a month. */
const usedDays = 30;
/** And opens for three months more. */
export const keptDays = 120;

type Scope = Pick<RequestContext, 'tx' | 'tenantId' | 'keys' | 'newId'>;

/** Which row a private half is sealed for. */
export const sealingKeyIdentity = (id: string) => `sealing_key/${id}`;

/**
 * What a session seals with: the clinic's present public key, which is made when there is none or it is a month old, and the session's person. Two sessions that
 * begin at once may make one each; both open.
 */
export async function describeSealing(scope: Scope, personId: string): Promise<Sealing> {
  const key = (await findPresentKey(scope)) ?? (await makeKey(scope));
  return {
    keyId: key.id,
    publicKey: key.public_key,
    owner: personId,
    proof: await sealingProof(scope, personId),
    opensUntil: new Date(key.created_at.getTime() + keptDays * 86_400_000).toISOString(),
  };
}

/** What only who was signed in as a person knows: it stays the same, so that it holds in later sessions. */
export const sealingProof = async (
  { keys, tenantId }: Pick<RequestContext, 'keys' | 'tenantId'>,
  personId: string,
): Promise<string> => toBase64Url(await keys.mac(tenantId, 'sealing', personId));

const columns = ['id', 'public_key', 'created_at'] as const;

const findPresentKey = ({ tx, tenantId }: Scope) =>
  tx
    .selectFrom('sealing_key')
    .select(columns)
    .where('tenant_id', '=', tenantId)
    .where(sql<boolean>`created_at > now() - make_interval(days => ${usedDays})`)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();

async function makeKey({ tx, tenantId, keys, newId }: Scope) {
  const id = newId('slk');
  const pair = await generateKeyPair(envelopeAlgorithms.alg, { crv: 'P-256', extractable: true });
  const { x = '', y = '' } = await exportJWK(pair.publicKey);
  const publicKey: SealingPublicKey = { kty: 'EC', crv: 'P-256', x, y };
  return tx
    .insertInto('sealing_key')
    .values({
      tenant_id: tenantId,
      id,
      public_key: JSON.stringify(publicKey),
      sealed: await keys.seal(tenantId, sealingKeyIdentity(id), JSON.stringify(await exportJWK(pair.privateKey))),
    })
    .returning(columns)
    .executeTakeFirstOrThrow();
}

/** The private half of one of the clinic's pairs; undefined when it is another clinic's or kept no more. @throws KeyError */
export async function findPrivateKey(
  { tx, tenantId, keys }: Pick<Scope, 'tx' | 'tenantId' | 'keys'>,
  id: string,
): Promise<CryptoKey | undefined> {
  const row = await tx
    .selectFrom('sealing_key')
    .select('sealed')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', id)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const jwk = JSON.parse(await keys.open(tenantId, sealingKeyIdentity(id), row.sealed)) as Record<string, string>;
  const key = await importJWK(jwk, envelopeAlgorithms.alg);
  return key instanceof Uint8Array ? undefined : key;
}

/** Removes pairs to which nothing that still lives was sealed: what was is lost, also in a copy of the device. */
export async function pruneSealingKeys(database: Database): Promise<void> {
  await sql`delete from sealing_key where created_at < now() - make_interval(days => ${keptDays})`.execute(database);
}
