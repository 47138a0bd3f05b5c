import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { en } from './en.ts';
import { isDirectionSet, localeOf } from './language.ts';
import type { Messages } from './message-catalogue.ts';
import { languageOf, loadMessages, messagesOf } from './messages.ts';

/** How an element speaks. */
export interface Language {
  /** BCP 47: the host's language, whether or not there are texts in it. */
  readonly locale: string;
  /** BCP 47: what dates and numbers are written for, which is never another language than that of the texts. */
  readonly formatLocale: string;
  /** The language of the texts. */
  readonly texts: string;
  /** Null where the host has set it. */
  readonly direction: 'ltr' | 'rtl' | null;
  /** Null while they are loaded for the first time. */
  readonly messages: Messages | null;
}

const rightToLeft: ReadonlySet<string> = new Set(['ar']);

/** Follows the language around an element, live: its texts are loaded when they are wanted, and the old ones stay until the new ones are there. */
export class LanguageController implements ReactiveController {
  readonly #host: ReactiveControllerHost & Element;
  readonly #own: () => string | null;
  #watch: MutationObserver | undefined;
  #last: Language | null = null;

  /** @param own The language that the element, or its configuration, names; null for the one around it. */
  constructor(host: ReactiveControllerHost & Element, own: () => string | null) {
    this.#host = host;
    this.#own = own;
    host.addController(this);
  }

  /** The language to render in now. */
  get now(): Language {
    const own = this.#own();
    const locale = localeOf(this.#host, own);
    const messages = messagesOf(locale);
    if (!messages && this.#last) return this.#last;
    // What could not be loaded is in English.
    const texts = messages === en ? 'en' : languageOf(locale);
    const language: Language = {
      locale,
      formatLocale: locale.toLowerCase().split('-')[0] === texts ? locale : texts,
      texts,
      direction: isDirectionSet(this.#host, own) ? null : rightToLeft.has(texts) ? 'rtl' : 'ltr',
      messages: messages ?? null,
    };
    if (messages) this.#last = language;
    return language;
  }

  hostConnected(): void {
    const watch = new MutationObserver((changes) => {
      if (changes.some(({ target }) => isAround(this.#host, target))) this.#host.requestUpdate();
    });
    this.#watch = watch;
    for (let root = this.#host.getRootNode(); ; root = root.host.getRootNode()) {
      watch.observe(root, { attributes: true, attributeFilter: ['lang', 'dir'], subtree: true });
      if (!(root instanceof ShadowRoot)) return;
    }
  }

  hostUpdated(): void {
    const locale = localeOf(this.#host, this.#own());
    if (!messagesOf(locale)) void loadMessages(locale).then(() => this.#host.requestUpdate());
  }

  hostDisconnected(): void {
    this.#watch?.disconnect();
  }
}

function isAround(element: Element, around: Node): boolean {
  for (let node = element; ;) {
    if (around.contains(node)) return true;
    const root = node.getRootNode();
    if (!(root instanceof ShadowRoot)) return false;
    node = root.host;
  }
}
