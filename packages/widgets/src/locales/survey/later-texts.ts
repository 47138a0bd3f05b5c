import { createCatalogue } from '../catalogue.ts';
import { en as asking } from './asking/en.ts';
import { en } from './later/en.ts';

/** The texts of all questions, and of all after them. */
export const laterTexts = createCatalogue(
  { ...asking, ...en },
  {
    ar: async () => ({ ...(await import('./asking/ar.ts')).ar, ...(await import('./later/ar.ts')).ar }),
    es: async () => ({ ...(await import('./asking/es.ts')).es, ...(await import('./later/es.ts')).es }),
  },
);
