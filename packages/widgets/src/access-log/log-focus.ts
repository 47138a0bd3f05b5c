import type { LogState } from './log-state.ts';

/**
 * What takes the focus when one state of the list follows another, as a selector: a banner that appeared, and what stands in the place of a button
 * that is gone. Null leaves the focus where it is.
 */
export function logFocusAfter(before: LogState, now: LogState): string | null {
  if (before === now || now.status === 'idle' || before.status === 'idle') return null;
  if (now.status === 'failed') return '.notice-title';
  if (now.status === 'loading') return before.status === 'failed' ? '#heading' : null;
  if (now.more.status === 'failed') return '.notice-title';
  if (before.status !== 'ready') return null;
  if (before.more.status === 'failed' && now.more.status === 'loading') return '#more';
  return before.nextCursor !== null && now.nextCursor === null ? '#end' : null;
}
