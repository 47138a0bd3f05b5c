import { createCatalogue } from '../catalogue.ts';
import { en } from './en.ts';

/** The texts of where one is signed in. */
export const ownSessionsTexts = createCatalogue(en, {
  ar: async () => (await import('./ar.ts')).ar,
  es: async () => (await import('./es.ts')).es,
});
