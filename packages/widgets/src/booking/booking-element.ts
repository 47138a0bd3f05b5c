import { createIdempotencyKey } from '@openprm/sdk';
import { isServer, LitElement, nothing, ReactiveElement } from 'lit';
import { property } from 'lit/decorators.js';
import { accessOf, accessTrouble } from '../config/access.ts';
import { ConfigController } from '../config/config-controller.ts';
import { defaults, type Isolation } from '../config/defaults.ts';
import { firstTexts } from '../locales/booking/first-texts.ts';
import { formatsOf } from '../locales/formats.ts';
import { LanguageController } from '../locales/language-controller.ts';
import { base } from '../styles/base.styles.ts';
import { tokens } from '../styles/tokens.styles.ts';
import type { AfterUpdate } from './after-update.ts';
import { BookingController, type BookingLater } from './booking-controller.ts';
import type { BookingEventMap } from './booking-events.ts';
import type { Setting } from './booking-state.ts';
import type { BookingEvent } from './events-and-commands.ts';
import { firstDayOfWeek } from './first/calendar-dates.ts';
import { card, type CardParts } from './first/card.ts';
import { expectedTimes } from './first/expected-times.ts';
import { firstStyles } from './first/first.styles.ts';
import { openingSkeleton, serverSkeleton } from './first/opening-bones.ts';
import { railBones } from './first/rail-bones.ts';
import { stalledView } from './first/stalled-view.ts';
import { settleStops } from './first/tab-stops.ts';
import { type FirstContext, wholeContext } from './first/view-context.ts';
import { whenView } from './first/when-view.ts';
import { viewerTimeZone } from '../locales/zone.ts';

export type { BookingEventMap } from './booking-events.ts';
export {
  AppointmentBookedEvent,
  AppointmentBookingEvent,
  AppointmentCancelledEvent,
  AppointmentRescheduledEvent,
  WaitlistJoinedEvent,
} from './booking-events.ts';

/**
 * `<prm-booking>` books a visit: what and where, when, who, done. A chosen time is held by the clinic's server while the form is filled in.
 * With `link` it shows one appointment instead, to change or cancel it.
 *
 * What a kind of visit has rules for (red flags, new or known patients, an age, a referral) is asked before its times; the answers stay in the page and are told to
 * nobody. The visit may be for somebody in one's care. After a booking another one begins with what was typed, which is kept in memory until the page is left.
 *
 * Who is signed in books without a form, for themself or for whom the clinic lets them act: with `remember`, or in the session that `<prm-config>` holds. That is
 * asked when a time was chosen, and not before; of their name the first and an initial are shown.
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
 * @fires prm-appointment-booking - The form was confirmed; `preventDefault()` stops the booking, `waitFor(promise)` holds it back for ten seconds at most until there is an answer: only `true` lets it go out. Stopped, the time stays held. {@link AppointmentBookingEvent}
 * @fires prm-appointment-booked - It is booked. {@link AppointmentBookedEvent}
 * @fires prm-appointment-rescheduled - It was moved to another time. {@link AppointmentRescheduledEvent}
 * @fires prm-appointment-cancelled - It was cancelled. {@link AppointmentCancelledEvent}
 * @fires prm-waitlist-joined - Somebody waits for a time that fits, or for an earlier one. {@link WaitlistJoinedEvent}
 *
 * @csspart card - The whole surface.
 * @csspart rail - The summary at the side.
 * @csspart main - The step.
 * @csspart heading - The step's heading.
 * @csspart button - Every button but days, times and the links of the summary of errors; the main act is also `button-primary`, cancelling `button-danger`.
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
  static override readonly styles = [tokens, base, firstStyles];

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
  /** Whether to look for somebody who is signed in on this device, as `<prm-access-log remember>` keeps them: they book without a form. */
  @property({ type: Boolean }) remember = false;
  /** `frame` shows it in a frame on the API's origin, which the page's other scripts cannot look into; `inline` in the page itself. By default `frame` with the loader, `inline` from npm. */
  @property() isolation: Isolation | null = null;
  /** Secret of a mailed link: shows that appointment (`lnk_…`), or that place on the waitlist with what is offered (`wll_…`). No attribute, so that it stands in no markup. In a frame it is not used: a button opens the API's own page with it. */
  @property({ attribute: false }) link: string | null = null;

  readonly #config = new ConfigController(this);
  readonly #language = new LanguageController(
    this,
    () => this.locale || this.#config.value?.locale || null,
    firstTexts,
    () => this.booking.later?.laterTexts,
  );
  /**
   * The running flow. Not private, so that the list of all states can show each of them without a server, and a frame can ask where it is.
   *
   * @internal
   */
  readonly booking = new BookingController(
    this,
    () => this.now(),
    () => this.loadLater(),
  );
  /** What the flow was opened with, to tell when it has to begin anew. */
  #openedWith: string | null = null;
  /** Focus is moved only once a person has acted, never when the page loads. */
  #wasUsed = false;
  /** The person chose a day, rather than another way to see the one that is chosen. */
  #choseDay = false;
  /** The focus was inside when the present update began. */
  #hadFocus = false;
  /** The rest was asked for ahead of its need. */
  #isPreparing = false;
  /** What follows an update; once all code is there. */
  #afterUpdate: AfterUpdate | undefined;
  /** The last view could not be made. */
  #isBroken = false;

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

  protected override willUpdate(): void {
    this.#hadFocus = Boolean(this.shadowRoot?.activeElement);
  }

  protected override updated(): void {
    if (this.#isFramed) {
      // What was begun in the page itself ends there.
      if (this.#openedWith !== null) this.booking.leave();
      this.#openedWith = null;
      void import('../frame/booking-frame.ts').then((shell) =>
        shell.frameBooking(this, this.#config, () => this.#isFramed),
      );
      return;
    }
    this.#settle();
    // What was taken off its page is drawn once more, and starts nothing there.
    if (!this.isConnected) return;
    this.#prepareLater();
    const open = () => {
      if (this.isConnected) this.openIfNeeded();
    };
    if (this.#openedWith !== null) return queueMicrotask(open);
    // After the frame that is being made, so that the first paint waits for nothing; without a frame where none is made, as on a hidden page.
    requestAnimationFrame(() => setTimeout(open));
    setTimeout(open, 100);
  }

  protected override render() {
    if (isServer) return this.#frame({ main: serverSkeleton() });
    if (this.#isFramed) return nothing;
    try {
      const view = this.#view();
      this.#isBroken = false;
      return view;
    } catch (error) {
      return this.#broken(error);
    }
  }

  #view() {
    const { first, all, locale, formatLocale } = this.#language.now;
    const { state, later, isStalled } = this.booking;
    const times = this.#expected() ?? (state.step === 'when' ? state : null);
    if (!first && !times) return this.#frame({ main: openingSkeleton() });
    const shared = {
      locale,
      formats: (timeZone: string) => formatsOf(formatLocale, timeZone),
      send: (event: BookingEvent) => this.send(event),
      newKey: createIdempotencyKey,
      clock: this.booking.now,
    };
    const whole = later && all ? wholeContext({ ...shared, messages: all, later }) : null;
    // Words in another language take their place, unseen, so that nothing moves when the right ones come.
    const messages = first ?? firstTexts.english;
    const context: FirstContext = whole ?? { ...shared, messages, whole };
    if (whole && (!times || times === state))
      return this.#frame(whole.later.bookingView(state, this.#trouble() !== null, whole));
    const notice = isStalled ? stalledView(context, () => void this.booking.prepare()) : nothing;
    const isWaiting = this.booking.isWaiting;
    const isShown = times !== null && times.calendar.slots.status === 'ready';
    const looking = isShown ? '' : times ? messages.lookingForTimes : messages.loading;
    const said = isStalled ? messages.connectionTitle : isWaiting ? messages.loading : looking;
    const announcement = first ? said : '';
    if (!times) return this.#frame({ notice, main: openingSkeleton(), announcement });
    return this.#frame({
      // The same templates as with all code there, so that what is shown, pressed and focused stays.
      notice,
      main: whenView(times, context),
      isBusy: isWaiting,
      announcement,
      rail: railBones(),
      isUnsaid: first === null,
    });
  }

  /** What cannot be shown is said, with a way to begin anew: nobody waits for ever. */
  #broken(error: unknown) {
    if (!this.#isBroken) console.error('OpenPRM: <prm-booking> cannot show what it was given.', error);
    this.#isBroken = true;
    const { first, all } = this.#language.now;
    const { booking } = this;
    if (booking.later && all) return this.#frame(booking.later.brokenView(all, this.#beginAnew));
    if (!booking.isWaiting) booking.whenLoaded(() => {});
    const messages = first ?? firstTexts.english;
    const stalled = booking.isStalled && stalledView({ messages }, () => void booking.prepare());
    return this.#frame({
      notice: stalled || nothing,
      main: openingSkeleton(),
      announcement: stalled ? messages.connectionTitle : messages.loading,
    });
  }

  readonly #beginAnew = () => {
    this.booking.leave();
    this.#openedWith = null;
    this.requestUpdate();
  };

  /** The times that will come, while nothing has come. */
  #expected() {
    const { state } = this.booking;
    if (state.step !== 'opening' && (state.step !== 'closed' || this.link !== null || this.#trouble() !== null))
      return null;
    return expectedTimes(state, this);
  }

  #frame(parts: CardParts) {
    const { texts, direction } = this.#language.now;
    return card(parts, { texts, direction, onNear: this.#onNear, onEarlyKey: this.#onEarlyKey });
  }

  /** What is pointed at may be used next: nobody waits for what follows. */
  readonly #onNear = () => {
    if (!this.booking.later) void this.booking.prepare();
  };

  /** A key that moves inside a group waits for the code that moves. */
  readonly #onEarlyKey = (event: KeyboardEvent) => {
    const { target, key, altKey, ctrlKey, metaKey } = event;
    if (
      this.booking.later ||
      altKey ||
      ctrlKey ||
      metaKey ||
      !(target instanceof Element && target.closest('[data-roving]'))
    )
      return;
    if (!/^(Arrow|Page|Home|End)/.test(key)) return;
    event.preventDefault();
    this.booking.whenLoaded(async () => {
      await this.updateComplete;
      target.dispatchEvent(new KeyboardEvent('keydown', event));
    });
  };

  /** Fetches everything but the first times. @throws whatever an import throws that finds no connection */
  protected loadLater(): Promise<BookingLater> {
    return import('./booking-later.ts');
  }

  /** Milliseconds since the epoch, by this device's clock. */
  protected now(): number {
    return Date.now();
  }

  /** Hands on what a person did. */
  protected send(event: BookingEvent): void {
    this.#wasUsed = true;
    if (event.type === 'day-chosen' || event.type === 'view-chosen') this.#choseDay = event.type === 'day-chosen';
    this.booking.dispatch(event);
  }

  #access() {
    return accessOf(this, this.#config.value);
  }

  get #isFramed() {
    return (this.isolation || defaults.isolation) === 'frame';
  }

  /** What a developer has to mend before anything can be asked; null when nothing, or while a `<prm-config>` may still be defined. */
  #trouble() {
    if (this.#config.isAwaited) return null;
    return accessTrouble(this.#access(), this.link === null);
  }

  /** Begins the flow once there is an address and a key, and anew when they change. */
  protected openIfNeeded(): void {
    const { apiUrl, publishableKey } = this.#access();
    const { link } = this;
    // An empty attribute, as a template writes it, fixes nothing.
    const healthcareServiceId = this.healthcareServiceId || null;
    const locationId = this.locationId || null;
    const practitionerId = this.practitionerId || null;
    const { remember } = this;
    const session = () => this.#config.value?.session ?? null;
    const trouble = this.#trouble();
    const wanted = JSON.stringify([
      apiUrl,
      publishableKey,
      healthcareServiceId,
      locationId,
      practitionerId,
      link,
      remember,
      trouble,
    ]);
    if (wanted === this.#openedWith) return;
    if (trouble !== null || apiUrl === null || (publishableKey === null && link === null)) {
      if (this.#openedWith !== null) this.booking.leave();
      if (trouble !== null) {
        this.#openedWith = wanted;
        void import('../config/access-words.ts').then(({ tellTrouble }) => tellTrouble(trouble, this.localName));
        this.requestUpdate();
      }
      return;
    }
    this.#openedWith = wanted;
    const setting: Setting = {
      healthcareServiceId,
      locationId,
      practitionerId,
      // Asked for when it is needed, which is after the first paint: it costs 17 ms.
      get viewerTimeZone() {
        return viewerTimeZone();
      },
      canBook: publishableKey !== null,
      // A page may sign somebody in later.
      get hasSession() {
        return remember || session() !== null;
      },
    };
    const storeName = ['booking', publishableKey, healthcareServiceId, locationId, practitionerId].join(':');
    this.booking.open({
      access: { apiUrl: new URL(apiUrl, document.baseURI).href.replace(/\/$/, ''), publishableKey, session, remember },
      setting,
      link,
      firstDayOfWeek: () => firstDayOfWeek(this.#language.now.locale),
      storeName,
    });
  }

  /** The rest is loaded once the times are shown and the browser has nothing else to do; at once where the times do not come first. */
  #prepareLater() {
    const { state, later } = this.booking;
    if (later || this.#isPreparing) return;
    const isMisplaced = state.step === 'closed' && this.#trouble() !== null;
    if (isMisplaced || (state.step !== 'closed' && !expectedTimes(state, this) && state.step !== 'when')) {
      this.#isPreparing = true;
      return void this.booking.prepare();
    }
    if (state.step !== 'when' || state.calendar.slots.status !== 'ready') return;
    this.#isPreparing = true;
    const prepare = () => void this.booking.prepare();
    // Safari has no idle callback.
    if (typeof requestIdleCallback === 'function') requestIdleCallback(prepare, { timeout: 3000 });
    else setTimeout(prepare, 500);
  }

  /** After each update: one Tab stop in each group, and what follows from all code. */
  #settle() {
    const { state, later } = this.booking;
    settleStops(this.renderRoot);
    if (!later || !this.shadowRoot) return;
    this.#afterUpdate ??= new later.AfterUpdate(this, this.shadowRoot, PrmBookingElement.styles);
    this.#afterUpdate.settle(state, {
      isUsed: this.#wasUsed || this.#hadFocus,
      hadFocus: this.#hadFocus,
      choseDay: this.#choseDay,
      isBroken: this.#isBroken,
    });
  }
}

declare global {
  interface HTMLElementEventMap extends BookingEventMap {}
}
