import type { SurveyCommand, SurveyEvent } from './events-and-commands.ts';
import { handDraft, hasDrafts } from './hand-draft.ts';
import { handFile } from './hand-file.ts';
import { refreshResponse } from './save-response.ts';
import { SavingRun } from './saving-run.ts';
import type { SurveyApi } from './survey-api.ts';

/** What only the rest of the code can do. */
type LaterCommand = Exclude<SurveyCommand, { type: 'load' | 'prepare' | 'tell-host' }>;

interface Way {
  readonly createApi: () => Promise<SurveyApi>;
}

const runs = new WeakMap<Way, SavingRun>();

/**
 * Does what the flow commands, and tells what came of it.
 *
 * @param way of the element, from when it is opened until it is left
 * @param now milliseconds since the epoch
 */
export async function carryOut(
  way: Way,
  command: LaterCommand,
  signal: AbortSignal,
  feed: (event: SurveyEvent) => void,
  now: number,
): Promise<void> {
  const run = runs.get(way) ?? new SavingRun(signal, feed);
  runs.set(way, run);
  switch (command.type) {
    case 'send-file':
    case 'stop-file':
      return handFile(way, command, signal, feed);
    case 'open-draft':
    case 'keep-draft':
    case 'drop-own-draft':
    case 'drop-draft':
      return handDraft(way, command, signal, feed);
    case 'find-left':
      return feed({ ...command, type: 'left-found', isAnyLeft: await hasDrafts(way, signal) });
    case 'find-left-of-ended':
      return feed({ ...command, type: 'ended', isAnyLeft: await hasDrafts(way, signal) });
    case 'refresh':
      return feed(await refreshResponse(way, command, signal));
    default:
      return run.carryOut(way, command, now);
  }
}
