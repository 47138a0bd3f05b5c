import { createIdempotencyKey } from '@openprm/sdk';
import { html, isServer, LitElement, nothing, ReactiveElement } from 'lit';
import { property } from 'lit/decorators.js';
import { ConfigController } from '../config/config-controller.ts';
import { defaults } from '../config/defaults.ts';
import { formatsOf } from '../locales/formats.ts';
import { LanguageController } from '../locales/language-controller.ts';
import { controls } from '../styles/controls.styles.ts';
import { tokens } from '../styles/tokens.styles.ts';
import { announcementOf } from './announcement.ts';
import { createBookingApi } from './booking-api.ts';
import { BookingController } from './booking-controller.ts';
import type { BookingEventMap } from './booking-events.ts';
import { closed } from './booking-flow.ts';
import type { BookingEvent, BookingState, Setting } from './booking-state.ts';
import { bookingStyles } from './booking.styles.ts';
import { firstDayOfWeek } from './calendar-dates.ts';
import { expectedTimes } from './expected-times.ts';
import { focusAfter } from './focus-after.ts';
import { settleRoving } from './roving-focus.ts';
import { failureNotice } from './views/failure-notice.ts';
import { openingSkeleton, openingView, serverSkeleton } from './views/opening-view.ts';
import { railView } from './views/rail-view.ts';
import type { ViewContext } from './views/view-context.ts';
import { whatView } from './views/what-view.ts';
import { whenView } from './views/when-view.ts';
import { viewerTimeZone } from './zone.ts';

export type { BookingEventMap } from './booking-events.ts';
export {
  AppointmentBookedEvent,
  AppointmentBookingEvent,
  AppointmentCancelledEvent,
  AppointmentRescheduledEvent,
} from './booking-events.ts';

/**
 * `<prm-booking>` books a visit: what and where, when, who, done. A chosen time is held by the clinic's server while the form is filled in.
 * With `link` it shows one appointment instead, to change or cancel it.
 *
 * Language: its own `locale`, the nearest `<prm-config>`, the nearest `lang`, the browser's. Direction: the `dir` that the host has set for that
 * language, else the language's own. Both are followed when they change.
 *
 * @example
 * ```html
 * <prm-booking publishable-key="pk_…"><a slot="fallback" href="tel:+15550104417">(555) 010-4417</a></prm-booking>
 * ```
 *
 * @slot fallback - The clinic's own words for when nothing can be booked here: no connection, nothing open, not set up.
 *
 * @fires prm-appointment-booking - The form was confirmed; `preventDefault()` stops the booking, and the time stays held. {@link AppointmentBookingEvent}
 * @fires prm-appointment-booked - It is booked. {@link AppointmentBookedEvent}
 * @fires prm-appointment-rescheduled - It was moved to another time. {@link AppointmentRescheduledEvent}
 * @fires prm-appointment-cancelled - It was cancelled. {@link AppointmentCancelledEvent}
 *
 * @csspart card - The whole surface.
 * @csspart rail - The summary at the side.
 * @csspart main - The step.
 * @csspart heading - The step's heading.
 * @csspart button - Every button; the main act is also `button-primary`, cancelling `button-danger`.
 * @csspart option - A card of the choice.
 * @csspart day - A day of the week.
 * @csspart time - A time.
 * @csspart field - A label with its input.
 * @csspart input - An input.
 * @csspart notice - A banner.
 *
 * @cssprop --prm-accent - The one accent colour; everything else follows from it.
 * @cssprop --prm-surface - Background.
 * @cssprop --prm-text - Text.
 * @cssprop --prm-muted - Quiet text.
 * @cssprop --prm-line - Lines.
 * @cssprop --prm-danger - What is wrong.
 * @cssprop --prm-warning - What needs attention.
 * @cssprop --prm-success - What went well.
 * @cssprop --prm-radius - Corner radius, 12px by default.
 * @cssprop --prm-space - The unit of spacing, 4px by default.
 * @cssprop --prm-font - Font family; the host's by default.
 * @cssprop --prm-font-size - Font size; the host's by default.
 */
export class PrmBookingElement extends LitElement {
  static override readonly styles = [tokens, controls, bookingStyles];

  /** Origin of the PRM API; by default the nearest `<prm-config>`'s, then the loader's. */
  @property({ attribute: 'api-url' }) apiUrl: string | null = null;
  /** The clinic's publishable key (`pk_…`); by default the nearest `<prm-config>`'s. */
  @property({ attribute: 'publishable-key' }) publishableKey: string | null = null;
  /** Language (BCP 47); by default the nearest `<prm-config>`'s, the nearest `lang`, the browser's. */
  @property() locale: string | null = null;
  /** Fixes the kind of visit. */
  @property({ attribute: 'healthcare-service-id' }) healthcareServiceId: string | null = null;
  /** Fixes the place. */
  @property({ attribute: 'location-id' }) locationId: string | null = null;
  /** Fixes the practitioner. */
  @property({ attribute: 'practitioner-id' }) practitionerId: string | null = null;
  /** Secret of a mailed link (`lnk_…`): shows that appointment. No attribute, so that it stands in no markup. */
  @property({ attribute: false }) link: string | null = null;

  readonly #config = new ConfigController(this);
  readonly #language = new LanguageController(this, () => this.locale || this.#config.value?.locale || null);
  /** The running flow. Not private, so that the list of all states can show each of them without a server. */
  protected readonly booking = new BookingController(this, () => this.now());
  /** What the flow was opened with, to tell when it has to begin anew. */
  #openedWith: string | null = null;
  /** Focus is moved only once a person has acted, never when the page loads. */
  #wasUsed = false;
  /** The later steps were asked for ahead of their need. */
  #isPreparing = false;
  /** What was shown last, to tell what is new. */
  #shown: BookingState = closed;

  override connectedCallback(): void {
    super.connectedCallback();
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // Moving an element inside a page disconnects and connects it in one task: that is no leaving.
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.booking.leave();
      this.#openedWith = null;
      this.#wasUsed = false;
    });
  }

  /**
   * What a server rendered is replaced by the same, in one task, so that nothing moves. Lit's hydration is passed by: it would keep the
   * server's `<style>`, which a strict policy blocks.
   */
  protected override createRenderRoot() {
    this.shadowRoot?.replaceChildren();
    return ReactiveElement.prototype['createRenderRoot'].call(this);
  }

  protected override updated(): void {
    settleRoving(this.renderRoot);
    this.#moveFocus();
    this.#prepareLater();
    // After this update, so that the first paint waits for nothing.
    queueMicrotask(() => {
      if (this.isConnected) this.openIfNeeded();
    });
  }

  protected override render() {
    if (isServer) return this.#frame(serverSkeleton(), '');
    const { messages, locale, formatLocale } = this.#language.now;
    if (!messages) return this.#frame(openingSkeleton(), '');
    const { state } = this.booking;
    const context: ViewContext = {
      messages,
      locale,
      formats: (timeZone) => formatsOf(formatLocale, timeZone),
      send: (event) => this.send(event),
      refresh: () => this.requestUpdate(),
      newKey: createIdempotencyKey,
      clock: () => this.now(),
    };
    const announcement = announcementOf(state, messages, context.formats);
    const expected = this.#expected();
    if (expected) return this.#frame(whenView(expected, context), announcement, railView(expected, context));
    const hasRail = state.step === 'when' || state.step === 'who' || state.step === 'confirm';
    return this.#frame(this.#step(context), announcement, hasRail ? railView(state, context) : undefined);
  }

  /** The times that will come, while nothing has come. */
  #expected() {
    const { state } = this.booking;
    if (state.step !== 'opening' && (state.step !== 'closed' || this.link !== null || this.#trouble() !== null))
      return null;
    return expectedTimes(state, this);
  }

  #step(context: ViewContext) {
    const { state, later } = this.booking;
    const { messages } = context;
    switch (state.step) {
      case 'closed':
        return this.#trouble() === null
          ? openingSkeleton()
          : failureNotice({ kind: 'configuration' }, 'read', { messages, telephone: null, onRetry: null });
      case 'opening':
        return openingView(state, context);
      case 'what':
        return whatView(state, context);
      case 'when':
        return whenView(state, context);
      case 'who':
        return later?.whoView(state, context) ?? openingSkeleton();
      case 'confirm':
        return later?.confirmView(state, context) ?? openingSkeleton();
      case 'appointment':
        return later?.appointmentView(state, context) ?? openingSkeleton();
      case 'cancel':
        return later?.cancelView(state, context) ?? openingSkeleton();
    }
  }

  /** Two templates rather than one: a card that gains its rail is a new card, and nothing that was shown moves. */
  #frame(content: unknown, announcement: string, rail?: unknown) {
    const { texts, direction } = this.#language.now;
    const main = html`<div class="main" part="main">${content}</div>`;
    return html`
      <div class="root" lang=${texts} dir=${direction ?? nothing} @pointerover=${this.#onNear} @focusin=${this.#onNear}>
        ${
          rail
            ? html`<div class="card with-rail" part="card">${rail}${main}</div>`
            : html`<div class="card" part="card">${main}</div>`
        }
        <p class="unseen" role="status">${announcement}</p>
      </div>
    `;
  }

  /** A time that is pointed at may be chosen next: nobody waits for what follows. */
  readonly #onNear = (event: Event) => {
    const { target } = event;
    if (this.booking.state.step !== 'when' || this.booking.later) return;
    if (target instanceof Element && target.closest('button')) void this.booking.prepare();
  };

  /** Milliseconds since the epoch, by this device's clock. */
  protected now(): number {
    return Date.now();
  }

  /** Hands on what a person did. */
  protected send(event: BookingEvent): void {
    this.#wasUsed = true;
    this.booking.dispatch(event);
  }

  #access() {
    return {
      apiUrl: this.apiUrl || this.#config.value?.apiUrl || defaults.apiUrl,
      publishableKey: this.publishableKey || this.#config.value?.publishableKey || null,
    };
  }

  /** What a developer has to mend before anything can be asked; null when nothing, or when a `<prm-config>` is still to be defined. */
  #trouble(): string | null {
    const { apiUrl, publishableKey } = this.#access();
    if (this.closest(':not(:defined)')) return null;
    if (apiUrl === null) return 'api-url is missing: set it on <prm-booking> or <prm-config>, or use the loader.';
    if (publishableKey === null && this.link === null)
      return 'publishable-key is missing: set it on <prm-booking> or <prm-config>.';
    if (publishableKey !== null && !publishableKey.startsWith('pk_')) {
      return 'publishable-key does not begin with pk_. A secret key must never be in a page.';
    }
    return URL.canParse(apiUrl, document.baseURI) ? null : 'api-url is no address.';
  }

  /** Begins the flow once there is an address and a key, and anew when they change. */
  protected openIfNeeded(): void {
    const { apiUrl, publishableKey } = this.#access();
    const { link } = this;
    // An empty attribute, as a template writes it, fixes nothing.
    const healthcareServiceId = this.healthcareServiceId || null;
    const locationId = this.locationId || null;
    const practitionerId = this.practitionerId || null;
    const trouble = this.#trouble();
    const wanted = JSON.stringify([
      apiUrl,
      publishableKey,
      healthcareServiceId,
      locationId,
      practitionerId,
      link,
      trouble,
    ]);
    if (wanted === this.#openedWith) return;
    if (trouble !== null || apiUrl === null || (publishableKey === null && link === null)) {
      if (this.#openedWith !== null) this.booking.leave();
      if (trouble !== null) {
        this.#openedWith = wanted;
        console.error(`OpenPRM: ${trouble}`);
        this.requestUpdate();
      }
      return;
    }
    this.#openedWith = wanted;
    const setting: Setting = {
      healthcareServiceId,
      locationId,
      practitionerId,
      viewerTimeZone: viewerTimeZone(),
      canBook: publishableKey !== null,
    };
    const storeName = ['booking', publishableKey, healthcareServiceId, locationId, practitionerId].join(':');
    this.booking.open({
      api: createBookingApi({
        apiUrl: new URL(apiUrl, document.baseURI).href.replace(/\/$/, ''),
        publishableKey,
        storeName,
      }),
      setting,
      link,
      firstDayOfWeek: firstDayOfWeek(this.#language.now.locale),
    });
  }

  /** What comes after the times is loaded once they are shown and the browser has nothing else to do; at once where it is shown already. */
  #prepareLater() {
    const { state, later } = this.booking;
    if (later || this.#isPreparing) return;
    const isLater =
      state.step === 'who' || state.step === 'confirm' || state.step === 'appointment' || state.step === 'cancel';
    if (isLater) return void this.booking.prepare();
    if (state.step !== 'when' || state.calendar.slots.status !== 'ready') return;
    this.#isPreparing = true;
    const prepare = () => void this.booking.prepare();
    // Safari has no idle callback.
    if (typeof requestIdleCallback === 'function') requestIdleCallback(prepare, { timeout: 3000 });
    else setTimeout(prepare, 500);
  }

  #moveFocus() {
    const { state } = this.booking;
    const selector = this.#wasUsed ? focusAfter(this.#shown, state) : null;
    this.#shown = state;
    if (selector !== null) this.renderRoot.querySelector<HTMLElement>(selector)?.focus();
  }
}

declare global {
  interface HTMLElementEventMap extends BookingEventMap {}
}
