import { ContextEvent } from '@lit/context';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { configContext, type PrmConfig } from './config-context.ts';

/**
 * Keeps a host supplied with the nearest `<prm-config>`, also when that is defined later than the host: whoever asked before there was an
 * answer asks again once an ancestor is upgraded.
 */
export class ConfigController implements ReactiveController {
  /** The nearest configuration; null without one. */
  value: PrmConfig | null = null;
  readonly #host: ReactiveControllerHost & Element;
  #unsubscribe: (() => void) | undefined;

  constructor(host: ReactiveControllerHost & Element) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    this.#ask();
    const waiting = this.#host.closest(':not(:defined)');
    if (waiting && waiting !== this.#host) {
      void customElements.whenDefined(waiting.localName).then(() => {
        if (this.#host.isConnected) this.#ask();
      });
    }
  }

  hostDisconnected(): void {
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
