import { type JsonObject, resumeForm } from '@openprm/questionnaire';
import type { Draft } from '../draft.ts';
import type { SurveyCommand, SurveyEvent, SurveyReduction } from '../events-and-commands.ts';
import { stepsOf } from '../form-steps.ts';
import type { AnsweringState, Answers, SurveyState } from '../survey-state.ts';
import { firstOpen, placeOf } from './intro-flow.ts';
import { isSameAnswer, save } from './saving-flow.ts';
import { isSavedInParts } from './saving-state.ts';

const drop: SurveyCommand = { type: 'drop-draft' };

/**
 * What of a link's answers stays on the device: all that the clinic's system has not confirmed, and nothing once it has, or once the link has ended. What a page before this one
 * kept is taken up where the questions begin.
 */
export function withDrafts(before: SurveyState, event: SurveyEvent, reduction: SurveyReduction): SurveyReduction {
  const draft = event.type === 'prepared' ? event.draft : before.step === 'intro' ? before.draft : undefined;
  const { state, commands } = reduction;
  if (state.step === 'intro') return draft ? { state: { ...state, draft }, commands } : reduction;
  if (before.step === 'intro' && state.step === 'answering' && draft)
    return keeping(before, event, takeDraft(state, draft));
  return keeping(before, event, reduction);
}

function keeping(before: SurveyState, event: SurveyEvent, { state, commands }: SurveyReduction): SurveyReduction {
  const held = answersIn(before);
  const hasEnded = (state.step === 'sent' || state.step === 'late' || state.step === 'over') && event.type !== 'loaded';
  if (hasEnded && 'setting' in before && before.setting.hasLink) return { state, commands: [...commands, drop] };
  const answers = answersIn(state);
  if (!answers) return { state, commands };
  const also: SurveyCommand[] = [];
  if (!held || event.type === 'rest-came') also.push({ type: 'open-draft' });
  if (!isConfirmed(answers)) {
    const { form, saving } = answers;
    // What is sent is kept first: else a page that ends when the clinic has it leaves something older behind.
    const isSent = saving.sent !== held?.saving.sent;
    if (form !== held?.form || isSent || (event.type === 'save-failed' && saving.kept !== form))
      also.push({ type: 'keep-draft', answers });
  } else if (held && !isConfirmed(held)) also.push(drop);
  return { state, commands: [...commands, ...also] };
}

/** Answers of somebody with a link, which the clinic gets in parts. Anonymous ones are never kept. */
function answersIn(state: SurveyState): Answers | null {
  const answers = state.step === 'answering' || state.step === 'review' || state.step === 'conflict' ? state : null;
  return answers?.setting.hasLink && isSavedInParts(answers) ? answers : null;
}

/** Whether the clinic's system has everything. */
const isConfirmed = ({ saving }: Answers): boolean => !saving.isDirty && saving.status.status === 'idle';

/** Goes on with answers of a page before this one. Where the clinic has answers that are neither those nor what they followed, the person decides. */
function takeDraft(state: AnsweringState, { response, version, sent }: Draft): SurveyReduction {
  const { plan, setting, saving } = state;
  const { progress } = saving;
  const isThere = (each: JsonObject) => isSameAnswer(each, progress?.response ?? null);
  if (isThere(response)) return { state, commands: [drop] };
  const { step: _, ...answers } = {
    ...state,
    form: resumeForm(plan, response).state,
    saving: { ...saving, isDirty: true, sent: [...saving.sent, ...sent] },
  };
  if (progress && progress.version !== version && !sent.some(isThere))
    return { state: { ...answers, step: 'conflict', other: progress }, commands: [] };
  const steps = stepsOf(plan, answers.form, setting.pace);
  return save({ ...answers, step: 'answering', place: placeOf(steps, firstOpen(steps, answers.form)) }, 'part');
}
