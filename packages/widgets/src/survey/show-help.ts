import { safetyAnswers } from './safety-answers.ts';
import type { Answers, SurveyState } from './survey-state.ts';

/**
 * Brings help into view that an answer has just brought, as little as it takes: what is in view already stays where it is, and the focus stays on the answer. What is higher than the view begins at
 * its upper edge. Help that was there before, or is there when a step opens, moves nothing.
 */
export function showHelp(before: SurveyState, now: SurveyState, { shadowRoot }: Element): void {
  if (before.step !== 'answering' || now.step !== 'answering' || before.form === now.form) return;
  const known = watchedOf(before);
  const fresh = watchedOf(now).filter((linkId) => !known.includes(linkId));
  if (fresh.length === 0) return;
  const help = [...(shadowRoot?.querySelectorAll<HTMLElement>('.help') ?? [])].find(({ dataset }) =>
    fresh.includes(dataset['of'] ?? ''),
  );
  const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches;
  help?.scrollIntoView({ block: 'nearest', inline: 'nearest', behavior: isStill ? 'instant' : 'smooth' });
}

const watchedOf = (answers: Answers): readonly string[] => safetyAnswers(answers).map(({ linkId }) => linkId);
