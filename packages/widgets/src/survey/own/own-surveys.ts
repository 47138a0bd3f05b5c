import { OwnSurveys as OwnSurveysApi, type OwnSurvey, type PatientSession } from '@openprm/sdk';
import { html, type LitElement, nothing, type ReactiveController } from 'lit';
import { formatsOf } from '../../locales/formats.ts';
import { LanguageController } from '../../locales/language-controller.ts';
import { viewerTimeZone, wallTime } from '../../locales/zone.ts';
import { signInTexts } from '../../locales/sign-in/texts.ts';
import { ownTexts } from '../../locales/survey/own-texts.ts';
import { isSessionOver, toFailure } from '../../sign-in/failure.ts';
import { focusAfter } from '../../sign-in/focus-after.ts';
import { SignInController } from '../../sign-in/sign-in-controller.ts';
import { closed } from '../../sign-in/sign-in-flow.ts';
import type { OwnSurveyMessages } from '../../locales/survey/own-messages.ts';
import type { SignInMessages } from '../../locales/sign-in/messages.ts';
import type { SignedInState, SignInState } from '../../sign-in/sign-in-state.ts';
import { signInBones, signInView } from '../../sign-in/sign-in-view.ts';
import { actingForName, announcementOf } from '../../sign-in/sign-in-words.ts';
import { idleNotice, signedInLine } from '../../sign-in/views/signed-in-line.ts';
import type { SurveyAccess, SurveyApi } from '../survey-api.ts';
import type { SurveyController } from '../survey-controller.ts';
import type { SurveyState } from '../survey-state.ts';
import { HolderGoneError } from './holder-gone-error.ts';
import { hasSignedOut, isHelping, isUnsaved } from './left-behind.ts';
import { type Chosen, createOwnApi } from './own-api.ts';
import { dateIn } from './date-in.ts';
import type { Around, OwnConfig, OwnHost } from './own-host.ts';
import { idleList, reduceList } from './own-flow.ts';
import type { ListEvent, ListState } from './own-state.ts';
import { NobodyNamedError } from './nobody-named-error.ts';
import { OwnSurveyDrafts } from './own-drafts.ts';
import { ownStyles } from './own.styles.ts';
import { backLine, listView, listWords, type OwnContext, unsavedNotice } from './own-view.ts';

/** By this device's clock, milliseconds since the epoch. */
const deviceNow = () => Date.now();

/** How many surveys are asked for at a time. */
const pageSize = 50;

const known = new WeakMap<LitElement, OwnSurveys>();

/**
 * Opens the list in an element that names no survey.
 *
 * @param survey what runs the element's survey
 * @param put shows the list from now on, or no longer
 * @returns the way to the clinic's system for the survey that is chosen: its form comes once one is
 * @throws {NobodyNamedError} where the page neither hands a session over nor lets one be remembered
 */
export function openList(
  host: OwnHost,
  access: SurveyAccess,
  survey: SurveyController,
  config: OwnConfig,
  put: (around: Around) => void,
): SurveyApi {
  if (!host.remember && !config.value?.session) throw new NobodyNamedError(host.localName);
  const own = known.get(host) ?? new OwnSurveys(host, survey, config, put);
  known.set(host, own);
  return own.open(access);
}

/** What is shown of it at one moment, to tell what is new. */
interface Shown {
  readonly signIn: SignInState;
  readonly list: ListState;
  readonly survey: SurveyState;
  readonly isChosen: boolean;
  readonly isAsking: boolean;
}

/**
 * The surveys of whoever is signed in, in the element that asks them: somebody signs in, chooses one, answers it, and comes back. It is loaded by elements that name no survey alone, and
 * shares nothing with others. What runs the survey is the element's own; this stands in for its API, whose form comes once one was chosen.
 */
class OwnSurveys implements ReactiveController {
  readonly signIn: SignInController;
  list: ListState = idleList;
  readonly #host: OwnHost;
  readonly #config: OwnConfig;
  readonly #survey: SurveyController;
  readonly #put: (around: Around) => void;
  readonly #language: LanguageController<SignInMessages, OwnSurveyMessages>;
  #access: SurveyAccess | null = null;
  #api: SurveyApi | undefined;
  #chosen: Chosen | null = null;
  /** Told when one is chosen. */
  #onChosen: ((chosen: Chosen) => void) | undefined;
  #read = new AbortController();
  /** Back, as soon as the last answers have arrived; or whether to leave them is asked. */
  #leaving: 'no' | 'saving' | 'asked' = 'no';
  /** Whose answers wait, or whose help stays in sight, while nobody is signed in. */
  #holder: string | null = null;
  /** From a survey to the list: it stays. */
  #isTurning = false;
  #wasUsed = false;
  #hadFocus = false;
  #shown: Shown = { signIn: closed, list: idleList, survey: { step: 'closed' }, isChosen: false, isAsking: false };

  constructor(host: OwnHost, survey: SurveyController, config: OwnConfig, put: (around: Around) => void) {
    this.#host = host;
    this.#survey = survey;
    this.#config = config;
    this.#put = put;
    this.#language = new LanguageController(
      host,
      () => host.locale || config.value?.locale || null,
      signInTexts,
      () => ownTexts,
    );
    this.signIn = new SignInController(host, deviceNow, (state, before) => this.#follow(state, before));
    for (const type of ['pointerdown', 'keydown', 'click']) host.addEventListener(type, () => this.signIn.noteAct());
    host.addController(this);
  }

  /** Begins, but for the same way to the clinic's system. */
  open(access: SurveyAccess): SurveyApi {
    if (this.#api && this.#access === access) return this.#api;
    this.leave();
    this.#access = access;
    this.#put((asked, words) => this.#show(asked, words));
    this.signIn.open({
      ...access,
      link: null,
      remember: this.#host.remember,
      session: this.#config.value?.session,
      setting: { canAskForCode: true, canSkip: false },
      language: () => this.#language.now.locale,
    });
    // The session that is there at the time of a call: after one was left alone it is another.
    const transport = { call: ((...given) => this.#call(...given)) as PatientSession['call'] };
    this.#api = createOwnApi(
      transport,
      (signal) => this.#choice(signal),
      this.#drafts,
      (error) => this.#holder ?? this.signIn.noteCall(error),
    );
    return this.#api;
  }

  /** Forgets everything in memory. */
  leave(): void {
    this.#put((...shown) => shown);
    this.#access = null;
    this.#api = undefined;
    this.#chosen = null;
    this.#holder = null;
    this.#leaving = 'no';
    this.#wasUsed = false;
    this.signIn.leave();
  }

  get #session(): PatientSession {
    const { session } = this.signIn;
    if (!session) throw new Error('Nobody can be signed in before it is opened.');
    return session;
  }

  /** What the device keeps, where whoever is signed in stays so when the page is left. */
  readonly #drafts = new OwnSurveyDrafts(() => this.signIn);

  /** Nobody sends what somebody else has answered. */
  readonly #call: PatientSession['call'] = (...given) =>
    this.#holder === null ? this.#session.call(...given) : Promise.reject(new HolderGoneError());

  /** Resolves with what was chosen, now or later. When the element is left, or names a survey, the list ends. */
  #choice(signal: AbortSignal): Promise<Chosen> {
    return new Promise((resolve, reject) => {
      signal.addEventListener(
        'abort',
        () => {
          if (!this.#isTurning) this.leave();
          reject(signal.reason as Error);
        },
        { once: true },
      );
      if (this.#chosen) resolve(this.#chosen);
      else this.#onChosen = resolve;
    });
  }

  /** What happens to the list. */
  dispatch(event: ListEvent): void {
    const { state, commands } = reduceList(this.list, event);
    const isChanged = state !== this.list;
    this.list = state;
    for (const { cursor } of commands) void this.#load(cursor);
    if (isChanged) this.#host.requestUpdate();
  }

  async #load(cursor: string | null) {
    const { signal } = this.#read;
    const { state, session } = this.signIn;
    if (!session || state.step !== 'signed-in') return;
    const query = { limit: pageSize, ...(cursor === null ? {} : { cursor }) };
    try {
      const api = new OwnSurveysApi(session);
      const { data, nextCursor } = await api.list(query, { signal, actingFor: state.actingFor ?? undefined });
      if (signal.aborted) return;
      this.signIn.noteCall();
      this.dispatch({ type: 'loaded', surveys: data, nextCursor });
    } catch (error) {
      if (signal.aborted) return;
      this.signIn.noteCall(error);
      if (!isSessionOver(error)) this.dispatch({ type: 'failed', failure: toFailure(error) });
    }
  }

  /** Whoever is signed in no more leaves nothing behind, the answers neither; but for help that an answer asks for, and such an answer until they are signed in again. */
  #follow(state: SignInState, before: SignInState) {
    if ('session' in before && hasSignedOut(state)) void this.#drafts.forget(before.session.sealing.owner);
    const isIn = state.step === 'signed-in';
    if (isIn === (before.step === 'signed-in')) return;
    this.#readAnew();
    if (isIn) {
      this.dispatch({ type: 'opened' });
      return this.#takeUp(state);
    }
    this.dispatch({ type: 'left' });
    if (!this.#chosen || before.step !== 'signed-in') return;
    if (this.#survey.later) this.#survey.dispatch({ type: 'session-ended' });
    if (isHelping(this.#survey.state)) {
      this.#leaving = 'no';
      this.#holder = before.session.sealing.owner;
    } else this.#backToList();
  }

  /** What waited for somebody to sign in again goes on with them, and with nobody else. */
  #takeUp({ session }: SignedInState) {
    const holder = this.#holder;
    if (holder === null) return;
    this.#holder = null;
    if (session.sealing.owner === holder) this.#survey.dispatch({ type: 'session-resumed' });
    else this.#backToList();
  }

  #readAnew() {
    this.#read.abort();
    this.#read = new AbortController();
  }

  #choose(survey: OwnSurvey) {
    const { state } = this.signIn;
    if (state.step !== 'signed-in') return;
    this.#wasUsed = true;
    this.#chosen = { survey, actingFor: state.actingFor ?? undefined };
    this.#onChosen?.(this.#chosen);
    this.#host.requestUpdate();
  }

  /** Answers that have not arrived are sent first; where that cannot be, somebody is asked. */
  #askBack() {
    this.#wasUsed = true;
    const survey = this.#survey;
    const { state } = survey;
    if (!survey.isWaiting && !isUnsaved(state)) return this.#back();
    const hasFailed = isUnsaved(state) && (state.step === 'conflict' || state.saving.status.status === 'failed');
    this.#leaving = hasFailed || survey.isStalled ? 'asked' : 'saving';
    if (this.#leaving === 'saving') survey.dispatch({ type: 'pause-came' });
    this.#host.requestUpdate();
  }

  /** To the list as it is now. Answers that have not arrived are left for good. */
  #back() {
    this.#drafts.discard();
    this.#backToList();
    this.#readAnew();
    this.dispatch({ type: 'opened' });
  }

  #backToList() {
    const survey = this.#survey;
    const pace = this.#host.pace === 'page' ? 'page' : 'question';
    this.#chosen = null;
    this.#holder = null;
    this.#leaving = 'no';
    const api = this.#api;
    this.#isTurning = true;
    if (api) survey.open({ setting: { pace, isKnown: true }, createApi: () => Promise.resolve(api) });
    this.#isTurning = false;
  }

  hostUpdate(): void {
    this.#hadFocus = Boolean(this.#host.shadowRoot?.activeElement);
    if (this.#leaving !== 'saving') return;
    const { state, isWaiting, isStalled } = this.#survey;
    if (isStalled || (isUnsaved(state) && state.saving.status.status === 'failed')) this.#leaving = 'asked';
    else if (!isWaiting && !isUnsaved(state)) queueMicrotask(() => this.#leaving === 'saving' && this.#back());
  }

  hostUpdated(): void {
    if (this.#access === null) return;
    const selector = this.#focus();
    // After the element, which knows nothing of the list.
    queueMicrotask(() => {
      this.#takeStyles();
      if (selector !== null) this.#host.renderRoot.querySelector<HTMLElement>(selector)?.focus();
    });
  }

  /** Behind the element's first styles and before those of questions, which are more particular. */
  #takeStyles() {
    const root = this.#host.shadowRoot;
    const own = ownStyles.flatMap(({ styleSheet }) => styleSheet ?? []);
    if (!root || own.every((sheet) => root.adoptedStyleSheets.includes(sheet))) return;
    const first = (this.#host.constructor as typeof LitElement).elementStyles.length;
    const others = root.adoptedStyleSheets.filter((sheet) => !own.includes(sheet));
    root.adoptedStyleSheets = [...others.slice(0, first), ...own, ...others.slice(first)];
  }

  /** What stands in the element: the list or the way to it, or the survey with the way back. */
  #show(main: unknown, words: string): ReturnType<Around> {
    const context = this.#context();
    if (!context) return [signInBones(), ''];
    const { state } = this.signIn;
    const own = announcementOf(state, context);
    if (state.step !== 'signed-in') {
      if (this.#holder === null) return [signInView(state, context), own];
      // Help is said once, when the session has ended.
      const isNew = state.step === 'address' && state.news !== null;
      return [html`${main} ${signInView(state, context)}`, isNew ? `${words} ${own}` : own];
    }
    const other = actingForName(this.#chosen ? { ...state, actingFor: this.#chosen.actingFor ?? null } : state);
    if (this.#chosen === null)
      return [
        html`${signedInLine(state, context)} ${idleNotice(state, context)} ${listView(this.list, other, context)}`,
        own || listWords(this.list, context),
      ];
    const onStay = () => {
      this.#leaving = 'no';
      this.#host.requestUpdate();
    };
    const isBusy = this.#leaving === 'saving';
    const onBack = () => isBusy || this.#askBack();
    return [
      html`${backLine(context, { other, isBusy, onBack })} ${idleNotice(state, context)}
      ${this.#leaving === 'asked' ? unsavedNotice(context, { onStay, onLeave: () => this.#back() }) : nothing} ${main}`,
      own || this.#leavingWords(context) || words,
    ];
  }

  #leavingWords({ messages }: OwnContext): string {
    if (this.#leaving === 'no') return '';
    return this.#leaving === 'saving' ? messages.savingFirst : messages.unsavedTitle;
  }

  /** What takes the focus after an update, as a selector; null leaves it to the survey. */
  #focus(): string | null {
    const before = this.#shown;
    const signIn = this.signIn.state;
    const now = {
      signIn,
      list: this.list,
      survey: this.#survey.state,
      isChosen: this.#chosen !== null,
      isAsking: this.#leaving === 'asked',
    };
    this.#shown = now;
    const isUnasked = signIn.step === 'address' && (signIn.news === 'idle' || signIn.news === 'ended');
    if (!this.#hadFocus && (!this.#wasUsed || isUnasked)) return null;
    if (now.isAsking && !before.isAsking) return '.notice-title';
    if (before.isAsking && !now.isAsking && now.isChosen) return '#back';
    if (before.isChosen && !now.isChosen && signIn.step === 'signed-in') return '#heading';
    if (now.isChosen && before.survey.step === 'opening' && now.survey !== before.survey)
      return now.survey.step === 'intro' ? '#heading' : '.notice-title';
    const selector = focusAfter(before.signIn, signIn);
    // The title of help is no banner's.
    const moved = selector === '.notice-title' ? '.notice-title[tabindex]' : selector;
    if (moved !== null || now.isChosen) return moved;
    const isFailed = ({ list }: Pick<Shown, 'list'>) =>
      list.status === 'failed' || (list.status === 'ready' && list.more.status === 'failed');
    if (isFailed(now)) return isFailed(before) ? null : '.notice-title';
    if (isFailed(before)) return now.list.status === 'loading' ? '#heading' : '#more';
    return null;
  }

  #context(): OwnContext | null {
    const { all, locale, formatLocale } = this.#language.now;
    if (!all) return null;
    const timeZone = viewerTimeZone();
    const formats = formatsOf(formatLocale, timeZone);
    return {
      messages: { ...all, whomTitle: all.whomSurveys },
      locale: formatLocale,
      titleLocale: locale,
      number: (value) => formats.number(value),
      today: () => wallTime(deviceNow(), timeZone).date,
      date: (instant) => dateIn(formatLocale, timeZone).format(Date.parse(instant)),
      send: (event) => {
        this.#wasUsed = true;
        this.signIn.dispatch(event);
      },
      onChoose: (survey) => this.#choose(survey),
      onMore: () => {
        this.#wasUsed = true;
        this.dispatch({ type: 'more-asked' });
      },
    };
  }
}
