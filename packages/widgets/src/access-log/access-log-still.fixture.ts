import { noon } from '../sign-in/sign-in-states.fixture.ts';
import { PrmAccessLogElement } from './access-log-element.ts';
import type { StillEvent } from './access-log-states.fixture.ts';
import { SessionsPanel } from './sessions-panel.ts';
import type { SessionsEvent } from './sessions-state.ts';

/**
 * The element without a server: it shows the state that a list of events leads to, by the flows, the views, the focus and the live region of the real
 * one. What it is asked to do further changes what it shows, but reaches nobody.
 */
export class AccessLogStillElement extends PrmAccessLogElement {
  /** Nothing is opened: without an environment the controllers run no command. */
  protected override openIfNeeded(): void {}

  protected override now(): number {
    return noon;
  }

  /** Walks through events as a person's acts, each rendered before the next. */
  async show(events: readonly StillEvent[]): Promise<void> {
    await this.updateComplete;
    for (const event of events) {
      if ('log' in event) this.sendToLog(event.log);
      else if ('own' in event) this.#tellOwn(event.own);
      else this.send(event.signIn);
      await this.updateComplete;
    }
  }

  /** The same before anybody has acted: the focus stays where it is. */
  rest(events: readonly StillEvent[]): void {
    for (const event of events) {
      if ('log' in event) this.access.dispatch(event.log);
      else if ('own' in event) this.#tellOwn(event.own);
      else this.access.signIn.dispatch(event.signIn);
    }
  }

  /** The part that is loaded otherwise is here already; it reaches no server. */
  #tellOwn(event: 'opened' | SessionsEvent): void {
    const { part, signIn } = this.access;
    if (event !== 'opened') return part instanceof SessionsPanel ? part.dispatch(event) : undefined;
    const canAsk = signIn.state.step === 'signed-in' && signIn.state.setting.canAskForCode;
    this.access.part = new SessionsPanel(
      {
        transport: undefined,
        signal: new AbortController().signal,
        changed: () => this.requestUpdate(),
        noted: () => undefined,
        signInAgain: canAsk ? () => undefined : null,
      },
      false,
    );
    this.requestUpdate();
  }
}

/** `<prm-access-log-still>`. */
export function defineAccessLogStill(): void {
  if (!customElements.get('prm-access-log-still')) customElements.define('prm-access-log-still', AccessLogStillElement);
}

declare global {
  interface HTMLElementTagNameMap {
    'prm-access-log-still': AccessLogStillElement;
  }
}
