import { accessLogTitles } from '../locales/frame/frame-titles.ts';
import { SignedInEvent, SignedOutEvent } from '../sign-in/sign-in-events.ts';
import { framing } from './frame-controller.ts';
import { framedAccessLog } from './framed-access-log.ts';
import { shellCode } from './shell-code.ts';

/** The shell of `<prm-access-log>`. */
export const accessLogShellCode = shellCode(framedAccessLog, {
  titles: accessLogTitles,
  facts: [],
  signals: [SignedInEvent, SignedOutEvent],
  intents: [],
});

/** What the element itself loads when it is asked to run in a frame. */
export const frameAccessLog = framing(accessLogShellCode);
