import type { PatientSession } from '@openprm/sdk';
import { ContextProvider } from '@lit/context';
import { type PropertyValues, ReactiveElement } from 'lit';
import { property } from 'lit/decorators.js';
import { configContext } from './config-context.ts';

export { configContext, type PrmConfig } from './config-context.ts';
export { defaults } from './defaults.ts';

/**
 * `<prm-config>` holds what all elements inside it need: where the API is, which clinic it is, and the language. An element's own attribute
 * of the same name wins. It shows nothing of its own.
 *
 * @example
 * ```html
 * <prm-config api-url="https://prm.example.org" publishable-key="pk_…">
 *   <prm-booking></prm-booking>
 * </prm-config>
 * ```
 */
export class PrmConfigElement extends ReactiveElement {
  /** Origin of the PRM API. By default the origin that the loader came from. */
  @property({ attribute: 'api-url' }) apiUrl: string | null = null;
  /** The clinic's publishable key (`pk_…`). */
  @property({ attribute: 'publishable-key' }) publishableKey: string | null = null;
  /** Language of the elements inside (BCP 47); by default the `lang` nearest to each. */
  @property() locale: string | null = null;

  /**
   * The session of whoever is signed in at the page, a `PatientSession` of `@openprm/sdk`: elements that stand in the page act in it, those in a frame cannot. No
   * attribute. Set it again once somebody has signed in.
   */
  @property({ attribute: false }) session: PatientSession | null = null;

  readonly #provider = new ContextProvider(this, { context: configContext, initialValue: this.#value() });

  protected override createRenderRoot() {
    return this;
  }

  protected override willUpdate(_changed: PropertyValues) {
    this.#provider.setValue(this.#value());
  }

  #value() {
    return { apiUrl: this.apiUrl, publishableKey: this.publishableKey, locale: this.locale, session: this.session };
  }
}
