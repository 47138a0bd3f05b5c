import { isAnswered, resumeForm } from '@openprm/questionnaire';
import { pointsOfAnswer } from '@openprm/questionnaire/scores';
import type { Answers, ConflictState, SafetyAnswer } from './survey-state.ts';

/**
 * Whether somebody was told of an answer, as far as the clinic's system has confirmed it: `not-told` is tried again by itself, `stopped` is not, and `unconfirmed` is
 * an answer that the clinic has without saying that it told anybody.
 */
export type Telling = 'sending' | 'told' | 'not-told' | 'stopped' | 'unconfirmed';

/** The same where there may be nobody who answers: `signed-out` waits for them to sign in again, and of what the device has kept nothing is known. */
export type TellingWithout = Telling | 'signed-out' | 'unknown';

/** The answers that somebody has to look at at once, the worst of each question. */
export function safetyAnswers({
  plan,
  form,
  paper,
}: Pick<Answers, 'plan' | 'form' | 'paper'>): readonly SafetyAnswer[] {
  return paper.safety.flatMap(({ linkId, atLeast }) => {
    const item = plan.items[plan.byLinkId.get(linkId) ?? -1];
    const nodes = (item && form.byItem.get(item.index))?.map((key) => form.nodes.get(key)) ?? [];
    const points = nodes.flatMap((node) =>
      item && node?.isEnabled && isAnswered(node)
        ? node.entries.map(({ value }) => (value && pointsOfAnswer(item, value)) ?? -Infinity)
        : [],
    );
    const highest = Math.max(...points);
    return highest >= atLeast ? [{ linkId, points: highest }] : [];
  });
}

/** Whether an answer is among others, or one that is as bad. */
export const isAmong = (others: readonly SafetyAnswer[], { linkId, points }: SafetyAnswer): boolean =>
  others.some((each) => each.linkId === linkId && each.points >= points);

/** Of several answers to one question the worst. */
export const worst = (answers: readonly SafetyAnswer[]): readonly SafetyAnswer[] =>
  answers.filter(
    (each, at) =>
      !isAmong(answers.slice(0, at), each) &&
      !answers.slice(at).some((later) => later.linkId === each.linkId && later.points > each.points),
  );

/** Whether the clinic's system has confirmed that somebody was told of an answer, or of one that is as bad. */
export function toldOf({ saving }: Pick<Answers, 'saving'>): (answer: SafetyAnswer) => boolean {
  const told = (saving.progress?.told ?? []).map(({ linkId, points }) => ({ linkId, points: points ?? Infinity }));
  return (answer) => isAmong(told, answer);
}

/** Safety answers that the clinic's system has not confirmed, those too that are sent before somebody has decided about them. */
export function untoldAnswers(answers: Answers): readonly SafetyAnswer[] {
  const { alarm } = answers;
  const isTold = toldOf(answers);
  const sent = alarm && !alarm.isOver ? alarm.given : [];
  return worst([...safetyAnswers(answers), ...sent]).filter((each) => !isTold(each));
}

/** Whether the clinic's system has confirmed all of them, those too that somebody has decided against. */
export function isAllTold(answers: Answers): boolean {
  return [...safetyAnswers(answers), ...(answers.aside ?? [])].every(toldOf(answers));
}

/** Whether help is shown: an answer asks for it, one did and somebody was told, or one did that somebody has decided against. */
export function needsHelp(answers: Answers): boolean {
  return (
    safetyAnswers(answers).length > 0 ||
    (answers.aside ?? []).length > 0 ||
    (answers.saving.progress?.told.length ?? 0) > 0
  );
}

/** What can be said of the telling; null where there is nothing to tell. */
export function tellingOf(answers: Answers): Telling | null {
  if (!needsHelp(answers)) return null;
  if (isAllTold(answers)) return 'told';
  // What was decided against is not sent any more.
  return untoldAnswers(answers).length === 0 ? 'stopped' : wayOf(answers);
}

/** The same of what is on its way, or was. */
function wayOf(answers: Answers): Telling {
  const { status, isDirty, progress, passing } = answers.saving;
  switch (status.status) {
    case 'saving':
      return 'sending';
    case 'failed':
      return isTriedAgain(answers) ? 'not-told' : 'stopped';
    case 'idle':
      return passing ? 'sending' : isDirty || progress === null ? 'stopped' : 'unconfirmed';
  }
}

/** The same of answers between which somebody decides: nothing is sent before that but what asks for help. */
export function conflictTelling(state: ConflictState): Telling | null {
  const sides = [
    state,
    ...[state.other, ...state.further].map(({ response }) => ({
      ...state,
      form: resumeForm(state.plan, response).state,
    })),
  ];
  if (!sides.some(needsHelp)) return null;
  if (sides.every(isAllTold)) return 'told';
  // The rest is not said to be on its way.
  return state.alarm ? wayOf({ ...state, saving: { ...state.saving, isDirty: false } }) : 'stopped';
}

/** The same while nobody is signed in: what would be sent waits. */
export function heldTelling(answers: Answers): TellingWithout | null {
  const telling = tellingOf(answers);
  const isRefused = telling === 'stopped' && answers.saving.status.status === 'failed';
  return telling === null || telling === 'told' || telling === 'unconfirmed' || isRefused ? telling : 'signed-out';
}

/** Whether what could not be saved is saved again without anybody's doing: a part, and all where somebody has to look at an answer. */
export function isTriedAgain(answers: Answers): boolean {
  const { status } = answers.saving;
  if (status.status !== 'failed') return false;
  const isUntold = untoldAnswers(answers).length > 0;
  switch (status.failure.kind) {
    case 'connection':
    case 'server':
      return status.kind === 'part' || isUntold;
    case 'rate-limited':
      return isUntold;
    case 'configuration':
    case 'too-large':
    case 'validation':
      return false;
  }
}
