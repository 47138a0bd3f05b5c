import { accessOf } from '../config/access.ts';
import { ConfigController } from '../config/config-controller.ts';
import type { FramedElement, SettingValue } from './framed-element.ts';
import type { ShellCode } from './frame-controller.ts';

const shared: Readonly<Record<string, string>> = {
  apiUrl: 'api-url',
  publishableKey: 'publishable-key',
  locale: 'locale',
  isolation: 'isolation',
};

interface Controller {
  hostConnected?(): void;
  hostDisconnected?(): void;
}

/**
 * Makes the class of a tag that stands for a framed element on a page, with the same attributes, properties, slot and events as the element itself, and
 * without its code: that runs in the frame.
 */
export function shellClass(framed: FramedElement, { createShell, settingsOf }: ShellCode): CustomElementConstructor {
  const properties: Readonly<Record<string, string | null>> = {
    ...shared,
    link: null,
    ...framed.settings,
    ...framed.flags,
  };
  const isFlag = (name: string) => Object.hasOwn(framed.flags, name);
  const attributes = Object.values(properties).filter((attribute) => attribute !== null);

  class Shell extends HTMLElement {
    static readonly observedAttributes = attributes;
    readonly #values = new Map<string, SettingValue>();
    readonly #controllers: Controller[] = [];
    readonly #root = this.attachShadow({ mode: 'open' });
    readonly #shell = createShell(this);
    readonly #config = new ConfigController(this);
    #isUpdating = false;

    constructor() {
      super();
      for (const name of Object.keys(properties)) {
        // What was set before there was a class.
        const early: unknown = Object.hasOwn(this, name) ? Reflect.get(this, name) : null;
        Object.defineProperty(this, name, {
          get: () => this.#values.get(name) ?? (isFlag(name) ? false : null),
          set: (value: unknown) => {
            this.#set(name, value);
          },
          enumerable: true,
          configurable: true,
        });
        if (early !== null) this.#set(name, early);
      }
    }

    attributeChangedCallback(attribute: string, _before: string | null, value: string | null) {
      for (const [name, own] of Object.entries(properties))
        if (own === attribute) this.#set(name, isFlag(name) ? value !== null : value);
    }

    connectedCallback() {
      this.#shell.connect(this.#root);
      for (const controller of this.#controllers) controller.hostConnected?.();
      this.requestUpdate();
      if (this.#values.get('isolation') === 'inline') {
        console.warn(
          `OpenPRM: <${this.localName}> came in a frame before one with isolation="inline" was on the page, so all of them are in frames here. Put the inline one on the page from the beginning.`,
        );
      }
    }

    disconnectedCallback() {
      for (const controller of this.#controllers) controller.hostDisconnected?.();
      this.#shell.disconnect();
    }

    /** Moved by `moveBefore()`, a frame goes on where it is. */
    connectedMoveCallback() {}

    addController(controller: Controller) {
      this.#controllers.push(controller);
    }

    requestUpdate() {
      if (this.#isUpdating) return;
      this.#isUpdating = true;
      queueMicrotask(() => {
        this.#isUpdating = false;
        if (!this.isConnected || this.#config.isAwaited) return;
        const own = { apiUrl: this.#get('apiUrl'), publishableKey: this.#get('publishableKey') };
        const locale = this.#get('locale') || this.#config.value?.locale || null;
        this.#shell.update(settingsOf(this, accessOf(own, this.#config.value), locale));
      });
    }

    #get(name: string) {
      const value = this.#values.get(name);
      return typeof value === 'string' ? value : null;
    }

    #set(name: string, value: unknown) {
      const text = value === null || value === undefined ? null : String(value);
      this.#values.set(name, isFlag(name) ? Boolean(value) : text);
      this.requestUpdate();
    }
  }
  return Shell;
}
