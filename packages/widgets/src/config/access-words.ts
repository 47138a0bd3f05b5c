import type { AccessTrouble } from './access.ts';

/** What is to be mended, for who reads the console. @param tag of the element */
export function accessWords(trouble: AccessTrouble, tag: string): string {
  switch (trouble) {
    case 'no-address':
      return `api-url is missing: set it on <${tag}> or <prm-config>, or use the loader.`;
    case 'no-key':
      return `publishable-key is missing: set it on <${tag}> or <prm-config>.`;
    case 'no-public-key':
      return 'publishable-key does not begin with pk_. A secret key must never be in a page.';
    case 'wrong-address':
      return 'api-url is no address.';
  }
}

/** Says it on the console. */
export const tellTrouble = (trouble: AccessTrouble, tag: string): void =>
  console.error(`OpenPRM: ${accessWords(trouble, tag)}`);
