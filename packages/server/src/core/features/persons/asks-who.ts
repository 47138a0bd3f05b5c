import type { TenantScope } from '../../http/context.ts';
import type { Keys } from '../../ports.ts';
import { isSameSecret, toBase64Url } from '../../keys/secrets.ts';
import type { Chart } from './charts.ts';
import { identityIndex } from './contact.ts';

/**
 * Whether somebody has to say once who they are, with the next booking for themself: their session was linked to a chart by address and birth date, and all else in it may be
 * what a stranger typed. Not where the clinic has said whose it is, by a right, by a link that it handed over or by its portal.
 */
export async function asksWho(
  { keys, tenantId }: TenantScope & { readonly keys: Keys },
  session: { readonly identity_index: Uint8Array | null; readonly chart_is_said: boolean },
  { patient, isVerified }: Chart,
): Promise<boolean> {
  if (isVerified || session.chart_is_said || session.identity_index === null || patient.contact !== null) return false;
  const index = await identityIndex(keys, tenantId, patient.email, patient.birthDate);
  return isSameSecret(toBase64Url(session.identity_index), toBase64Url(index));
}
