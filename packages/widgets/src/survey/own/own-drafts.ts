import type { PatientSession, Transport } from '@openprm/sdk';
import type { SignInState } from '../../sign-in/sign-in-state.ts';
import type { Drafts } from '../draft.ts';
import type * as draftKeeper from '../draft-keeper.ts';
import { mayHaveKept } from '../may-have-kept.ts';
import type { Chosen } from './own-api.ts';

/** Nothing is kept on the device. */
const noDrafts: Drafts = {
  find: () => Promise.resolve(undefined),
  hasAny: () => Promise.resolve(false),
  open: () => undefined,
  keep: () => undefined,
  dropOwn: () => undefined,
  drop: () => undefined,
};

/** Who is signed in, and how they reach the clinic's system. */
interface SignIn {
  readonly state: SignInState;
  readonly session: Pick<PatientSession, 'support'> | undefined;
}

/** Fetches what seals and keeps. @throws whatever an import throws that finds no connection */
const loadKeeper = (): Promise<typeof draftKeeper> => import('../draft-keeper.ts');

/**
 * What this device keeps of the answers of who is signed in. It is sealed, and opens in a session of the same person alone; where their session ends with the page, nothing is kept that would outlive it.
 */
export class OwnSurveyDrafts {
  readonly #signIn: () => SignIn;
  #present: draftKeeper.OwnDrafts | undefined;

  /** @param signIn says who is signed in */
  constructor(signIn: () => SignIn) {
    this.#signIn = signIn;
  }

  /** What is kept of the survey that was chosen. @throws whatever an import throws that finds no connection */
  async open(transport: Transport, { survey, actingFor }: Chosen, signal: AbortSignal): Promise<Drafts> {
    const { state, session: way } = this.#signIn();
    if (state.step !== 'signed-in' || !(await way?.support())?.survivesNavigation) return noDrafts;
    const { session } = state;
    const { surveyId, invitationId } = survey;
    const holder = { transport, session, surveyId, actingFor };
    const { createOwnDrafts } = await loadKeeper();
    return (this.#present = createOwnDrafts(
      { ...holder, invitationId: typeof invitationId === 'string' ? invitationId : null },
      signal,
    ));
  }

  /** Somebody leaves a survey, and knows that the last answers go. */
  discard(): void {
    this.#present?.dropOwn();
  }

  /** Somebody has signed out: nothing of theirs stays. */
  async forget(owner: string): Promise<void> {
    const ended = this.#present?.end();
    this.#present = undefined;
    try {
      if (!(await mayHaveKept())) return;
      const { removeOwnDrafts } = await loadKeeper();
      await ended;
      await removeOwnDrafts(owner);
    } catch {
      // Without a connection to fetch what removes it, it stays sealed, and goes after 30 days.
    }
  }
}
