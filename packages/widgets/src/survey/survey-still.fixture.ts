import { PrmSurveyElement } from './survey-element.ts';
import type { StillEvent } from './survey-states-ways.fixture.ts';

/**
 * The element without a server: it shows the state that a list of events leads to, by the flow, the views, the focus and the live region of the real
 * one. What it is asked to do further changes what it shows, but reaches nobody.
 */
export class SurveyStillElement extends PrmSurveyElement {
  /** The keys of the questions that were rendered since it was last looked. */
  rendered: string[] = [];

  /** Nothing is opened: without an environment the controller runs no command. */
  protected override openIfNeeded(): void {}

  protected override onRender(key: string): void {
    this.rendered.push(key);
  }

  /** Where the flow is. */
  get shown() {
    return this.survey.state;
  }

  #told(event: StillEvent) {
    return typeof event === 'function' ? event(this.shown) : event;
  }

  /** Walks through events as a person's acts, each rendered before the next. */
  async show(events: readonly StillEvent[]): Promise<void> {
    await this.survey.loadRest();
    await this.updateComplete;
    for (const event of events) {
      this.send(this.#told(event));
      await this.updateComplete;
    }
  }

  /** The same before anybody has acted: the focus stays where it is. */
  async rest(events: readonly StillEvent[]): Promise<void> {
    await this.survey.loadRest();
    for (const event of events) this.survey.dispatch(this.#told(event));
    await this.updateComplete;
  }
}

/** `<prm-survey-still>`. */
export function defineSurveyStill(): void {
  if (!customElements.get('prm-survey-still')) customElements.define('prm-survey-still', SurveyStillElement);
}

declare global {
  interface HTMLElementTagNameMap {
    'prm-survey-still': SurveyStillElement;
  }
}
