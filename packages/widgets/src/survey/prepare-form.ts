import { compilePlain, type FormState, type Issue, type Plan, startPlain } from '@openprm/questionnaire';
import type { SurveyHost } from './survey-host.ts';
import type { SurveyPaper } from './survey-paper.ts';

/** A form that can be asked, or why it must not be. */
export type PreparedForm =
  | { readonly status: 'ready'; readonly plan: Plan; readonly form: FormState }
  | { readonly status: 'refused'; readonly issue: Issue };

/**
 * Reads a survey's form once, as it begins without answers. What reads more than plain questions (conditions, initial answers, expressions, the host's value sets),
 * and words for what does not work, are loaded for the forms that need them.
 *
 * @param now milliseconds since the epoch
 * @throws what an import throws that finds no connection
 */
export async function prepareForm(paper: SurveyPaper, now: number, host: SurveyHost): Promise<PreparedForm> {
  const plan = compilePlain(paper.questionnaire);
  if (plan) return { status: 'ready', plan, form: startPlain(plan) };
  return (await import('./prepare-with-host.ts')).prepareWithHost(paper, now, host);
}
