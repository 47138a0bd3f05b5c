import type { Address } from '@openprm/contract';
import { isolated } from './isolated.ts';
import type { WrittenLanguage } from './written-language.ts';

/** Where a visit takes place. */
export interface VisitPlace {
  readonly mode: 'in-person' | 'telehealth';
  readonly locationName: string;
  readonly address: Address;
}

/** An address on one line: `120 Main Street, Riverside, IL 60546`. The country is left out: a patient knows it. */
export const formatAddress = ({ line, city, state, postalCode }: Address): string =>
  [line, city, [state, postalCode].filter((part) => part !== null).join(' ')].filter((part) => part !== '').join(', ');

/** As the elements call it in each language, so that page, mail and calendar speak of one thing. */
const byVideo = {
  en: (locationName: string) => `Video visit with ${locationName}`,
  es: (locationName: string) => `Videoconsulta con ${locationName}`,
  ar: (locationName: string) => `زيارة عبر الفيديو مع ${locationName}`,
} as const satisfies Record<WrittenLanguage, (locationName: string) => string>;

/** The place of a visit on one line. A telehealth visit has no address, lest somebody travels there. */
export function formatVisitPlace({ mode, locationName, address }: VisitPlace, language: WrittenLanguage): string {
  const name = isolated(locationName, language);
  if (mode === 'telehealth') return byVideo[language](name);
  return [name, isolated(formatAddress(address), language)].join(language === 'ar' ? '، ' : ', ');
}
