import { authenticate } from '../../http/authenticate.ts';
import type { Limiter } from '../../http/limits/limiter.ts';
import type { Ports } from '../../ports.ts';
import { Problem } from '../../problem.ts';

/** Which pages may frame an element with a publishable key; or why nobody is told. */
export type FrameAnswer =
  /** Their origins: those that may use the key. */
  | { readonly outcome: 'known'; readonly origins: readonly string[] }
  /** It is no publishable key in use. */
  | { readonly outcome: 'unknown' }
  /** There were too many look-ups from this network, or of this key. */
  | { readonly outcome: 'limited'; readonly waitSeconds: number };

/**
 * Which pages may frame an element with a publishable key: those that may use the key. The page of a frame says so to browsers, and takes
 * messages from no other origin. A look-up counts like a call of the API by the same caller, and one of a wrong key like a call with a wrong credential.
 *
 * @param address the network address that asks; undefined for a call within the process
 */
export async function frameOrigins(
  ports: Ports,
  limiter: Limiter,
  takesDemoKeys: boolean,
  publishableKey: string,
  address: string | undefined,
): Promise<FrameAnswer> {
  try {
    const principal = publishableKey.startsWith('pk_')
      ? await authenticate(ports, publishableKey, takesDemoKeys).catch(nobody)
      : undefined;
    if (principal?.kind !== 'publishable') {
      await limiter.takeFailure(address);
      return { outcome: 'unknown' };
    }
    await limiter.takeCall({ row: {}, principal, address, origin: undefined });
    return { outcome: 'known', origins: principal.origins };
  } catch (error) {
    if (error instanceof Problem && error.code === 'rate-limited')
      return { outcome: 'limited', waitSeconds: error.extras.retryAfterSeconds ?? 1 };
    throw error;
  }
}

function nobody(error: unknown): undefined {
  if (!(error instanceof Problem) || error.status !== 401) throw error;
}
