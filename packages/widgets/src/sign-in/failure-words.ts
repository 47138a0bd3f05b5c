import type { SignInMessages } from '../locales/sign-in/messages.ts';
import type { Failure } from './sign-in-state.ts';

/** The words for a failure. */
export function failureWords(
  failure: Failure,
  { messages, number }: { readonly messages: SignInMessages; readonly number: (value: number) => string },
): { readonly title: string; readonly text: string } {
  switch (failure.kind) {
    case 'connection':
      return { title: messages.connectionTitle, text: messages.connectionText };
    case 'server':
      return { title: messages.serverTitle, text: messages.serverText };
    case 'rate-limited': {
      const { minutes } = failure;
      const hours = Math.ceil((minutes ?? 0) / 60);
      const text =
        minutes === null
          ? messages.rateLimitedText
          : minutes > 90
            ? messages.rateLimitedHours(hours, number(hours))
            : messages.rateLimitedWait(minutes, number(minutes));
      return { title: messages.rateLimitedTitle, text };
    }
    case 'configuration':
      return { title: messages.configurationTitle, text: messages.configurationText };
  }
}

/** Whether trying the same again can help. */
export const canRetry = ({ kind }: Failure): boolean => kind === 'connection' || kind === 'server';
