import type { PrmConfig } from './config-context.ts';
import { defaults } from './defaults.ts';

/** Where and as whom an element calls, as far as that is known. */
export interface AccessSettings {
  readonly apiUrl: string | null;
  readonly publishableKey: string | null;
}

/** What a developer has to mend before anything can be asked. */
export type AccessTrouble = 'no-address' | 'no-key' | 'no-public-key' | 'wrong-address';

/** What an element says itself, else its configuration, else the loader. */
export const accessOf = (own: AccessSettings, config: PrmConfig | null): AccessSettings => ({
  apiUrl: own.apiUrl || config?.apiUrl || defaults.apiUrl,
  publishableKey: own.publishableKey || config?.publishableKey || null,
});

/** Null when there is nothing to mend. @param needsKey whether the element works only with a key */
export function accessTrouble({ apiUrl, publishableKey }: AccessSettings, needsKey: boolean): AccessTrouble | null {
  if (apiUrl === null) return 'no-address';
  if (publishableKey === null && needsKey) return 'no-key';
  if (publishableKey !== null && !publishableKey.startsWith('pk_')) return 'no-public-key';
  return URL.canParse(apiUrl, document.baseURI) ? null : 'wrong-address';
}
