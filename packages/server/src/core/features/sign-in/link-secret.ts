import type { Principal } from '../../http/principal.ts';
import { isSameSecret, toBase64Url } from '../../keys/secrets.ts';
import type { Keys } from '../../ports.ts';
import { Problem } from '../../problem.ts';

/**
 * The secret of a link that signs somebody in: tenant, what the link is of, and a MAC over them. What is stored is that it exists, and whether it was used. A link is
 * of a patient, as the clinic made it (`sil_…`), or of the mail with a code to an address (`sgn_…`; `c.` stands before its id).
 */
const shape = /^psl_([0-9a-z]{4,40})\.(c\.)?([0-9a-z]{4,40})\.([A-Za-z0-9_-]{43})$/;

const macOf = async (keys: Keys, tenantId: string, linkId: string) =>
  toBase64Url(await keys.mac(tenantId, 'person', `sign-in-link/${linkId}`));

/** Makes the secret, `psl_…`. @param linkId `sil_…` or `sgn_…` */
export async function createSignInSecret(keys: Keys, tenantId: string, linkId: string): Promise<string> {
  const id = linkId.startsWith('sgn_') ? `c.${linkId.slice('sgn_'.length)}` : linkId.slice('sil_'.length);
  return `psl_${tenantId.slice('ten_'.length)}.${id}.${await macOf(keys, tenantId, linkId)}`;
}

/** Reads a secret. @throws Problem `credential-invalid` */
export async function readSignInSecret(keys: Keys, secret: string): Promise<Principal & { kind: 'sign-in-link' }> {
  const [, tenant, ofCode, link, mac] = shape.exec(secret) ?? [];
  if (tenant === undefined || link === undefined || mac === undefined) throw new Problem('credential-invalid');
  const tenantId = `ten_${tenant}`;
  const linkId = `${ofCode === undefined ? 'sil' : 'sgn'}_${link}`;
  if (!isSameSecret(mac, await macOf(keys, tenantId, linkId)))
    throw new Problem('credential-invalid', { detail: 'Open the link as it was handed over.' });
  return { kind: 'sign-in-link', tenantId, linkId };
}
