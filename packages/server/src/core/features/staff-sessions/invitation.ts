/**
 * The secret of an invitation as it stands in a link's fragment: `inv_`, the tenant, a dot and 256 random bits. The tenant only says where to
 * look; the secret is what is checked, against its SHA-256.
 */
const shape = /^inv_([0-9a-z]{4,40})\.([A-Za-z0-9_-]{43})$/;

/** Writes it. */
export const createInvitation = (tenantId: string, secret: string): string =>
  `inv_${tenantId.slice('ten_'.length)}.${secret}`;

/** Reads it; undefined for what cannot be one. */
export function readInvitation(text: string): { readonly tenantId: string; readonly secret: string } | undefined {
  const [, tenant, secret] = shape.exec(text.trim()) ?? [];
  return tenant === undefined || secret === undefined ? undefined : { tenantId: `ten_${tenant}`, secret };
}
