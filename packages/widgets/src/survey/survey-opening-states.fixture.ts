import { branching, experienceForm, paperOf, progressOf } from './survey-forms.fixture.ts';
import type { SurveyEvent } from './events-and-commands.ts';
import type { SurveyMode } from './survey-paper.ts';
import type { OverReason } from './survey-state.ts';
import {
  banner,
  failed,
  failures,
  introduced,
  type Kind,
  noConnection,
  seen,
  type SurveyStateFixture,
  titles,
} from './survey-states-ways.fixture.ts';

/** Before the first question, and where there is none. */
export type OpeningStateName =
  | 'opening: loading'
  | `opening: failure ${Exclude<Kind, 'too-large' | 'validation'>}`
  | `over: ${OverReason}`
  | 'over: with more on the device'
  | 'refused'
  | `intro: ${SurveyMode}`
  | 'intro: starting'
  | 'intro: failed'
  | 'intro: goes on';

const modes = ['named', 'confidential', 'anonymous', 'unknown'] as const satisfies readonly SurveyMode[];
const reasons = {
  answered: 'You have answered these questions already.',
  'link-ended': 'This link works no more.',
  'not-found': 'These questions are not asked any more.',
  'needs-link': 'These questions are answered by a personal link.',
} as const satisfies Record<OverReason, string>;
const opened: SurveyEvent = { type: 'opened', setting: { pace: 'question', isKnown: true } };
const partly = progressOf(3, {
  response: {
    resourceType: 'QuestionnaireResponse',
    status: 'in-progress',
    item: [{ linkId: 'hurts', answer: [{ valueBoolean: true }] }],
  },
});

/** Every state before the first question, and where there is none. */
export const openingStates: Readonly<Record<OpeningStateName, SurveyStateFixture>> = {
  'opening: loading': seen([opened], 'Loading…', null),
  ...(Object.fromEntries(
    failures
      .filter((kind) => kind !== 'too-large' && kind !== 'validation')
      .map((kind) => [
        `opening: failure ${kind}`,
        seen([opened, { type: 'load-failed', failure: failed(kind) }], titles[kind], banner),
      ]),
  ) as Record<`opening: failure ${Exclude<Kind, 'too-large' | 'validation'>}`, SurveyStateFixture>),
  ...(Object.fromEntries(
    Object.entries(reasons).map(([reason, title]) => [
      `over: ${reason}`,
      seen(
        reason === 'needs-link'
          ? [
              { type: 'opened', setting: { pace: 'question', isKnown: false } },
              { type: 'loaded', paper: paperOf(branching), progress: null },
            ]
          : [opened, { type: 'ended', reason: reason as OverReason, isAnyLeft: false }],
        title,
        banner,
      ),
    ]),
  ) as Record<`over: ${OverReason}`, SurveyStateFixture>),
  'over: with more on the device': seen(
    [opened, { type: 'ended', reason: 'link-ended', isAnyLeft: true }],
    'This link works no more. This device has kept answers that the clinic has not confirmed. If they differ from what was sent, they have not reached it, and can be sent no more. If you said there that you may not be safe, nobody at the clinic may know of it. Please call if you need help. If you are in danger, or might hurt yourself, get help now.',
    banner,
  ),
  refused: seen(
    [
      ...introduced(paperOf(branching)),
      { type: 'form-refused', issue: { code: 'unknown-modifier', pointer: '/item/0/modifierExtension' } },
    ],
    'These questions cannot be shown.',
    banner,
  ),
  ...(Object.fromEntries(
    modes.map((mode) => [`intro: ${mode}`, seen(introduced(paperOf(experienceForm, { mode })))]),
  ) as Record<`intro: ${SurveyMode}`, SurveyStateFixture>),
  'intro: starting': seen([...introduced(paperOf(branching)), { type: 'start-asked' }], 'Loading…', null),
  'intro: failed': seen([...introduced(paperOf(branching)), { type: 'prepare-failed' }], noConnection, banner),
  'intro: goes on': seen(introduced(paperOf(branching), 'question', partly)),
};
