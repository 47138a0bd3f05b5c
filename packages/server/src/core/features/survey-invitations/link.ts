import type { Principal } from '../../http/principal.ts';
import { isSameSecret, toBase64Url } from '../../keys/secrets.ts';
import type { Keys } from '../../ports.ts';
import { Problem } from '../../problem.ts';

/**
 * The secret of a link by which one person answers a survey: tenant, invitation, the link's version and a MAC over them, as a link to an appointment is made. What the MACs are over
 * begins with the prefix of an id, so that none stands for another.
 */

const shape = /^svl_([0-9a-z]{4,40})\.([0-9a-z]{4,40})\.(\d{1,9})\.([A-Za-z0-9_-]{43})$/;

const macOf = async (keys: Keys, tenantId: string, invitationId: string, version: number) =>
  toBase64Url(await keys.mac(tenantId, 'link', `${invitationId}.${version}`));

/** Makes the link's secret, `svl_…`. */
export async function createSurveyLink(
  keys: Keys,
  tenantId: string,
  invitationId: string,
  version: number,
): Promise<string> {
  const mac = await macOf(keys, tenantId, invitationId, version);
  return `svl_${tenantId.slice('ten_'.length)}.${invitationId.slice('svi_'.length)}.${version}.${mac}`;
}

/**
 * Reads a link's secret. Whether its version is still the invitation's is checked where the invitation is read.
 *
 * @throws Problem `credential-invalid`
 */
export async function readSurveyLink(keys: Keys, secret: string): Promise<Principal & { kind: 'survey-link' }> {
  const [, tenant, invitation, version, mac] = shape.exec(secret) ?? [];
  if (tenant === undefined || invitation === undefined || mac === undefined) throw new Problem('credential-invalid');
  const tenantId = `ten_${tenant}`;
  const invitationId = `svi_${invitation}`;
  const linkVersion = Number(version);
  if (!isSameSecret(mac, await macOf(keys, tenantId, invitationId, linkVersion))) {
    throw new Problem('credential-invalid', { detail: 'Open the link as it stands in the mail.' });
  }
  return { kind: 'survey-link', tenantId, invitationId, linkVersion };
}
