import { createCatalogue } from '../catalogue.ts';
import { en } from './own/en.ts';

/** The texts of the list of one's own surveys besides those of signing in. */
export const ownTexts = createCatalogue(en, {
  ar: async () => (await import('./own/ar.ts')).ar,
  es: async () => (await import('./own/es.ts')).es,
});
