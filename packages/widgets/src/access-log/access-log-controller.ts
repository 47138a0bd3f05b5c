import { AuditEvents } from '@openprm/sdk';
import type { ReactiveControllerHost } from 'lit';
import { isSessionOver, toFailure } from '../sign-in/failure.ts';
import { SignInController, type SignInEnvironment } from '../sign-in/sign-in-controller.ts';
import type { SignInState } from '../sign-in/sign-in-state.ts';
import { idleLog, reduceLog } from './log-flow.ts';
import { type LogPart, unloaded } from './log-part.ts';
import type { LogCommand, LogEvent, LogState } from './log-state.ts';
import { logPage } from './log-page.ts';

/** So many entries at a time. */
const pageSize = 50;

/** Reads the log of whoever is signed in, or of whom they act for, keeps it up to date, and forgets it when they are no more. */
export class AccessLogController {
  readonly signIn: SignInController;
  log: LogState = idleLog;
  /** Where one is signed in, as long as it is shown. */
  part: LogPart | undefined;
  readonly #host: ReactiveControllerHost & EventTarget;
  #read = new AbortController();
  #actingFor: string | null = null;
  /** Whether whoever signs in next has done so to go on where they are signed in. */
  isToReopen = false;
  /** The list as it was asked for last. */
  #asked: Promise<void> = Promise.resolve();

  /** @param now epoch milliseconds, by this device's clock */
  constructor(host: ReactiveControllerHost & EventTarget, now: () => number) {
    this.#host = host;
    this.signIn = new SignInController(host, now, (state, before) => this.#follow(state, before));
  }

  open(environment: SignInEnvironment): void {
    this.signIn.open(environment);
  }

  leave(): void {
    this.signIn.leave();
  }

  dispatch(event: LogEvent): void {
    const { state, commands } = reduceLog(this.log, event);
    const isChanged = state !== this.log;
    if (isChanged) this.part?.hush?.();
    this.log = state;
    for (const command of commands) this.#asked = this.#load(command);
    if (isChanged) this.#host.requestUpdate();
  }

  /** Opens and closes where one is signed in. Most who come for the log never ask for it: it is loaded when they do. */
  async togglePart(isAgain = false): Promise<void> {
    const { signal } = this.#read;
    const isOpen = this.part !== undefined;
    this.part = undefined;
    if (!isOpen) {
      const part = await import('./sessions-panel.ts').then(
        ({ openSessions }) => openSessions(this, signal, () => this.#host.requestUpdate(), isAgain),
        () => unloaded(() => this.#retryPart()),
      );
      if (signal.aborted) return;
      this.part = part;
    }
    this.#host.requestUpdate();
  }

  #retryPart() {
    this.part = undefined;
    void this.togglePart();
  }

  #follow(state: SignInState, before: SignInState) {
    const isIn = state.step === 'signed-in';
    const wasIn = before.step === 'signed-in';
    if (isIn === wasIn) return;
    this.#read.abort();
    this.#read = new AbortController();
    if (state.step === 'signed-in') this.#actingFor = state.actingFor;
    this.part = undefined;
    this.dispatch({ type: isIn ? 'opened' : 'left' });
    if (isIn && this.isToReopen) void this.togglePart(true);
    this.isToReopen = false;
    if (isIn) void this.#keepUpToDate(this.#read.signal);
  }

  /** Where that cannot be, the list stays as it was read. */
  async #keepUpToDate(signal: AbortSignal) {
    const { session } = this.signIn;
    if (!session) return;
    const actingFor = this.#actingFor ?? undefined;
    try {
      const { followLog } = await import('./follow-log.ts');
      await followLog({
        session,
        actingFor,
        signal,
        isShown: () => this.log.status === 'ready',
        shown: () => this.#asked,
        pageSize,
        tell: (event) => this.dispatch(event),
      });
    } catch (error) {
      if (!signal.aborted && isSessionOver(error)) this.signIn.noteCall(error);
    }
  }

  async #load({ cursor }: LogCommand) {
    const { session } = this.signIn;
    if (!session) return;
    const { signal } = this.#read;
    const query = { limit: pageSize, ...(cursor === null ? {} : { cursor }) };
    const actingFor = this.#actingFor ?? undefined;
    try {
      const page = await new AuditEvents(session).list(query, { signal, actingFor });
      if (signal.aborted) return;
      this.signIn.noteCall();
      this.dispatch({ type: 'loaded', ...logPage(page) });
    } catch (error) {
      if (signal.aborted) return;
      this.signIn.noteCall(error);
      this.dispatch({ type: 'failed', failure: toFailure(error) });
    }
  }
}
