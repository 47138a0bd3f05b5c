import type { PrmClient } from '@openprm/sdk';

// #region keys
/** Replaces a key without a gap: `put` brings the new one to where the old one is used, and the old one ends after that. */
export async function replaceKey(clinic: PrmClient, oldId: string, put: (key: string) => Promise<void>): Promise<void> {
  const made = await clinic.apiKeys.create({ kind: 'secret', name: 'booking server', scopes: ['appointments:read'] });
  await put(made.key);
  await clinic.apiKeys.revoke(oldId);
}

/** Lets the pages of a new site use a publishable key, and those of the site before no longer. */
export const moveSite = (clinic: PrmClient, id: string) =>
  clinic.apiKeys.update({ id, origins: ['https://www.north.example'] });
// #endregion keys
