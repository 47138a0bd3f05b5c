import type { ExpandValueSet } from '@openprm/questionnaire';
import { adoptStyles, html, isServer, LitElement, nothing, ReactiveElement } from 'lit';
import { property } from 'lit/decorators.js';
import { accessOf, type AccessTrouble, accessTrouble } from '../config/access.ts';
import { ConfigController } from '../config/config-controller.ts';
import { defaults, type Isolation } from '../config/defaults.ts';
import type { Catalogue } from '../locales/catalogue.ts';
import { LanguageController } from '../locales/language-controller.ts';
import { firstTexts } from '../locales/survey/first-texts.ts';
import type { AskingMessages, FirstMessages, SurveyMessages } from '../locales/survey/messages.ts';
import { notice } from '../ui/notice.ts';
import type { SurveyEvent } from './events-and-commands.ts';
import { firstAnnouncement } from './first/first-announcement.ts';
import { closed } from './first/first-flow.ts';
import { createSurveyApi, type SurveyAccess, type SurveyApi } from './survey-api.ts';
import type { Around } from './own/own-host.ts';
import { type SurveyAsking, SurveyController, type SurveyLater } from './survey-controller.ts';
import type { SignInEventMap } from '../sign-in/sign-in-events.ts';
import type { SurveyEventMap } from './survey-events.ts';
import type { SurveyState } from './survey-state.ts';
import { firstStyles } from './survey.styles.ts';
import type { FirstContext, SurveyContext } from './views/survey-context.ts';
import { introView, openingBones, openingView } from './views/opening-views.ts';

export { SurveyCompletedEvent } from './survey-events.ts';
export type { ExpandValueSet } from '@openprm/questionnaire';
export type { SignedInEvent, SignedOutEvent, SignInEventMap } from '../sign-in/sign-in-events.ts';
export type { SurveyEventMap } from './survey-events.ts';

/**
 * `<prm-survey>` asks the questions of a FHIR Questionnaire: one at a time or by the page, with what follows from an answer, and sends the answers to the clinic.
 *
 * Before the first question it says whose the answers are (with a name, confidential, anonymous), who reads them and how long it takes. An answer that
 * somebody has to look at shows help at once and is sent at once.
 *
 * Without `survey-id` and `link`, and with `remember` or the session that `<prm-config>` holds, whoever is signed in sees the surveys that wait for them, that they have begun and that they have answered, and
 * chooses one; who is not signed in does so here.
 *
 * Language: its own `locale`, the nearest `<prm-config>`, the nearest `lang`, the browser's; the form's texts by its translations. Direction: the `dir` that the host
 * has set for that language, else the language's own. Both are followed when they change.
 *
 * @example
 * ```html
 * <prm-survey publishable-key="pk_…" survey-id="svy_…"><a slot="fallback" href="tel:+15550104417">(555) 010-4417</a></prm-survey>
 * ```
 *
 * @slot fallback - The clinic's own words for when nothing can be asked here: no connection, nothing to answer, not set up.
 *
 * @fires prm-survey-completed - The clinic has all answers. {@link SurveyCompletedEvent}
 * @fires prm-signed-in - Somebody has signed in here, to choose a survey. {@link SignedInEvent}
 * @fires prm-signed-out - Nobody is signed in here any more, whatever the reason. {@link SignedOutEvent}
 *
 * @csspart card - The whole surface.
 * @csspart main - What stands in it.
 * @csspart heading - The step's heading.
 * @csspart survey - A survey of the list.
 * @csspart signed-in - The line of who is signed in.
 * @csspart button - Every button but the links of the summary of errors; the main act is also `button-primary`.
 * @csspart option - An answer that can be chosen.
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
export class PrmSurveyElement extends LitElement {
  static override readonly styles = firstStyles;

  /** Origin of the PRM API; by default the nearest `<prm-config>`'s, then the loader's. */
  @property({ attribute: 'api-url' }) apiUrl: string | null = null;
  /** The clinic's publishable key (`pk_…`); by default the nearest `<prm-config>`'s. */
  @property({ attribute: 'publishable-key' }) publishableKey: string | null = null;
  /** Language (BCP 47); by default the nearest `<prm-config>`'s, the nearest `lang`, the browser's. */
  @property() locale: string | null = null;
  /** Which survey (`svy_…`), for one that anybody may answer. */
  @property({ attribute: 'survey-id' }) surveyId: string | null = null;
  /** `question` asks one at a time; `page` shows the form's pages, or the whole form. By default `question`. */
  @property() pace: 'question' | 'page' | null = null;
  /** Whether to look for somebody who is signed in on this device, and to keep who signs in here: without `survey-id` and `link` they choose among the surveys that wait for them. */
  @property({ type: Boolean }) remember = false;
  /** `frame` shows it in a frame on the API's origin, which the page's other scripts cannot look into; `inline` in the page itself. By default `frame` with the loader, `inline` from npm. */
  @property() isolation: Isolation | null = null;
  /** Secret of a mailed link (`svl_…`): the survey that somebody was asked to answer. No attribute, so that it stands in no markup. In a frame it is not used: a button opens the API's own page with it. */
  @property({ attribute: false }) link: string | null = null;
  /**
   * Brings the codings of a value set that the form only names, by its canonical address; undefined where the page has none. Asked once, when the form comes, for at most eight seconds;
   * without it the questions that need it cannot be answered, and the console names them. In the page itself only, not in a frame.
   */
  declare expandValueSet: ExpandValueSet | null | undefined;
  /**
   * FHIR resources that the form's expressions may read, by their names: `{ patient }` for `%patient`. Read once, when the form comes, and only for a survey that is answered by name. In the
   * page itself only, not in a frame.
   */
  declare launchContext: Readonly<Record<string, unknown>> | null | undefined;

  readonly #config = new ConfigController(this);
  readonly #language = new LanguageController(
    this,
    () => this.locale || this.#config.value?.locale || null,
    firstTexts,
    () => this.#laterTexts,
  );
  /**
   * What runs. Not private, so that the list of all states can show each of them without a server, and a frame can ask where it is.
   *
   * @internal
   */
  readonly survey = new SurveyController(this, { asking: () => this.loadAsking(), later: () => this.loadLater() }, () =>
    this.now(),
  );
  /** What it was opened with, to tell when to begin anew. */
  #openedWith: string | null = null;
  /** Focus is moved only once a person has acted, never when the page loads. */
  #wasUsed = false;
  /** The focus was inside when the present update began. */
  #hadFocus = false;
  /** How many parts of the later views' styles were taken on. */
  #stylesTaken = 0;
  /** What is to be done after each update, once it has come. */
  #settleColors: ((host: Element) => void) | undefined;
  /** What a developer has to mend, as it was when the last view was made; null when nothing, or while a `<prm-config>` may still be defined. */
  #trouble: AccessTrouble | null = null;
  /** Puts into its place what stands around the survey or instead of it: the list that somebody chooses from. */
  protected around: Around = (...shown) => shown;
  /** The last view could not be made. */
  #isBroken = false;
  /** What was shown last, to tell what is new. */
  #shown: SurveyState = closed;

  override connectedCallback(): void {
    super.connectedCallback();
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    // Moving an element inside a page disconnects and connects it in one task: that is no leaving.
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.survey.leave();
      this.#openedWith = null;
      this.#wasUsed = false;
    });
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
      // What was begun in the page itself ends there.
      if (this.#openedWith !== null) this.survey.leave();
      this.#openedWith = null;
      void import('../frame/survey-frame.ts').then((shell) =>
        shell.frameSurvey(this, this.#config, () => this.#isFramed),
      );
      return;
    }
    if (this.#settleColors) this.#settleColors(this);
    else
      void import('../styles/settle-colors.ts').then(({ keepColorsSettled }) => {
        this.#settleColors = keepColorsSettled;
        keepColorsSettled(this);
      });
    const { state, asking, later } = this.survey;
    const styles = later?.laterStyles ?? asking?.askingStyles ?? [];
    if (styles.length > this.#stylesTaken && this.shadowRoot) {
      this.#stylesTaken = styles.length;
      adoptStyles(this.shadowRoot, [...PrmSurveyElement.styles, ...styles]);
    }
    // So that what follows the first question is there when the connection is not.
    if (state.step === 'answering' && !later && !this.survey.isStalled) void this.survey.loadRest();
    const before = this.#shown;
    this.#shown = state;
    if (this.#wasUsed || this.#hadFocus) {
      const selector = this.#isBroken
        ? '.notice-title'
        : (later?.focusAfterRest ?? asking?.focusAfter)?.(before, state, this);
      if (selector) this.renderRoot.querySelector<HTMLElement>(selector)?.focus();
    }
    queueMicrotask(() => {
      if (this.isConnected && !this.#isFramed) this.openIfNeeded();
    });
  }

  protected override render() {
    if (isServer) return this.#frame(html`${openingBones()}<noscript><slot name="fallback"></slot></noscript>`, '');
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
    this.#trouble = this.#config.isAwaited ? null : accessTrouble(this.#access(), this.link === null);
    const { first, all, locale, formatLocale } = this.#language.now;
    if (!first) return this.#frame(openingBones(), '');
    const { state, asking, later, isStalled } = this.survey;
    const context: FirstContext = {
      messages: first,
      locale,
      number: numbersOf(formatLocale),
      send: (event) => this.send(event),
      isStalled,
    };
    if (this.#trouble !== null) return this.#unusable(first);
    switch (state.step) {
      case 'closed':
        return this.#frame(openingBones(), first.loading);
      case 'opening':
        // What else can be said of it comes with the rest.
        if (state.failure !== null && state.failure.kind !== 'connection') break;
        return this.#frame(openingView(state, context), firstAnnouncement(state, context));
      case 'intro':
        return this.#frame(introView(state, context), firstAnnouncement(state, context));
    }
    if (!asking || !all) return this.#frame(openingBones(), first.loading);
    const hasRest = later !== undefined && 'sentTitle' in all;
    const whole: SurveyContext = {
      ...context,
      // Without the rest, what is shown says only what has come: see `needs-rest.ts`.
      messages: all as SurveyMessages,
      formatLocale,
      onRender: (key: string) => this.onRender(key),
      more: hasRest ? later.moreViews : null,
    };
    const words = hasRest ? later.announcementOf(state, whole) : '';
    if (state.step === 'answering') return this.#frame(asking.answeringView(state, whole), words);
    return hasRest ? this.#frame(later.laterView(state, whole), words) : this.#frame(openingBones(), first.loading);
  }

  /** The texts of what has come besides those of the first view. */
  get #laterTexts(): Catalogue<AskingMessages> | undefined {
    return this.survey.later?.laterTexts ?? this.survey.asking?.askingTexts;
  }

  /** What cannot be shown is said: nobody waits for ever, and nothing that was answered is lost while the page stays. */
  #broken(error: unknown) {
    if (!this.#isBroken) console.error('OpenPRM: <prm-survey> cannot show what it was given.', error);
    this.#isBroken = true;
    return this.#unusable(this.#language.now.first ?? firstTexts.english);
  }

  /** Nothing can be asked here, and nobody who answers can mend it. */
  #unusable({ configurationTitle: title, configurationText }: FirstMessages) {
    return this.#frame(notice({ title, text: html`${configurationText} <slot name="fallback"></slot>` }), title);
  }

  #frame(asked: unknown, announcement: string) {
    const { texts, direction } = this.#language.now;
    const [main, words] = this.around(asked, announcement);
    return html`
      <div class="root" lang=${texts} dir=${direction ?? nothing}>
        <div class="card" part="card"><div class="main" part="main">${main}</div></div>
        <p class="unseen" role="status">${words}</p>
      </div>
    `;
  }

  /** The way to the clinic's system. @throws whatever an import throws that finds no connection */
  protected async createApi(access: SurveyAccess): Promise<SurveyApi> {
    if (access.link || access.surveyId) return createSurveyApi(access);
    const { openList } = await import('./own/own-surveys.ts');
    return openList(this, access, this.survey, this.#config, (around) => (this.around = around));
  }

  /** Fetches what reads a form and shows its first question. @throws whatever an import throws that finds no connection */
  protected loadAsking(): Promise<SurveyAsking> {
    return import('./survey-asking.ts');
  }

  /** Fetches everything behind the first question. @throws whatever an import throws that finds no connection */
  protected loadLater(): Promise<SurveyLater> {
    return import('./survey-later.ts');
  }

  /** Milliseconds since the epoch, by this device's clock. */
  protected now(): number {
    return Date.now();
  }

  /** A question was rendered. */
  protected onRender(_key: string): void {}

  /** Hands on what a person did. */
  protected send(event: SurveyEvent): void {
    this.#wasUsed = true;
    this.survey.dispatch(event);
  }

  #access() {
    return accessOf(this, this.#config.value);
  }

  get #isFramed() {
    return (this.isolation || defaults.isolation) === 'frame';
  }

  /** Begins once there is an address and a key, and anew when they change. */
  protected openIfNeeded(): void {
    const { apiUrl, publishableKey } = this.#access();
    const { link } = this;
    const surveyId = this.surveyId || null;
    const isOwn = !link && !surveyId;
    const pace = this.pace === 'page' ? 'page' : 'question';
    const trouble = this.#trouble;
    const wanted = JSON.stringify([
      apiUrl,
      publishableKey,
      link,
      surveyId,
      pace,
      trouble,
      // Nobody who answers without a name begins anew because somebody has signed in.
      isOwn && [this.remember, !this.#config.value?.session],
    ]);
    if (wanted === this.#openedWith) return;
    if (trouble !== null || apiUrl === null || (publishableKey === null && link === null)) {
      if (this.#openedWith !== null) this.survey.leave();
      if (trouble !== null) {
        this.#openedWith = wanted;
        void import('../config/access-words.ts').then(({ tellTrouble }) => tellTrouble(trouble, this.localName));
        this.requestUpdate();
      }
      return;
    }
    this.#openedWith = wanted;
    const access = {
      apiUrl: new URL(apiUrl, document.baseURI).href.replace(/\/$/, ''),
      publishableKey,
      link,
      surveyId,
    };
    this.survey.open({
      setting: { pace, isKnown: isOwn || link !== null },
      createApi: () => this.createApi(access),
    });
  }
}

const numbers = new Map<string, (value: number) => string>();

/** What writes numbers in a language's digits. */
function numbersOf(locale: string): (value: number) => string {
  const known = numbers.get(locale);
  if (known) return known;
  const { format } = new Intl.NumberFormat(locale);
  numbers.set(locale, format);
  return format;
}

declare global {
  interface HTMLElementEventMap extends SurveyEventMap, SignInEventMap {}
}
