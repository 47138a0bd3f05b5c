import type { LitElement, ReactiveController } from 'lit';
import { accessOf, type AccessSettings } from '../config/access.ts';
import type { ConfigController } from '../config/config-controller.ts';
import type { FrameShell, ShellSettings } from './frame-shell.ts';

/** The code of an element's shell. */
export interface ShellCode {
  createShell(host: HTMLElement): FrameShell;
  /** What the shell is opened with; null, and the reason on the console, when a developer has to mend something first. */
  settingsOf(element: Element, access: AccessSettings, locale: string | null): ShellSettings | null;
}

/** An element of lit that can show a frame. */
export type FramingHost = LitElement & AccessSettings & { readonly locale: string | null };

/** Shows a frame in an element of lit that is otherwise empty, as long as it is on the page. */
class FrameController implements ReactiveController {
  readonly #host: FramingHost;
  readonly #code: ShellCode;
  readonly #config: ConfigController;
  readonly #isFramed: () => boolean;
  #shell: FrameShell | undefined;

  constructor(host: FramingHost, code: ShellCode, config: ConfigController, isFramed: () => boolean) {
    this.#host = host;
    this.#code = code;
    this.#config = config;
    this.#isFramed = isFramed;
    this.hostUpdated();
  }

  hostConnected(): void {
    this.#host.requestUpdate();
  }

  hostUpdated(): void {
    const { isConnected, shadowRoot, locale } = this.#host;
    if (!isConnected || !shadowRoot || !this.#isFramed()) return this.hostDisconnected();
    if (!this.#shell) {
      this.#shell = this.#code.createShell(this.#host);
      this.#shell.connect(shadowRoot);
    }
    const { value, isAwaited } = this.#config;
    if (isAwaited) return;
    this.#shell.update(this.#code.settingsOf(this.#host, accessOf(this.#host, value), locale || value?.locale || null));
  }

  hostDisconnected(): void {
    this.#shell?.disconnect();
    this.#shell = undefined;
  }
}

/** Shows a frame in an element that is asked to run in one. Called again for the same element, it does nothing. */
export type Framing = (host: FramingHost, config: ConfigController, isFramed: () => boolean) => void;

/** @returns what an element calls with itself, its configuration and whether it still is to run in a frame */
export function framing(code: ShellCode): Framing {
  const framed = new WeakSet<FramingHost>();
  return (host, config, isFramed) => {
    if (framed.has(host)) return;
    framed.add(host);
    host.addController(new FrameController(host, code, config, isFramed));
  };
}
