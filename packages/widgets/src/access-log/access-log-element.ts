import { html, isServer, LitElement, nothing, ReactiveElement } from 'lit';
import { property } from 'lit/decorators.js';
import { accessOf, accessTrouble } from '../config/access.ts';
import { tellTrouble } from '../config/access-words.ts';
import { ConfigController } from '../config/config-controller.ts';
import { defaults, type Isolation } from '../config/defaults.ts';
import { accessLogTexts } from '../locales/access-log/texts.ts';
import { formatsOf } from '../locales/formats.ts';
import { LanguageController } from '../locales/language-controller.ts';
import { signInTexts } from '../locales/sign-in/texts.ts';
import { viewerTimeZone, wallTime } from '../locales/zone.ts';
import { focusAfter } from '../sign-in/focus-after.ts';
import type { SignInEventMap } from '../sign-in/sign-in-events.ts';
import { closed } from '../sign-in/sign-in-flow.ts';
import type { SignInEvent, SignInState } from '../sign-in/sign-in-state.ts';
import { signInBones, signInView } from '../sign-in/sign-in-view.ts';
import { actingForName, announcementOf } from '../sign-in/sign-in-words.ts';
import { idleNotice, signedInLine } from '../sign-in/views/signed-in-line.ts';
import { notice } from '../ui/notice.ts';
import { AccessLogController } from './access-log-controller.ts';
import { accessLogStyles } from './access-log.styles.ts';
import { logAnnouncement } from './announcement.ts';
import { dayName } from './day-name.ts';
import { idleLog } from './log-flow.ts';
import type { LogEvent, LogState } from './log-state.ts';
import { logFocusAfter } from './log-focus.ts';
import { type LogContext, logView } from './log-view.ts';

export { SignedInEvent, SignedOutEvent } from '../sign-in/sign-in-events.ts';
export type { SignInEventMap } from '../sign-in/sign-in-events.ts';

/**
 * `<prm-access-log>` shows patients who looked at their records or changed them, when and why, after they have signed in; and the same for a child
 * or somebody else for whom the clinic lets them act; and where they are signed in, with a way to end it elsewhere. What is noted while it is open appears by itself, and nothing is asked for while nobody sees the page.
 *
 * Language: its own `locale`, the nearest `<prm-config>`, the nearest `lang`, the browser's. Direction: the `dir` that the host has set for that
 * language, else the language's own. Both are followed when they change.
 *
 * @example
 * ```html
 * <prm-access-log publishable-key="pk_…"><a slot="fallback" href="tel:+15550104417">(555) 010-4417</a></prm-access-log>
 * ```
 *
 * @slot fallback - The clinic's own words for when nothing can be shown here: no connection, no records found, not set up.
 *
 * @fires prm-signed-in - Somebody has signed in here. {@link SignedInEvent}
 * @fires prm-signed-out - Nobody is signed in here any more, whatever the reason. {@link SignedOutEvent}
 *
 * @csspart card - The whole surface.
 * @csspart main - What stands in it.
 * @csspart heading - The heading.
 * @csspart signed-in - The line of who is signed in.
 * @csspart entry - An entry of the log.
 * @csspart button - Every button; the main act is also `button-primary`.
 * @csspart option - Somebody for whom one may act.
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
export class PrmAccessLogElement extends LitElement {
  static override readonly styles = accessLogStyles;

  /** Origin of the PRM API; by default the nearest `<prm-config>`'s, then the loader's. */
  @property({ attribute: 'api-url' }) apiUrl: string | null = null;
  /** The clinic's publishable key (`pk_…`); by default the nearest `<prm-config>`'s. */
  @property({ attribute: 'publishable-key' }) publishableKey: string | null = null;
  /** Language (BCP 47); by default the nearest `<prm-config>`'s, the nearest `lang`, the browser's. */
  @property() locale: string | null = null;
  /** Whether who signed in stays so when the page is left, under a key that no script can read. */
  @property({ type: Boolean }) remember = false;
  /** `frame` shows it in a frame on the API's origin, which the page's other scripts cannot look into; `inline` in the page itself. By default `frame` with the loader, `inline` from npm. */
  @property() isolation: Isolation | null = null;
  /** Secret of a signed link (`psl_…`): signs in by a click. No attribute, so that it stands in no markup. In a frame it is not used: a button opens the API's own page with it. */
  @property({ attribute: false }) link: string | null = null;

  readonly #config = new ConfigController(this);
  readonly #language = new LanguageController(
    this,
    () => this.locale || this.#config.value?.locale || null,
    signInTexts,
    () => accessLogTexts,
  );
  /** What runs. Not private, so that the list of all states can show each of them without a server. */
  protected readonly access = new AccessLogController(this, () => this.now());
  /** What it was opened with, to tell when to begin anew. */
  #openedWith: string | null = null;
  /** Focus is moved only once a person has acted, never when the page loads. */
  #wasUsed = false;
  /** The focus was inside when the present update began. */
  #hadFocus = false;
  /** What was shown last, to tell what is new. */
  #shown: { readonly signIn: SignInState; readonly log: LogState } = { signIn: closed, log: idleLog };

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // Moving an element inside a page disconnects and connects it in one task: that is no leaving.
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.access.leave();
      this.#openedWith = null;
      this.#wasUsed = false;
    });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.requestUpdate();
  }

  /** What a server rendered is replaced by the same in one task; Lit's hydration would keep a `<style>` that a strict policy blocks. */
  protected override createRenderRoot() {
    this.shadowRoot?.replaceChildren();
    return ReactiveElement.prototype['createRenderRoot'].call(this);
  }

  protected override willUpdate(): void {
    this.#hadFocus = Boolean(this.shadowRoot?.activeElement);
  }

  protected override updated(): void {
    if (this.#isFramed) {
      if (this.#openedWith !== null) this.access.leave();
      this.#openedWith = null;
      void import('../frame/access-log-frame.ts').then((shell) =>
        shell.frameAccessLog(this, this.#config, () => this.#isFramed),
      );
      return;
    }
    void import('../styles/settle-colors.ts').then(({ settleColors }) => settleColors(this));
    const before = this.#shown;
    this.#shown = { signIn: this.access.signIn.state, log: this.access.log };
    if (this.#hadFocus || (this.#wasUsed && !isUnasked(this.#shown.signIn))) {
      const selector =
        focusAfter(before.signIn, this.#shown.signIn) ??
        logFocusAfter(before.log, this.#shown.log) ??
        this.access.part?.takeFocus?.() ??
        null;
      if (selector !== null) this.renderRoot.querySelector<HTMLElement>(selector)?.focus();
    }
    queueMicrotask(() => {
      if (this.isConnected && !this.#isFramed) this.openIfNeeded();
    });
  }

  protected override render() {
    if (isServer) return this.#frame(html`${signInBones()}<noscript><slot name="fallback"></slot></noscript>`, '');
    if (this.#isFramed) return nothing;
    const context = this.#context();
    if (!context) return this.#frame(signInBones(), '');
    const { log, part, signIn } = this.access;
    const { state } = signIn;
    if (this.#trouble() !== null) {
      const { configurationTitle: title, configurationText } = context.messages;
      const text = html`${configurationText} <slot name="fallback"></slot>`;
      return this.#frame(notice({ title, text }), title);
    }
    const words = announcementOf(state, context);
    if (state.step !== 'signed-in') return this.#frame(signInView(state, context), words);
    return this.#frame(
      html`${signedInLine(state, context)} ${idleNotice(state, context)}
        <div class="row">
          <button
            class="button"
            part="button"
            type="button"
            aria-expanded=${part ? 'true' : 'false'}
            @click=${this.#onPart}
          >
            ${context.messages.whereSignedIn}
          </button>
        </div>
        ${part?.view(context, state.session)} ${logView(log, actingForName(state), context)}`,
      words || part?.words(context) || logAnnouncement(log, context),
    );
  }

  #context(): LogContext | null {
    const { all, locale, formatLocale } = this.#language.now;
    if (!all) return null;
    const timeZone = viewerTimeZone();
    const formats = formatsOf(formatLocale, timeZone);
    const dateOf = (instant: string) => wallTime(instant, timeZone).date;
    const today = () => wallTime(this.now(), timeZone).date;
    return {
      messages: all,
      locale,
      formats,
      number: (value) => formats.number(value),
      send: (event) => this.send(event),
      today,
      dateOf,
      dayName: (date) => dayName(date, today(), formatLocale),
      onMore: () => this.sendToLog({ type: 'more-asked' }),
    };
  }

  #frame(main: unknown, announcement: string) {
    const { texts, direction } = this.#language.now;
    return html`
      <div
        class="root"
        lang=${texts}
        dir=${direction ?? nothing}
        @pointerdown=${this.#onAct}
        @keydown=${this.#onAct}
        @click=${this.#onAct}
      >
        <div class="card" part="card"><div class="main" part="main">${main}</div></div>
        <p class="unseen" role="status">${announcement}</p>
      </div>
    `;
  }

  readonly #onPart = () => {
    this.#wasUsed = true;
    void this.access.togglePart();
  };

  readonly #onAct = () => this.access.signIn.noteAct();

  /** Milliseconds since the epoch, by this device's clock. */
  protected now(): number {
    return Date.now();
  }

  /** Hands on what a person did. */
  protected send(event: SignInEvent): void {
    this.#wasUsed = true;
    this.access.signIn.dispatch(event);
  }

  /** The same for the list. */
  protected sendToLog(event: LogEvent): void {
    this.#wasUsed = true;
    this.access.dispatch(event);
  }

  #settings() {
    return accessOf(this, this.#config.value);
  }

  get #isFramed() {
    return (this.isolation || defaults.isolation) === 'frame';
  }

  /** What a developer has to mend before anything can be asked; null when nothing, or while a `<prm-config>` may still be defined. */
  #trouble() {
    return this.#config.isAwaited ? null : accessTrouble(this.#settings(), this.link === null);
  }

  /** Begins once there is an address and a key, and anew when they change. */
  protected openIfNeeded(): void {
    const { apiUrl, publishableKey } = this.#settings();
    const { link, remember } = this;
    const trouble = this.#trouble();
    const wanted = JSON.stringify([apiUrl, publishableKey, link, remember, trouble]);
    if (wanted === this.#openedWith) return;
    if (trouble !== null || apiUrl === null || (publishableKey === null && link === null)) {
      if (this.#openedWith !== null) this.access.leave();
      if (trouble !== null) {
        this.#openedWith = wanted;
        tellTrouble(trouble, this.localName);
        this.requestUpdate();
      }
      return;
    }
    this.#openedWith = wanted;
    this.access.open({
      apiUrl: new URL(apiUrl, document.baseURI).href.replace(/\/$/, ''),
      publishableKey,
      remember,
      link,
      setting: { canAskForCode: publishableKey !== null, canSkip: false },
      language: () => this.#language.now.locale,
    });
  }
}

/** What happened by itself takes the focus of nobody who is elsewhere on the page. */
const isUnasked = (state: SignInState) => state.step === 'address' && (state.news === 'idle' || state.news === 'ended');

declare global {
  interface HTMLElementEventMap extends SignInEventMap {}
}
