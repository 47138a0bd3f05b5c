import { isSameSecret, toBase64Url } from '../../keys/secrets.ts';
import { Problem } from '../../problem.ts';
import type { Keys } from '../../ports.ts';
import type { Principal } from '../../http/principal.ts';

/**
 * The secret of a mailed link: tenant, appointment, the link's version and a MAC over them. Nothing about it is stored, so nothing can leak;
 * raising the appointment's `link_version` revokes all links that were sent.
 */

const shape = /^lnk_([0-9a-z]{4,40})\.([0-9a-z]{4,40})\.(\d{1,9})\.([A-Za-z0-9_-]{43})$/;

const macOf = async (keys: Keys, tenantId: string, appointmentId: string, version: number) =>
  toBase64Url(await keys.mac(tenantId, 'link', `${appointmentId}.${version}`));

/** Makes the link's secret, `lnk_…`. */
export async function createLink(
  keys: Keys,
  tenantId: string,
  appointmentId: string,
  version: number,
): Promise<string> {
  const mac = await macOf(keys, tenantId, appointmentId, version);
  return `lnk_${tenantId.slice('ten_'.length)}.${appointmentId.slice('apt_'.length)}.${version}.${mac}`;
}

/**
 * Reads a link's secret. Whether its version is still the appointment's is checked where the appointment is read.
 *
 * @throws Problem `credential-invalid`
 */
export async function readLink(keys: Keys, secret: string): Promise<Principal & { kind: 'link' }> {
  const [, tenant, appointment, version, mac] = shape.exec(secret) ?? [];
  if (tenant === undefined || appointment === undefined || mac === undefined) throw new Problem('credential-invalid');
  const tenantId = `ten_${tenant}`;
  const appointmentId = `apt_${appointment}`;
  const linkVersion = Number(version);
  if (!isSameSecret(mac, await macOf(keys, tenantId, appointmentId, linkVersion))) {
    throw new Problem('credential-invalid', { detail: 'Open the link as it stands in the mail.' });
  }
  return { kind: 'link', tenantId, appointmentId, linkVersion };
}
