import { createCatalogue } from '../catalogue.ts';
import { en } from './en.ts';

/** The texts of signing in. */
export const signInTexts = createCatalogue(en, {
  ar: async () => (await import('./ar.ts')).ar,
  es: async () => (await import('./es.ts')).es,
});
