import type { SurveyEvent } from './events-and-commands.ts';
import type { SurveyPaper } from './survey-paper.ts';
import { sendingTitles } from './survey-answering-states.fixture.ts';
import { branching, paperOf, progressOf, safetyPaper, told } from './survey-forms.fixture.ts';
import {
  answered,
  banner,
  beginning,
  failed,
  failures,
  help,
  helped,
  helpSaved,
  introduced,
  type Kind,
  next,
  reviewing,
  seen,
  sending,
  type SurveyStateFixture,
} from './survey-states-ways.fixture.ts';

/** Behind the last question. */
export type EndingStateName =
  | 'review: ready'
  | 'review: sending'
  | `review: failure ${Kind}`
  | 'conflict'
  | 'conflict: with help'
  | `held: ${'not told' | 'told'}`
  | 'sent: plainly'
  | `sent: after help, ${'told' | 'unconfirmed'}`
  | `late: ${'plainly' | 'help, not told' | 'help, told' | 'on the device' | 'on the device, with help'}`;

const anonymous = beginning(paperOf(branching, { mode: 'anonymous' }));
const anonymousSending: readonly SurveyEvent[] = [
  ...anonymous,
  { type: 'answered', key: '/0', values: [{ type: 'boolean', value: false }] },
  next,
  next,
  { type: 'send-asked' },
];

/** A link that is opened again after the end, on a device that has kept more. */
const openedAgain = (paper: SurveyPaper): readonly SurveyEvent[] => {
  const progress = progressOf(4, { status: 'completed' });
  return [...introduced(paper, 'question', progress), { type: 'left-found', paper, progress, isAnyLeft: true }];
};

/** Every state behind the last question. */
export const endingStates: Readonly<Record<EndingStateName, SurveyStateFixture>> = {
  'review: ready': seen(reviewing),
  'review: sending': seen(sending, 'Sending…', null),
  ...(Object.fromEntries(
    failures.map((kind) => [
      `review: failure ${kind}`,
      seen([...sending, { type: 'save-failed', failure: failed(kind) }], sendingTitles[kind], banner),
    ]),
  ) as Record<`review: failure ${Kind}`, SurveyStateFixture>),
  conflict: seen(
    [
      ...answered,
      next,
      { type: 'save-outdated' },
      { type: 'refreshed', progress: progressOf(7, { response: { resourceType: 'QuestionnaireResponse', item: [] } }) },
    ],
    'These questions were also answered somewhere else.',
    banner,
  ),
  'conflict: with help': seen(
    [
      ...helped,
      { type: 'save-outdated' },
      { type: 'refreshed', progress: progressOf(7, { response: { resourceType: 'QuestionnaireResponse', item: [] } }) },
    ],
    `These questions were also answered somewhere else. ${help} Your answer is on its way to the clinic. Nobody has been told yet.`,
    banner,
  ),
  'held: not told': seen(
    [...helped, { type: 'session-ended' }],
    `${help} Your answer has not reached the clinic. Nobody there knows of it. Sign in again to send it; please call if you need help.`,
    null,
  ),
  'held: told': seen(
    [...helpSaved, { type: 'session-ended' }],
    `${help} The clinic has your answer, and its staff were alerted. They may not see it at once: if it is urgent, call.`,
    null,
  ),
  'sent: plainly': seen([
    ...anonymousSending,
    { type: 'saved', kind: 'whole', progress: progressOf(1, { status: 'completed' }) },
  ]),
  'late: plainly': seen(
    [...sending, { type: 'save-was-complete' }],
    'These questions were answered and sent before.',
    banner,
  ),
  'late: help, not told': seen(
    [...helped, { type: 'save-was-complete' }],
    'These questions were answered and sent before. You do not have to be alone with this. Your answer has not reached the clinic. Nobody there knows of it. Please call if you need help.',
    banner,
  ),
  'late: help, told': seen(
    [...helpSaved, next, next, { type: 'send-asked' }, { type: 'save-was-complete' }],
    'These questions were answered and sent before. You do not have to be alone with this. The clinic has your answer, and its staff were alerted. They may not see it at once: if it is urgent, call.',
    banner,
  ),
  'late: on the device': seen(
    openedAgain(paperOf(branching)),
    'These questions were answered and sent before.',
    banner,
  ),
  'late: on the device, with help': seen(
    openedAgain(safetyPaper),
    'These questions were answered and sent before. You do not have to be alone with this. If you said there that you may not be safe, nobody at the clinic may know of it. Please call if you need help.',
    banner,
  ),
  'sent: after help, told': seen([
    ...helpSaved,
    next,
    next,
    { type: 'send-asked' },
    { type: 'saved', kind: 'whole', progress: progressOf(2, { status: 'completed', told: told('phq-9-9') }) },
  ]),
  'sent: after help, unconfirmed': seen([
    ...helped,
    { type: 'save-failed', failure: failed('server') },
    next,
    next,
    { type: 'send-asked' },
    { type: 'saved', kind: 'whole', progress: progressOf(2, { status: 'completed' }) },
  ]),
};
