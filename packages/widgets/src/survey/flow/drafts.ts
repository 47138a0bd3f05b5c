import { type JsonObject, resumeForm } from '@openprm/questionnaire';
import type { Draft } from '../draft.ts';
import type { SurveyCommand, SurveyEvent, SurveyReduction } from '../events-and-commands.ts';
import { stepsOf } from '../form-steps.ts';
import type { AnsweringState, Answers, Rival, SurveyState } from '../survey-state.ts';
import { withAlarm } from './alarm.ts';
import { firstOpen, placeOf } from './intro-flow.ts';
import { mergeAnswers } from './merge-answers.ts';
import { isSameAnswer, save } from './saving-flow.ts';
import { isSavedInParts } from './saving-state.ts';

const drop: SurveyCommand = { type: 'drop-draft' };
const dropOwn: SurveyCommand = { type: 'drop-own-draft' };

/**
 * What of a link's answers stays on the device: all that the clinic's system has not confirmed, and nothing once it has, or once the link has ended and that was said. What a page before this one
 * kept is taken up where the questions begin.
 */
export function withDrafts(before: SurveyState, event: SurveyEvent, reduction: SurveyReduction): SurveyReduction {
  const drafts = event.type === 'prepared' ? event.drafts : before.step === 'intro' ? before.drafts : undefined;
  const { state, commands } = reduction;
  if (state.step === 'intro') return drafts ? { state: { ...state, drafts }, commands } : reduction;
  if (before.step === 'intro' && state.step === 'answering' && drafts)
    return keeping(before, event, takeDrafts(state, drafts));
  return keeping(before, event, reduction);
}

function keeping(before: SurveyState, event: SurveyEvent, { state, commands }: SurveyReduction): SurveyReduction {
  const held = answersIn(before);
  const hasEnded = state.step === 'sent' || state.step === 'late' || state.step === 'over';
  if (hasEnded && 'setting' in before && before.setting.isKnown)
    return { state, commands: [...commands, removalAfter(event)] };
  const answers = answersIn(state);
  if (!answers) return { state, commands };
  const also: SurveyCommand[] = [];
  if (!held || event.type === 'rest-came') also.push({ type: 'open-draft' });
  // What nobody has decided about is kept as it is.
  if (state.step === 'conflict') return { state, commands: [...commands, ...also] };
  if (!isConfirmed(answers)) {
    const { form, saving } = answers;
    // What is sent is kept first: else a page that ends when the clinic has it leaves something older behind.
    const isSent = saving.sent !== held?.saving.sent;
    if (form !== held?.form || isSent || (event.type === 'save-failed' && saving.kept !== form))
      also.push({ type: 'keep-draft', answers, isTyped: event.type === 'typed' });
  } else if (held && !isConfirmed(held)) also.push(dropOwn);
  return { state, commands: [...commands, ...also] };
}

/** What goes from the device at an end: what another page keeps goes once somebody was told that it can be sent no more. */
const removalAfter = ({ type }: SurveyEvent): SurveyCommand =>
  type === 'ended' || type === 'left-found' ? drop : dropOwn;

/** Answers of somebody with a link, which the clinic gets in parts. Anonymous ones are never kept. */
function answersIn(state: SurveyState): Answers | null {
  if (state.step === 'held') return answersIn(state.answers);
  const answers = state.step === 'answering' || state.step === 'review' || state.step === 'conflict' ? state : null;
  return answers?.setting.isKnown && isSavedInParts(answers) ? answers : null;
}

/** Whether the clinic's system has everything. */
const isConfirmed = ({ saving }: Answers): boolean => !saving.isDirty && saving.status.status === 'idle';

/**
 * Goes on with answers of pages before this one, the newest first. They are taken together with one another and with what the clinic has that they did not follow; where
 * two contradict each other, the person decides.
 */
function takeDrafts(state: AnsweringState, drafts: readonly Draft[]): SurveyReduction {
  const { plan, setting, saving } = state;
  const { progress } = saving;
  const atClinic = progress?.response ?? null;
  const isThere = (each: JsonObject) => isSameAnswer(each, atClinic);
  const follows = ({ version, sent }: Draft) => progress === null || progress.version === version || sent.some(isThere);
  const [newest, ...older] = drafts.filter(({ response }) => !isThere(response));
  if (!newest) return { state, commands: [dropOwn] };
  let { response } = newest;
  const rivals: Rival[] = [];
  const meet = (rival: Rival, base: JsonObject | null) => {
    const merged = rival.response && mergeAnswers(response, rival.response, base);
    if (merged) response = merged;
    else rivals.push(rival);
  };
  for (const each of older)
    meet({ response: each.response, isSaved: false }, follows(newest) && follows(each) ? atClinic : null);
  if (progress && !follows(newest)) meet({ response: atClinic, isSaved: true }, null);
  const sent = [newest, ...older].flatMap((each) => each.sent);
  const { step: _, ...answers } = {
    ...state,
    form: resumeForm(plan, response).state,
    saving: { ...saving, isDirty: true, sent: [...saving.sent, ...sent] },
  };
  const [other, ...further] = rivals;
  if (other) return save(withAlarm({ ...answers, step: 'conflict', other, further }), 'part');
  const steps = stepsOf(plan, answers.form, setting.pace);
  return save({ ...answers, step: 'answering', place: placeOf(steps, firstOpen(steps, answers.form)) }, 'part');
}
