import type { PatientSession } from '@openprm/sdk';
import type { SurveyAccess, SurveyApi } from '../survey-api.ts';
import { PrmSurveyElement } from '../survey-element.ts';
import { type OwnStateFixture, ownStates, sessionOf } from './own-states.fixture.ts';
import { openList } from './own-surveys.ts';

/** The element with the list of somebody's own surveys and without a server: it asks a session that answers what a state says. */
export class OwnSurveysStillElement extends PrmSurveyElement {
  state: OwnStateFixture = ownStates.ready;
  /** Answers in place of the state's. */
  session: PatientSession | null = null;
  override remember = true;

  #api: SurveyApi | undefined;

  protected override async createApi(access: SurveyAccess) {
    const config = { value: { locale: null, session: this.session ?? sessionOf(this.state) } };
    return (this.#api ??= openList(this, access, this.survey, config, (around) => (this.around = around)));
  }

  /** Presses what somebody presses on the way to the state. */
  async walk(): Promise<void> {
    for (const selector of this.state.presses) {
      const find = () => this.shadowRoot?.querySelector<HTMLElement>(selector);
      while (this.isConnected && !find()) await new Promise(requestAnimationFrame);
      find()?.focus();
      find()?.click();
      await this.updateComplete;
    }
  }
}

/** `<prm-survey-own-still>`. */
export function defineOwnSurveysStill(): void {
  if (!customElements.get('prm-survey-own-still'))
    customElements.define('prm-survey-own-still', OwnSurveysStillElement);
}

declare global {
  interface HTMLElementTagNameMap {
    'prm-survey-own-still': OwnSurveysStillElement;
  }
}
