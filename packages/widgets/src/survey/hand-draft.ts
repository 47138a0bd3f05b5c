import type { Draft, Drafts } from './draft.ts';
import type { SurveyCommand, SurveyEvent } from './events-and-commands.ts';
import { mayHaveKept } from './may-have-kept.ts';
import type { SurveyApi } from './survey-api.ts';

type DraftCommand = Extract<SurveyCommand, { type: `${string}-draft` }>;

interface Way {
  readonly createApi: () => Promise<SurveyApi>;
}

/** What keeps, by the way of the element that is open. */
const kept = new WeakMap<Way, Promise<Drafts>>();

/** Its code is loaded once; where that finds no connection, again when it is needed. */
function draftsOf(way: Way, signal: AbortSignal): Promise<Drafts> {
  const drafts = kept.get(way) ?? way.createApi().then((api) => api.drafts(signal));
  kept.set(way, drafts);
  drafts.catch(() => kept.delete(way));
  return drafts;
}

/** Finds what pages before this one have kept of a survey; undefined for nothing. @throws where there is no connection to open it by */
export const findDrafts = async (
  way: Way,
  surveyId: string,
  signal: AbortSignal,
): Promise<readonly Draft[] | undefined> =>
  (await mayHaveKept()) ? (await draftsOf(way, signal)).find(surveyId) : undefined;

/** Whether the device still keeps something of a link's answers; no where that cannot be seen. */
export async function hasDrafts(way: Way, signal: AbortSignal): Promise<boolean> {
  try {
    return (await mayHaveKept()) && (await (await draftsOf(way, signal)).hasAny());
  } catch {
    return false;
  }
}

/** Keeps answers on the device, or removes them. What cannot be kept stops nobody. */
export async function handDraft(
  way: Way,
  command: DraftCommand,
  signal: AbortSignal,
  feed: (event: SurveyEvent) => void,
): Promise<void> {
  const drafts = await draftsOf(way, signal).catch(() => null);
  switch (command.type) {
    case 'open-draft':
      return drafts?.open();
    case 'keep-draft':
      return drafts?.keep(command.answers, command.isTyped, () =>
        feed({ type: 'draft-kept', form: command.answers.form }),
      );
    case 'drop-own-draft':
      return drafts?.dropOwn();
    case 'drop-draft':
      return drafts?.drop();
  }
}
