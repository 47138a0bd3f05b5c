import { isPrmError, OwnSessions, type PatientSession, type Session } from '@openprm/sdk';
import type { TemplateResult } from 'lit';
import { languageOf } from '../locales/catalogue.ts';
import { ownSessionsTexts } from '../locales/own-sessions/texts.ts';
import { toFailure } from '../sign-in/failure.ts';
import type { AccessLogController } from './access-log-controller.ts';
import type { LogPart } from './log-part.ts';
import type { LogContext } from './log-view.ts';
import { loadingSessions, reduceSessions } from './sessions-flow.ts';
import type { Ended, SessionsCommand, SessionsEvent, SessionsState } from './sessions-state.ts';
import { sessionsAnnouncement, type SessionsContext, sessionsFocusAfter, sessionsView } from './sessions-view.ts';

/** What the part works with. */
export interface SessionsEnvironment {
  readonly transport: PatientSession | undefined;
  readonly signal: AbortSignal;
  /** Something is to be shown anew. */
  readonly changed: () => void;
  /** A call was answered, or what it threw. */
  readonly noted: (error?: unknown) => void;
  /** Has a code sent to who is signed in; null where this page cannot ask for one. */
  readonly signInAgain: (() => void) | null;
}

/** Where one is signed in: the part of the element that most who come for the log never open, so that it is loaded when it is asked for. */
export class SessionsPanel implements LogPart {
  state: SessionsState = loadingSessions;
  readonly #environment: SessionsEnvironment;
  #focus: string | null = null;
  #isHeard = false;

  /** @param isAgain for somebody who has just signed in once more: it takes the focus, where they were */
  constructor(environment: SessionsEnvironment, isAgain: boolean) {
    this.#environment = environment;
    if (isAgain) this.#focus = '#own';
    void this.#run({ type: 'load' });
  }

  dispatch(event: SessionsEvent): void {
    const before = this.state;
    const { state, command } = reduceSessions(before, event);
    if (state === before) return;
    this.state = state;
    this.#isHeard = false;
    this.#focus = sessionsFocusAfter(before, state) ?? this.#focus;
    this.#environment.changed();
    if (command) void this.#run(command);
  }

  view(context: LogContext, session: Session): TemplateResult {
    return sessionsView(this.state, this.#contextOf(context, session));
  }

  /** What a screen reader is told, until something else happens in the element. */
  words(context: LogContext): string {
    return this.#isHeard ? '' : sessionsAnnouncement(this.state, { ...context, texts: this.#texts(context) });
  }

  /** Something else is told now. */
  hush(): void {
    this.#isHeard = true;
  }

  /** What is to take the focus, once. */
  takeFocus(): string | null {
    const focus = this.#focus;
    this.#focus = null;
    return focus;
  }

  /** English until the language of the element is there. */
  #texts({ locale }: LogContext) {
    const language = languageOf(locale);
    const texts = ownSessionsTexts.of(language);
    if (texts === undefined) void ownSessionsTexts.load(language).then(() => this.#environment.changed());
    return texts ?? ownSessionsTexts.english;
  }

  #contextOf(context: LogContext, session: Session): SessionsContext {
    const { signInAgain } = this.#environment;
    return { ...context, texts: this.#texts(context), session, signInAgain, tell: (event) => this.dispatch(event) };
  }

  async #run(command: SessionsCommand): Promise<void> {
    const { transport, signal, noted } = this.#environment;
    if (!transport) return;
    const sessions = new OwnSessions(transport);
    try {
      const event = await (command.type === 'load' ? load(sessions, signal) : end(sessions, command.what, signal));
      if (signal.aborted) return;
      noted();
      this.dispatch(event);
    } catch (error) {
      if (signal.aborted) return;
      noted(error);
      const needsAgain = isPrmError(error) && error.code === 'reauthentication-required';
      this.dispatch(needsAgain ? { type: 'again-needed' } : { type: 'failed', failure: toFailure(error) });
    }
  }
}

/**
 * Opens it for whoever is signed in.
 *
 * @param signal aborts when they are no more
 * @param isAgain whether they have just signed in once more, to go on here
 */
export function openSessions(
  access: AccessLogController,
  signal: AbortSignal,
  changed: () => void,
  isAgain: boolean,
): SessionsPanel {
  const { signIn } = access;
  const { state } = signIn;
  const canAsk = state.step === 'signed-in' && state.setting.canAskForCode;
  /** The session goes on until the next one has begun; only what is shown ends. Who comes back finds the list open. */
  const signInAgain = () => {
    const email = signIn.state.step === 'signed-in' ? signIn.state.session.email : null;
    signIn.dispatch({ type: 'session-ended' });
    access.isToReopen = true;
    if (email === null) return;
    signIn.dispatch({ type: 'email-changed', value: email });
    signIn.dispatch({ type: 'email-submitted' });
  };
  const environment = {
    transport: signIn.session,
    signal,
    changed,
    noted: (error?: unknown) => signIn.noteCall(error),
    signInAgain: canAsk ? signInAgain : null,
  };
  return new SessionsPanel(environment, isAgain);
}

/** More than so many are nobody's; all others are ended at once all the same. */
const most = 200;

async function load(sessions: OwnSessions, signal: AbortSignal): Promise<SessionsEvent> {
  return { type: 'loaded', sessions: (await sessions.list({ limit: most }, { signal })).data };
}

async function end(sessions: OwnSessions, what: Ended, signal: AbortSignal): Promise<SessionsEvent> {
  try {
    await (what === 'others' ? sessions.endOthers({ signal }) : sessions.end(what.id, { signal }));
  } catch (error) {
    // it had ended already
    if (!isPrmError(error) || error.code !== 'not-found') throw error;
  }
  return { type: 'ended' };
}
