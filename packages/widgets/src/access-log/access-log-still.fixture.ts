import { noon } from '../sign-in/sign-in-states.fixture.ts';
import { PrmAccessLogElement } from './access-log-element.ts';
import type { StillEvent } from './access-log-states.fixture.ts';

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
      else this.send(event.signIn);
      await this.updateComplete;
    }
  }

  /** The same before anybody has acted: the focus stays where it is. */
  rest(events: readonly StillEvent[]): void {
    for (const event of events) {
      if ('log' in event) this.access.dispatch(event.log);
      else this.access.signIn.dispatch(event.signIn);
    }
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
