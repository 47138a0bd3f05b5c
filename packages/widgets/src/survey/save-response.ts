import type { QuestionnaireResponse } from '@openprm/questionnaire';
import { createIdempotencyKey } from '@openprm/sdk';
import type { SurveyCommand, SurveyEvent } from './events-and-commands.ts';
import { explain, hasCode } from './failure.ts';
import type { SurveyApi } from './survey-api.ts';

type CommandOf<Type extends SurveyCommand['type']> = Extract<SurveyCommand, { type: Type }>;

/** What is sent, with its key. */
export interface Attempt {
  readonly key: string;
  readonly response: QuestionnaireResponse;
}

interface Way {
  readonly createApi: () => Promise<SurveyApi>;
}

/**
 * What a save sends: the same again where the answer was lost, else all answers as they are.
 *
 * @param last what was sent last
 * @param now milliseconds since the epoch
 */
export function attemptOf(
  { mode, response, attempt }: CommandOf<'save'>,
  last: Attempt | undefined,
  now: number,
): Attempt {
  if (attempt === 'repeat' && last) return last;
  // A time would tell who was there then: only answers with a name have one.
  const authored = mode === 'named' ? { authored: new Date(now).toISOString() } : {};
  const key = attempt === 'same-key' && last ? last.key : createIdempotencyKey();
  return { key, response: { ...response, ...authored } };
}

/** Saves, and tells what came of it. */
export async function saveResponse(
  { createApi }: Way,
  { kind, surveyId, progress, attempt }: CommandOf<'save'>,
  { key, response }: Attempt,
  signal: AbortSignal,
): Promise<SurveyEvent> {
  try {
    const api = await createApi();
    return { type: 'saved', progress: await api.save({ surveyId, progress, response }, key, signal), kind };
  } catch (error) {
    const isReused = hasCode(error, 'idempotency-key-reused');
    const isAnonymous = attempt === 'same-key' || progress === null;
    if (hasCode(error, 'response-completed') || (isReused && isAnonymous && kind === 'whole'))
      return { type: 'save-was-complete' };
    if (isReused || hasCode(error, 'version-conflict')) return { type: 'save-outdated' };
    return failed(error, signal);
  }
}

/** Asks what the clinic has, and tells what came of it. */
export async function refreshResponse(
  { createApi }: Way,
  { surveyId }: CommandOf<'refresh'>,
  signal: AbortSignal,
): Promise<SurveyEvent> {
  try {
    const api = await createApi();
    return { type: 'refreshed', progress: await api.refresh(surveyId, signal) };
  } catch (error) {
    return hasCode(error, 'response-completed') ? { type: 'save-was-complete' } : failed(error, signal);
  }
}

/** What was given up is nobody's mistake, and is told on no console. */
const failed = (error: unknown, { aborted }: AbortSignal): SurveyEvent => ({
  type: 'save-failed',
  failure: aborted ? { kind: 'connection' } : explain(error),
});
