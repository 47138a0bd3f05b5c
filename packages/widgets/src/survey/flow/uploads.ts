import type { SurveyCommand, SurveyEvent, SurveyReduction } from '../events-and-commands.ts';
import { mostSentBytes } from '../sent-files.ts';
import type { AnsweringState, Answers, ReviewState, Upload, Uploads } from '../survey-state.ts';
import { changeAnswers, checkAgain } from './change-answers.ts';
import { save } from './saving-flow.ts';
import { isSavedInParts } from './saving-state.ts';
import { faultsOf } from '@openprm/questionnaire';
import { aboutFile } from '../read-attachment.ts';

type Saver = AnsweringState | ReviewState;
type FileEvent = Extract<SurveyEvent, { type: `file-${string}` }>;

/** Whether an event is about a file on its way. */
export const isFileEvent = (event: SurveyEvent): event is FileEvent => event.type.startsWith('file-');

/** What becomes of files that go by themselves. Each is an answer once the clinic's system has it. */
export function reduceUploads<State extends Saver>(state: State, event: FileEvent): State {
  switch (event.type) {
    case 'file-chosen': {
      const { key, file } = event;
      const node = state.form.nodes.get(key);
      const item = state.plan.items[node?.item ?? -1];
      if (!node || !item) return state;
      const [fault] = faultsOf(item, { type: 'Attachment', value: aboutFile(file) });
      const status = (): Upload['status'] => {
        if (file.size > mostSentBytes)
          return { status: 'refused', fault: { code: 'file-too-large', limit: mostSentBytes } };
        if (file.size === 0) return { status: 'refused', fault: { code: 'file-empty' } };
        return fault ? { status: 'refused', fault } : { status: 'waiting' };
      };
      const chosen: Upload = { file, status: status() };
      const others = (state.uploads.get(key) ?? []).filter(isOnItsWay);
      const uploads = new Map(state.uploads).set(key, [...others, chosen]);
      const now = { ...state, uploads };
      return chosen.status.status === 'refused' ? checkAgain(now, key, true) : checkAgain(now, key);
    }
    case 'file-sent': {
      const { key, file, attachment } = event;
      if (!isKnown(state.uploads, key, file)) return state;
      const given = state.form.nodes.get(key)?.entries.flatMap(({ value }) => (value ? [value] : [])) ?? [];
      const now = { ...state, uploads: withStatus(state.uploads, key, file, { status: 'sent' }) };
      return changeAnswers(now, {
        type: 'answered',
        key,
        values: [...given, { type: 'Attachment', value: attachment }],
      });
    }
    case 'file-failed':
      return changed(state, event, { status: 'failed', failure: event.failure });
    case 'file-retried':
      return changed(state, event, { status: 'waiting' });
    case 'file-dropped': {
      const left = (state.uploads.get(event.key) ?? []).filter(({ file }) => file !== event.file);
      return checkAgain({ ...state, uploads: new Map(state.uploads).set(event.key, left) }, event.key);
    }
  }
}

function changed<State extends Saver>(
  state: State,
  { key, file }: { readonly key: string; readonly file: File },
  status: Upload['status'],
): State {
  if (!isKnown(state.uploads, key, file)) return state;
  return checkAgain({ ...state, uploads: withStatus(state.uploads, key, file, status) }, key);
}

const isKnown = (uploads: Uploads, key: string, file: File): boolean =>
  uploads.get(key)?.some((each) => each.file === file && isOnItsWay(each)) ?? false;

const withStatus = (uploads: Uploads, key: string, file: File, status: Upload['status']): Uploads =>
  new Map(uploads).set(
    key,
    (uploads.get(key) ?? []).map((each) => (each.file === file ? { file, status } : each)),
  );

/** Whether a file is shown as one that the clinic has not got. */
export const isOnItsWay = ({ status }: Upload): boolean => status.status !== 'sent';

/** Those that failed for want of a connection are tried again when there is one. */
export function withConnection<State extends Answers>(state: State): State {
  const isCutOff = ({ status }: Upload) => status.status === 'failed' && status.failure.kind === 'connection';
  if (![...state.uploads.values()].flat().some(isCutOff)) return state;
  const uploads = [...state.uploads].map(
    ([key, files]) =>
      [key, files.map((each): Upload => (isCutOff(each) ? { ...each, status: { status: 'waiting' } } : each))] as const,
  );
  return { ...state, uploads: new Map(uploads) };
}

/** Sends what waits, as soon as there is a response that it can go with. */
export function sendWaiting(reduction: SurveyReduction): SurveyReduction {
  const { state, commands } = reduction;
  if (state.step !== 'answering' && state.step !== 'review') return reduction;
  const waiting = [...state.uploads].flatMap(([key, files]) =>
    files.flatMap(({ file, status }) => (status.status === 'waiting' ? [{ key, file }] : [])),
  );
  if (waiting.length === 0 || !isSavedInParts(state)) return reduction;
  const { progress, status } = state.saving;
  if (progress === null) {
    if (status.status !== 'idle') return reduction;
    const begun = save(state, 'part');
    return { state: begun.state, commands: [...commands, ...begun.commands] };
  }
  let { uploads } = state;
  for (const { key, file } of waiting) uploads = withStatus(uploads, key, file, { status: 'sending' });
  const sends = waiting.map((each): SurveyCommand => ({ type: 'send-file', responseId: progress.id, ...each }));
  return { state: { ...state, uploads }, commands: [...commands, ...sends] };
}
