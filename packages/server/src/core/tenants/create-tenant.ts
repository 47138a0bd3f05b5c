import { organizationCreateSchema } from '@openprm/contract';
import { createIdMaker } from '../ids.ts';
import { hashSecret, newSecret } from '../keys/secrets.ts';
import type { Ports } from '../ports.ts';
import { readOrigin } from './read-origin.ts';

/** What a tenant begins with. */
export interface TenantCreate {
  /** What the operator calls it: 1 to 200 characters on one line. */
  readonly name: string;
  /**
   * Origins of the pages that may use the publishable key, such as `https://clinic.example`; `http` only for localhost and 127.0.0.1. The API's own
   * origin need not be listed.
   */
  readonly origins: readonly string[];
  /** In place of random ones; only the demo, which stays on one machine, may fix its keys. */
  readonly keys?: Pick<NewTenant, 'publishableKey' | 'secretKey'>;
  /** In place of a random one: `ten_` and 4 to 40 of `0-9a-z`. */
  readonly tenantId?: string;
}

/** A new tenant and its keys, in plain for the only time: what is stored is their SHA-256. */
export interface NewTenant {
  readonly tenantId: string;
  /** For pages: `pk_` and 256 bits, base64url. */
  readonly publishableKey: string;
  /** For the clinic's own server: `sk_` and 256 bits, base64url. */
  readonly secretKey: string;
}

/**
 * Creates a tenant with a publishable and a secret key, in one transaction, as the owner of the tables: there is no tenant yet that a request could
 * be in.
 *
 * @throws RangeError for a name or an origin that is not valid; the message says what to do
 */
export async function createTenant(
  { database, random, clock }: Pick<Ports, 'database' | 'random' | 'clock'>,
  { name, origins, keys, tenantId }: TenantCreate,
): Promise<NewTenant> {
  const tenantName = readName(name);
  const allowed = [...new Set(origins.map(readOrigin))];
  const newId = createIdMaker(clock, random);
  const tenant_id = tenantId ?? newId('ten');
  const { publishableKey, secretKey } = keys ?? {
    publishableKey: `pk_${newSecret(random)}`,
    secretKey: `sk_${newSecret(random)}`,
  };
  const [publishableHash, secretHash] = await Promise.all([hashSecret(publishableKey), hashSecret(secretKey)]);

  await database.transaction().execute(async (tx) => {
    await tx.insertInto('tenant').values({ tenant_id, name: tenantName }).execute();
    await tx
      .insertInto('api_key')
      .values([
        { tenant_id, id: newId('key'), kind: 'publishable', key_hash: publishableHash, origins: allowed },
        { tenant_id, id: newId('key'), kind: 'secret', key_hash: secretHash, origins: [] },
      ])
      .execute();
    await tx
      .insertInto('journal_head')
      .values({ tenant_id, event_position: 0, audit_position: 0, audit_hash: new Uint8Array(32) })
      .execute();
  });
  return { tenantId: tenant_id, publishableKey, secretKey };
}

function readName(name: string): string {
  const result = organizationCreateSchema.shape.name.safeParse(name);
  if (!result.success) throw new RangeError('The name must have 1 to 200 characters on one line.');
  return result.data;
}
