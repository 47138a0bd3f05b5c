import type { Principal } from '../../http/principal.ts';
import { isSameSecret, toBase64Url } from '../../keys/secrets.ts';
import type { Keys } from '../../ports.ts';
import { Problem } from '../../problem.ts';

/**
 * The secret of a mailed link to a waitlist entry: tenant, entry, the link's version and a MAC over them, as a link to an appointment is made. What the
 * two MACs are over begins with the prefix of an id, so that none stands for the other.
 */

const shape = /^wll_([0-9a-z]{4,40})\.([0-9a-z]{4,40})\.(\d{1,9})\.([A-Za-z0-9_-]{43})$/;

const macOf = async (keys: Keys, tenantId: string, entryId: string, version: number) =>
  toBase64Url(await keys.mac(tenantId, 'link', `${entryId}.${version}`));

/** Makes the link's secret, `wll_…`. */
export async function createWaitlistLink(
  keys: Keys,
  tenantId: string,
  entryId: string,
  version: number,
): Promise<string> {
  const mac = await macOf(keys, tenantId, entryId, version);
  return `wll_${tenantId.slice('ten_'.length)}.${entryId.slice('wai_'.length)}.${version}.${mac}`;
}

/**
 * Reads a link's secret. Whether its version is still the entry's is checked where the entry is read.
 *
 * @throws Problem `credential-invalid`
 */
export async function readWaitlistLink(keys: Keys, secret: string): Promise<Principal & { kind: 'waitlist-link' }> {
  const [, tenant, entry, version, mac] = shape.exec(secret) ?? [];
  if (tenant === undefined || entry === undefined || mac === undefined) throw new Problem('credential-invalid');
  const tenantId = `ten_${tenant}`;
  const entryId = `wai_${entry}`;
  const linkVersion = Number(version);
  if (!isSameSecret(mac, await macOf(keys, tenantId, entryId, linkVersion))) {
    throw new Problem('credential-invalid', { detail: 'Open the link as it stands in the mail.' });
  }
  return { kind: 'waitlist-link', tenantId, entryId, linkVersion };
}
