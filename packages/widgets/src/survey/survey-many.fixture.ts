import { setAnswers } from '@openprm/questionnaire';
import type { SurveyEvent } from './events-and-commands.ts';
import type { FormJson } from './survey-forms.fixture.ts';
import type { AnsweringState } from './survey-state.ts';

/** 100 questions, of which 50 have a condition on one of the others, in chains and fans. */
export const conditionalForm: FormJson = {
  resourceType: 'Questionnaire',
  url: 'urn:openprm:test:many',
  item: Array.from({ length: 100 }, (_, index) => ({
    linkId: `q${index}`,
    type: 'integer',
    text: `Question ${index}`,
    ...(index % 2 === 1 && {
      enableWhen: [
        { question: `q${(index * 7) % (index - (index % 3)) || 0}`, operator: '>', answerInteger: index % 5 },
      ],
    }),
  })),
};

/** An answer to one of the questions that are shown, with the keys of those that have to be rendered for it: its own, and those that appear. */
export function answer({ plan, form }: AnsweringState, turn: number) {
  const shown = [...form.nodes.values()].filter(({ isEnabled }) => isEnabled);
  const key = shown[(turn * 37) % shown.length]?.key ?? '';
  const values = [{ type: 'integer', value: (turn * 13) % 7 }] as const;
  const { state, changed } = setAnswers(plan, form, key, values);
  const expected = changed.filter((each) => state.nodes.get(each)?.isEnabled);
  return { event: { type: 'answered', key, values } satisfies SurveyEvent, expected };
}
