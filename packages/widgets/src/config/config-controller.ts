import { ContextEvent } from '@lit/context';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { configContext, type PrmConfig } from './config-context.ts';
import { defaults } from './defaults.ts';

/** What a configuration is for. */
type ConfigHost = Element & Pick<ReactiveControllerHost, 'addController' | 'requestUpdate'>;

const undefinedYet = ':not(:defined)';

/**
 * Keeps a host supplied with the nearest `<prm-config>`, also when that is defined later than the host: whoever asked before there was an
 * answer asks again once an ancestor is upgraded.
 */
export class ConfigController implements ReactiveController {
  /** The nearest configuration; null without one. */
  value: PrmConfig | null = null;
  readonly #host: ConfigHost;
  #unsubscribe: (() => void) | undefined;
  #patience: ReturnType<typeof setTimeout> | undefined;
  #hasGivenUp = false;

  constructor(host: ConfigHost) {
    this.#host = host;
    host.addController(this);
  }

  /**
   * Whether there may still be a configuration: something around the host is not defined yet. Not for ever, since its code may never come; what
   * comes after all is taken.
   */
  get isAwaited(): boolean {
    return !this.#hasGivenUp && this.#host.closest(undefinedYet) !== null;
  }

  hostConnected(): void {
    this.#ask();
    this.#hasGivenUp = false;
    let around = this.#host.parentElement?.closest(undefinedYet);
    if (!around) return;
    this.#patience = setTimeout(() => {
      this.#hasGivenUp = true;
      this.#host.requestUpdate();
    }, defaults.configPatience);
    for (; around; around = around.parentElement?.closest(undefinedYet)) {
      void customElements.whenDefined(around.localName).then(() => {
        if (this.#host.isConnected) this.#ask();
      });
    }
  }

  hostDisconnected(): void {
    clearTimeout(this.#patience);
    this.#unsubscribe?.();
    this.#unsubscribe = undefined;
    this.value = null;
  }

  #ask() {
    const receive = (value: PrmConfig, unsubscribe?: () => void) => {
      if (unsubscribe !== this.#unsubscribe) this.#unsubscribe?.();
      this.#unsubscribe = unsubscribe;
      this.value = value;
      this.#host.requestUpdate();
    };
    this.#host.dispatchEvent(new ContextEvent(configContext, this.#host, receive, true));
  }
}
