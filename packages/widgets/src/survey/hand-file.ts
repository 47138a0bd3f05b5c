import type { SurveyCommand, SurveyEvent } from './events-and-commands.ts';
import { explain } from './failure.ts';
import type { SurveyApi } from './survey-api.ts';
import type { Failure } from './survey-state.ts';

type FileCommand = Extract<SurveyCommand, { type: 'send-file' | 'stop-file' }>;

/** What ends the sending of each file that is on its way. */
const underWay = new WeakMap<File, () => void>();

/** Sends a file and tells what came of it, or sends it no longer and tells nothing more. */
export async function handFile(
  { createApi }: { readonly createApi: () => Promise<SurveyApi> },
  command: FileCommand,
  signal: AbortSignal,
  feed: (event: SurveyEvent) => void,
): Promise<void> {
  const { file } = command;
  if (command.type === 'stop-file') return underWay.get(file)?.();
  const { key, responseId } = command;
  const one = new AbortController();
  const stop = () => one.abort();
  signal.addEventListener('abort', stop);
  underWay.set(file, stop);
  try {
    const api = await createApi();
    const attachment = await api.sendFile({ responseId, file }, one.signal);
    if (!one.signal.aborted) feed({ type: 'file-sent', key, file, attachment });
  } catch (error) {
    // Code that cannot be fetched, and a file that was moved meanwhile: another try, or another file, is all there is.
    const failure = (): Failure => (error instanceof TypeError ? { kind: 'connection' } : explain(error));
    if (!one.signal.aborted) feed({ type: 'file-failed', key, file, failure: failure() });
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
