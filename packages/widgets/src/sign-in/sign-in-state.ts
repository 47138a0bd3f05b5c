import type { Session, SignInCode } from '@openprm/sdk';
import type { DateOrder } from '../ui/birth-date.ts';

/** What went wrong with a call, as far as it matters to who signs in. */
export type Failure =
  | { readonly kind: 'connection' }
  | { readonly kind: 'server'; readonly requestId: string | null }
  /** With the minutes to wait, when the API said so. */
  | { readonly kind: 'rate-limited'; readonly minutes: number | null }
  /** The page is set up wrong: its key, or its origin. */
  | { readonly kind: 'configuration' };

/** Whether something is on its way to the clinic. */
export type Sending =
  | { readonly status: 'idle' }
  | { readonly status: 'sending' }
  | { readonly status: 'failed'; readonly failure: Failure };

/** What is wrong with what was typed. A new one for each check, so that the same mistake twice is seen twice. */
export interface Problem<Kind extends string> {
  readonly kind: Kind;
}

/** Why somebody is asked to sign in who was signed in before, or has a link. */
export type News = 'signed-out' | 'signed-out-here' | 'idle' | 'ended';

/** How the view is used by its element. */
export interface Setting {
  /** Whether a code can be asked for: that needs the clinic's publishable key. A link does not. */
  readonly canAskForCode: boolean;
  /** Whether somebody may go on whose chart was not found: they can book, and there is nothing to see. */
  readonly canSkip: boolean;
}

interface Shared {
  readonly setting: Setting;
}

/** Nothing was asked yet. */
export interface ClosedState {
  readonly step: 'closed';
}

/** Looks for a session that has survived navigation. */
export interface OpeningState extends Shared {
  readonly step: 'opening';
  readonly failure: Failure | null;
}

/** On plain HTTP nobody can sign in: browsers give no WebCrypto there. */
export interface UnsupportedState extends Shared {
  readonly step: 'unsupported';
}

/** Came with a link, which is used by a click: programs that scan mails open links too. */
export interface LinkState extends Shared {
  readonly step: 'link';
  readonly sending: Sending;
  /** It was used, taken back, or is over. */
  readonly isDead: boolean;
}

/** Where the code goes. */
export interface AddressState extends Shared {
  readonly step: 'address';
  readonly email: string;
  readonly problem: Problem<'missing' | 'email'> | null;
  readonly sending: Sending;
  readonly news: News | null;
}

/** The code of the mail. */
export interface CodeState extends Shared {
  readonly step: 'code';
  readonly email: string;
  readonly request: SignInCode;
  readonly typed: string;
  /** `expired` and `exhausted`: only another code helps. */
  readonly problem: Problem<'missing' | 'wrong' | 'expired' | 'exhausted'> | null;
  readonly triesLeft: number;
  readonly sending: Sending;
  /** Another code may be asked for after a wait, so that the first one's mail has time to come. */
  readonly resend: 'waiting' | 'ready' | 'sending';
  readonly isResent: boolean;
}

/** Whether nothing has happened for long, so that the session is about to end. */
export type Idle = 'active' | 'ending';

interface InSession extends Shared {
  readonly session: Session;
  readonly idle: Idle;
}

/** Which chart is theirs: the address has several, or none. */
export interface BirthDateState extends InSession {
  readonly step: 'birth-date';
  readonly typed: string;
  /** In which order it was typed, once it was. */
  readonly dateOrder?: DateOrder | undefined;
  readonly problem: Problem<'missing' | 'birth-date' | 'birth-date-range' | 'not-found'> | null;
  readonly sending: Sending;
}

/** For whom the person acts: themselves, a child, a parent. */
export interface WhomState extends InSession {
  readonly step: 'whom';
}

/** Signed in, and known for whom. */
export interface SignedInState extends InSession {
  readonly step: 'signed-in';
  /** The patient for whom the person acts; null for themselves. */
  readonly actingFor: string | null;
  readonly leaving: 'no' | 'sending';
}

/** Where somebody is who signs in. */
export type SignInState =
  | ClosedState
  | OpeningState
  | UnsupportedState
  | LinkState
  | AddressState
  | CodeState
  | BirthDateState
  | WhomState
  | SignedInState;

/** What somebody did, and what came of it. */
export type SignInEvent =
  | { readonly type: 'opened'; readonly setting: Setting; readonly hasLink: boolean }
  | { readonly type: 'left' }
  | { readonly type: 'unsupported' }
  | { readonly type: 'session-found'; readonly session: Session | null }
  | { readonly type: 'failed'; readonly failure: Failure }
  | { readonly type: 'retry-asked' }
  | { readonly type: 'link-opened' }
  | { readonly type: 'link-refused' }
  | { readonly type: 'code-wanted' }
  | { readonly type: 'email-changed'; readonly value: string }
  | { readonly type: 'email-submitted' }
  | { readonly type: 'code-sent'; readonly request: SignInCode }
  | { readonly type: 'resend-came-due' }
  | { readonly type: 'resend-asked' }
  | { readonly type: 'other-address-asked' }
  | { readonly type: 'code-changed'; readonly value: string }
  | { readonly type: 'code-submitted' }
  /** `now` is by this device's clock, epoch milliseconds. */
  | { readonly type: 'code-refused'; readonly now: number }
  | { readonly type: 'signed-in'; readonly session: Session }
  /** `dateOrder` is that of the language that the date was typed in. */
  | { readonly type: 'birth-date-changed'; readonly value: string; readonly dateOrder?: DateOrder }
  | { readonly type: 'birth-date-submitted'; readonly check: BirthDateCheck }
  | { readonly type: 'matched'; readonly session: Session }
  | { readonly type: 'skipped' }
  | { readonly type: 'whom-chosen'; readonly patientId: string | null }
  | { readonly type: 'whom-asked' }
  | { readonly type: 'idle-began' }
  | { readonly type: 'stayed' }
  | { readonly type: 'idle-ended' }
  | { readonly type: 'session-ended' }
  | { readonly type: 'sign-out-asked' }
  /** `isTold`: the clinic's server knows it too. */
  | { readonly type: 'signed-out'; readonly isTold: boolean };

/** A typed date as `YYYY-MM-DD`, or what is wrong with it. */
export type BirthDateCheck =
  | { readonly ok: true; readonly birthDate: string }
  | { readonly ok: false; readonly problem: 'missing' | 'birth-date' | 'birth-date-range' };

/** What is to be done about it. */
export type SignInCommand =
  | { readonly type: 'find-session' }
  | { readonly type: 'open-link' }
  | { readonly type: 'request-code'; readonly email: string }
  | { readonly type: 'wait-for-resend' }
  | { readonly type: 'enter-code'; readonly signInCodeId: string; readonly code: string }
  | { readonly type: 'match'; readonly birthDate: string }
  | { readonly type: 'sign-out' }
  /** Ends what this page holds of a session that was left alone. */
  | { readonly type: 'drop' }
  | { readonly type: 'keep-alive' };
