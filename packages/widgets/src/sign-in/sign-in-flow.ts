import type { Session } from '@openprm/sdk';
import { withAsciiDigits } from '../ui/ascii-digits.ts';
import { isEmailAddress } from '../ui/email-address.ts';
import type {
  AddressState,
  BirthDateState,
  CodeState,
  News,
  Setting,
  SignedInState,
  SignInCommand,
  SignInEvent,
  SignInState,
} from './sign-in-state.ts';

/** A state and what is to be done about it. */
export interface Reduction {
  readonly state: SignInState;
  readonly commands: readonly SignInCommand[];
}

/** Before anything was asked. */
export const closed: SignInState = { step: 'closed' };

const idle = { status: 'idle' } as const;
const sending = { status: 'sending' } as const;
const go = (state: SignInState, ...commands: SignInCommand[]): Reduction => ({ state, commands });

const addressOf = (setting: Setting, email = '', news: News | null = null): AddressState => ({
  step: 'address',
  setting,
  email,
  problem: null,
  sending: idle,
  news,
});

/** The digits of what was typed or pasted, with whatever stands between them. */
export const codeDigits = (typed: string): string => withAsciiDigits(typed).replace(/\D/g, '');

/**
 * Signing in, as a pure function from state and event to state and commands. An event that means nothing in a state changes nothing: answers may
 * come when nobody waits for them any more.
 */
export function reduce(state: SignInState, event: SignInEvent): Reduction {
  if (event.type === 'opened') {
    const { setting, hasLink } = event;
    if (hasLink) return go({ step: 'link', setting, sending: idle, isDead: false });
    return go({ step: 'opening', setting, failure: null }, { type: 'find-session' });
  }
  if (event.type === 'left') return go(closed);
  if (state.step === 'closed') return go(state);
  if (event.type === 'unsupported') return go({ step: 'unsupported', setting: state.setting });
  switch (state.step) {
    case 'opening':
      if (event.type === 'failed') return go({ ...state, failure: event.failure });
      if (event.type === 'retry-asked') return go({ ...state, failure: null }, { type: 'find-session' });
      if (event.type !== 'session-found') return go(state);
      return event.session === null ? go(addressOf(state.setting)) : go(entered(state.setting, event.session));
    case 'unsupported':
      return go(state);
    case 'link':
      switch (event.type) {
        case 'link-opened':
          return state.sending.status === 'sending' || state.isDead
            ? go(state)
            : go({ ...state, sending }, { type: 'open-link' });
        case 'link-refused':
          return go({ ...state, sending: idle, isDead: true });
        case 'failed':
          return go({ ...state, sending: { status: 'failed', failure: event.failure } });
        case 'signed-in':
          return go(entered(state.setting, event.session));
        case 'code-wanted':
          return state.setting.canAskForCode ? go(addressOf(state.setting)) : go(state);
        default:
          return go(state);
      }
    case 'address':
      return reduceAddress(state, event);
    case 'code':
      return reduceCode(state, event);
    case 'birth-date':
    case 'whom':
    case 'signed-in':
      return reduceInSession(state, event);
  }
}

function reduceAddress(state: AddressState, event: SignInEvent): Reduction {
  const isBusy = state.sending.status === 'sending';
  switch (event.type) {
    case 'email-changed':
      return isBusy ? go(state) : go({ ...state, email: event.value, problem: null });
    case 'email-submitted':
    case 'retry-asked': {
      if (isBusy) return go(state);
      const email = state.email.trim();
      if (!isEmailAddress(email))
        return go({ ...state, sending: idle, problem: { kind: email === '' ? 'missing' : 'email' } });
      return go({ ...state, email, problem: null, news: null, sending }, { type: 'request-code', email });
    }
    case 'failed':
      return isBusy ? go({ ...state, sending: { status: 'failed', failure: event.failure } }) : go(state);
    case 'code-sent': {
      if (!isBusy) return go(state);
      const { setting, email } = state;
      const { request } = event;
      const fresh = { typed: '', problem: null, triesLeft: request.tries, sending: idle } as const;
      return go(
        { step: 'code', setting, email, request, ...fresh, resend: 'waiting', isResent: false },
        { type: 'wait-for-resend' },
      );
    }
    default:
      return go(state);
  }
}

function reduceCode(state: CodeState, event: SignInEvent): Reduction {
  const isBusy = state.sending.status === 'sending' || state.resend === 'sending';
  const isOver = state.problem?.kind === 'expired' || state.problem?.kind === 'exhausted';
  switch (event.type) {
    case 'code-changed':
      return isBusy ? go(state) : go({ ...state, typed: event.value, problem: isOver ? state.problem : null });
    case 'retry-asked':
      // What failed was either the code that is still typed, or the wish for another.
      return codeDigits(state.typed).length === state.request.digits
        ? reduceCode(state, { type: 'code-submitted' })
        : reduceCode(state, { type: 'resend-asked' });
    case 'code-submitted': {
      if (isBusy || isOver) return go(state);
      const code = codeDigits(state.typed);
      if (code.length !== state.request.digits) return go({ ...state, sending: idle, problem: { kind: 'missing' } });
      const enter = { type: 'enter-code', signInCodeId: state.request.id, code } as const;
      return go({ ...state, problem: null, isResent: false, sending }, enter);
    }
    case 'code-refused': {
      if (!isBusy) return go(state);
      const triesLeft = state.triesLeft - 1;
      const isExpired = event.now > Date.parse(state.request.expiresAt);
      const kind = isExpired ? 'expired' : triesLeft > 0 ? 'wrong' : 'exhausted';
      // A code that cannot be entered any more is replaced at once, whatever the wait.
      const resend = kind === 'wrong' ? state.resend : 'ready';
      return go({ ...state, sending: idle, typed: '', triesLeft, problem: { kind }, resend });
    }
    case 'failed': {
      const failed = { status: 'failed', failure: event.failure } as const;
      return isBusy
        ? go({ ...state, sending: failed, resend: state.resend === 'sending' ? 'ready' : state.resend })
        : go(state);
    }
    case 'signed-in':
      return go(entered(state.setting, event.session));
    case 'resend-came-due':
      return state.resend === 'waiting' ? go({ ...state, resend: 'ready' }) : go(state);
    case 'resend-asked':
      if (isBusy || state.resend !== 'ready') return go(state);
      return go({ ...state, sending: idle, resend: 'sending' }, { type: 'request-code', email: state.email });
    case 'code-sent': {
      if (state.resend !== 'sending') return go(state);
      const { request } = event;
      const fresh = { typed: '', problem: null, triesLeft: request.tries, sending: idle } as const;
      return go({ ...state, ...fresh, request, resend: 'waiting', isResent: true }, { type: 'wait-for-resend' });
    }
    case 'other-address-asked':
      return go(addressOf(state.setting, state.email));
    default:
      return go(state);
  }
}

type InSessionState = Extract<SignInState, { readonly session: Session }>;

/** What holds in every step of somebody who has a session. */
function reduceInSession(state: InSessionState, event: SignInEvent): Reduction {
  const { setting } = state;
  switch (event.type) {
    case 'idle-began':
      return go({ ...state, idle: 'ending' });
    case 'stayed':
      return state.idle === 'ending' ? go({ ...state, idle: 'active' }, { type: 'keep-alive' }) : go(state);
    case 'idle-ended':
      return go(addressOf(setting, '', 'idle'), { type: 'drop' });
    case 'session-ended': {
      // A call on its way when somebody signs out finds the session over first: they are told what they asked for.
      const isLeaving = state.step === 'signed-in' && state.leaving === 'sending';
      return go(addressOf(setting, '', isLeaving ? 'signed-out' : 'ended'));
    }
    case 'sign-out-asked': {
      if (state.step !== 'signed-in') return go(addressOf(setting, '', 'signed-out'), { type: 'sign-out' });
      return state.leaving === 'sending' ? go(state) : go({ ...state, leaving: 'sending' }, { type: 'sign-out' });
    }
    case 'signed-out':
      return go(addressOf(setting, '', event.isTold ? 'signed-out' : 'signed-out-here'));
    default:
      break;
  }
  switch (state.step) {
    case 'birth-date':
      return reduceBirthDate(state, event);
    case 'whom':
      return event.type === 'whom-chosen' ? go(chosen(state, event.patientId)) : go(state);
    case 'signed-in':
      return event.type === 'whom-asked' && isForSeveral(state.session)
        ? go({ step: 'whom', setting, session: state.session, idle: 'active' })
        : go(state);
  }
}

function reduceBirthDate(state: BirthDateState, event: SignInEvent): Reduction {
  const isBusy = state.sending.status === 'sending';
  switch (event.type) {
    case 'birth-date-changed':
      return isBusy ? go(state) : go({ ...state, typed: event.value, dateOrder: event.dateOrder, problem: null });
    case 'birth-date-submitted': {
      if (isBusy) return go(state);
      const { check } = event;
      if (!check.ok) return go({ ...state, sending: idle, problem: { kind: check.problem } });
      return go({ ...state, problem: null, sending }, { type: 'match', birthDate: check.birthDate });
    }
    case 'matched': {
      if (!isBusy) return go(state);
      const { session } = event;
      return isKnown(session)
        ? go(entered(state.setting, session))
        : go({ ...state, session, sending: idle, problem: { kind: 'not-found' } });
    }
    case 'failed':
      return isBusy ? go({ ...state, sending: { status: 'failed', failure: event.failure } }) : go(state);
    case 'skipped':
      return state.setting.canSkip ? go(chosen(state, null)) : go(state);
    default:
      return go(state);
  }
}

/** Whether the session has somebody to act for, oneself or another. */
const isKnown = ({ patient, actsFor }: Session) => patient !== null || actsFor.length > 0;

/** Whether there is a choice for whom to act. */
export const isForSeveral = ({ patient, actsFor }: Session): boolean => (patient === null ? 0 : 1) + actsFor.length > 1;

/** Where somebody goes who has just signed in, or comes back. */
function entered(setting: Setting, session: Session): SignInState {
  const shared = { setting, session, idle: 'active' } as const;
  if (!isKnown(session)) return { step: 'birth-date', ...shared, typed: '', problem: null, sending: idle };
  if (isForSeveral(session)) return { step: 'whom', ...shared };
  const [only] = session.actsFor;
  return { step: 'signed-in', ...shared, actingFor: only?.patientId ?? null, leaving: 'no' };
}

/** Acts for whom was chosen, if the session may. */
function chosen({ setting, session }: InSessionState, patientId: string | null): SignInState {
  const isOwn = patientId === null || patientId === session.patient?.id;
  const actingFor = isOwn ? null : (session.actsFor.find((each) => each.patientId === patientId)?.patientId ?? null);
  const signedIn: SignedInState = { step: 'signed-in', setting, session, idle: 'active', actingFor, leaving: 'no' };
  return signedIn;
}
