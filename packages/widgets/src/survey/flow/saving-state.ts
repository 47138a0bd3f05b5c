import type { Answers } from '../survey-state.ts';

/** Whether the clinic gets the answers while they are given. Answers that nobody can be asked about again are sent once, at the end. */
export const isSavedInParts = ({ paper }: Pick<Answers, 'paper'>): boolean => paper.mode !== 'anonymous';

/** Whether files are on their way that answers name once they have arrived. */
export const awaitsFiles = ({ uploads }: Pick<Answers, 'uploads'>): boolean =>
  [...uploads.values()].flat().some(({ status: { status } }) => status === 'waiting' || status === 'sending');

/** Whether all answers are on their way for good, or go as soon as their files have arrived: nothing is changed meanwhile. */
export const isSending = ({ saving }: Pick<Answers, 'saving'>): boolean =>
  saving.next === 'whole' || (saving.status.status === 'saving' && saving.status.kind === 'whole');
