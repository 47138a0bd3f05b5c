import { buildResponse, type JsonObject, type QuestionnaireResponse } from '@openprm/questionnaire';
import type { SurveyCommand, SurveyEvent } from '../events-and-commands.ts';
import { isAllTold, isTriedAgain, needsHelp, untoldAnswers } from '../safety-answers.ts';
import { dueAlarm, putOn, withAlarm, withoutAlarm } from './alarm.ts';
import { isTooLarge, longTexts, watchedAlone } from './fit-response.ts';
import { awaitsFiles, isSavedInParts } from './saving-state.ts';
import { withoutFileNames } from './file-names.ts';
import { itemsOf } from './merge-answers.ts';
import type {
  Alarm,
  AnsweringState,
  ConflictState,
  ReviewState,
  SaveKind,
  SavingStatus,
  SurveyState,
} from '../survey-state.ts';

type Saver = AnsweringState | ReviewState | ConflictState;

interface SavingReduction {
  readonly state: SurveyState;
  readonly commands: readonly SurveyCommand[];
}

/**
 * Saves a part, or all for good; after the save that is under way, if there is one, and all of it after the files that are on their way. What asks for help goes before, and alone where
 * somebody has yet to decide which answers stay.
 */
export function save<State extends Saver>(state: State, kind: SaveKind): SavingReduction {
  const saving = { ...state.saving, passing: null };
  const next = saving.next === 'whole' ? 'whole' : kind;
  const isUndecided = state.step === 'conflict';
  if (saving.status.status === 'saving') return { state: { ...state, saving: { ...saving, next } }, commands: [] };
  const alarm = dueAlarm(state);
  if (alarm) {
    const now = { ...state, saving: { ...saving, next: isUndecided ? null : next } };
    return send(now, 'part', alarmed(state, alarm), saving.isDirty);
  }
  if (isUndecided) return { state, commands: [] };
  if (kind === 'whole' && awaitsFiles(state))
    return { state: { ...state, saving: { ...saving, next, status: idle } }, commands: [] };
  // What waits for files waits on.
  const now = { ...state, saving: { ...saving, next: kind === 'part' && next === 'whole' ? next : null } };
  const response = responseOf(state, kind);
  return isTooLarge(response) ? saveLess(now, kind) : send(now, kind, response, false);
}

/** What is too much is not sent, and says where it is. What somebody has to look at goes alone. */
function saveLess<State extends Saver>(state: State, kind: SaveKind): SavingReduction {
  const failed: SavingStatus = { status: 'failed', kind, failure: { kind: 'too-large' } };
  const now = {
    ...state,
    findings: new Map([...state.findings, ...longTexts(state)]),
    saving: { ...state.saving, isDirty: true, next: null, status: failed },
  };
  return untoldAnswers(state).length > 0 ? send(now, 'part', watchedOf(state), true) : { state: now, commands: [] };
}

function watchedOf(state: Saver): QuestionnaireResponse {
  const whole = { ...responseOf(state, 'part'), item: watchedAlone(state) } as QuestionnaireResponse;
  return state.paper.mode === 'named' ? whole : withoutFileNames(whole);
}

function send<State extends Saver>(
  state: State,
  kind: SaveKind,
  response: QuestionnaireResponse,
  isDirty: boolean,
): SavingReduction {
  const { saving, paper } = state;
  const command: SurveyCommand = {
    type: 'save',
    kind,
    surveyId: paper.surveyId,
    mode: paper.mode,
    progress: saving.progress,
    response,
    attempt: attemptOf(state, kind),
  };
  return {
    state: {
      ...state,
      saving: {
        ...saving,
        status: { status: 'saving', kind },
        passing: null,
        sent: [...saving.sent, response],
        isDirty,
      },
    },
    commands: [command],
  };
}

/**
 * A save whose answer was lost is repeated under its key as long as nothing has changed. Anonymous answers are sent under one key whatever changes: the clinic's
 * system cannot tell otherwise that it has them already.
 */
function attemptOf({ saving, paper }: Saver, kind: SaveKind): 'new' | 'repeat' | 'same-key' {
  const { status } = saving;
  if (status.status !== 'failed' || status.kind !== kind || status.failure.kind === 'validation') return 'new';
  if (!saving.isDirty) return 'repeat';
  return paper.mode === 'anonymous' && mayHaveArrived(status.failure.kind) ? 'same-key' : 'new';
}

const mayHaveArrived = (kind: string): boolean => kind === 'connection' || kind === 'server';

function responseOf({ plan, form, paper }: Saver, kind: SaveKind): QuestionnaireResponse {
  const response = buildResponse(plan, form, { status: kind === 'whole' ? 'completed' : 'in-progress' });
  return paper.mode === 'named' ? response : withoutFileNames(response);
}

/** What the clinic has, or will have, with the answers that ask for help on top of it. */
function alarmed(state: Saver, { items }: Alarm): QuestionnaireResponse {
  const response = responseOf(state, 'part');
  // Nobody has decided yet whether what this page holds is to stay.
  const below = itemsOf(state.step === 'conflict' ? (state.saving.progress?.response ?? null) : { ...response });
  const whole = { ...response, item: putOn(below, items) } as QuestionnaireResponse;
  return state.paper.mode === 'named' ? whole : withoutFileNames(whole);
}

/** What becomes of saves. */
export function reduceSaving(state: Saver, event: SurveyEvent): SavingReduction | null {
  const { saving } = state;
  switch (event.type) {
    case 'saved': {
      const progress = mergeProgress(saving.progress, event.progress);
      const kept = { ...saving, progress, status: idle, sent: saving.sent.slice(-1) };
      const now: Saver = withoutAlarm({ ...state, saving: kept });
      if (event.kind === 'whole') return sent(now);
      // What changed meanwhile, and an answer that somebody has to look at, follow at once.
      if (saving.next === null) return { state: now, commands: [] };
      return isPassing(now) && saving.next === 'part'
        ? { state: { ...now, saving: { ...now.saving, next: null } }, commands: [] }
        : save(now, saving.next);
    }
    case 'save-was-complete':
      return wasComplete(state);
    case 'save-failed': {
      const { status } = saving;
      const kind = saving.next === 'whole' ? 'whole' : status.status === 'saving' ? status.kind : 'part';
      // Somewhere on the way less is too much.
      if (event.failure.kind === 'too-large' && state.step !== 'conflict') {
        const isAll = !isSameAnswer({ ...watchedOf(state) }, saving.sent.at(-1) ?? null);
        if (isAll && untoldAnswers(state).length > 0) return saveLess(state, kind);
      }
      // Answers that are the clinic's no longer are to be saved again.
      // What failed was a part: to send all of it is no repeat of that.
      const isDirty = saving.isDirty || (status.status === 'saving' && status.kind !== kind);
      const failed = {
        ...saving,
        isDirty,
        next: null,
        status: { status: 'failed', kind, failure: event.failure },
      } as const;
      const now = { ...state, saving: failed };
      if (isTriedAgain(now)) return { state: now, commands: [{ type: 'retry-later' }] };
      // What is refused for good is in nobody's way.
      return dueAlarm(state) && saving.next
        ? save(withoutAlarm(now), saving.next)
        : { state: withoutAlarm(now), commands: [] };
    }
    case 'save-outdated':
      return {
        state,
        commands: [{ type: 'refresh', surveyId: state.paper.surveyId }],
      };
    case 'refreshed': {
      const { progress } = event;
      const { status } = saving;
      const kind = saving.next === 'whole' ? 'whole' : status.status === 'idle' ? 'part' : status.kind;
      if (progress.status === 'completed') return wasComplete({ ...state, saving: { ...saving, progress } });
      const idling = { ...saving, progress: mergeProgress(saving.progress, progress), status: idle, next: null };
      if (progress.response === null || saving.sent.some((each) => isSameAnswer(each, progress.response))) {
        // Our own, whose answer was lost.
        return save({ ...state, saving: idling }, kind);
      }
      const other = { response: progress.response, isSaved: true };
      const waiting = state.step === 'conflict' ? [state.other, ...state.further] : [];
      const further = waiting.filter(({ isSaved }) => !isSaved);
      return save(
        withAlarm({ ...state, step: 'conflict', other, further, saving: { ...idling, isDirty: true } }),
        'part',
      );
    }
    case 'came-online':
    case 'retry-came-due':
    case 'retry-asked': {
      const { status } = saving;
      if (status.status !== 'failed') return { state, commands: [] };
      const isDue = event.type === 'retry-came-due' && isTriedAgain(state);
      const isAsked =
        isDue || event.type === 'retry-asked' || status.failure.kind === 'connection' || status.kind === 'part';
      return isAsked && !isPassing(state) ? save(state, status.kind) : { state, commands: [] };
    }
    case 'pause-came':
      return saving.isDirty && isSavedInParts(state) ? save(state, 'part') : { state, commands: [] };
    default:
      return null;
  }
}

const idle = { status: 'idle' } as const;

/** Whether nothing is sent yet, since an answer may be passed on the way to another. What asked for help before it waits for nothing. */
const isPassing = ({ saving }: Saver): boolean => saving.passing?.before.length === 0;

/** The secret is given once. What was told stays told. */
const mergeProgress = (
  before: Saver['saving']['progress'],
  now: NonNullable<Saver['saving']['progress']>,
): NonNullable<Saver['saving']['progress']> => ({ ...now, secret: now.secret ?? before?.secret ?? null });

/** By what was answered: the clinic's system may write more beside it. */
export function isSameAnswer(one: JsonObject, other: JsonObject | null): boolean {
  return other !== null && JSON.stringify(one.item) === JSON.stringify(other.item);
}

/**
 * It was sent for good before: by another page of the same link, or by this one, whose answer was lost before more was changed. What has changed since is not the
 * clinic's, a safety answer least of all. Only what is sent anonymously was certainly this page's own.
 */
function wasComplete(state: Saver): SavingReduction {
  const { paper } = state;
  const telling = !needsHelp(state) ? null : isAllTold(state) ? 'told' : 'stopped';
  return {
    state: { step: 'late', paper, telling, where: 'page' },
    commands: isSavedInParts(state) ? [] : [{ type: 'tell-host', surveyId: paper.surveyId }],
  };
}

function sent(state: Saver): SavingReduction {
  const { paper } = state;
  return {
    state: {
      step: 'sent',
      paper,
      hasSafetyAnswer: needsHelp(state),
      isTold: isAllTold(state),
    },
    commands: [{ type: 'tell-host', surveyId: paper.surveyId }],
  };
}
