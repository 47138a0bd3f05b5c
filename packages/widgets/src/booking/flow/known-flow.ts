import type { BookingState, KnownPatient, Shared } from '../booking-state.ts';
import type { PatientForm, PatientReference, Whom } from '../form-state.ts';
import type { Reduction } from '../first/reduction.ts';

/** How a form says that it is for somebody whose chart the clinic has. */
export const referenceTo = ({ id }: KnownPatient): PatientReference => `Patient/${id}`;

/** Whether a form is for one of them. */
const isReference = (whom: Whom): whom is PatientReference => typeof whom === 'string' && whom.startsWith('Patient/');

/** For whom whoever is signed in may book; nobody where nobody is, or as long as it is not known. */
export const knownPatients = ({ known }: Shared): readonly KnownPatient[] =>
  known.status === 'ready' ? known.value : [];

/** Whose visit it is, when that is one of them. */
export const chosenKnown = (state: Shared): KnownPatient | undefined =>
  knownPatients(state).find((patient) => referenceTo(patient) === state.form.whom);

/** Who is signed in is asked as soon as somebody has chosen a time for a new visit, while it is being held; not before, and once. */
export function lookForKnown(reduction: Reduction): Reduction {
  const { state, commands } = reduction;
  const wantsPerson =
    state.step === 'who' || (state.step === 'when' && state.replaces === null && state.holding.status === 'requested');
  if (!wantsPerson || !state.setting.hasSession || state.known.status !== 'idle') return reduction;
  return { state: { ...state, known: { status: 'loading' } }, commands: [...commands, { type: 'find-known' }] };
}

/**
 * It is known for whom they may book: for themself, unless somebody else was chosen. Who was chosen, and may not be booked for any more, is somebody else still:
 * a time that was meant for them becomes nobody's own. What was typed stays.
 */
export function knownFound<State extends BookingState>(state: State, known: readonly KnownPatient[]): State {
  if (state.step === 'closed') return state;
  const form: PatientForm = { ...state.form, whom: whomOf(formForNext(state).whom, known) };
  return { ...state, known: { status: 'ready', value: known }, form };
}

function whomOf(whom: Whom, known: readonly KnownPatient[]): Whom {
  if (!isReference(whom)) return whom === 'self' ? ownOf(known) : whom;
  return known.some((patient) => referenceTo(patient) === whom) ? whom : 'other';
}

/** How a form says that it is for oneself: by one's chart, where the clinic has one. */
function ownOf(known: readonly KnownPatient[]): Whom {
  const own = known.find(({ isOwn }) => isOwn);
  return own ? referenceTo(own) : 'self';
}

/** Whom a choice means: oneself by one's chart, where that is known, so that every step has one value for it. */
export const meantBy = (whom: Whom, state: Shared): Whom => (whom === 'self' ? ownOf(knownPatients(state)) : whom);

/** The choice where nobody is known by their chart: who joins a waitlist says who it is. */
export function withoutChart(whom: Whom, state: Shared): Whom {
  if (!isReference(whom)) return whom;
  return ownOf(knownPatients(state)) === whom ? 'self' : 'other';
}

/** The form for when it is asked anew who is signed in, which may be another person: oneself is whoever it is then. */
export const formForNext = (state: Shared): PatientForm =>
  chosenKnown(state)?.isOwn ? { ...state.form, whom: 'self' } : state.form;
