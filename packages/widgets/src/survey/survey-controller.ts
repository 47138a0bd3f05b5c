import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { SurveyCommand, SurveyEvent } from './events-and-commands.ts';
import { closed, reduceFirst } from './first/first-flow.ts';
import type { SurveyApi } from './survey-api.ts';
import type * as surveyAsking from './survey-asking.ts';
import type * as surveyLater from './survey-later.ts';
import { SurveyCompletedEvent } from './survey-events.ts';
import type { SurveyHost } from './survey-host.ts';
import type { SurveySetting, SurveyState } from './survey-state.ts';

/** What a controller works with while its element is open. */
export interface SurveyEnvironment {
  /** Loads the code that asks the API. */
  readonly createApi: () => Promise<SurveyApi>;
  readonly setting: SurveySetting;
}

/** The code that reads a form and shows its first question. */
export type SurveyAsking = typeof surveyAsking;

/** The code of everything behind the first question. */
export type SurveyLater = typeof surveyLater;

/** How code comes that is not needed at once. Each throws whatever an import throws that finds no connection. */
export interface SurveyLoaders {
  readonly asking: () => Promise<SurveyAsking>;
  readonly later: () => Promise<SurveyLater>;
}

type Host = ReactiveControllerHost & EventTarget & SurveyHost;
type CommandOf<Type extends SurveyCommand['type']> = Extract<SurveyCommand, { type: Type }>;

const restCame: SurveyEvent = { type: 'rest-came' };

/**
 * Runs the flow: keeps its state, does what it commands against the API, and feeds what comes of it back as events. What a form means is loaded while the words before
 * it are read, the rest as soon as its first question is shown; what a person does meanwhile waits for it, in its order.
 */
export class SurveyController implements ReactiveController {
  /** Where the person is. */
  state: SurveyState = closed;
  /** What somebody did waits for code that could not be fetched; {@link SurveyController.loadRest} tries again. */
  isStalled = false;
  readonly #host: Host;
  readonly #load: SurveyLoaders;
  readonly #now: () => number;
  #environment: SurveyEnvironment | undefined;
  #abort = new AbortController();
  #asking: SurveyAsking | undefined;
  #loadingAsking: Promise<SurveyAsking> | undefined;
  #later: SurveyLater | undefined;
  #loading: Promise<void> | undefined;
  #waiting: SurveyEvent[] = [];

  /**
   * @param load fetches what is behind the words before the first question
   * @param now milliseconds since the epoch
   */
  constructor(host: Host, load: SurveyLoaders, now: () => number) {
    this.#host = host;
    this.#load = load;
    this.#now = now;
    host.addController(this);
  }

  hostConnected(): void {
    globalThis.addEventListener?.('online', this.#onOnline);
  }

  hostDisconnected(): void {
    globalThis.removeEventListener?.('online', this.#onOnline);
  }

  /** Begins anew. */
  open(environment: SurveyEnvironment): void {
    this.leave();
    this.#environment = environment;
    this.dispatch({ type: 'opened', setting: environment.setting });
  }

  /** Forgets everything, the answers too. */
  leave(): void {
    this.#abort.abort();
    this.#abort = new AbortController();
    this.#waiting = [];
    this.isStalled = false;
    this.dispatch({ type: 'left' });
    this.#environment = undefined;
  }

  /** What shows a first question; undefined until it is loaded. */
  get asking(): SurveyAsking | undefined {
    return this.#asking;
  }

  /** The rest of the code; undefined until it is loaded. */
  get later(): SurveyLater | undefined {
    return this.#later;
  }

  /** What a person did waits for code. */
  get isWaiting(): boolean {
    return this.#waiting.length > 0;
  }

  /** Hands an event to the flow and runs what follows from it. */
  dispatch(event: SurveyEvent): void {
    const reduction = this.#later ? this.#later.reduce(this.state, event) : this.#reduceFirst(event);
    if (!reduction) {
      this.#waiting.push(event);
      this.#host.requestUpdate();
      void this.loadRest();
      return;
    }
    const isChanged = reduction.state !== this.state;
    this.state = reduction.state;
    for (const command of reduction.commands) void this.#run(command);
    if (isChanged) this.#host.requestUpdate();
  }

  #reduceFirst(event: SurveyEvent) {
    const isAhead = event.type === 'left' || event.type === 'prepare-failed';
    if (this.#waiting.length > 0 && !isAhead) return null;
    const { state } = this;
    const first = reduceFirst(state, event);
    return first || state.step !== 'intro' ? first : (this.#asking?.reduceIntro(state, event) ?? null);
  }

  async #loadAsking(): Promise<SurveyAsking> {
    this.#loadingAsking ??= this.#load.asking();
    try {
      return (this.#asking = await this.#loadingAsking);
    } catch (error) {
      this.#loadingAsking = undefined;
      throw error;
    }
  }

  /** Loads the rest, ahead of its need or for what waits for it. */
  async loadRest(): Promise<void> {
    this.#loading ??= Promise.all([this.#load.later(), this.#loadAsking()]).then(([later]) => {
      this.#later = later;
      this.isStalled = false;
      this.#host.requestUpdate();
      for (const event of [restCame, ...this.#waiting.splice(0)]) this.dispatch(event);
    });
    try {
      await this.#loading;
    } catch {
      this.#loading = undefined;
      this.isStalled = this.isWaiting || this.state.step === 'intro' || this.state.step === 'answering';
      this.#host.requestUpdate();
    }
  }

  readonly #onOnline = () => {
    if (this.isStalled) void this.loadRest();
    this.dispatch({ type: 'came-online' });
    // Words that could not be loaded are asked for again.
    this.#host.requestUpdate();
  };

  async #run(command: SurveyCommand): Promise<void> {
    const environment = this.#environment;
    if (!environment) return;
    const { signal } = this.#abort;
    const feed = (event: SurveyEvent) => {
      if (!signal.aborted) this.dispatch(event);
    };
    switch (command.type) {
      case 'load':
        return this.#open(environment, signal, feed);
      case 'prepare':
        return this.#prepare(environment, command, signal, feed);
      case 'tell-host':
        this.#host.dispatchEvent(new SurveyCompletedEvent(command.surveyId));
        return;
      default:
        await this.loadRest();
        return this.#later?.carryOut(environment, command, signal, feed, this.#now());
    }
  }

  async #open({ createApi, setting }: SurveyEnvironment, signal: AbortSignal, feed: (event: SurveyEvent) => void) {
    try {
      const api = await createApi();
      const { paper, progress } = await api.load(signal);
      feed({ type: 'loaded', paper, progress });
    } catch (error) {
      if (signal.aborted) return;
      // What reads refusals comes with the rest; without that there is no connection.
      await this.loadRest();
      feed(this.#later?.refusalOf(error, setting.isKnown) ?? { type: 'load-failed', failure: { kind: 'connection' } });
    }
  }

  /** Reads the form, as far as it can be read; with it the answers that the clinic has. */
  async #prepare(
    environment: SurveyEnvironment,
    { paper, progress }: CommandOf<'prepare'>,
    signal: AbortSignal,
    feed: (event: SurveyEvent) => void,
  ) {
    try {
      const asking = await this.#loadAsking();
      const compiled = await asking.prepareForm(paper, this.#now(), this.#host);
      const { setting } = environment;
      // Help comes with the rest: nobody is asked what may call for it before it is there.
      const isPlain =
        compiled.status === 'ready' &&
        !paper.safety[0] &&
        !(await asking.needsRest(compiled.plan, compiled.form, setting, progress));
      if (!isPlain) await this.loadRest();
      const later = this.#later;
      if (!isPlain && !later) return feed({ type: 'prepare-failed' });
      if (compiled.status === 'refused') return feed({ type: 'form-refused', issue: compiled.issue });
      const { plan, form } = compiled;
      const resumed = progress?.response ? later?.resumeForm(plan, progress.response).state : undefined;
      const drafts = setting.isKnown ? await later?.findDrafts(environment, paper.surveyId, signal) : undefined;
      feed({ type: 'prepared', plan, form: resumed ?? form, drafts });
    } catch {
      feed({ type: 'prepare-failed' });
    }
  }
}
