import { PatientSession, type Session } from '@openprm/sdk';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { isRefusal, isSessionOver, toFailure } from './failure.ts';
import { SignedInEvent, SignedOutEvent } from './sign-in-events.ts';
import { closed, reduce } from './sign-in-flow.ts';
import type { Setting, SignInCommand, SignInEvent, SignInState } from './sign-in-state.ts';

/** Where and how an element signs in. */
export interface SignInEnvironment {
  /** Origin of the PRM API. */
  readonly apiUrl: string;
  /** The clinic's publishable key; null for an element that only opens a link. */
  readonly publishableKey: string | null;
  /** Whether the session survives navigation. */
  readonly remember: boolean;
  /** Secret of a signed link, `psl_…`; null without one. */
  readonly link: string | null;
  /** The session that the page hands over; without one it is begun here. */
  readonly session?: PatientSession | null | undefined;
  readonly setting: Setting;
  /** Of the mail with the code (BCP 47). */
  readonly language: () => string;
}

type Host = ReactiveControllerHost & EventTarget;

const minute = 60_000;
/** The first mail should have time to come before another is asked for. */
const resendAfter = 30_000;
/** How long before a session ends for want of acts it is said. WCAG 2.2.1 asks for 20 seconds at least. */
const warningMinutes = 2;
/** An act renews the session at the server, but not each of them. */
const renewAfter = minute;

/**
 * Signs in: keeps the flow's state, runs its commands against a {@link PatientSession}, feeds back what comes of them, and watches for a session that
 * is left alone.
 */
export class SignInController implements ReactiveController {
  state: SignInState = closed;
  readonly #host: Host;
  readonly #now: () => number;
  readonly #onChange: (state: SignInState, before: SignInState) => void;
  #environment: SignInEnvironment | undefined;
  #session: PatientSession | undefined;
  #abort = new AbortController();
  #resend: ReturnType<typeof setTimeout> | undefined;
  #watch: ReturnType<typeof setTimeout> | undefined;
  #lastAct = 0;
  #lastCall = 0;
  /** The host page knows that somebody is signed in. */
  #isHostTold = false;

  /**
   * @param now epoch milliseconds, by this device's clock
   * @param onChange told of each new state with the one before
   */
  constructor(host: Host, now: () => number, onChange: (state: SignInState, before: SignInState) => void) {
    this.#host = host;
    this.#now = now;
    this.#onChange = onChange;
    host.addController(this);
  }

  hostConnected(): void {
    document.addEventListener('visibilitychange', this.#onVisible);
  }

  hostDisconnected(): void {
    document.removeEventListener('visibilitychange', this.#onVisible);
  }

  /** Begins anew. */
  open(environment: SignInEnvironment): void {
    this.leave();
    this.#environment = environment;
    this.#session = createSession(environment);
    const { setting, link } = environment;
    this.dispatch({ type: 'opened', setting, hasLink: link !== null });
  }

  /** Forgets everything in memory. A session that is kept on the device stays there. */
  leave(): void {
    this.#abort.abort();
    this.#abort = new AbortController();
    clearTimeout(this.#resend);
    this.dispatch({ type: 'left' });
    this.#environment = undefined;
    this.#session = undefined;
  }

  /** The transport of whoever is signed in. */
  get session(): PatientSession | undefined {
    return this.#session;
  }

  dispatch(event: SignInEvent): void {
    const before = this.state;
    if (event.type === 'stayed') this.#lastAct = this.#now();
    const { state, commands } = reduce(before, event);
    this.state = state;
    this.#watchIdle(before);
    for (const command of commands) void this.#run(command);
    if (state === before) return;
    this.#tellHost(state);
    this.#onChange(state, before);
    this.#host.requestUpdate();
  }

  /** Once for each session, whatever is chosen in it. */
  #tellHost(state: SignInState) {
    const isSignedIn = state.step === 'signed-in' || (this.#isHostTold && isInSession(state));
    if (isSignedIn === this.#isHostTold) return;
    this.#isHostTold = isSignedIn;
    this.#host.dispatchEvent(isSignedIn ? new SignedInEvent() : new SignedOutEvent());
  }

  /** The person did something inside the element: the session goes on. */
  noteAct(): void {
    if (!isInSession(this.state)) return;
    const now = this.#now();
    this.#lastAct = now;
    if (this.state.idle === 'ending') this.dispatch({ type: 'stayed' });
    else if (now - this.#lastCall > renewAfter) void this.#keepAlive();
  }

  /** A call of whoever is signed in was answered; what it threw, if it did. */
  noteCall(error?: unknown): void {
    this.#lastCall = this.#now();
    if (isSessionOver(error)) this.dispatch({ type: 'session-ended' });
  }

  async #run(command: SignInCommand): Promise<void> {
    const session = this.#session;
    const environment = this.#environment;
    if (!session || !environment) return;
    const { signal } = this.#abort;
    const feed = (event: SignInEvent) => {
      if (!signal.aborted) this.dispatch(event);
    };
    const attempt = async (act: () => Promise<SignInEvent>, refused?: () => SignInEvent) => {
      try {
        const event = await act();
        this.#lastCall = this.#now();
        feed(event);
      } catch (error) {
        if (refused && isRefusal(error)) feed(refused());
        else if (isSessionOver(error)) feed({ type: 'session-ended' });
        else feed({ type: 'failed', failure: toFailure(error) });
      }
    };
    const begun = (started: Session): SignInEvent => ({ type: 'signed-in', session: started });
    switch (command.type) {
      case 'find-session':
        return attempt(async () => {
          if (!(await session.support()).signIn) return { type: 'unsupported' };
          return { type: 'session-found', session: (await session.current({ signal })) ?? null };
        });
      case 'open-link': {
        const { link } = environment;
        if (link === null) return;
        return attempt(
          async () =>
            (await session.support()).signIn
              ? begun(await session.signInWithLink(link, { signal }))
              : { type: 'unsupported' },
          () => ({ type: 'link-refused' }),
        );
      }
      case 'request-code': {
        const { email } = command;
        const language = environment.language();
        return attempt(async () => ({
          type: 'code-sent',
          request: await session.requestCode({ email, language }, { signal }),
        }));
      }
      case 'wait-for-resend':
        clearTimeout(this.#resend);
        this.#resend = setTimeout(() => feed({ type: 'resend-came-due' }), resendAfter);
        return;
      case 'enter-code': {
        const { signInCodeId, code } = command;
        return attempt(
          async () => begun(await session.enterCode({ signInCodeId, code }, { signal })),
          () => ({ type: 'code-refused', now: this.#now() }),
        );
      }
      case 'match': {
        const { birthDate } = command;
        return attempt(async () => ({ type: 'matched', session: await session.match({ birthDate }, { signal }) }));
      }
      case 'sign-out':
        try {
          await session.signOut({ signal });
          feed({ type: 'signed-out', isTold: true });
        } catch {
          feed({ type: 'signed-out', isTold: false });
        }
        return;
      case 'drop':
        // Its tokens go. A session that other pages share goes on there; one that only this page has, as also where a browser keeps nothing, ends.
        this.#session = createSession(environment);
        if (!(await session.support()).survivesNavigation) await session.signOut().catch(() => undefined);
        return;
      case 'keep-alive':
        return this.#keepAlive();
    }
  }

  async #keepAlive(): Promise<void> {
    const session = this.#session;
    const { signal } = this.#abort;
    this.#lastCall = this.#now();
    try {
      const found = await session?.current({ signal });
      if (found === undefined && !signal.aborted) this.dispatch({ type: 'session-ended' });
    } catch {
      // No connection at the moment: the next act asks again.
    }
  }

  /** Sets the clock for somebody who has a session, from when it began. */
  #watchIdle(before: SignInState) {
    const { state } = this;
    if (!isInSession(state)) return clearTimeout(this.#watch);
    if (!isInSession(before)) this.#lastAct = this.#now();
    if (!isInSession(before) || before.idle !== state.idle) this.#schedule();
  }

  #schedule() {
    const { state } = this;
    clearTimeout(this.#watch);
    if (!isInSession(state)) return;
    const total = state.session.idleMinutes * minute;
    const warning = Math.max(total / 2, total - warningMinutes * minute);
    const passed = this.#now() - this.#lastAct;
    if (passed >= total) return this.dispatch({ type: 'idle-ended' });
    if (passed >= warning && state.idle === 'active') return this.dispatch({ type: 'idle-began' });
    const next = state.idle === 'active' ? warning : total;
    this.#watch = setTimeout(() => this.#schedule(), next - passed);
  }

  /** A device that slept runs its timers late. */
  readonly #onVisible = () => {
    if (document.visibilityState === 'visible') this.#schedule();
  };
}

const createSession = ({ apiUrl, publishableKey, remember, session }: SignInEnvironment) =>
  session ?? new PatientSession({ apiUrl, key: publishableKey ?? '', remember });

type InSession = Extract<SignInState, { readonly session: Session }>;
const isInSession = (state: SignInState): state is InSession => 'session' in state;
