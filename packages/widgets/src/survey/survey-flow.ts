import { resumeForm } from '@openprm/questionnaire';
import { checkAll, checkBelow, firstStopping } from './check-answers.ts';
import type { AnswerEvent, SurveyCommand, SurveyEvent, SurveyReduction } from './events-and-commands.ts';
import { reduceFirst, stay } from './first/first-flow.ts';
import { changeAnswers } from './flow/change-answers.ts';
import { withDrafts } from './flow/drafts.ts';
import { withLongTexts } from './flow/fit-response.ts';
import { placeOf, reduceIntro } from './flow/intro-flow.ts';
import { reduceSaving, save } from './flow/saving-flow.ts';
import { awaitsFiles, isSavedInParts, isSending } from './flow/saving-state.ts';
import { isFileEvent, reduceUploads, sendWaiting, withConnection } from './flow/uploads.ts';
import { stepAt, stepOfNode, stepsOf } from './form-steps.ts';
import { isAmong, needsHelp, safetyAnswers, untoldAnswers, worst } from './safety-answers.ts';
import type {
  AnsweringState,
  Answers,
  ConflictState,
  HeldState,
  OpeningState,
  Passing,
  ReviewState,
  Rival,
  SurveyState,
} from './survey-state.ts';

/** A survey from its first word to its last, as a pure function: state and event in, state and commands out. */
export const reduce = (state: SurveyState, event: SurveyEvent): SurveyReduction =>
  withDrafts(state, event, sendWaiting(reduceStep(state, event)));

function reduceStep(state: SurveyState, event: SurveyEvent): SurveyReduction {
  const first = reduceFirst(state, event);
  if (first) return first;
  if (event.type === 'session-ended' && 'saving' in state && needsHelp(state))
    return stay({ step: 'held', answers: state });
  switch (state.step) {
    case 'opening':
      return reduceOpening(state, event);
    case 'closed':
    case 'over':
    case 'refused':
    case 'sent':
    case 'late':
      return stay(state);
    case 'intro':
      return reduceIntro(state, event);
    case 'answering':
      return reduceFiles(state, event) ?? reduceSaving(state, event) ?? reduceAnswering(state, event);
    case 'review':
      return reduceFiles(state, event) ?? reduceSaving(state, event) ?? reduceReview(state, event);
    case 'conflict':
      return reduceAlarm(state, event) ?? reduceConflict(state, event);
    case 'held':
      return reduceHeld(state, event);
  }
}

/** What becomes of answers goes on while nobody is signed in; what was not sent is sent when they are again. */
function reduceHeld(held: HeldState, event: SurveyEvent): SurveyReduction {
  const { answers } = held;
  if (event.type === 'session-resumed') return reduceStep(answers, { type: 'retry-asked' });
  const { state, commands } = reduceStep(answers, event);
  if (state === answers) return { state: held, commands };
  return { state: 'saving' in state ? { step: 'held', answers: state } : state, commands };
}

/** There is nothing to answer, and why. */
function reduceOpening(state: OpeningState, event: SurveyEvent): SurveyReduction {
  switch (event.type) {
    case 'loaded': {
      const { paper, progress } = event;
      if (progress?.status === 'completed') return { state, commands: [{ type: 'find-left', paper, progress }] };
      return stay({ step: 'over', reason: 'needs-link', paper });
    }
    case 'left-found':
      return stay(sentBefore(event));
    case 'ended': {
      const { reason, isAnyLeft, contact } = event;
      const about = { reason, ...(contact && { contact }) };
      if (state.setting.isKnown && isAnyLeft === undefined)
        return { state, commands: [{ type: 'find-left-of-ended', ...about }] };
      return stay({ step: 'over', ...about, paper: null, ...(isAnyLeft && { isAnyLeft }) });
    }
    default:
      return stay(state);
  }
}

/** All was sent for good. What another page has kept, and cannot send any more, does not go without a word; nobody can open it to see whether it asks for help. */
function sentBefore({ paper, progress, isAnyLeft }: Extract<SurveyEvent, { type: 'left-found' }>): SurveyState {
  const isTold = progress.told.length > 0;
  if (isAnyLeft) {
    const telling = isTold ? 'told' : paper.safety.length > 0 ? 'unknown' : null;
    return { step: 'late', paper, telling, where: 'device' };
  }
  // Who gave a safety answer finds help again, however often the link is opened.
  return isTold ? { step: 'sent', paper, hasSafetyAnswer: true, isTold } : { step: 'over', reason: 'answered', paper };
}

/** Files on their way; null for what is not about them alone. */
function reduceFiles(state: AnsweringState | ReviewState, event: SurveyEvent): SurveyReduction | null {
  if (event.type === 'came-online') return reduceSaving(withConnection(state), event);
  if (event.type === 'draft-kept') return stay({ ...state, saving: { ...state.saving, kept: event.form } });
  if (!isFileEvent(event)) return null;
  const isDropped = event.type === 'file-dropped';
  if (isSending(state)) return reduceAwaitedFiles(state, event);
  const now = reduceUploads(state, event);
  if (isDropped) return { state: now, commands: [{ type: 'stop-file', file: event.file }] };
  return { state: now, commands: now.form === state.form ? [] : [{ type: 'save-in-a-pause' }] };
}

/** What is on its way for good changes no more, but for the files that it waits for: it goes with the last of them, and one that failed has to be mended first. */
function reduceAwaitedFiles(state: AnsweringState | ReviewState, event: SurveyEvent): SurveyReduction {
  if (event.type !== 'file-sent' && event.type !== 'file-failed') return stay(state);
  const now = reduceUploads(state, event);
  if (now === state || (event.type === 'file-sent' && awaitsFiles(now))) return stay(now);
  return complete({ ...now, saving: { ...now.saving, next: null } });
}

function reduceAnswering(state: AnsweringState, event: SurveyEvent): SurveyReduction {
  const { plan, form, setting } = state;
  const steps = stepsOf(plan, form, setting.pace);
  const at = stepAt(steps, state.place);
  switch (event.type) {
    case 'answered':
    case 'option-chosen':
    case 'typed':
    case 'entry-added':
    case 'entry-removed':
      return answer(state, event);
    case 'answer-settled':
      return settle(state);
    case 'searched':
      return stay({ ...state, searches: new Map(state.searches).set(event.key, { text: event.text, seen: [] }) });
    case 'went-back':
      if (state.isFromReview) return stay(toReview(state));
      return at > 0 ? savedOnTheWay({ ...state, place: placeOf(steps, at - 1) }) : stay(state);
    case 'next-asked': {
      const findings = withLongTexts(state, checkBelow(state, steps[at]?.shown ?? []));
      if (firstStopping(findings) !== undefined) return stay(refuse(state, findings));
      const looked = { ...state, findings: new Map([...state.findings, ...findings]) };
      if (at + 1 < steps.length && !state.isFromReview)
        return savedOnTheWay({ ...looked, place: placeOf(steps, at + 1) });
      // One page is its own review.
      if (steps.length === 1) return complete(looked);
      return savedOnTheWay(toReview(looked));
    }
    default:
      return stay(state);
  }
}

function reduceReview(state: ReviewState, event: SurveyEvent): SurveyReduction {
  const { plan, form, setting } = state;
  const steps = stepsOf(plan, form, setting.pace);
  switch (event.type) {
    case 'question-chosen': {
      const index = Math.max(0, stepOfNode(steps, event.key));
      return stay({ ...state, step: 'answering', place: placeOf(steps, index), isFromReview: true });
    }
    case 'went-back':
      return stay({ ...state, step: 'answering', place: placeOf(steps, steps.length - 1), isFromReview: false });
    case 'send-asked':
      return complete(state);
    default:
      return stay(state);
  }
}

/** What asks for help goes to the clinic while somebody decides, and nothing else does. */
const reduceAlarm = (state: ConflictState, event: SurveyEvent): SurveyReduction | null =>
  event.type === 'pause-came' ? null : reduceSaving(state, event);

function reduceConflict(state: ConflictState, event: SurveyEvent): SurveyReduction {
  const { other, further, step: _, ...answers } = state;
  const isThere = other.isSaved && !state.alarm;
  switch (event.type) {
    case 'own-kept':
      return decided(
        setAside(answers, { ...answers, form: resumeForm(answers.plan, other.response).state }),
        further,
        true,
      );
    case 'other-taken': {
      const taken: Answers = {
        ...answers,
        form: resumeForm(answers.plan, other.response).state,
        typed: new Map(),
        findings: new Map(),
        uploads: new Map(),
        // What asked for help stands on top of what the clinic has.
        saving: isThere
          ? { ...answers.saving, isDirty: false, sent: other.response ? [other.response] : [] }
          : answers.saving,
      };
      return decided(setAside(taken, answers), further, !isThere);
    }
    default:
      return stay(state);
  }
}

/** Answers that stay, with what asks for help among those that do not. */
const setAside = (answers: Answers, others: Answers): Answers => ({
  ...answers,
  aside: worst([...(answers.aside ?? []), ...safetyAnswers(others)]),
});

/** Goes on with the answers that were chosen, or to what is to be decided next. */
function decided(answers: Answers, [other, ...further]: readonly Rival[], isToSave: boolean): SurveyReduction {
  if (other) return stay({ ...answers, step: 'conflict', other, further });
  const now = { ...answers, step: 'answering', place: { key: '', index: 0 }, isFromReview: false } as const;
  return isToSave ? save({ ...now, saving: { ...now.saving, isDirty: true } }, 'part') : stay(now);
}

/** An answer that somebody has to look at is saved at once, one that may be passed as soon as it rests; any other in a pause. */
function answer(state: AnsweringState, event: AnswerEvent): SurveyReduction {
  // What is on its way for good changes no more.
  if (isSending(state)) return stay(state);
  const { passing } = state.saving;
  // Who answers something else has left that.
  if (passing && passing.key !== event.key) return after(settle(state), event);
  const before = passing?.before ?? untoldAnswers(state);
  const changed = changeAnswers(state, event);
  if (changed === state) return stay(state);
  const steps = stepsOf(changed.plan, changed.form, changed.setting.pace);
  const now = { ...changed, place: placeOf(steps, stepAt(steps, changed.place)) };
  const way = event.passing ?? (event.type === 'typed' ? 'rests' : undefined);
  const isWorse = untoldAnswers(now).some((each) => !isAmong(before, each));
  if (isWorse && way === undefined) return save(now, 'part');
  const waiting = withPassing(now, isWorse ? { key: event.key, before } : null);
  const pause: SurveyCommand = { type: 'save-in-a-pause', ...(isWorse && way && { passing: way }) };
  return { state: waiting, commands: isSavedInParts(now) ? [pause] : [] };
}

const withPassing = <State extends Answers>(state: State, passing: Passing | null): State => ({
  ...state,
  saving: { ...state.saving, passing },
});

/** What might have been passed has not been. */
const settle = (state: AnsweringState): SurveyReduction =>
  state.saving.passing ? save(withPassing(state, null), 'part') : stay(state);

function after({ state, commands }: SurveyReduction, event: AnswerEvent): SurveyReduction {
  const next = reduceStep(state, event);
  return { state: next.state, commands: [...commands, ...next.commands] };
}

const savedOnTheWay = (state: AnsweringState | ReviewState): SurveyReduction =>
  state.saving.isDirty && isSavedInParts(state) ? save(state, 'part') : stay(state);

/** Sends all of it, or leads to the first answer that has to be mended. */
function complete(state: AnsweringState | ReviewState): SurveyReduction {
  const { plan, form, setting } = state;
  const findings = withLongTexts(state, checkAll(state));
  const stopping = firstStopping(findings);
  if (stopping === undefined) return save({ ...state, findings }, 'whole');
  const steps = stepsOf(plan, form, setting.pace);
  const index = stopping === '' ? steps.length - 1 : Math.max(0, stepOfNode(steps, stopping));
  return stay(
    refuse({ ...state, step: 'answering', place: placeOf(steps, index), isFromReview: steps.length > 1 }, findings),
  );
}

const refuse = (state: AnsweringState, findings: Answers['findings']): AnsweringState => ({
  ...state,
  findings: new Map([...state.findings, ...findings]),
  refusals: state.refusals + 1,
});

function toReview(state: AnsweringState): ReviewState {
  const { place: _, isFromReview: __, ...answers } = state;
  return { ...answers, step: 'review' };
}
