import type { Address } from '@openprm/contract';
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

const atDistance = {
  en: (locationName: string) => `Telehealth visit with ${locationName}`,
  es: (locationName: string) => `Consulta a distancia con ${locationName}`,
} as const satisfies Record<WrittenLanguage, (locationName: string) => string>;

/** The place of a visit on one line. A telehealth visit has no address, lest somebody travels there. */
export const formatVisitPlace = ({ mode, locationName, address }: VisitPlace, language: WrittenLanguage): string =>
  mode === 'telehealth' ? atDistance[language](locationName) : `${locationName}, ${formatAddress(address)}`;
