import type { EndpointAnswer, createWaitlistEntry } from '@openprm/contract';
import { sql } from 'kysely';
import type { RequestContext } from '../../http/context.ts';
import { isSameSecret, toBase64Url } from '../../keys/secrets.ts';
import type { Keys } from '../../ports.ts';

/** Who has just joined and looks at what they typed. After that the mailed link is the way. */
const minutesToUndo = 60;

/** No id begins so: nothing else that is made under this purpose is over the same. */
const macOf = async (keys: Keys, tenantId: string, entryId: string) =>
  toBase64Url(await keys.mac(tenantId, 'link', `undo.${entryId}`));

type Undo = EndpointAnswer<typeof createWaitlistEntry>['undo'];

/** What whoever made an entry can end it with: no column holds it. */
export async function createUndo({ keys, tenantId }: RequestContext, entryId: string, createdAt: Date): Promise<Undo> {
  return {
    secret: await macOf(keys, tenantId, entryId),
    until: new Date(createdAt.getTime() + minutesToUndo * 60_000).toISOString(),
  };
}

/** Whether a secret ends an entry now, by the database's clock. */
export async function canUndo(
  { tx, keys, tenantId }: RequestContext,
  entryId: string,
  secret: string,
): Promise<boolean> {
  if (!isSameSecret(secret, await macOf(keys, tenantId, entryId))) return false;
  const row = await tx
    .selectFrom('waitlist_entry')
    .select('id')
    .where('tenant_id', '=', tenantId)
    .where('id', '=', entryId)
    .where(sql<boolean>`created_at > now() - make_interval(mins => ${minutesToUndo}::integer)`)
    .executeTakeFirst();
  return row !== undefined;
}
