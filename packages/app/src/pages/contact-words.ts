import type { Patient } from '@openprm/contract';
import { relationshipWords } from './relationship-words.ts';

type Contact = NonNullable<Patient['contact']>;

/** Who is reached for a patient: `Robin Reyes (parent)`. */
export const contactWords = ({ given, family, relationship }: Contact): string =>
  `${given} ${family} (${relationshipWords[relationship]})`;
