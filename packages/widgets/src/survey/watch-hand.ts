import type { SurveyEvent, SurveyReduction } from './events-and-commands.ts';
import { reduce as reduceFlow } from './survey-flow.ts';
import type { SurveyState } from './survey-state.ts';

/** What chooses the answer that the focus is on. Any other key moves: from one radio to the next, along a line, through a list. */
const choosingKeys: ReadonlySet<string> = new Set(['Enter', ' ']);

/** A person has one hand for all elements of a page. */
let isMoving = false;

/**
 * The flow, told of how somebody answers: arrow keys choose each radio that they pass, and a handle each number. Such an answer counts once it rests, or when {@link watchHand} says that it was let go
 * of.
 */
export const reduce = (state: SurveyState, event: SurveyEvent): SurveyReduction =>
  reduceFlow(
    state,
    isMoving && (event.type === 'answered' || event.type === 'option-chosen') ? { passing: 'rests', ...event } : event,
  );

/**
 * Watches how somebody answers, and when they let go of an answer: by leaving it, with the page or without.
 *
 * @param signal when nobody answers any more
 * @param settle is called when an answer was let go of
 */
export function watchHand(signal: AbortSignal, settle: () => void): void {
  if (typeof document === 'undefined') return;
  const how = { capture: true, signal };
  const onKey = ({ key }: KeyboardEvent) => {
    isMoving = !choosingKeys.has(key);
    if (key === 'Tab') settle();
  };
  document.addEventListener('keydown', onKey, how);
  document.addEventListener('pointerdown', () => (isMoving = false), how);
  // A handle is let go of wherever the pointer is then; what is pressed instead of what was passed comes first.
  document.addEventListener('pointerup', () => setTimeout(settle), how);
  // Not while what has the focus is taken away.
  document.addEventListener('focusout', () => queueMicrotask(settle), how);
  document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && settle(), how);
  globalThis.addEventListener('pagehide', settle, how);
}
