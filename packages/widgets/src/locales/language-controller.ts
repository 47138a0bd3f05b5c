import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { type Catalogue, languageOf } from './catalogue.ts';
import { isDirectionSet as findDirection, localeOf } from './language.ts';
import { watchLanguage } from './watch-language.ts';

/** How an element speaks. */
export interface Language<First, Later> {
  /** BCP 47: the host's language, whether or not there are texts in it. */
  readonly locale: string;
  /** BCP 47: what dates and numbers are written for, which is never another language than that of the texts. */
  readonly formatLocale: string;
  /** The language of the texts. */
  readonly texts: string;
  /** Null where the host has set it. */
  readonly direction: 'ltr' | 'rtl' | null;
  /** The texts of the first view; null while they are loaded for the first time. */
  readonly first: First | null;
  /** All texts; null while those of the later views are not there. */
  readonly all: (First & Later) | null;
}

/** The language and direction around an element, with what they were found for. */
interface Around {
  readonly asked: string;
  readonly locale: string;
  readonly isDirectionSet: boolean;
}

const rightToLeft: ReadonlySet<string> = new Set(['ar']);

/** Follows the language around an element, live: its texts are loaded when they are wanted, and the old ones stay until the new ones are there. */
export class LanguageController<First extends object, Later extends object> implements ReactiveController {
  readonly #host: ReactiveControllerHost & Element;
  readonly #own: () => string | null;
  readonly #first: Catalogue<First>;
  readonly #later: () => Catalogue<Later> | undefined;
  #unwatch: (() => void) | undefined;
  /** What is around, as it was found last: finding it walks up the page, and an element asks at each update. */
  #found: Around | undefined;
  #last: Language<First, Later> | null = null;
  /** The later texts of the last language. */
  #others: Later | undefined;

  /**
   * @param own The language that the element, or its configuration, names; null for the one around it.
   * @param first The texts of the first view.
   * @param later The other texts; undefined until the code that shows them is there.
   */
  constructor(
    host: ReactiveControllerHost & Element,
    own: () => string | null,
    first: Catalogue<First>,
    later: () => Catalogue<Later> | undefined,
  ) {
    this.#host = host;
    this.#own = own;
    this.#first = first;
    this.#later = later;
    host.addController(this);
  }

  /** The language to render in now. */
  get now(): Language<First, Later> {
    const { locale, isDirectionSet } = this.#around;
    const later = this.#later();
    const read = (language: string) => ({ language, first: this.#first.of(language), later: later?.of(language) });
    const english = read('en');
    let found = read(languageOf(locale));
    if ((!found.first || (later && !found.later)) && this.#last) return this.#last;
    // What could not be loaded is in English, and then all of it.
    if (found.first === english.first || (later && found.later === english.later)) found = english;
    const { language: texts, first = null, later: others } = found;
    const isSame = this.#last?.first === first && others !== undefined && this.#others === others;
    const language: Language<First, Later> = {
      locale,
      formatLocale: locale.toLowerCase().split('-')[0] === texts ? locale : texts,
      texts,
      direction: isDirectionSet ? null : rightToLeft.has(texts) ? 'rtl' : 'ltr',
      first,
      all: isSame ? (this.#last?.all ?? null) : first && others ? { ...first, ...others } : null,
    };
    if (first) {
      this.#last = language;
      this.#others = others;
    }
    return language;
  }

  /** The language and direction around the host. */
  get #around(): Around {
    const own = this.#own();
    const asked = `${own} ${navigator.language}`;
    if (this.#found?.asked !== asked)
      this.#found = { asked, locale: localeOf(this.#host, own), isDirectionSet: findDirection(this.#host, own) };
    return this.#found;
  }

  hostConnected(): void {
    this.#found = undefined;
    this.#unwatch = watchLanguage(this.#host, () => {
      this.#found = undefined;
      this.#host.requestUpdate();
    });
  }

  hostUpdated(): void {
    const language = languageOf(this.#around.locale);
    for (const catalogue of [this.#first, this.#later()]) {
      if (catalogue && !catalogue.of(language)) void catalogue.load(language).then(() => this.#host.requestUpdate());
    }
  }

  hostDisconnected(): void {
    this.#unwatch?.();
  }
}
