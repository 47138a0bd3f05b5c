import type { SignInState } from '../../sign-in/sign-in-state.ts';
import type { SurveyState } from '../survey-state.ts';

/** Whether help is in sight that stays there when nobody is signed in any more. */
export const isHelping = (state: SurveyState): boolean =>
  state.step === 'held' ||
  (state.step === 'sent' && state.hasSafetyAnswer) ||
  (state.step === 'late' && state.telling !== null);

/** Whether somebody has signed out by themselves: a session that was left alone, or ended elsewhere, goes on with who signs in again. */
export const hasSignedOut = (state: SignInState): boolean =>
  state.step === 'address' && (state.news === 'signed-out' || state.news === 'signed-out-here');

type Unsaved = Extract<SurveyState, { readonly saving: unknown }>;

/** Whether answers stand on the page that the clinic has not got. */
export const isUnsaved = (state: SurveyState): state is Unsaved =>
  'saving' in state &&
  (state.saving.isDirty ||
    state.saving.status.status !== 'idle' ||
    [...state.uploads.values()].flat().some(({ status }) => status.status !== 'sent'));
