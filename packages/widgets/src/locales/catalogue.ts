/** Languages besides English that there are texts in, each loaded when it is wanted. */
export type Loaders<Messages> = Readonly<Record<'ar' | 'es', () => Promise<Messages>>>;

/** The texts of a part of an element in every language that it speaks. English is always there. */
export interface Catalogue<Messages> {
  readonly english: Messages;
  /** The texts in a language ({@link languageOf}) when they are there; undefined while {@link Catalogue.load} has yet to be awaited. */
  of(language: string): Messages | undefined;
  /** Loads the texts in a language. One that cannot be loaded is English until the device is online again. */
  load(language: string): Promise<void>;
}

const languages: ReadonlySet<string> = new Set<keyof Loaders<unknown>>(['ar', 'es']);

/** The language of a locale (BCP 47) that there are texts in: its own, else English. */
export function languageOf(locale: string): string {
  const [language = 'en'] = locale.toLowerCase().split('-');
  return languages.has(language) ? language : 'en';
}

/** Makes a catalogue of English texts and of others that are loaded later. */
export function createCatalogue<Messages>(en: Messages, loaders: Loaders<Messages>): Catalogue<Messages> {
  // Texts that came already, so that an element that is shown again does not wait.
  const loaded = new Map<string, Messages>([['en', en]]);
  return {
    english: en,
    of: (language) => loaded.get(language),
    async load(language) {
      if (loaded.has(language)) return;
      try {
        loaded.set(language, await loaders[language as keyof typeof loaders]());
      } catch {
        loaded.set(language, en);
        // Captured, so that it is forgotten before an element that listens too asks again.
        globalThis.addEventListener?.('online', () => loaded.delete(language), { capture: true, once: true });
      }
    },
  };
}
