import type { Principal } from '../../http/principal.ts';
import { isSameSecret, toBase64Url } from '../../keys/secrets.ts';
import type { Keys } from '../../ports.ts';
import { Problem } from '../../problem.ts';

/**
 * A refresh handle: tenant, session, generation and a MAC over them. Nothing of it is stored: the session's row says which generation is good, so that
 * an earlier one is recognized as what it is, a handle that comes again.
 */

const shape = /^prh_([0-9a-z]{4,40})\.([0-9a-z]{4,40})\.(\d{1,9})\.([A-Za-z0-9_-]{43})$/;

const macOf = async (keys: Keys, tenantId: string, sessionId: string, generation: number) =>
  toBase64Url(await keys.mac(tenantId, 'person', `session-handle/${sessionId}.${generation}`));

/** Makes the handle of one generation, `prh_…`. */
export async function createHandle(
  keys: Keys,
  tenantId: string,
  sessionId: string,
  generation: number,
): Promise<string> {
  const mac = await macOf(keys, tenantId, sessionId, generation);
  return `prh_${tenantId.slice('ten_'.length)}.${sessionId.slice('pss_'.length)}.${generation}.${mac}`;
}

/** Reads a handle. @throws Problem `credential-invalid` */
export async function readHandle(keys: Keys, handle: string): Promise<Principal & { kind: 'handle' }> {
  const [, tenant, session, generation, mac] = shape.exec(handle) ?? [];
  if (tenant === undefined || session === undefined || mac === undefined) throw new Problem('credential-invalid');
  const principal = {
    kind: 'handle',
    tenantId: `ten_${tenant}`,
    sessionId: `pss_${session}`,
    generation: Number(generation),
  } as const;
  const expected = await macOf(keys, principal.tenantId, principal.sessionId, principal.generation);
  if (!isSameSecret(mac, expected)) throw new Problem('credential-invalid');
  return principal;
}
