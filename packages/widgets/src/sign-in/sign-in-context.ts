import type { SignInMessages } from '../locales/sign-in/messages.ts';
import type { SignInEvent } from './sign-in-state.ts';

/** What the view needs besides its state. */
export interface SignInContext {
  readonly messages: SignInMessages;
  /** BCP 47 tag that dates and numbers are written for. */
  readonly locale: string;
  /** A number in the language's digits. */
  readonly number: (value: number) => string;
  /** Tells the flow what a person did. */
  readonly send: (event: SignInEvent) => void;
  /** Local date of the viewer, `YYYY-MM-DD`. */
  readonly today: () => string;
}
